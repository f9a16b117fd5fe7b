"""Ce qu’est un classeur : des feuilles de données et des notices, avant d’être un fichier."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    #: Présente et lue au retour, mais masquée : ce qui identifie une ligne.
    cachee: bool = False
    #: Toujours du texte, même ce qu’on y tapera : « 007 » garde ses zéros.
    texte: bool = False
    #: Les seules valeurs permises, dans l’ordre où la liste les propose ; vide, tout l’est.
    choix: tuple[str, ...] = ()


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
    #: Présente et lue au retour, mais masquée : ce que le fichier garde pour lui.
    cachee: bool = False


@dataclass(frozen=True)
class Notice:
    """Une feuille de lecture, en deux colonnes : un intitulé, ce qu’il faut savoir."""

    nom: str
    titre: str
    lignes: tuple[tuple[str, Valeur], ...]


@dataclass(frozen=True)
class Classeur:
    """Un classeur : ses feuilles dans l’ordre, et ce que disent ses propriétés.

    `proprietes` voyage avec le fichier sans s’y voir : d’où il vient, de quoi il est tiré.
    """

    titre: str
    auteur: str
    cree_a: datetime
    feuilles: tuple[Feuille | Notice, ...]
    proprietes: Mapping[str, str] = field(default_factory=dict, hash=False)


def nom_de_fichier(*parties: str) -> str:
    """Un nom de fichier lisible partout : minuscules sans accent, tirets, `.xlsx`."""
    texte = unicodedata.normalize("NFKD", "-".join(parties)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9.]+", "-", texte.lower()).strip("-") + ".xlsx"
