"""Ce que le référentiel dit de lui-même, et la fiche de ses métiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from coopmetiers.referentiel.contenu.situe import CitationLue, Situe
from coopmetiers.referentiel.enums import Exercice


@dataclass(frozen=True, slots=True, kw_only=True)
class AxeLu(Situe):
    """Un axe qui qualifie une coopération, indépendant des autres."""

    FICHIER: ClassVar[str] = "referentiel.toml"
    code: str
    libelle: str
    valeurs: tuple[str, ...]
    remarque: str
    sources: tuple[CitationLue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RubriqueLue(Situe):
    """Un texte de présentation, des points, ou les deux."""

    FICHIER: ClassVar[str] = "referentiel.toml"
    code: str
    titre: str
    texte: str
    points: tuple[str, ...]
    sources: tuple[CitationLue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrilleLue(Situe):
    """La grille de maturité coopérative : ce qu’elle est, comment s’en servir, ses niveaux."""

    FICHIER: ClassVar[str] = "referentiel.toml"
    titre: str
    definition: str
    usage: str
    construction: str
    reserve: str
    lecture: str
    niveaux: tuple[str, ...]
    sources: tuple[CitationLue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentationLue(Situe):
    """Ce que le référentiel dit de lui-même."""

    FICHIER: ClassVar[str] = "referentiel.toml"
    code: str
    version: str
    titre: str
    langue: str
    date: date
    statut: str
    resume: str
    licence: str
    axes: tuple[AxeLu, ...]
    rubriques: tuple[RubriqueLue, ...]
    grille: GrilleLue | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetierLu(Situe):
    """Un métier et sa fiche."""

    FICHIER: ClassVar[str] = "metiers.toml"
    element_id: str
    code: str
    libelle: str
    libelle_feminin: str
    libelle_masculin: str
    raison_d_etre: str
    fonctions: tuple[str, ...]
    contextes: tuple[str, ...]
    exercice_dominant: Exercice
    remarque_exercice: str
    employeurs: tuple[str, ...]
    intitules_voisins: tuple[str, ...]
    niveau_qualification: int
    remarque_niveau: str
    sources: tuple[CitationLue, ...]
