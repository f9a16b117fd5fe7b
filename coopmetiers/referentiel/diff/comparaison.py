"""Comparer deux versions : apparier, dire ce qui diffère, ranger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from coopmetiers.base.texts import n_
from coopmetiers.referentiel.contenu import ContenuVersion
from coopmetiers.referentiel.contenu.noeuds import Noeud, texte
from coopmetiers.referentiel.diff.changements import Champ, Changement, Comparaison, Genre, Sorte
from coopmetiers.referentiel.diff.cotes import Cote, ranger
from coopmetiers.referentiel.diff.couples import Places, apparier
from coopmetiers.referentiel.diff.listes import LISTES, Liste
from coopmetiers.referentiel.diff.ordre import cles_de_tri, deplaces
from coopmetiers.referentiel.diff.regles import DE_L_ARBRE, Regle
from coopmetiers.referentiel.enums import LIBELLES_NATURE_ELEMENT, NatureElement

_GENRES = {
    NatureElement.BLOC: Genre.BLOC,
    NatureElement.ACTIVITE: Genre.ACTIVITE,
    NatureElement.COMPETENCE: Genre.COMPETENCE,
    NatureElement.AUTRE: Genre.ELEMENT,
}

Cotes = tuple[Cote, Cote]


def comparer(avant: ContenuVersion, apres: ContenuVersion) -> Comparaison:
    """Tout ce qui change d’une version à l’autre, et rien d’autre.

    Un élément ou un métier est le même quand il garde son identifiant ; le reste, quand il garde
    son code, lu à travers ce qu’il cite : un bloc recodé n’emporte ni ses épreuves ni ses profils.
    Un élément est déplacé quand son parent change, ou quand il faut le porter ailleurs parmi les
    frères que les deux versions partagent. Le numéro et la date d’une version ne se comparent pas.
    """
    cotes = ranger(avant), ranger(apres)
    listes = (_de_la_liste(liste, cotes) for liste in LISTES)
    return Comparaison(tuple(chain(_de_l_arbre(cotes), *listes)))


def _de_l_arbre(cotes: Cotes) -> Iterator[Changement]:
    bouges = _bouges(cotes)
    for element_id in _dans_l_ordre(cotes):
        un, autre = (cote.noeuds.get(element_id) for cote in cotes)
        champs = _champs_du_noeud(un, autre, cotes, element_id in bouges) if un and autre else ()
        noeud = autre or un
        if noeud and (champs or not (un and autre)):
            yield Changement(
                genre=_GENRES[noeud.nature],
                identifiant=element_id,
                code_avant=un.code if un else "",
                code_apres=autre.code if autre else "",
                libelle=getattr(noeud.partie, "libelle_court", "") or noeud.texte,
                place=_code(_racine(element_id, cotes), cotes),
                sortes=_sortes(un, autre, champs),
                champs=tuple(champs),
                niveau_arbre=getattr(noeud.partie, "niveau_arbre", ""),
            )


def _champs_du_noeud(un: Noeud, autre: Noeud, cotes: Cotes, bouge: bool) -> list[Champ]:
    champs = []
    if un.parent_id != autre.parent_id:
        dits = (f"{n.parent.code} {texte(n.parent)}" if n.parent else "" for n in (un, autre))
        champs.append(Champ("parent", n_("Rattachement"), Sorte.DEPLACE, *dits))
    elif bouge:
        champs.append(_rang(un.rang, autre.rang))
    if un.nature is not autre.nature:
        natures = (LIBELLES_NATURE_ELEMENT[n.nature] for n in (un, autre))
        champs.append(Champ("nature", n_("Nature"), Sorte.AUTRE, *natures))
    return [*champs, *_champs(DE_L_ARBRE, un.partie, autre.partie, cotes)]


def _bouges(cotes: Cotes) -> frozenset[str]:
    """Les éléments qui ont changé de rang parmi les frères que les deux versions partagent."""
    fratries: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for cote, arbre in enumerate(cotes):
        autre = cotes[1 - cote]
        for element_id, noeud in arbre.noeuds.items():
            ailleurs = autre.noeuds.get(element_id)
            if ailleurs and ailleurs.parent_id == noeud.parent_id:
                fratries[noeud.parent_id][cote].append(element_id)
    return frozenset().union(*(deplaces(*fratrie) for fratrie in fratries.values()))


def _dans_l_ordre(cotes: Cotes) -> Sequence[str]:
    """Tous les éléments, bloc après bloc, dans l’ordre d’après ; les retirés où ils étaient."""
    avant, apres = cotes
    fixes = {""}
    for element_id, noeud in avant.noeuds.items():
        suivant = apres.noeuds.get(element_id)
        if suivant and suivant.parent_id == noeud.parent_id and noeud.parent_id in fixes:
            fixes.add(element_id)
    places = cles_de_tri(list(avant.noeuds), list(apres.noeuds), fixes)
    uns, autres = ([e for e, r in cote.racines.items() if e == r] for cote in cotes)
    blocs = cles_de_tri(uns, autres, set(uns) - deplaces(uns, autres))
    return sorted(places, key=lambda e: (blocs[_racine(e, cotes)], places[e]))


def _racine(element_id: str, cotes: Cotes) -> str:
    """La racine qui porte l’élément après ; s’il n’y est plus, celle qui le portait."""
    avant, apres = cotes
    racine = apres.racines.get(element_id) or avant.racines.get(element_id, "")
    return apres.racines.get(racine, racine)


def _code(element_id: str, cotes: Cotes) -> str:
    return cotes[1].code(element_id) or cotes[0].code(element_id)


def _de_la_liste(liste: Liste, cotes: Cotes) -> Iterator[Changement]:
    parties = tuple(list(liste.parties(cote.contenu)) for cote in cotes)
    clees = ([(liste.cle(p, c), p) for p in ps] for ps, c in zip(parties, cotes, strict=True))
    couples = list(apparier(*clees))
    bouges = _bouges_de_la_liste(liste, couples, parties[1], cotes[1])
    for couple in _couples_dans_l_ordre(couples, bouges):
        i, j = couple
        un = parties[0][i] if i is not None else None
        autre = parties[1][j] if j is not None else None
        champs = []
        if i is not None and j is not None:
            champs = [_rang(i + 1, j + 1)] if couple in bouges else []
            champs += _champs(liste.regles, un, autre, cotes)
        if champs or un is None or autre is None:
            yield _de_la_partie(liste, un, autre, champs, cotes)


def _bouges_de_la_liste(
    liste: Liste, couples: Sequence[Places], apres: Sequence[Any], cote: Cote
) -> frozenset[Places]:
    fratries: dict[Hashable, list[Places]] = defaultdict(list)
    for i, j in couples if liste.ordonnee else ():
        if i is not None and j is not None:
            fratries[liste.fratrie(apres[j], cote)].append((i, j))

    def nom(couple: Places) -> str:
        return str(liste.cle(apres[couple[1] or 0], cote))

    suites = ((sorted(f), sorted(f, key=itemgetter(1))) for f in fratries.values())
    return frozenset().union(*(deplaces(*suite, nom) for suite in suites))


def _couples_dans_l_ordre(
    couples: Sequence[Places], bouges: Collection[Places]
) -> Sequence[Places]:
    avant, apres = (
        sorted((c for c in couples if c[cote] is not None), key=itemgetter(cote)) for cote in (0, 1)
    )
    reperes = {couple for couple in avant if couple not in bouges}
    places = cles_de_tri(avant, apres, reperes)
    return sorted(places, key=places.__getitem__)


def _de_la_partie(
    liste: Liste, un: Any, autre: Any, champs: Sequence[Champ], cotes: Cotes
) -> Changement:
    partie, cote = (un, cotes[0]) if autre is None else (autre, cotes[1])
    cle = liste.cle(partie, cote)
    codes = [liste.code(p) if p else "" for p in (un, autre)]
    return Changement(
        genre=liste.genre,
        identifiant=" / ".join(map(str, cle)) if isinstance(cle, tuple) else str(cle),
        code_avant=codes[0],
        code_apres=codes[1],
        libelle=getattr(partie, liste.libelle, ""),
        place=_code(_racine(liste.porteur(partie, cote), cotes), cotes),
        sortes=_sortes(un, autre, champs),
        champs=tuple(champs),
    )


def _champs(regles: Sequence[Regle], un: Any, autre: Any, cotes: Cotes) -> Iterator[Champ]:
    return (champ for regle in regles for champ in regle.champs(un, autre, cotes))


def _rang(avant: int, apres: int) -> Champ:
    return Champ("rang", n_("Rang"), Sorte.DEPLACE, str(avant), str(apres))


def _sortes(un: object, autre: object, champs: Sequence[Champ]) -> frozenset[Sorte]:
    if un is None:
        return frozenset({Sorte.AJOUTE})
    if autre is None:
        return frozenset({Sorte.RETIRE})
    return frozenset(champ.sorte for champ in champs)
