"""L’arbre d’un paquet, que CASE écrit en relations « isChildOf » ; sans aucune récursion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from coopmetiers.echanges.formats.case.objets import CFAssociation, CFItem, PaquetCase
from coopmetiers.echanges.formats.case.versions import EST_ENFANT


class Place(NamedTuple):
    """Un élément, l’identifiant de son parent (élément ou document), son rang (dès 1) dessous."""

    item: CFItem
    parent: str
    position: int


def liens_de_parente(paquet: PaquetCase) -> dict[str, CFAssociation]:
    """Identifiant d’un élément → la relation qui le range : sa première vers un objet du paquet."""
    elements = {item.identifier for item in paquet.CFItems}
    parents = elements | {paquet.CFDocument.identifier}
    liens: dict[str, CFAssociation] = {}
    for relation in paquet.CFAssociations:
        enfant = relation.originNodeURI.identifier
        if (
            relation.associationType == EST_ENFANT
            and enfant in elements
            and relation.destinationNodeURI.identifier in parents
        ):
            liens.setdefault(enfant, relation)
    return liens


def arbre(paquet: PaquetCase) -> tuple[Place, ...]:
    """Les éléments, chacun après son parent, dans l’ordre où on les lit.

    Sans relation « isChildOf » vers un objet du paquet, un élément est rangé sous le document. Les
    enfants d’un parent suivent leur `sequenceNumber`, puis ceux qui n’en ont pas, dans l’ordre du
    fichier. Un élément pris dans une boucle n’est pas rendu : `controler` la signale.
    """
    liens = liens_de_parente(paquet)
    racine = paquet.CFDocument.identifier
    enfants: dict[str, list[tuple[bool, int, int]]] = defaultdict(list)
    for rang, item in enumerate(paquet.CFItems):
        lien = liens.get(item.identifier)
        parent = lien.destinationNodeURI.identifier if lien else racine
        numero = lien.sequenceNumber if lien else None
        enfants[parent].append((numero is None, numero or 0, rang))
    rendu: list[Place] = []
    pile = _places(paquet, enfants, racine)
    while pile:
        place = pile.pop()
        rendu.append(place)
        pile.extend(_places(paquet, enfants, place.item.identifier))
    return tuple(rendu)


def _places(
    paquet: PaquetCase, enfants: dict[str, list[tuple[bool, int, int]]], parent: str
) -> list[Place]:
    """Les enfants d’un parent, le premier en fin de liste : on les dépile dans leur ordre."""
    ranges = sorted(enfants.pop(parent, ()))
    places = [Place(paquet.CFItems[rang], parent, n) for n, (*_, rang) in enumerate(ranges, 1)]
    return places[::-1]


def hors_arbre(paquet: PaquetCase) -> tuple[CFAssociation, ...]:
    """Les relations que l’arbre ne dit pas, dans l’ordre du fichier.

    Toutes sauf celles qui rangent un élément : d’un élément à deux parents, la seconde y est.
    """
    rangeantes = {id(lien) for lien in liens_de_parente(paquet).values()}
    return tuple(r for r in paquet.CFAssociations if id(r) not in rangeantes)


def boucles(relations: Iterable[CFAssociation]) -> list[tuple[CFAssociation, ...]]:
    """Les chaînes « isChildOf » qui reviennent à leur départ, chacune d’un bout à l’autre.

    Tous les parents comptent, pas seulement le premier. Un temps proportionnel au fichier : on ôte
    ce qui n’a plus de parent ou plus d’enfant, et ce qui reste tourne en rond.
    """
    liens = [r for r in relations if r.associationType == EST_ENFANT]
    restants = _retenus(_retenus(liens, vers_le_haut=True), vers_le_haut=False)
    montee: dict[str, CFAssociation] = {}
    for lien in restants:
        montee.setdefault(lien.originNodeURI.identifier, lien)
    trouvees, vus = [], set[str]()
    for depart in montee:
        chemin = _suivre(depart, montee, vus)
        if chemin:
            trouvees.append(chemin)
    return trouvees


def _suivre(
    depart: str, montee: Mapping[str, CFAssociation], vus: set[str]
) -> tuple[CFAssociation, ...]:
    """Monte de parent en parent ; rend la boucle trouvée, ou rien si elle est déjà dite."""
    chemin: dict[str, CFAssociation] = {}
    noeud = depart
    while noeud in montee and noeud not in vus:
        vus.add(noeud)
        chemin[noeud] = montee[noeud]
        noeud = montee[noeud].destinationNodeURI.identifier
    if noeud not in chemin:
        return ()
    noeuds = list(chemin)
    return tuple(chemin[n] for n in noeuds[noeuds.index(noeud) :])


def _retenus(liens: list[CFAssociation], *, vers_le_haut: bool) -> list[CFAssociation]:
    """Ôte, de proche en proche, les liens vers un bout qui n’est pas lui-même relié plus loin."""

    def bouts(lien: CFAssociation) -> tuple[str, str]:
        bas, haut = lien.originNodeURI.identifier, lien.destinationNodeURI.identifier
        return (bas, haut) if vers_le_haut else (haut, bas)

    sortants: dict[str, int] = defaultdict(int)
    entrants: dict[str, list[str]] = defaultdict(list)
    for lien in liens:
        de, vers = bouts(lien)
        sortants[de] += 1
        entrants[vers].append(de)
    pile = [noeud for noeud in entrants if noeud not in sortants]
    otes = set(pile)
    while pile:
        for de in entrants[pile.pop()]:
            sortants[de] -= 1
            if not sortants[de]:
                otes.add(de)
                pile.append(de)
    return [lien for lien in liens if otes.isdisjoint(bouts(lien))]
