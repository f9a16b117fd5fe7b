"""Ce qu’un paquet disait de plus que notre contenu, gardé pour lui être rendu.

Les ajouts d’un objet que le fichier redit sans y toucher restent ceux de la base ; les autres sont
refaits, en comparant l’objet à ce que nous en dirions seuls.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from coopmetiers.echanges.correspondances.case import echelles
from coopmetiers.echanges.correspondances.case.adresses import NEUTRE, Sortie, identifiant
from coopmetiers.echanges.correspondances.case.comparaison import Comparaison
from coopmetiers.echanges.correspondances.case.echelles import EchellesLues
from coopmetiers.echanges.correspondances.case.ecriture import (
    SANS_PARENTE,
    paquet_seul,
    trace_du_contenu,
)
from coopmetiers.echanges.correspondances.case.reception import IDENTITE
from coopmetiers.echanges.correspondances.case.redites import (
    PREFIXE,
    ecarts,
    en_json,
    fondre,
    valeurs,
)
from coopmetiers.echanges.formats.case import (
    CFAssociation,
    CFDefinition,
    PaquetCase,
    arbre,
    hors_arbre,
)
from coopmetiers.referentiel.contenu import AjoutLu, ContenuVersion
from coopmetiers.referentiel.contenu.noeuds import noeuds

#: Un instant qu’aucun fichier ne dit : toute date étrangère en diffère, donc est gardée.
_JAMAIS = datetime(1, 1, 1, tzinfo=UTC)
_SORTIE = Sortie(NEUTRE, _JAMAIS)
#: Ce que le document dit d’après la sortie, et non d’après le contenu.
_DE_SORTIE = ("creator", "adoptionStatus", "statusStartDate", "officialSourceURL")
_A_SOI = ("identifier", "uri", "lastChangeDateTime")
_PLACE = (*_A_SOI, "sequenceNumber", "originNodeURI", "destinationNodeURI")

#: Objet → nom d’ajout → sa valeur.
_Ajouts = dict[str, dict[str, str]]


def avec_ajouts(
    contenu: ContenuVersion,
    comparaison: Comparaison,
    lues: EchellesLues,
    etrangeres: tuple[CFAssociation, ...],
) -> ContenuVersion:
    """Le contenu, avec tout ce que le paquet disait de plus."""
    avant = _anciens(comparaison.depart)
    nu = replace(contenu, ajouts=())
    ajouts: _Ajouts = {"": dict(_du_document(nu, comparaison, avant.get("", {})))}
    for soi, dits in _des_elements(nu, comparaison, avant):
        ajouts.setdefault(soi, {}).update(dits)
    vetu = paquet_seul(replace(nu, ajouts=_ranges(nu, (), ajouts)), _SORTIE)
    for soi, dits in _des_parentes(vetu, comparaison, avant):
        ajouts.setdefault(soi, {}).update(dits)
    for soi, dits in _des_relations(nu, comparaison, etrangeres):
        ajouts.setdefault(soi, {}).update(dits)
    ajouts[""] |= _des_listes(comparaison, avant.get("", {}))
    ajouts[""] |= _des_grilles(nu, comparaison, lues, avant.get("", {}))
    d_ailleurs = (a for a in contenu.ajouts if not a.nom.startswith(PREFIXE))
    tous = _ranges(contenu, d_ailleurs, ajouts)
    base = comparaison.depart.ajouts
    return replace(contenu, ajouts=base if set(tous) == set(base) else tous)


def _anciens(base: ContenuVersion) -> _Ajouts:
    dits: _Ajouts = {}
    for ajout in base.ajouts:
        if ajout.nom.startswith(PREFIXE):
            dits.setdefault(ajout.objet, {})[ajout.nom] = ajout.valeur
    return dits


def _ranges(
    contenu: ContenuVersion, d_ailleurs: Iterable[AjoutLu], ajouts: _Ajouts
) -> tuple[AjoutLu, ...]:
    rangs = {noeud.element_id: rang for rang, noeud in enumerate(noeuds(contenu), start=1)}
    neufs = (
        AjoutLu(objet=objet, nom=nom, valeur=valeur)
        for objet, dits in ajouts.items()
        if not objet or objet in rangs
        for nom, valeur in dits.items()
    )
    return tuple(sorted((*d_ailleurs, *neufs), key=lambda a: (rangs.get(a.objet, 0), a.nom)))


def _de(dits: Mapping[str, str], nom: str) -> dict[str, str]:
    """Les ajouts de ce nom, et ceux de ses champs."""
    debut = f"{PREFIXE}{nom}"
    return {n: v for n, v in dits.items() if n == debut or n.startswith(f"{debut}.")}


def _du_document(nu: ContenuVersion, c: Comparaison, avant: Mapping[str, str]) -> Mapping[str, str]:
    if c.recu.CFDocument == c.attendu.CFDocument:
        return _de(avant, "CFDocument")
    garde = f"{PREFIXE}CFDocument.uri" in avant
    a_nous = c.a_nous and not garde
    fondu = c.recu.CFDocument
    if c.a_nous or garde:
        fondu = fondre(c.recu.CFDocument, c.attendu.CFDocument, c.plein.CFDocument)
    return ecarts(
        fondu,
        paquet_seul(nu, _SORTIE).CFDocument,
        "CFDocument",
        trace=trace_du_contenu(nu),
        sauf=IDENTITE if a_nous else (),
        toujours=() if a_nous else _DE_SORTIE,
    )


def _des_elements(
    nu: ContenuVersion, c: Comparaison, avant: _Ajouts
) -> Iterator[tuple[str, dict[str, str]]]:
    pleins = {item.identifier: item for item in c.plein.CFItems}
    for item in paquet_seul(nu, _SORTIE).CFItems:
        soi, fondu = item.identifier, c.fondus[item.identifier]
        if fondu is pleins.get(soi):
            yield soi, _de(avant.get(soi, {}), "CFItem")
        else:
            a_nous = fondu.uri.startswith(NEUTRE)
            yield soi, ecarts(fondu, item, "CFItem", sauf=_A_SOI if a_nous else ("identifier",))


def _des_parentes(
    vetu: PaquetCase, c: Comparaison, avant: _Ajouts
) -> Iterator[tuple[str, dict[str, str]]]:
    recues, attendues = _rangements(c.recu), _rangements(c.attendu)
    pleines, nues = _rangements(c.plein), _rangements(vetu)
    for place in arbre(c.recu):
        soi = place.item.identifier
        recue, attendue = recues.get(soi), attendues.get(soi)
        anciens = _de(avant.get(soi, {}), SANS_PARENTE)
        if recue is None:
            yield soi, {f"{PREFIXE}{SANS_PARENTE}": "false"}
            continue
        a_nous = f"{PREFIXE}{SANS_PARENTE}.uri" not in anciens
        if attendue is not None:
            dite = recue
            if a_nous:
                dite = recue.model_copy(update={n: getattr(attendue, n) for n in _A_SOI})
            if dite == attendue:
                yield soi, anciens
                continue
            recue = fondre(dite, attendue, pleines[soi])
        de_nous = a_nous and attendue is not None or recue.uri.startswith(NEUTRE)
        # De notre main, elle ne dit que la place, et l’arbre l’a déjà prise.
        yield soi, ecarts(recue, nues[soi], SANS_PARENTE, sauf=_PLACE if de_nous else ())


def _rangements(paquet: PaquetCase) -> dict[str, CFAssociation]:
    """Identifiant d’un élément → la relation qui le range."""
    autres = {id(relation) for relation in hors_arbre(paquet)}
    return {
        relation.originNodeURI.identifier: relation
        for relation in paquet.CFAssociations
        if id(relation) not in autres
    }


def _des_relations(
    nu: ContenuVersion, c: Comparaison, etrangeres: tuple[CFAssociation, ...]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Les relations d’ailleurs, sous l’élément d’où elles partent.

    Celles que la version de CASE du fichier ne pouvait pas porter restent.
    """
    presents = {noeud.element_id for noeud in noeuds(nu)}
    attendues = {r.identifier: r for r in c.attendu.CFAssociations}
    pleines = {
        str(dite["identifier"]): CFAssociation.model_validate(dite)
        for dits in c.gardes.par_objet.values()
        for dite in dits.get("CFAssociations", ())
    }
    dites = {r.identifier: r for r in etrangeres}
    finales: dict[str, CFAssociation] = {}
    for soi, pleine in pleines.items():
        dite, attendue = dites.get(soi), attendues.get(soi)
        if attendue is None:
            finales[soi] = dite or pleine
        elif dite is not None:
            finales[soi] = fondre(dite, attendue, pleine)
    finales |= {soi: dite for soi, dite in dites.items() if soi not in pleines}
    par_objet: dict[str, list[Any]] = {}
    for relation in finales.values():
        origine = relation.originNodeURI.identifier
        par_objet.setdefault(origine if origine in presents else "", []).append(valeurs(relation))
    for objet, liste in par_objet.items():
        yield objet, {f"{PREFIXE}CFAssociations": en_json(liste)}


