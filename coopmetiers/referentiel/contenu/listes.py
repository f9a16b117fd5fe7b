"""Les listes où l’arbre puise, et les rapprochements avec d’autres répertoires."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from coopmetiers.referentiel.contenu.situe import CitationLue, Situe
from coopmetiers.referentiel.enums import NatureRessource, RelationAlignement


@dataclass(frozen=True, slots=True, kw_only=True)
class RessourceLue(Situe):
    """Un savoir, un savoir-faire ou une posture."""

    FICHIER: ClassVar[str] = "ressources.csv"
    code: str
    nature: NatureRessource
    libelle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseLue(Situe):
    """Une phase de la vie d’une coopération."""

    FICHIER: ClassVar[str] = "phases.csv"
    code: str
    libelle: str
    abrege: str
    regroupement: str
    sources: tuple[CitationLue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModaliteLue(Situe):
    """Une façon d’évaluer ; `jamais_seule` : elle éclaire, elle ne suffit pas."""

    FICHIER: ClassVar[str] = "modalites.csv"
    code: str
    libelle: str
    description: str
    jamais_seule: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLue(Situe):
    """D’où vient un énoncé."""

    FICHIER: ClassVar[str] = "sources.csv"
    code: str
    adresses: tuple[str, ...]
    apport: str
    consultee_le: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignementLu(Situe):
    """Le rapprochement d’un métier, d’un bloc ou d’une compétence avec un autre répertoire."""

    FICHIER: ClassVar[str] = "alignements.csv"
    objet: str
    code_objet: str
    repertoire: str
    code: str
    libelle: str
    uri: str
    relation: RelationAlignement | None
    niveau: str
    precision: str
    sources: tuple[CitationLue, ...]
    reserve: str
