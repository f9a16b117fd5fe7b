"""Le référentiel : une table d’éléments en arbre, et ce qui décrit chaque élément.

Rien n’est cloisonné : une version publiée est à tout le monde. Un élément garde son `element_id`
d’une version à l’autre ; son code, lui, peut changer.
"""

from __future__ import annotations

from coopmetiers.referentiel.models.arbre import (
    Activite,
    Bloc,
    Competence,
    Critere,
    ElementReferentiel,
    SituationTravail,
)
from coopmetiers.referentiel.models.gel import version_figee
from coopmetiers.referentiel.models.listes import (
    Alignement,
    CitationSource,
    ElementModalite,
    ElementPhase,
    ElementRessource,
    ModaliteEvaluation,
    Phase,
    Ressource,
    Source,
)
from coopmetiers.referentiel.models.metiers import (
    CompetenceMetier,
    DescripteurNiveau,
    DimensionMaturite,
    Echelle,
    Epreuve,
    Metier,
    NiveauMaitrise,
    ProfilAttendu,
)
from coopmetiers.referentiel.models.recensement import (
    FicheRecensee,
)
from coopmetiers.referentiel.models.versions import (
    DeLaVersion,
    Referentiel,
    VersionReferentiel,
    parmi,
)

__all__ = [
    "Activite",
    "Alignement",
    "Bloc",
    "CitationSource",
    "Competence",
    "CompetenceMetier",
    "Critere",
    "DeLaVersion",
    "DescripteurNiveau",
    "DimensionMaturite",
    "Echelle",
    "ElementModalite",
    "ElementPhase",
    "ElementReferentiel",
    "ElementRessource",
    "Epreuve",
    "FicheRecensee",
    "Metier",
    "ModaliteEvaluation",
    "NiveauMaitrise",
    "Phase",
    "ProfilAttendu",
    "Referentiel",
    "Ressource",
    "SituationTravail",
    "Source",
    "VersionReferentiel",
    "parmi",
    "version_figee",
]