def _des_listes(c: Comparaison, avant: Mapping[str, str]) -> dict[str, str]:
    """Les définitions et les extensions du paquet."""
    gardes: dict[str, str] = {}
    notre = identifiant("licence", c.depart.presentation.code)
    recues, attendues = (_sans_licence(p.CFDefinitions, notre) for p in (c.recu, c.attendu))
    if recues == attendues:
        gardes |= _de(avant, "CFDefinitions")
    elif dites := valeurs(recues):
        gardes[f"{PREFIXE}CFDefinitions"] = en_json(dites)
    if dict(c.recu.extensions) == dict(c.attendu.extensions):
        gardes |= _de(avant, "extensions")
    elif c.recu.extensions:
        gardes[f"{PREFIXE}extensions"] = en_json(dict(c.recu.extensions))
    return gardes


def _sans_licence(definitions: CFDefinition, notre: str) -> CFDefinition:
    licences = tuple(x for x in definitions.CFLicenses if x.identifier != notre)
    return definitions.model_copy(update={"CFLicenses": licences})


def _des_grilles(
    nu: ContenuVersion, c: Comparaison, lues: EchellesLues, avant: Mapping[str, str]
) -> dict[str, str]:
    codes = {f"{PREFIXE}{echelles.GARDEES}.{une.code}" for une in nu.echelles}
    gardes = {nom: v for nom, v in _de(avant, echelles.GARDEES).items() if nom in codes}
    neuves = echelles.a_garder(lues, nu, _SORTIE)
    gardes |= {f"{PREFIXE}{nom}": en_json(valeur) for nom, valeur in neuves.items()}
    attendues = c.attendu.CFRubrics[len(c.depart.echelles) :]
    tout = f"{PREFIXE}{echelles.GARDEES}"
    if lues.autres == attendues or not c.recu.CFRubrics:
        return gardes | {nom: v for nom, v in avant.items() if nom == tout}
    return gardes | ({tout: en_json([valeurs(g) for g in lues.autres])} if lues.autres else {})
