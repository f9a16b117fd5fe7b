"""Ce qui cloche dans un paquet bien formé : rangement, doublons, renvois vers rien."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.case.arbre import boucles, liens_de_parente
from coopmetiers.echanges.formats.case.objets import (
    CFAssociation,
    CFItem,
    CFRubric,
    LinkURI,
    PaquetCase,
    listes,
)
from coopmetiers.echanges.formats.case.socle import Objet
from coopmetiers.echanges.formats.case.versions import EST_ENFANT
from coopmetiers.echanges.formats.reproches import Reproche

DEJA_PRIS = n_("« %(valeur)s » est déjà l’identifiant d’un autre objet : ligne %(autre)d.")
DEJA_DOCUMENT = n_("« %(valeur)s » est déjà l’identifiant du référentiel.")
PROPRE_PARENT = n_("« %(nom)s » est rangé sous lui-même.")
BOUCLE = n_("Ces éléments sont rangés en rond, chacun sous le suivant : %(noms)s.")
NULLE_PART = n_("« %(nom)s » n’est rangé sous rien.")
PARENT_ABSENT = n_("« %(nom)s » est rangé sous un élément qui n’est pas dans le fichier.")
HORS_DU_PAQUET = n_("Aucun bout de cette relation n’est dans le fichier.")
RENVOI_ABSENT = n_("« %(nom)s » renvoie à un objet absent de « %(liste)s ».")
AUTRE_PARENT = n_("L’identifiant donné n’est pas celui de l’objet qui contient celui-ci.")

#: Au-delà, une boucle se reconnaît sans qu’on en dise chaque élément.
_NOMS_DITS = 6
#: Le champ qui renvoie → la liste où chercher l’objet.
_RENVOIS = {
    "CFItemTypeURI": "CFItemTypes",
    "licenseURI": "CFLicenses",
    "subjectURI": "CFSubjects",
    "conceptKeywordsURI": "CFConcepts",
    "CFAssociationGroupingURI": "CFAssociationGroupings",
    "CFItemURI": "CFItems",
}


def controler(paquet: PaquetCase) -> tuple[Reproche, ...]:
    """Tout ce qui cloche, situé (liste, place dès 1, champ) ; vide : rien.

    Doublons et boucles sont des fautes (`lire` les refuse) ; le reste, un paquet reçu peut l’avoir
    à bon droit : un élément hors de l’arbre, un renvoi vers une définition publiée ailleurs.
    """
    relations = dict(enumerate(paquet.CFAssociations, start=1))
    return (
        *_doublons(paquet),
        *reproches_de_boucles(paquet.CFItems, relations),
        *_orphelins(paquet),
        *_relations_etrangeres(paquet),
        *_renvois_absents(paquet),
        *_grilles_mal_tenues(paquet.CFRubrics),
    )


def nom_dit(item: CFItem) -> str:
    """Comment nommer un élément à une personne : son code, sinon son énoncé."""
    return item.humanCodingScheme or item.abbreviatedStatement or item.fullStatement


def reproches_de_boucles(
    items: Iterable[CFItem], relations: Mapping[int, CFAssociation]
) -> Iterator[Reproche]:
    """Un reproche par boucle, à sa première ligne ; `relations` : ligne → relation."""
    noms = {item.identifier: nom_dit(item) for item in items}
    lignes = {id(relation): ligne for ligne, relation in relations.items()}
    for boucle in boucles(relations.values()):
        dits = [noms.get(r.originNodeURI.identifier) or r.originNodeURI.title for r in boucle]
        ligne = min(lignes[id(relation)] for relation in boucle)
        if len(boucle) == 1:
            msgid, params = PROPRE_PARENT, {"nom": dits[0]}
        else:
            suite = ["…"] if len(dits) > _NOMS_DITS else []
            msgid, params = BOUCLE, {"noms": ", ".join(dits[:_NOMS_DITS] + suite)}
        yield Reproche(msgid, params, "CFAssociations", ligne, "destinationNodeURI")


def _doublons(paquet: PaquetCase) -> Iterator[Reproche]:
    for nom, objets in listes(paquet).items():
        vus: dict[str, int] = {}
        for ligne, objet in enumerate(objets, start=1):
            identifiant = identifiant_de(objet)
            if nom == "CFItems" and identifiant == paquet.CFDocument.identifier:
                yield reproche_de_doublon(nom, ligne, identifiant, 0)
            elif identifiant in vus:
                yield reproche_de_doublon(nom, ligne, identifiant, vus[identifiant])
            vus.setdefault(identifiant, ligne)


def identifiant_de(objet: Objet) -> str:
    """L’identifiant d’un objet ; vide pour les rares qui n’en ont pas."""
    return getattr(objet, "identifier", "")


def reproche_de_doublon(feuille: str, ligne: int, identifiant: str, autre: int) -> Reproche:
    """Le reproche d’un identifiant déjà pris, à la ligne `autre` (0 : par le document)."""
    params = {"valeur": identifiant, "autre": autre}
    msgid = DEJA_PRIS if autre else DEJA_DOCUMENT
    return Reproche(msgid, params, feuille, ligne, "identifier")


def _orphelins(paquet: PaquetCase) -> Iterator[Reproche]:
    ranges = liens_de_parente(paquet)
    ailleurs = {
        relation.originNodeURI.identifier
        for relation in paquet.CFAssociations
        if relation.associationType == EST_ENFANT
    }
    for ligne, item in enumerate(paquet.CFItems, start=1):
        if item.identifier not in ranges:
            msgid = PARENT_ABSENT if item.identifier in ailleurs else NULLE_PART
            yield Reproche(msgid, {"nom": nom_dit(item)}, "CFItems", ligne)


def _relations_etrangeres(paquet: PaquetCase) -> Iterator[Reproche]:
    ici = {paquet.CFDocument.identifier, *(item.identifier for item in paquet.CFItems)}
    for ligne, relation in enumerate(paquet.CFAssociations, start=1):
        bouts = {relation.originNodeURI.identifier, relation.destinationNodeURI.identifier}
        if ici.isdisjoint(bouts):
            yield Reproche(HORS_DU_PAQUET, {}, "CFAssociations", ligne)


def _renvois_absents(paquet: PaquetCase) -> Iterator[Reproche]:
    connus = {nom: {identifiant_de(o) for o in objets} for nom, objets in listes(paquet).items()}
    for feuille, ligne, objet in _porteurs(paquet):
        for champ, liste in _RENVOIS.items():
            valeur = getattr(objet, champ, None)
            for lien in valeur if isinstance(valeur, tuple) else (valeur,):
                if isinstance(lien, LinkURI) and lien.identifier not in connus[liste]:
                    params = {"nom": lien.title, "liste": liste}
                    yield Reproche(RENVOI_ABSENT, params, feuille, ligne, champ)


def _porteurs(paquet: PaquetCase) -> Iterator[tuple[str, int, Objet]]:
    yield "CFDocument", 0, paquet.CFDocument
    for ligne, item in enumerate(paquet.CFItems, start=1):
        yield "CFItems", ligne, item
    for ligne, relation in enumerate(paquet.CFAssociations, start=1):
        yield "CFAssociations", ligne, relation
    for ligne, grille in enumerate(paquet.CFRubrics, start=1):
        for critere in grille.CFRubricCriteria:
            yield "CFRubrics", ligne, critere


def _grilles_mal_tenues(grilles: Iterable[CFRubric]) -> Iterator[Reproche]:
    for ligne, grille in enumerate(grilles, start=1):
        for critere in grille.CFRubricCriteria:
            if critere.rubricId not in (None, grille.identifier):
                yield Reproche(AUTRE_PARENT, {}, "CFRubrics", ligne, "rubricId")
            for niveau in critere.CFRubricCriterionLevels:
                if niveau.rubricCriterionId not in (None, critere.identifier):
                    yield Reproche(AUTRE_PARENT, {}, "CFRubrics", ligne, "rubricCriterionId")
