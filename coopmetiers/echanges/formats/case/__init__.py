"""Un référentiel de compétences au format CASE de 1EdTech, dans les deux sens.

Un paquet (`CFPackage`) porte un document, ses éléments, leurs relations, les définitions qu’ils
citent et des grilles d’évaluation. `lire(octets) -> PaquetCase` accepte 1.0 et 1.1 de n’importe
quel outil et lève `FichierRefuse`, toutes raisons à la fois ; `ecrire(paquet, version) -> bytes`
est strict, et `pertes(paquet, version)` dit d’avance ce que la version ne porte pas. Sans perte,
`lire(ecrire(paquet)) == paquet`.

Les objets portent les noms de la norme, et le rangement y est une relation « isChildOf » :
`arbre` le rend en clair, `hors_arbre` rend les autres relations, `controler` ce qui cloche.

Importé au moment de s’en servir : pydantic n’a rien à faire au démarrage de l’application.
Sources : schémas officiels du paquet, CASE 1.0 et 1.1 (draft 2019-09) ; traits d’OpenSALT et
d’OpenCASE relevés dans leurs exemples.
"""

from coopmetiers.echanges.formats.case.arbre import Place, arbre, hors_arbre
from coopmetiers.echanges.formats.case.controle import controler
from coopmetiers.echanges.formats.case.echelles import Palier, echelle, paliers
from coopmetiers.echanges.formats.case.ecriture import ecrire
from coopmetiers.echanges.formats.case.identifiants import uuid_stable
from coopmetiers.echanges.formats.case.lecture import lire
from coopmetiers.echanges.formats.case.objets import (
    CFAssociation,
    CFAssociationGrouping,
    CFConcept,
    CFDefinition,
    CFDocument,
    CFItem,
    CFItemType,
    CFLicense,
    CFRubric,
    CFRubricCriterion,
    CFRubricCriterionLevel,
    CFSubject,
    LinkGenURI,
    LinkURI,
    PaquetCase,
)
from coopmetiers.echanges.formats.case.pertes import pertes
from coopmetiers.echanges.formats.case.versions import VERSIONS, Version

__all__ = [
    "VERSIONS",
    "CFAssociation",
    "CFAssociationGrouping",
    "CFConcept",
    "CFDefinition",
    "CFDocument",
    "CFItem",
    "CFItemType",
    "CFLicense",
    "CFRubric",
    "CFRubricCriterion",
    "CFRubricCriterionLevel",
    "CFSubject",
    "LinkGenURI",
    "LinkURI",
    "PaquetCase",
    "Palier",
    "Place",
    "Version",
    "arbre",
    "controler",
    "echelle",
    "ecrire",
    "hors_arbre",
    "lire",
    "paliers",
    "pertes",
    "uuid_stable",
]
