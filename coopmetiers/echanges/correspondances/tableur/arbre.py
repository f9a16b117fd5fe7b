"""Rebâtir l’arbre d’un classeur : la place « 1.2.1 » suffit ; à défaut, le code du parent."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from coopmetiers.base.texts import folded, n_
from coopmetiers.echanges.correspondances.tableur.champs import texte
from coopmetiers.echanges.correspondances.tableur.feuillets import (
    ACTIVITES,
    BLOCS,
    COMPETENCES,
    ELEMENTS,
    PLACE,
    Feuillet,
)
from coopmetiers.echanges.correspondances.tableur.rangees import Rangee
from coopmetiers.echanges.formats.reproches import Reproche
from coopmetiers.echanges.formats.tableur_lu import ClasseurLu, FeuilleLue
from coopmetiers.referentiel.contenu import BlocLu, ContenuVersion
from coopmetiers.referentiel.contenu.noeuds import parties
from coopmetiers.referentiel.contenu.rangement import LISTES, Place, ordonner, places

_PLACE = re.compile(r"\d{1,5}(\.\d{1,5})*\.?")
#: Le nom d’un niveau, à sa profondeur, qui en fait un bloc, une activité, une compétence.
_NOTRES: Mapping[tuple[int, str], Feuillet] = {
    (1, "bloc"): BLOCS,
    (2, "activite"): ACTIVITES,
    (3, "competence"): COMPETENCES,
}


def rebatir(
    contenu: ContenuVersion,
    rangees: Sequence[Rangee],
    base: ContenuVersion,
    reproches: list[Reproche],
) -> ContenuVersion:
    """Le contenu où chaque élément a le parent et le rang que sa ligne dit."""
    avant = places(base)
    par_place: dict[Place, Rangee] = {}
    dites: dict[str, Place] = {}
    for rangee in rangees:
        place = _place(rangee, avant, reproches)
        if place in par_place:
            message = n_("Cette place est déjà prise à la ligne %(autre)s.")
            reproches.append(rangee.reproche("place", message, autre=par_place[place].ligne))
        elif place:
            par_place[place] = rangee
            dites[rangee.partie.element_id] = place
    for place, rangee in par_place.items():
        _rattacher(rangee, place, par_place, reproches)
    refaites = {r.partie.element_id: r.partie for r in rangees}
    contenu = _avec(contenu, refaites)
    return ordonner(contenu, dites)


def remettre(
    contenu: ContenuVersion, base: ContenuVersion, objets: frozenset[str]
) -> ContenuVersion:
    """Le contenu où ces éléments redisent ce que dit la base, à leur place dans l’arbre."""
    if not objets:
        return contenu
    d_ici = {p.element_id: p for p in parties(base) if p.element_id in objets}
    presents = {p.element_id for p in parties(contenu)}
    contenu = _avec(contenu, d_ici)
    for attribut in LISTES:
        manquants = [p for p in getattr(base, attribut) if p.element_id in objets - presents]
        if manquants:
            ajoutee: dict[str, Any] = {attribut: (*getattr(contenu, attribut), *manquants)}
            contenu = replace(contenu, **ajoutee)
    return ordonner(contenu, {**places(base), **places(contenu)})


def feuille_simple(classeur: ClasseurLu, reproches: list[Reproche]) -> dict[str, list[Rangee]]:
    """Le modèle le plus simple : une seule feuille, « Place », « Énoncé », et ce qu’on veut.

    Le niveau nommé « bloc », « activité », « compétence » à sa profondeur est le nôtre ; ailleurs,
    qui n’a pas d’enfant est une compétence.
    """
    for feuille in classeur.feuilles.values():
        titres = [folded(titre) for titre in feuille.titres]
        enonce = next((t for t in ("enonce", "intitule") if t in titres), None)
        if folded(PLACE.titre) in titres and enonce:
            return _simples(feuille, titres, enonce, reproches)
    return {}


def _simples(
    feuille: FeuilleLue, titres: list[str], enonce: str, reproches: list[Reproche]
) -> dict[str, list[Rangee]]:
    lignes = [(numero, dict(zip(titres, vs, strict=True))) for numero, vs in feuille.lignes]
    prefixes = {texte(dit["place"]).rstrip(".").rpartition(".")[0] for _n, dit in lignes}
    rangees: dict[str, list[Rangee]] = defaultdict(list)
    for numero, dit in lignes:
        place, niveau = texte(dit["place"]).rstrip("."), texte(dit.get("niveau"))
        profondeur = place.count(".") + 1
        autre = ELEMENTS if place in prefixes else COMPETENCES
        feuillet = _NOTRES.get((profondeur, folded(niveau)), autre)
        notre = (profondeur, folded(niveau)) in _NOTRES
        champ = "enonce" if feuillet is COMPETENCES else "intitule"
        dits = {
            "place": place,
            "code": texte(dit.get("code")) or place,
            champ: texte(dit[enonce]),
            "libelle_court": texte(dit.get("libelle court")),
        }
        if feuillet in (ELEMENTS, COMPETENCES) and not notre:
            dits["niveau_arbre"] = niveau
        rangee = Rangee(feuillet, numero, dits)
        if not dits[champ]:
            reproches.append(rangee.reproche(champ, n_("La cellule est vide.")))
        rangees[feuillet.attribut].append(rangee)
    return dict(rangees)


def _place(rangee: Rangee, avant: Mapping[str, Place], reproches: list[Reproche]) -> Place:
    """La place que dit la ligne ; vide quand c’est le code du parent qui compte."""
    dite = texte(rangee.dits.get("place"))
    if not dite:
        return ()
    if not _PLACE.fullmatch(dite):
        message = n_("« %(valeur)s » n’est pas une place : « 1.2.1 » est attendu.")
        reproches.append(rangee.reproche("place", message, valeur=dite))
        return ()
    place = tuple(int(rang) for rang in dite.rstrip(".").split("."))
    parent = getattr(rangee.avant, "parent", None)
    restee = rangee.avant is not None and avant.get(rangee.partie.element_id) == place
    # La place est celle de la sortie, le code du parent non : c’est lui qu’on a changé.
    if restee and rangee.dits.get("parent") not in (None, "", parent):
        return ()
    return place


def _rattacher(
    rangee: Rangee, place: Place, par_place: Mapping[Place, Rangee], reproches: list[Reproche]
) -> None:
    if isinstance(rangee.partie, BlocLu):
        if len(place) > 1:
            message = n_("Un bloc est à la racine : sa place n’a qu’un nombre.")
            reproches.append(rangee.reproche("place", message))
        return
    parent = par_place.get(place[:-1])
    if parent is None and len(place) > 1 and not rangee.partie.parent:
        message = n_("Aucune ligne n’a la place « %(parent)s ».")
        dite = ".".join(map(str, place[:-1]))
        reproches.append(rangee.reproche("place", message, parent=dite))
    if parent is not None or len(place) == 1:
        code = parent.partie.code if parent else ""
        rangee.partie = replace(rangee.partie, parent=code)


def _avec(contenu: ContenuVersion, refaites: Mapping[str, Any]) -> ContenuVersion:
    listes: dict[str, Any] = {
        attribut: tuple(refaites.get(p.element_id, p) for p in getattr(contenu, attribut))
        for attribut in LISTES
    }
    return replace(contenu, **listes)
