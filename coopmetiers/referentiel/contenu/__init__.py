"""Ce que dit une version de référentiel, figé, sans base ni fichier.

Chaque partie sait de quel fichier et de quelle ligne elle vient, pour que tout reproche soit situé.
La ligne ne compte ni dans l’égalité ni dans l’empreinte : deux dossiers qui disent la même chose
ont la même empreinte.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from coopmetiers.base.frozen import canonical, to_values
from coopmetiers.referentiel.contenu.arbre import (
    ActiviteLue,
    BlocLu,
    CompetenceLue,
    CritereLu,
    RangMetier,
    SituationLue,
)
from coopmetiers.referentiel.contenu.evaluation import (
    DescripteurLu,
    DimensionLue,
    EchelleLue,
    EpreuveLue,
    NiveauLu,
    ProfilLu,
)
from coopmetiers.referentiel.contenu.listes import (
    AlignementLu,
    ModaliteLue,
    PhaseLue,
    RessourceLue,
    SourceLue,
)
from coopmetiers.referentiel.contenu.presentation import (
    AxeLu,
    GrilleLue,
    MetierLu,
    PresentationLue,
    RubriqueLue,
)
from coopmetiers.referentiel.contenu.situe import CitationLue, Situe

__all__ = [
    "ActiviteLue",
    "AlignementLu",
    "AxeLu",
    "BlocLu",
    "CitationLue",
    "CompetenceLue",
    "ContenuVersion",
    "CritereLu",
    "DescripteurLu",
    "DimensionLue",
    "EchelleLue",
    "EpreuveLue",
    "GrilleLue",
    "MetierLu",
    "ModaliteLue",
    "NiveauLu",
    "PhaseLue",
    "PresentationLue",
    "ProfilLu",
    "RangMetier",
    "RessourceLue",
    "RubriqueLue",
    "SituationLue",
    "Situe",
    "SourceLue",
    "canonique",
    "empreinte",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContenuVersion:
    """Une version de référentiel, entière."""

    presentation: PresentationLue
    metiers: tuple[MetierLu, ...]
    blocs: tuple[BlocLu, ...]
    activites: tuple[ActiviteLue, ...]
    situations: tuple[SituationLue, ...]
    competences: tuple[CompetenceLue, ...]
    criteres: tuple[CritereLu, ...]
    ressources: tuple[RessourceLue, ...]
    phases: tuple[PhaseLue, ...]
    modalites: tuple[ModaliteLue, ...]
    sources: tuple[SourceLue, ...]
    echelles: tuple[EchelleLue, ...]
    niveaux: tuple[NiveauLu, ...]
    descripteurs: tuple[DescripteurLu, ...]
    epreuves: tuple[EpreuveLue, ...]
    profils: tuple[ProfilLu, ...]
    alignements: tuple[AlignementLu, ...]
    dimensions: tuple[DimensionLue, ...]


def canonique(contenu: ContenuVersion) -> bytes:
    """La seule écriture en octets de ce que dit la version, d’où vient son empreinte."""
    return canonical(_sans_lignes(to_values(contenu)))


def empreinte(contenu: ContenuVersion) -> str:
    """SHA-256 du contenu, en hexadécimal."""
    return hashlib.sha256(canonique(contenu)).hexdigest()


def _sans_lignes(valeurs: Any) -> Any:
    if isinstance(valeurs, dict):
        return {cle: _sans_lignes(valeur) for cle, valeur in valeurs.items() if cle != "ligne"}
    return [_sans_lignes(valeur) for valeur in valeurs] if isinstance(valeurs, list) else valeurs
