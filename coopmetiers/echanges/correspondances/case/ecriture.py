"""Une version comme CASE la dit : un document, un élément par nœud de l’arbre, leurs relations.

Ce qu’on avait gardé d’un paquet reçu (`redites`) est redit ; le reste vient de notre contenu.
Source : CASE 1.1, classes CFPckgDocument, CFPckgItem et CFPckgAssociation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from coopmetiers.echanges.correspondances.case import alignements, echelles
from coopmetiers.echanges.correspondances.case.adresses import (
    NOUS,
    Sortie,
    code_annonce,
    identifiant,
    identifiant_du_document,
)
from coopmetiers.echanges.correspondances.case.redites import Gardes, redire, trace_de
from coopmetiers.echanges.formats.case import (
    CFAssociation,
    CFDefinition,
    CFDocument,
    CFItem,
    CFLicense,
    LinkGenURI,
    LinkURI,
    PaquetCase,
)
from coopmetiers.echanges.formats.case.arbre import boucles
from coopmetiers.referentiel.contenu import ContenuVersion, empreinte
from coopmetiers.referentiel.contenu.noeuds import Noeud, noeuds
from coopmetiers.referentiel.enums import EtatVersion, NatureElement

EST_ENFANT = "isChildOf"
#: La valeur de « case.parente » quand le fichier ne rangeait l’élément nulle part.
SANS_PARENTE = "parente"
#: Le type d’un élément, quand il n’a pas de niveau à lui : un mot du format, non de l’écran.
TYPES = {
    NatureElement.BLOC: "Bloc",
    NatureElement.ACTIVITE: "Activité",
    NatureElement.COMPETENCE: "Compétence",
    NatureElement.AUTRE: "",
}
_ADOPTIONS = {
    EtatVersion.BROUILLON: "Draft",
    EtatVersion.PUBLIEE: "Adopted",
    EtatVersion.REMPLACEE: "Deprecated",
    EtatVersion.RETIREE: "Deprecated",
}
_SANS_PORTEUSE = "coopmetiers"
_TITRE_MAX = 100


def paquet(contenu: ContenuVersion, sortie: Sortie) -> PaquetCase:
    """Le paquet d’une version, étrangère ou non ; le même contenu donne le même paquet."""
    dit = paquet_seul(contenu, sortie)
    code = contenu.presentation.code
    if code_annonce(dit) == code:
        return dit
    document = dit.CFDocument
    extensions = {**document.extensions, NOUS: {"code": code}}
    return replace(dit, CFDocument=document.model_copy(update={"extensions": extensions}))


def paquet_seul(contenu: ContenuVersion, sortie: Sortie) -> PaquetCase:
    """Le paquet, sans le code que nous y ajoutons quand rien d’autre ne le dit."""
    gardes = Gardes.de(contenu, sortie.adresse)
    trace = trace_du_contenu(contenu)
    licences = _licence(contenu, sortie)
    document = redire(
        _document(contenu, sortie, licences), gardes.champs("", "CFDocument"), trace=trace
    )
    arbre = noeuds(contenu)
    items = {
        noeud.element_id: redire(
            _item(noeud, sortie, contenu.presentation.langue),
            gardes.champs(noeud.element_id, "CFItem"),
        )
        for noeud in arbre
    }
    bouts = {"": _bout(document.identifier, document.title, document.uri)}
    bouts |= {objet: bout_de(item) for objet, item in items.items()}
    etrangeres = tuple(_etrangeres(gardes, arbre))
    prises = {relation.identifier for relation in etrangeres}
    parentes = tuple(
        _distincte(relation, prises, sortie) for relation in _parentes(arbre, bouts, sortie, gardes)
    )
    return PaquetCase(
        CFDocument=document,
        CFItems=tuple(items.values()),
        CFAssociations=(
            *parentes,
            *(relation for _, relation in alignements.relations(contenu, bouts, sortie)),
            *_sans_boucle(parentes, etrangeres),
        ),
        CFDefinitions=_definitions(gardes, licences, document),
        CFRubrics=echelles.grilles(contenu, sortie, gardes),
        extensions=gardes.valeur("", "extensions", {}),
    )


def trace_du_contenu(contenu: ContenuVersion) -> str:
    """L’empreinte de ce que dit la version, sans sa date ni ce qu’un format y a ajouté."""
    presentation = replace(contenu.presentation, date=date.min)
    return trace_de(empreinte(replace(contenu, presentation=presentation, ajouts=())))


def type_de(noeud: Noeud) -> str:
    """Le type d’un élément : le nom de son niveau, sinon sa nature."""
    return getattr(noeud.partie, "niveau_arbre", "") or TYPES[noeud.nature]


def bout_de(item: CFItem) -> LinkGenURI:
    """Le bout d’une relation qui tient à cet élément."""
    titre = item.humanCodingScheme or item.abbreviatedStatement or item.fullStatement
    return _bout(item.identifier, titre, item.uri)


def _bout(identifier: str, titre: str, uri: str) -> LinkGenURI:
    return LinkGenURI(title=titre, identifier=identifier, uri=uri)


def _document(
    contenu: ContenuVersion, sortie: Sortie, licences: tuple[CFLicense, ...]
) -> CFDocument:
    dit = contenu.presentation
    return CFDocument(
        identifier=identifiant_du_document(dit.code, dit.version),
        uri=sortie.adresse,
        caseVersion="1.1",
        creator=sortie.porteuse or _SANS_PORTEUSE,
        title=dit.titre,
        lastChangeDateTime=sortie.le,
        officialSourceURL=sortie.adresse,
        description=dit.resume or None,
        language=dit.langue or None,
        version=dit.version or None,
        adoptionStatus=_ADOPTIONS[sortie.etat],
        statusStartDate=sortie.publiee_a.date() if sortie.publiee_a else None,
        licenseURI=_lien_de_licence(licences),
    )


def _licence(contenu: ContenuVersion, sortie: Sortie) -> tuple[CFLicense, ...]:
    texte = contenu.presentation.licence
    if not texte:
        return ()
    soi = identifiant("licence", contenu.presentation.code)
    licence = CFLicense(
        identifier=soi,
        uri=sortie.repere(soi),
        title=" ".join(texte.split())[:_TITRE_MAX] or texte,
        licenseText=texte,
        lastChangeDateTime=sortie.le,
    )
    return (licence,)


def _lien_de_licence(licences: tuple[CFLicense, ...]) -> LinkURI | None:
    for licence in licences:
        return LinkURI(title=licence.title, identifier=licence.identifier, uri=licence.uri)
    return None


def _item(noeud: Noeud, sortie: Sortie, langue: str) -> CFItem:
    return CFItem(
        identifier=noeud.element_id,
        uri=sortie.element(noeud.code),
        fullStatement=noeud.texte,
        humanCodingScheme=noeud.code,
        abbreviatedStatement=getattr(noeud.partie, "libelle_court", "") or None,
        CFItemType=type_de(noeud) or None,
        notes=getattr(noeud.partie, "remarque", "") or None,
        language=langue or None,
        lastChangeDateTime=sortie.le,
    )


def _parentes(
    arbre: tuple[Noeud, ...],
    bouts: Mapping[str, LinkGenURI],
    sortie: Sortie,
    gardes: Gardes,
) -> Iterator[CFAssociation]:
    """Une relation par élément, sauf ceux que le fichier ne rangeait nulle part.

    Les numéros reçus, comme leur absence, ne sont redits que s’ils disent notre ordre.
    """
    par_parent: dict[str, list[tuple[Noeud, CFAssociation, CFAssociation | None]]]
    par_parent = defaultdict(list)
    for noeud in arbre:
        nue = _parente(noeud, bouts, sortie)
        nulle_part = gardes.valeur(noeud.element_id, SANS_PARENTE) is not None
        redite = redire(nue, gardes.champs(noeud.element_id, SANS_PARENTE))
        absente = nulle_part and not noeud.parent
        par_parent[noeud.parent_id].append((noeud, redite, None if absente else redite))
    finales: dict[str, CFAssociation] = {}
    for fratrie in par_parent.values():
        dits = [dite.sequenceNumber if dite else None for _, _, dite in fratrie]
        cles = [(dit is None, dit or 0) for dit in dits]
        en_ordre = cles == sorted(cles)
        for noeud, pleine, dite in fratrie:
            if not en_ordre:
                rang = {"sequenceNumber": noeud.rang}
                finales[noeud.element_id] = pleine.model_copy(update=rang)
            elif dite is not None:
                finales[noeud.element_id] = pleine
    for noeud in arbre:
        if noeud.element_id in finales:
            yield finales[noeud.element_id]


def _parente(noeud: Noeud, bouts: Mapping[str, LinkGenURI], sortie: Sortie) -> CFAssociation:
    soi = identifiant("parente", noeud.element_id, noeud.parent_id)
    return CFAssociation(
        identifier=soi,
        associationType=EST_ENFANT,
        sequenceNumber=noeud.rang,
        uri=sortie.repere(soi),
        originNodeURI=bouts[noeud.element_id],
        destinationNodeURI=bouts[noeud.parent_id],
        lastChangeDateTime=sortie.le,
    )


def _distincte(relation: CFAssociation, prises: set[str], sortie: Sortie) -> CFAssociation:
    """La relation sous un autre identifiant, si une relation d’ailleurs a pris le sien."""
    if relation.identifier not in prises:
        return relation
    soi = identifiant("parente", relation.identifier)
    return relation.model_copy(update={"identifier": soi, "uri": sortie.repere(soi)})


def _etrangeres(gardes: Gardes, arbre: tuple[Noeud, ...]) -> Iterator[CFAssociation]:
    for objet in ("", *(noeud.element_id for noeud in arbre)):
        for dite in gardes.valeur(objet, "CFAssociations", ()):
            yield CFAssociation.model_validate(dite)


def _sans_boucle(
    parentes: tuple[CFAssociation, ...], autres: tuple[CFAssociation, ...]
) -> tuple[CFAssociation, ...]:
    """Les relations d’ailleurs, sans les parents de plus que notre arbre contredit depuis."""
    while contredites := {id(r) for boucle in boucles((*parentes, *autres)) for r in boucle}:
        restantes = tuple(r for r in autres if id(r) not in contredites)
        if len(restantes) == len(autres):
            break
        autres = restantes
    return autres


def _definitions(
    gardes: Gardes, licences: tuple[CFLicense, ...], document: CFDocument
) -> CFDefinition:
    recues = CFDefinition.model_validate(gardes.valeur("", "CFDefinitions", {}))
    citee = document.licenseURI.identifier if document.licenseURI else ""
    notres = tuple(licence for licence in licences if licence.identifier == citee)
    if not notres:
        return recues
    return recues.model_copy(update={"CFLicenses": (*recues.CFLicenses, *notres)})
