"""Ce qu’on reproche à un fichier reçu : toujours situé, toujours dit dans les mots de qui l’envoie.

Un format lit tout ce qu’il peut avant de refuser : une personne corrige son fichier une fois.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

#: On cite le début d’une valeur fautive, jamais un roman.
CITATION_MAX = 80


@dataclass(frozen=True, slots=True)
class Reproche:
    """Une faute : sa feuille s’il y en a, sa ligne (0 : tout le fichier), sa colonne (son titre).

    `msgid` est le texte français, marqué `n_`, avec ses `%(nom)s` ; les portes le traduisent.
    """

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)
    feuille: str = ""
    ligne: int = 0
    colonne: str = ""

    @property
    def message(self) -> str:
        """Le reproche en français."""
        dits = {nom: citation(v) if isinstance(v, str) else v for nom, v in self.params.items()}
        return self.msgid % dits if dits else self.msgid

    def __str__(self) -> str:
        place = [
            f"feuille « {self.feuille} »" if self.feuille else "",
            f"ligne {self.ligne}" if self.ligne else "",
            f"colonne « {self.colonne} »" if self.colonne else "",
        ]
        ou = ", ".join(partie for partie in place if partie)
        return f"{ou} : {self.message}" if ou else self.message


class FichierRefuse(Exception):
    """Le fichier ne peut pas être lu ; toutes les raisons d’un coup, dans l’ordre du fichier."""

    def __init__(self, reproches: Iterable[Reproche]) -> None:
        self.reproches = tuple(reproches)
        super().__init__("\n".join(str(reproche) for reproche in self.reproches))


def citation(texte: str) -> str:
    """Le début d’un texte, sur une ligne, suivi de points s’il est coupé."""
    sur_une_ligne = " ".join(texte.split())
    if len(sur_une_ligne) <= CITATION_MAX:
        return sur_une_ligne
    return sur_une_ligne[: CITATION_MAX - 1].rstrip() + "…"
