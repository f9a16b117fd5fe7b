"""Jurys, candidatures, décisions, acquisitions, certificats, registre.

Tout appartient au certificateur (`cle_organisation`), sauf le registre, qui est à tout le monde.
Aucune clé étrangère ne va vers une ligne d’un organisme de formation : on copie des identifiants
publics, et une personne est désignée par son compte.
"""

from __future__ import annotations

from coopmetiers.certification.models.certificats import (
    AcquisitionBloc,
    AcquisitionCompetence,
    Certificat,
    Compteur,
    EntreeRegistre,
)
from coopmetiers.certification.models.jurys import (
    Candidature,
    Decision,
    Jury,
    MembreJury,
    PieceAttendue,
    PieceCandidature,
    Presentation,
    Recusation,
)

__all__ = [
    "AcquisitionBloc",
    "AcquisitionCompetence",
    "Candidature",
    "Certificat",
    "Compteur",
    "Decision",
    "EntreeRegistre",
    "Jury",
    "MembreJury",
    "PieceAttendue",
    "PieceCandidature",
    "Presentation",
    "Recusation",
]
