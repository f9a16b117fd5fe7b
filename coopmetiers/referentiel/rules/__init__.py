"""Les règles du référentiel : ce qu’une version doit tenir, ce qu’un métier exige."""

from __future__ import annotations

from coopmetiers.referentiel.rules.anomalies import Anomalie
from coopmetiers.referentiel.rules.coherence import impossibles, verifier_coherence
from coopmetiers.referentiel.rules.exigences import (
    BlocProfile,
    CompetenceExigee,
    CompetenceExigible,
    ExigenceBloc,
    exigences,
    exigences_du_contenu,
)
from coopmetiers.referentiel.rules.numeros import numero_suivant

__all__ = [
    "Anomalie",
    "BlocProfile",
    "CompetenceExigee",
    "CompetenceExigible",
    "ExigenceBloc",
    "exigences",
    "exigences_du_contenu",
    "impossibles",
    "numero_suivant",
    "verifier_coherence",
]
