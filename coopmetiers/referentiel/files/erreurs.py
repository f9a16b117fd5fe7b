"""Ce qui empêche de lire un dossier, situé au fichier, à la ligne et à la colonne."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

#: On cite le début d’une valeur fautive, jamais un roman.
CITATION_MAX = 80


@dataclass(frozen=True, slots=True)
class ErreurFichier:
    """Une faute de forme ; `ligne` vaut 0 quand tout le fichier est en cause."""

    fichier: str
    ligne: int
    colonne: str
    msgid: str
    valeur: str = ""
    params: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """Le reproche en français, la valeur fautive citée dedans s’il y a lieu."""
        return self.msgid % {"valeur": self.valeur[:CITATION_MAX], **self.params}

    def __str__(self) -> str:
        place = [self.fichier]
        if self.ligne:
            place.append(f"ligne {self.ligne}")
        if self.colonne:
            place.append(f"colonne « {self.colonne} »")
        return f"{', '.join(place)} : {self.message}"


class ErreursDossier(Exception):
    """Le dossier ne se lit pas ; toutes les raisons d’un coup, dans l’ordre des fichiers."""

    def __init__(self, chemin: Path, erreurs: Iterable[ErreurFichier]) -> None:
        self.chemin = chemin
        self.erreurs = tuple(erreurs)
        super().__init__("\n".join(str(erreur) for erreur in self.erreurs))
