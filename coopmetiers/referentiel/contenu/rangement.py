"""Ranger un contenu que l’on compose : l’ordre de l’arbre, et ce qui ne tient plus à rien."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from coopmetiers.referentiel.contenu import BlocLu, ContenuVersion
from coopmetiers.referentiel.contenu.noeuds import nature, noeuds, parties

Place = tuple[int, ...]
#: Les listes qui font l’arbre.
LISTES = ("blocs", "activites", "autres", "competences")


def places(contenu: ContenuVersion) -> Mapping[str, Place]:
    """Identifiant → rangs de la racine à l’élément."""
    trouvees: dict[str, Place] = {}
    for noeud in noeuds(contenu):
        trouvees[noeud.element_id] = (*trouvees.get(noeud.parent_id, ()), noeud.rang)
    return trouvees


def ordonner(contenu: ContenuVersion, dites: Mapping[str, Place]) -> ContenuVersion:
    """Range chaque liste dans l’ordre de l’arbre ; `dites` ordonne les frères qui ont une place."""
    enfants: dict[str, list[Any]] = defaultdict(list)
    for partie in parties(contenu):
        enfants["" if isinstance(partie, BlocLu) else partie.parent].append(partie)
    rangs: dict[str, int] = {}
    for fratrie in enfants.values():
        fratrie.sort(key=lambda partie: dites.get(partie.element_id, (1 << 30,))[-1])
        rangs |= {partie.element_id: rang for rang, partie in enumerate(fratrie)}
    meles = any(len({nature(p) for p in fratrie}) > 1 for fratrie in enfants.values())
    listes: dict[str, Any] = {}
    for attribut in LISTES:
        liste = getattr(contenu, attribut)
        listes[attribut] = tuple(sorted(liste, key=lambda p: rangs[p.element_id]))
    range_ = replace(contenu, **listes, ordre=())
    if meles:
        provisoire = tuple(sorted(rangs, key=lambda objet: rangs[objet]))
        range_ = replace(range_, ordre=provisoire)
    ordre = {noeud.element_id: n for n, noeud in enumerate(noeuds(range_))}
    listes = {
        attribut: tuple(sorted(liste, key=lambda p: ordre.get(p.element_id, len(ordre))))
        for attribut, liste in listes.items()
    }
    return replace(contenu, **listes, ordre=tuple(ordre) if meles else ())


def elaguer(contenu: ContenuVersion) -> ContenuVersion:
    """Sans ce qui tenait à un élément ou à un métier qui n’y est plus : critères, épreuves…"""
    codes = {partie.code for partie in parties(contenu)}
    metiers = {metier.code for metier in contenu.metiers}
    objets = codes | metiers
    presents = {p.element_id for p in (*contenu.metiers, *parties(contenu))} | {""}
    return replace(
        contenu,
        situations=tuple(s for s in contenu.situations if s.activite in codes),
        criteres=tuple(c for c in contenu.criteres if c.competence in codes),
        descripteurs=tuple(d for d in contenu.descripteurs if d.bloc in codes),
        epreuves=tuple(e for e in contenu.epreuves if e.bloc in codes),
        profils=tuple(p for p in contenu.profils if p.bloc in codes and p.metier in metiers),
        alignements=tuple(a for a in contenu.alignements if a.code_objet in objets),
        ajouts=tuple(a for a in contenu.ajouts if a.objet in presents),
    )
