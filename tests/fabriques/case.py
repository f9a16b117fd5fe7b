"""Des paquets CASE, en dictionnaires puis en octets : un paquet valide, et ses écarts."""

from __future__ import annotations

import json
from typing import Any

from coopmetiers.echanges.formats.case import uuid_stable

ESPACE = "6ba7b811-9dad-11d1-80b4-00c04fd430c8"
LE = "2026-11-22T10:30:00Z"


def ident(cle: object) -> str:
    return uuid_stable(ESPACE, f"essai/{cle}")


def adresse(cle: object) -> str:
    return f"https://exemple.coop/case/{ident(cle)}"


def objet(cle: object, **champs: Any) -> dict[str, Any]:
    return {"identifier": ident(cle), "uri": adresse(cle), "lastChangeDateTime": LE} | champs


def lien(cle: object, titre: str = "", **champs: Any) -> dict[str, Any]:
    return {"title": titre or str(cle), "identifier": ident(cle), "uri": adresse(cle)} | champs


def document(**champs: Any) -> dict[str, Any]:
    return objet("doc", creator="Le réseau", title="Coopération territoriale") | champs


def item(cle: object, **champs: Any) -> dict[str, Any]:
    return objet(cle, fullStatement=f"Énoncé de {cle}", humanCodingScheme=str(cle)) | champs


def relation(de: object, vers: object, sorte: str = "isChildOf", **champs: Any) -> dict[str, Any]:
    bouts = {"originNodeURI": lien(de), "destinationNodeURI": lien(vers)}
    return objet(f"{de} {sorte} {vers}", associationType=sorte, **bouts) | champs


def paquet(*items: dict, relations: Any = (), **champs: Any) -> dict[str, Any]:
    listes = {"CFItems": list(items), "CFAssociations": list(relations)}
    return {"CFDocument": document()} | listes | champs


def octets(contenu: Any) -> bytes:
    return json.dumps(contenu, ensure_ascii=False).encode()


def paquet_complet() -> dict[str, Any]:
    """Un paquet qui emploie chaque classe et chaque champ de CASE 1.1."""
    definition = {"hierarchyCode": "1", "description": "Une description", "title": "Un titre"}
    ajouts = {"extensions": {"outil": {"x": [None, []]}}}
    niveaux = [
        objet(
            f"n{rang}", quality=f"N{rang}", score=rang, position=rang, feedback="Bravo",
            description="d", rubricCriterionId=ident("crit"), extensions=[{"a": 1}, {"b": 2}],
        )
        for rang in (1, 2)
    ]  # fmt: skip
    critere = objet(
        "crit", category="Maîtrise", description="d", CFItemURI=lien("C1"), weight=0.5, position=1,
        rubricId=ident("grille"), CFRubricCriterionLevels=niveaux, **ajouts,
    )  # fmt: skip
    riches = {
        "subject": ["Coopération"], "subjectURI": [lien("sujet")], "language": "fr",
        "statusStartDate": "2026-01-01", "statusEndDate": "2027-01-01",
        "licenseURI": lien("licence"), "notes": "Une note", **ajouts,
    }  # fmt: skip
    return {
        "CFDocument": document(
            frameworkType="ext:metier", caseVersion="1.1", officialSourceURL="https://exemple.coop/",
            publisher="p", description="d", version="0.1", adoptionStatus="Draft", **riches,
        ),
        "CFItems": [
            item("BC1"),
            item(
                "C1", alternativeLabel="a", CFItemType="Compétence", CFItemTypeURI=lien("type"),
                listEnumeration="1", abbreviatedStatement="c", conceptKeywords=["mot"],
                conceptKeywordsURI=lien("concept"), educationLevel=["6"], **riches,
            ),
        ],
        "CFAssociations": [
            relation("BC1", "doc", sequenceNumber=1),
            relation("C1", "BC1", sequenceNumber=1, notes="n", **ajouts),
            relation("C1", "BC1", "ext:apparente", CFAssociationGroupingURI=lien("groupe")),
            relation("C1", "BC1", "isTranslationOf"),
            relation("C1", "x", "exactMatchOf", destinationNodeURI={
                "title": "gérer un projet", "identifier": "S/1.2", "uri": "http://data.europa.eu/1",
                "targetType": "ext:ESCO",
            }),
        ],
        "CFDefinitions": {
            "CFConcepts": [objet("concept", **definition, keywords="a|b", **ajouts)],
            "CFSubjects": [objet("sujet", **definition)],
            "CFLicenses": [objet("licence", title="t", description="d", licenseText="l")],
            "CFItemTypes": [objet("type", **definition, typeCode="C")],
            "CFAssociationGroupings": [objet("groupe", title="t", description="d")],
            **ajouts,
        },
        "CFRubrics": [
            objet("grille", title="g", description="d", CFRubricCriteria=[critere], **ajouts)
        ],
        **ajouts,
    }  # fmt: skip
