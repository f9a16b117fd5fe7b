"""Ce qu’un paquet CASE dit, posé sur la version à laquelle on le compare.

Un objet que le fichier redit comme nous l’aurions dit (dans sa version de CASE) ne change rien chez
nous. Autrement, seul change ce que le fichier dit autrement, et ce que CASE ne porte pas est gardé.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from coopmetiers.echanges.correspondances.arbre_recu import Recu, poser
from coopmetiers.echanges.correspondances.case import accueil, alignements, echelles, garder
from coopmetiers.echanges.correspondances.case.adresses import NEUTRE, Sortie, code_annonce
from coopmetiers.echanges.correspondances.case.codes import donner
from coopmetiers.echanges.correspondances.case.comparaison import Comparaison, comparer
from coopmetiers.echanges.correspondances.case.echelles import EchellesLues
from coopmetiers.echanges.correspondances.case.ecriture import TYPES, bout_de
from coopmetiers.echanges.correspondances.case.redites import PREFIXE
from coopmetiers.echanges.correspondances.lecture import Lecture
from coopmetiers.echanges.formats import case
from coopmetiers.echanges.formats.case import CFAssociation, CFItem, PaquetCase, Place
from coopmetiers.echanges.formats.reproches import Reproche
from coopmetiers.referentiel.contenu import AlignementLu, CompetenceLue, ContenuVersion, ElementLu
from coopmetiers.referentiel.contenu.noeuds import Noeud, noeuds
from coopmetiers.referentiel.enums import NatureElement

_COURT_MAX, _NIVEAU_MAX = 200, 80
_COMPETENCE = TYPES[NatureElement.COMPETENCE]
_Nommee = TypeVar("_Nommee", ElementLu, CompetenceLue)
_OBJETS = {NatureElement.BLOC: "bloc", NatureElement.COMPETENCE: "competence"}


def lecture(recu: PaquetCase, base: ContenuVersion | None) -> Lecture:
    """Ce que dit un paquet, posé sur la base ; sans base, un contenu neuf.

    Un élément se reconnaît à son identifiant, sinon à son code. Rien n’est refusé : ce qui a été
    changé pour tenir chez nous est dit dans les remarques.
    """
    code = base.presentation.code if base else code_annonce(recu)
    comparaison = comparer(recu, base or accueil.neuf(recu, code), neuf=base is None)
    lues = echelles.lire(
        comparaison.depart, comparaison.recu.CFRubrics, comparaison.attendu.CFRubrics
    )
    depart, venus = _alignes(lues.contenu, comparaison)
    places = case.arbre(comparaison.recu)
    codes, remarques = _codes(comparaison, places)
    recus = tuple(_recus(comparaison, places, codes, lues))
    contenu = _nivele(poser(depart, recus, prefixe=PREFIXE), comparaison, recus)
    contenu = accueil.presente(contenu, comparaison.recu, comparaison.attendu)
    contenu, etrangeres = _avec_alignements(contenu, venus)
    contenu = garder.avec_ajouts(contenu, comparaison, lues, etrangeres)
    return Lecture(contenu, (*recu.remarques, *lues.remarques, *remarques))


def _codes(
    comparaison: Comparaison, places: tuple[Place, ...]
) -> tuple[dict[str, str], tuple[Reproche, ...]]:
    attendus = comparaison.attendus()
    notres = {noeud.element_id: noeud.code for noeud in noeuds(comparaison.depart)}
    connus = {
        soi: notres[soi]
        for place in places
        if (soi := place.item.identifier) in attendus
        and place.item.humanCodingScheme == attendus[soi].humanCodingScheme
    }
    return donner(places, connus, notres.values())


def _recus(
    comparaison: Comparaison,
    places: tuple[Place, ...],
    codes: Mapping[str, str],
    lues: EchellesLues,
) -> Iterator[Recu]:
    notres = {noeud.element_id: noeud for noeud in noeuds(comparaison.depart)}
    attendus = comparaison.attendus()
    meres = {place.parent for place in places}
    types = {t.identifier: t.title for t in comparaison.recu.CFDefinitions.CFItemTypes}
    defaut = lues.defaut or _echelle_commune(comparaison.depart)
    for place in places:
        soi = place.item.identifier
        recu = Recu(
            cle=soi,
            parent=place.parent if place.parent in codes else "",
            code=codes[soi],
            texte=texte_de(place.item) or codes[soi],
            niveau=_niveau(place.item, types, mere=soi in meres),
            libelle_court=(place.item.abbreviatedStatement or "")[:_COURT_MAX],
            remarque=place.item.notes or "",
            identite=soi,
            echelle=lues.par_element.get(soi, defaut),
        )
        yield _sans_redite(recu, place.item, attendus.get(soi), notres.get(soi))


def _sans_redite(recu: Recu, item: CFItem, attendu: CFItem | None, notre: Noeud | None) -> Recu:
    """Ce qui n’est pas redit autrement garde notre écriture."""
    if attendu is None or notre is None:
        return recu
    return replace(
        recu,
        texte=notre.texte if item.fullStatement == attendu.fullStatement else recu.texte,
        libelle_court=None
        if item.abbreviatedStatement == attendu.abbreviatedStatement
        else recu.libelle_court,
        remarque=None if item.notes == attendu.notes else recu.remarque,
    )


def texte_de(item: CFItem) -> str:
    """Ce qu’un élément énonce, à défaut son libellé."""
    if item.fullStatement.strip():
        return item.fullStatement
    return item.abbreviatedStatement or item.alternativeLabel or ""


def _niveau(item: CFItem, types: Mapping[str, str], *, mere: bool) -> str:
    """Le nom du niveau : le titre de son type, sinon son type ; vide pour une compétence."""
    dit = item.CFItemType or ""
    if item.CFItemTypeURI:
        dit = types.get(item.CFItemTypeURI.identifier) or item.CFItemTypeURI.title or dit
    return "" if dit == _COMPETENCE and not mere else dit[:_NIVEAU_MAX]


def _echelle_commune(depart: ContenuVersion) -> str:
    employees = {c.echelle for c in depart.competences}
    return employees.pop() if len(employees) == 1 else ""


def _nivele(
    contenu: ContenuVersion, comparaison: Comparaison, recus: tuple[Recu, ...]
) -> ContenuVersion:
    """Le nom de niveau que le fichier change à un élément qu’on avait."""
    attendus = comparaison.attendus()
    neufs = {
        recu.cle: recu.niveau
        for recu in recus
        if recu.cle in attendus
        and comparaison.fondus[recu.cle].CFItemType != attendus[recu.cle].CFItemType
    }

    def renomme(partie: _Nommee) -> _Nommee:
        niveau = neufs.get(partie.element_id)
        return partie if niveau is None else replace(partie, niveau_arbre=niveau)

    if not neufs:
        return contenu
    return replace(
        contenu,
        autres=tuple(map(renomme, contenu.autres)),
        competences=tuple(map(renomme, contenu.competences)),
    )


def _alignes(
    depart: ContenuVersion, comparaison: Comparaison
) -> tuple[ContenuVersion, tuple[CFAssociation, ...]]:
    """Les alignements que le fichier garde, change ou retire ; et ses autres relations."""
    bouts = {item.identifier: bout_de(item) for item in comparaison.plein.CFItems}
    sortie = Sortie(NEUTRE, comparaison.recu.CFDocument.lastChangeDateTime)
    attendues = {r.identifier: r for r in comparaison.attendu.CFAssociations}
    notres = {
        plein.identifier: (alignement, attendues[plein.identifier])
        for alignement, plein in alignements.relations(comparaison.depart, bouts, sortie)
    }
    relus: dict[int, AlignementLu | None] = {id(dit): None for dit, _ in notres.values()}
    autres = []
    for relation in case.hors_arbre(comparaison.recu):
        notre = notres.get(relation.identifier)
        if notre is None:
            autres.append(relation)
        else:
            relus[id(notre[0])] = alignements.relu(relation, notre)
    gardes = (relus.get(id(dit), dit) for dit in depart.alignements)
    return replace(depart, alignements=tuple(a for a in gardes if a is not None)), tuple(autres)


def _avec_alignements(
    contenu: ContenuVersion, relations: tuple[CFAssociation, ...]
) -> tuple[ContenuVersion, tuple[CFAssociation, ...]]:
    """Les relations de notre main que nous n’avions pas deviennent des alignements."""
    places = {noeud.element_id: noeud for noeud in noeuds(contenu)}
    neufs, autres = [], []
    for relation in relations:
        noeud = places.get(relation.originNodeURI.identifier)
        objet = _OBJETS.get(noeud.nature) if noeud else None
        alignement = alignements.relu(relation, None) if objet else None
        if noeud and objet and alignement:
            neufs.append(replace(alignement, objet=objet, code_objet=noeud.code))
        else:
            autres.append(relation)
    if neufs:
        contenu = replace(contenu, alignements=(*contenu.alignements, *neufs))
    return contenu, tuple(autres)
