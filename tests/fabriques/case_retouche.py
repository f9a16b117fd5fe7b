"""Un paquet CASE de chez nous, retouché comme le ferait un autre outil."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from coopmetiers.echanges.correspondances import case as correspondance
from coopmetiers.echanges.formats import case
from coopmetiers.echanges.formats.case import PaquetCase
from coopmetiers.referentiel.contenu import ContenuVersion
from coopmetiers.referentiel.enums import EtatVersion

LE = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ADRESSE = "https://ref.exemple.coop/referentiels/cooperation-territoriale/0.1"
SORTIE = correspondance.Sortie(ADRESSE, LE, "Le réseau", EtatVersion.PUBLIEE, LE)


def aller(
    contenu: ContenuVersion, version: case.Version = "1.1", sortie: Any = SORTIE
) -> PaquetCase:
    return case.lire(case.ecrire(correspondance.paquet(contenu, sortie), version))


def reprendre(paquet: PaquetCase, base: ContenuVersion) -> ContenuVersion:
    return correspondance.lecture(paquet, base).contenu


def changer(paquet: PaquetCase, code: str, **champs: Any) -> PaquetCase:
    items = tuple(
        item.model_copy(update=champs) if item.humanCodingScheme == code else item
        for item in paquet.CFItems
    )
    return replace(paquet, CFItems=items)


def sans(paquet: PaquetCase, code: str) -> PaquetCase:
    (parti,) = (item.identifier for item in paquet.CFItems if item.humanCodingScheme == code)
    return replace(
        paquet,
        CFItems=tuple(item for item in paquet.CFItems if item.identifier != parti),
        CFAssociations=tuple(
            r for r in paquet.CFAssociations if r.originNodeURI.identifier != parti
        ),
    )


def ranger(paquet: PaquetCase, code: str, sous: str, numero: int) -> PaquetCase:
    """Le paquet, où cet élément est rangé sous un autre, à ce numéro."""
    items = {item.humanCodingScheme: item for item in paquet.CFItems}
    enfant, parent = items[code].identifier, items[sous]
    ailleurs = {"identifier": parent.identifier, "uri": parent.uri, "title": sous}

    def deplacee(relation: case.CFAssociation) -> case.CFAssociation:
        if (relation.originNodeURI.identifier, relation.associationType) != (enfant, "isChildOf"):
            return relation
        bout = relation.destinationNodeURI.model_copy(update=ailleurs)
        return relation.model_copy(update={"destinationNodeURI": bout, "sequenceNumber": numero})

    return replace(paquet, CFAssociations=tuple(map(deplacee, paquet.CFAssociations)))
