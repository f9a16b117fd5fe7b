"""Les niveaux, ce qu’on en attend, les épreuves, la grille de maturité."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopmetiers.referentiel.contenu.situe import CitationLue, Situe
from coopmetiers.referentiel.enums import Exercice


@dataclass(frozen=True, slots=True, kw_only=True)
class EchelleLue(Situe):
    """Une échelle de maîtrise ; `seuil` est le rang à partir duquel on a acquis."""

    FICHIER: ClassVar[str] = "echelles.csv"
    code: str
    intitule: str
    seuil: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NiveauLu(Situe):
    """Un niveau d’une échelle, du rang 1 au dernier."""

    FICHIER: ClassVar[str] = "niveaux.csv"
    echelle: str
    rang: int
    code: str
    libelle: str
    autonomie: str
    situations: str
    reflexivite: str
    rapport_aux_autres: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DescripteurLu(Situe):
    """Ce qu’un niveau veut dire dans un bloc."""

    FICHIER: ClassVar[str] = "descripteurs.csv"
    bloc: str
    echelle: str
    niveau: int
    texte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EpreuveLue(Situe):
    """L’épreuve d’un bloc."""

    FICHIER: ClassVar[str] = "epreuves.csv"
    bloc: str
    intitule: str
    production: str
    duree: str
    evaluateurs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilLu(Situe):
    """Le niveau attendu d’un bloc ; `exige` : le bloc est dans la liste du métier."""

    FICHIER: ClassVar[str] = "profils.csv"
    metier: str
    exercice: Exercice
    bloc: str
    niveau: int | None
    exige: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionLue(Situe):
    """Une dimension de la grille de maturité et ses quatre niveaux."""

    FICHIER: ClassVar[str] = "maturite.csv"
    code: str
    intitule: str
    niveaux: tuple[str, ...]
    appuis: tuple[CitationLue, ...]
    blocs: tuple[str, ...]
