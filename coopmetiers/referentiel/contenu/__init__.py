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
    AjoutLu,
    BlocLu,
    CompetenceLue,
    CritereLu,
    ElementLu,
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
    "AjoutLu",
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
    "ElementLu",
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
    autres: tuple[ElementLu, ...] = ()
    #: Les identifiants dans l’ordre de l’arbre, quand l’ordre de chaque liste ne suffit pas à le
    #: dire : des éléments de natures différentes y sont frères.
    ordre: tuple[str, ...] = ()
    ajouts: tuple[AjoutLu, ...] = ()


def canonique(contenu: ContenuVersion) -> bytes:
    """La seule écriture en octets de ce que dit la version, d’où vient son empreinte.

    L’empreinte d’une version publiée ne change pas quand le modèle grandit : un champ apparu depuis
    ne s’y écrit que s’il dit quelque chose, et le parent y garde le nom de sa colonne.
    """
    valeurs = _epures(to_values(contenu))
    for liste, colonne in (("activites", "bloc"), ("competences", "activite")):
        for partie in valeurs[liste]:
            partie[colonne] = partie.pop("parent")
    return canonical(valeurs)


def empreinte(contenu: ContenuVersion) -> str:
    """SHA-256 du contenu, en hexadécimal."""
    return hashlib.sha256(canonique(contenu)).hexdigest()


#: Les champs apparus après la première version publiée.
_RECENTS = frozenset({"autres", "ordre", "ajouts", "niveau_arbre"})


def _epures(valeurs: Any) -> Any:
    """Sans les numéros de ligne, ni les champs récents qui ne disent rien."""
    if isinstance(valeurs, dict):
        return {
            cle: _epures(valeur)
            for cle, valeur in valeurs.items()
            if cle != "ligne" and (valeur not in ("", []) or cle not in _RECENTS)
        }
    return [_epures(valeur) for valeur in valeurs] if isinstance(valeurs, list) else valeurs
