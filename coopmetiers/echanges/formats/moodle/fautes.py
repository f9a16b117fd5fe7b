"""Les reproches recueillis au fil d’un fichier : on les dit tous, situés sous le bon titre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coopmetiers.echanges.formats.moodle.titres import CHAMPS, Champ
from coopmetiers.echanges.formats.reproches import FichierRefuse, Reproche

_RANG = {champ: rang for rang, champ in enumerate(CHAMPS)}


@dataclass(frozen=True, slots=True)
class Fautes:
    """Un recueil ; `titres` donne le titre, dans ce fichier-ci, de chaque colonne."""

    titres: Mapping[Champ, str]
    notees: list[tuple[int, int, Reproche]] = field(default_factory=list)

    def noter(
        self, msgid: str, ligne: int = 0, champ: Champ | None = None, **params: object
    ) -> None:
        """Ajoute un reproche ; sans `champ`, il vise toute la ligne."""
        titre = self.titres[champ] if champ else ""
        rang = _RANG[champ] if champ else -1
        self.notees.append((ligne, rang, Reproche(msgid, params, ligne=ligne, colonne=titre)))

    def refuser(self) -> None:
        """Lève `FichierRefuse`, dans l’ordre du fichier, s’il y a quelque chose à reprocher."""
        if self.notees:
            ordre = sorted(self.notees, key=lambda notee: notee[:2])
            raise FichierRefuse(reproche for _, _, reproche in ordre)
