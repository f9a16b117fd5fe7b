"""Un paquet reçu, ramené à ce que nous savons déjà : adresses neutres, identifiants appariés.

Deux exports du même contenu, de deux serveurs, deviennent ici le même paquet ; un élément que le
fichier nomme par notre code et par un autre identifiant prend le nôtre, partout où il est cité.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from coopmetiers.echanges.correspondances.case.adresses import (
    NEUTRE,
    NOUS,
    code_annonce,
    code_de_l_adresse,
    prefixe_a_nous,
)
from coopmetiers.echanges.formats.case import (
    CFAssociation,
    CFDocument,
    CFItem,
    CFLicense,
    CFRubric,
    LinkGenURI,
    LinkURI,
    PaquetCase,
    uuid_stable,
)

#: Ce qu’un document dit de qui le publie : nôtre, il ne l’apprend pas d’un fichier.
IDENTITE = (
    *("identifier", "uri", "caseVersion", "creator", "officialSourceURL", "version"),
    *("lastChangeDateTime", "adoptionStatus", "statusStartDate", "statusEndDate"),
)


@dataclass(frozen=True)
class _Ramene:
    """Comment redire un bout de relation vers un objet du paquet ; les autres restent."""

    identifiants: Mapping[str, str]
    adresses: Mapping[str, tuple[str, str]]
    prefixe: re.Pattern[str]

    def bout(self, lien: LinkGenURI) -> LinkGenURI:
        if lien.identifier not in self.adresses:
            return lien
        avant, apres = self.adresses[lien.identifier]
        dits = {
            "identifier": self.identifiants.get(lien.identifier, lien.identifier),
            "uri": apres if lien.uri == avant else self.prefixe.sub(NEUTRE, lien.uri),
        }
        return lien.model_copy(update=dits)

    def lien(self, lien: LinkURI | None) -> LinkURI | None:
        if lien is None:
            return None
        bout = self.bout(LinkGenURI(title=lien.title, identifier=lien.identifier, uri=lien.uri))
        return lien.model_copy(update={"identifier": bout.identifier, "uri": bout.uri})


def ramener(recu: PaquetCase, attendu: PaquetCase, code: str, *, a_nous: bool) -> PaquetCase:
    """Le paquet reçu, sous nos identifiants et à l’adresse neutre.

    `attendu` est ce que la version à laquelle on le compare aurait donné ; `a_nous` : le document
    est cette version, quoi que le fichier en dise.
    """
    prefixe = prefixe_a_nous(frozenset({code, code_annonce(recu), code_de_l_adresse(recu)}))
    document = _document(recu.CFDocument, attendu.CFDocument, prefixe, a_nous=a_nous)
    ids = _apparies(recu, attendu)
    for item in recu.CFItems:
        if ids.get(item.identifier, item.identifier) == document.identifier:
            ids[item.identifier] = uuid_stable(item.identifier, "element")
    ids[recu.CFDocument.identifier] = document.identifier
    items = tuple(_item(item, ids, prefixe) for item in recu.CFItems)
    adresses = {
        avant.identifier: (avant.uri, apres.uri)
        for avant, apres in zip(recu.CFItems, items, strict=True)
    }
    adresses[recu.CFDocument.identifier] = (recu.CFDocument.uri, document.uri)
    ramene = _Ramene(ids, adresses, prefixe)
    return replace(
        recu,
        CFDocument=document,
        CFItems=items,
        CFAssociations=tuple(_relation(r, ramene, prefixe) for r in recu.CFAssociations),
        CFDefinitions=recu.CFDefinitions.model_copy(
            update={
                "CFLicenses": tuple(_licence(x, prefixe) for x in recu.CFDefinitions.CFLicenses)
            }
        ),
        CFRubrics=tuple(_grille(g, ramene, prefixe) for g in recu.CFRubrics),
    )


def _document(
    recu: CFDocument, attendu: CFDocument, prefixe: re.Pattern[str], *, a_nous: bool
) -> CFDocument:
    extensions = {nom: valeur for nom, valeur in recu.extensions.items() if nom != NOUS}
    dits: dict[str, object] = {"extensions": extensions}
    if recu.licenseURI:
        uri = prefixe.sub(NEUTRE, recu.licenseURI.uri)
        dits["licenseURI"] = recu.licenseURI.model_copy(update={"uri": uri})
    if a_nous:
        dits |= {champ: getattr(attendu, champ) for champ in IDENTITE}
    elif recu.officialSourceURL:
        dits["officialSourceURL"] = prefixe.sub(NEUTRE, recu.officialSourceURL)
    return recu.model_copy(update=dits)


def _apparies(recu: PaquetCase, attendu: PaquetCase) -> dict[str, str]:
    """Identifiant reçu → le nôtre, pour les éléments qu’on ne reconnaît qu’à leur code."""
    notres = {item.identifier for item in attendu.CFItems}
    dits = {item.identifier for item in recu.CFItems}
    libres = {
        item.humanCodingScheme: item.identifier
        for item in attendu.CFItems
        if item.humanCodingScheme and item.identifier not in dits
    }
    return {
        item.identifier: libres.pop(item.humanCodingScheme)
        for item in recu.CFItems
        if item.identifier not in notres and item.humanCodingScheme in libres
    }


def _item(item: CFItem, ids: Mapping[str, str], prefixe: re.Pattern[str]) -> CFItem:
    dits: dict[str, object] = {"uri": prefixe.sub(NEUTRE, item.uri)}
    if item.identifier in ids:
        dits["identifier"] = ids[item.identifier]
    return item.model_copy(update=dits)


def _relation(relation: CFAssociation, ramene: _Ramene, prefixe: re.Pattern[str]) -> CFAssociation:
    return relation.model_copy(
        update={
            "uri": prefixe.sub(NEUTRE, relation.uri),
            "originNodeURI": ramene.bout(relation.originNodeURI),
            "destinationNodeURI": ramene.bout(relation.destinationNodeURI),
        }
    )


def _licence(licence: CFLicense, prefixe: re.Pattern[str]) -> CFLicense:
    return licence.model_copy(update={"uri": prefixe.sub(NEUTRE, licence.uri)})


def _grille(grille: CFRubric, ramene: _Ramene, prefixe: re.Pattern[str]) -> CFRubric:
    criteres = tuple(
        critere.model_copy(
            update={
                "uri": prefixe.sub(NEUTRE, critere.uri),
                "CFItemURI": ramene.lien(critere.CFItemURI),
                "CFRubricCriterionLevels": tuple(
                    niveau.model_copy(update={"uri": prefixe.sub(NEUTRE, niveau.uri)})
                    for niveau in critere.CFRubricCriterionLevels
                ),
            }
        )
        for critere in grille.CFRubricCriteria
    )
    return grille.model_copy(
        update={"uri": prefixe.sub(NEUTRE, grille.uri), "CFRubricCriteria": criteres}
    )
