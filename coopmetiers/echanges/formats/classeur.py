"""Ce qu’est un classeur : des feuilles de données et des notices, avant d’être un fichier."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Valeur = str | int | float | date | datetime | bool | None


class Teinte(StrEnum):
    """La couleur que porte une valeur, en plus d’elle-même."""

    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    N4 = "N4"
    GRIS = "GRIS"


@dataclass(frozen=True)
class Colonne:
    """Une colonne : titre unique dans la feuille, largeur en signes, mise en forme."""

    titre: str
    largeur: int = 14
    a_la_ligne: bool = False
    centree: bool = False
    #: Titre écrit de bas en haut, pour une colonne étroite.
    debout: bool = False


@dataclass(frozen=True)
class Feuille:
    """Une feuille de données ; `fige` compte les colonnes qui restent visibles en défilant.

    `teintes` colore les cellules des colonnes `de_teinte` et suivantes selon leur valeur.
    """

    nom: str
    colonnes: tuple[Colonne, ...]
    lignes: tuple[tuple[Valeur, ...], ...]
    fige: int = 0
    de_teinte: int | None = None
    teintes: tuple[tuple[Valeur, Teinte], ...] = ()


@dataclass(frozen=True)
class Notice:
    """Une feuille de lecture, en deux colonnes : un intitulé, ce qu’il faut savoir."""

    nom: str
    titre: str
    lignes: tuple[tuple[str, Valeur], ...]


@dataclass(frozen=True)
class Classeur:
    """Un classeur : ses feuilles dans l’ordre, et ce que disent ses propriétés."""

    titre: str
    auteur: str
    cree_a: datetime
    feuilles: tuple[Feuille | Notice, ...]


def nom_de_fichier(*parties: str) -> str:
    """Un nom de fichier lisible partout : minuscules sans accent, tirets, `.xlsx`."""
    texte = unicodedata.normalize("NFKD", "-".join(parties)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9.]+", "-", texte.lower()).strip("-") + ".xlsx"
