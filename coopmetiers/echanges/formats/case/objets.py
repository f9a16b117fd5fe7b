# ruff: noqa: N815 — les champs portent les noms de la norme, écrits comme elle les écrit.
"""Les objets d’un paquet CASE, sous leurs noms officiels.

Un seul modèle pour les deux versions : celui de 1.1, dont 1.0 est une partie (`versions` dit
laquelle). Les objets d’un paquet ne sont pas ceux qu’on envoie seuls : ils n’ont ni
`CFDocumentURI` ni `CFPackageURI`.
Source : CASE 1.1, schéma JSON de la classe CFPackage (`$defs`), et le schéma 1.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from pydantic import Field

from coopmetiers.echanges.formats.case.champs import (
    Adresse,
    Cible,
    Entier,
    Identifiant,
    IdentifiantLibre,
    Instant,
    Jour,
    Nombre,
    Texte,
    Textes,
    VersionCase,
)
from coopmetiers.echanges.formats.case.socle import Objet
from coopmetiers.echanges.formats.reproches import Reproche

Extensions = dict[str, Any]


class LinkURI(Objet):
    """Un renvoi vers un objet de CASE (schéma 1.1 : `LinkURI`)."""

    title: Texte
    identifier: Identifiant
    uri: Adresse


class LinkGenURI(Objet):
    """Un bout de relation, dans CASE ou ailleurs (`LinkGenURI`).

    `targetType` (1.1) : « CASE », ou `ext:…` quand la cible est d’un autre monde (ESCO, ROME…).
    """

    title: Texte
    identifier: IdentifiantLibre
    uri: Adresse
    targetType: Cible = None


class CFDocument(Objet):
    """Le référentiel (`CFPckgDocument`)."""

    identifier: Identifiant
    uri: Adresse
    type_cadre: Texte | None = Field(default=None, alias="frameworkType")
    caseVersion: VersionCase = None
    creator: Texte
    title: Texte
    lastChangeDateTime: Instant
    officialSourceURL: Adresse | None = None
    publisher: Texte | None = None
    description: Texte | None = None
    subject: Textes = ()
    subjectURI: tuple[LinkURI, ...] = ()
    language: Texte | None = None
    version: Texte | None = None
    adoptionStatus: Texte | None = None
    statusStartDate: Jour | None = None
    statusEndDate: Jour | None = None
    licenseURI: LinkURI | None = None
    notes: Texte | None = None
    extensions: Extensions = {}


class CFItem(Objet):
    """Un élément du référentiel : compétence ou regroupement (`CFPckgItem`)."""

    identifier: Identifiant
    fullStatement: Texte
    alternativeLabel: Texte | None = None
    CFItemType: Texte | None = None
    uri: Adresse
    humanCodingScheme: Texte | None = None
    listEnumeration: Texte | None = None
    abbreviatedStatement: Texte | None = None
    conceptKeywords: Textes = ()
    conceptKeywordsURI: LinkURI | None = None
    notes: Texte | None = None
    subject: Textes = ()
    subjectURI: tuple[LinkURI, ...] = ()
    language: Texte | None = None
    educationLevel: Textes = ()
    CFItemTypeURI: LinkURI | None = None
    licenseURI: LinkURI | None = None
    statusStartDate: Jour | None = None
    statusEndDate: Jour | None = None
    lastChangeDateTime: Instant
    extensions: Extensions = {}


class CFAssociation(Objet):
    """Une relation entre deux objets (`CFPckgAssociation`).

    De « isChildOf », l’enfant est l’origine ; son parent, élément ou document, la destination.
    """

    identifier: Identifiant
    associationType: Texte
    sequenceNumber: Entier | None = None
    uri: Adresse
    originNodeURI: LinkGenURI
    destinationNodeURI: LinkGenURI
    CFAssociationGroupingURI: LinkURI | None = None
    lastChangeDateTime: Instant
    notes: Texte | None = None
    extensions: Extensions = {}


class CFConcept(Objet):
    """Un concept ; ses mots-clés sont un seul texte, séparés par « | »."""

    identifier: Identifiant
    uri: Adresse
    title: Texte
    keywords: Texte | None = None
    hierarchyCode: Texte
    description: Texte | None = None
    lastChangeDateTime: Instant
    extensions: Extensions = {}


class CFSubject(Objet):
    """Un sujet, au sens d’une discipline."""

    identifier: Identifiant
    uri: Adresse
    title: Texte
    hierarchyCode: Texte
    description: Texte | None = None
    lastChangeDateTime: Instant
    extensions: Extensions = {}


class CFLicense(Objet):
    """Une licence, avec son texte."""

    identifier: Identifiant
    uri: Adresse
    title: Texte
    description: Texte | None = None
    licenseText: Texte
    lastChangeDateTime: Instant
    extensions: Extensions = {}


class CFItemType(Objet):
    """Un type d’élément ; 1.1 exige une description, 1.0 non."""

    a_defaut: ClassVar[Mapping[str, str]] = {"description": "title"}

    identifier: Identifiant
    uri: Adresse
    title: Texte
    description: Texte
    hierarchyCode: Texte
    typeCode: Texte | None = None
    lastChangeDateTime: Instant
    extensions: Extensions = {}


class CFAssociationGrouping(Objet):
    """Un ensemble nommé de relations."""

    identifier: Identifiant
    uri: Adresse
    title: Texte
    description: Texte | None = None
    lastChangeDateTime: Instant
    extensions: Extensions = {}


class CFDefinition(Objet):
    """Ce que les autres objets citent (`CFDefinition`, au champ `CFDefinitions` d’un paquet)."""

    CFConcepts: tuple[CFConcept, ...] = ()
    CFSubjects: tuple[CFSubject, ...] = ()
    CFLicenses: tuple[CFLicense, ...] = ()
    CFItemTypes: tuple[CFItemType, ...] = ()
    CFAssociationGroupings: tuple[CFAssociationGrouping, ...] = ()
    extensions: Extensions = {}


class CFRubricCriterionLevel(Objet):
    """Un niveau d’un critère ; ses extensions sont une liste, et elles seules (schéma 1.1)."""

    identifier: Identifiant
    uri: Adresse
    description: Texte | None = None
    quality: Texte | None = None
    score: Nombre | None = None
    feedback: Texte | None = None
    position: Entier | None = None
    rubricCriterionId: Identifiant | None = None
    lastChangeDateTime: Instant
    extensions: tuple[Extensions, ...] = ()


class CFRubricCriterion(Objet):
    """Un critère d’une grille, rattaché ou non à un élément."""

    identifier: Identifiant
    uri: Adresse
    category: Texte | None = None
    description: Texte | None = None
    CFItemURI: LinkURI | None = None
    weight: Nombre | None = None
    position: Entier | None = None
    rubricId: Identifiant | None = None
    lastChangeDateTime: Instant
    CFRubricCriterionLevels: tuple[CFRubricCriterionLevel, ...] = ()
    extensions: Extensions = {}


class CFRubric(Objet):
    """Une grille d’évaluation : des critères, et leurs niveaux."""

    identifier: Identifiant
    uri: Adresse
    title: Texte | None = None
    description: Texte | None = None
    lastChangeDateTime: Instant
    CFRubricCriteria: tuple[CFRubricCriterion, ...] = ()
    extensions: Extensions = {}


_Document = CFDocument


@dataclass(frozen=True)
class PaquetCase:
    """Un paquet (`CFPackage`) ; les remarques de sa lecture n’en font pas partie."""

    CFDocument: _Document
    CFItems: tuple[CFItem, ...] = ()
    CFAssociations: tuple[CFAssociation, ...] = ()
    CFDefinitions: CFDefinition = field(default_factory=CFDefinition)
    CFRubrics: tuple[CFRubric, ...] = ()
    extensions: Mapping[str, Any] = field(default_factory=dict)
    remarques: tuple[Reproche, ...] = field(default=(), compare=False)


#: Les listes de `CFDefinitions`, sous leur nom, et la classe de ce qu’elles contiennent.
DEFINITIONS: Mapping[str, type[Objet]] = {
    "CFConcepts": CFConcept,
    "CFSubjects": CFSubject,
    "CFLicenses": CFLicense,
    "CFItemTypes": CFItemType,
    "CFAssociationGroupings": CFAssociationGrouping,
}


def listes(paquet: PaquetCase) -> dict[str, tuple[Objet, ...]]:
    """Les listes d’objets d’un paquet, sous leur nom, dans l’ordre de la norme."""
    return {
        "CFItems": paquet.CFItems,
        "CFAssociations": paquet.CFAssociations,
        **{nom: getattr(paquet.CFDefinitions, nom) for nom in DEFINITIONS},
        "CFRubrics": paquet.CFRubrics,
    }
