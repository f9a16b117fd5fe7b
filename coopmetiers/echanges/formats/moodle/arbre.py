"""L’arbre des compétences, de la fille à la mère : sans récursion, et chaque nœud vu une fois.

Partout, `parents` associe à chaque code celui de sa mère, vide au premier niveau. Un code dont la
mère n’y est pas, ou qui tourne en boucle, n’a ni rang ni profondeur.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping


def ranges(parents: Mapping[str, str]) -> list[str]:
    """Les codes, chacun après sa mère.

    Un code qui précède sa mère l’attend, et sort juste après elle : l’ordre reçu reste donc celui
    de départ s’il convenait déjà, et des sœurs ne se doublent jamais.
    """
    sortis: dict[str, None] = {}
    en_attente: defaultdict[str, list[str]] = defaultdict(list)
    for code, parent in parents.items():
        if parent and parent not in sortis:
            en_attente[parent].append(code)
            continue
        pile = [code]
        while pile:
            sorti = pile.pop()
            sortis[sorti] = None
            pile.extend(reversed(en_attente.pop(sorti, ())))
    return list(sortis)


def profondeurs(parents: Mapping[str, str]) -> dict[str, int]:
    """La profondeur de chaque code, dans l’ordre de `parents` ; 1 au premier niveau."""
    trouvees: dict[str, int] = {}
    for code in ranges(parents):
        parent = parents[code]
        trouvees[code] = trouvees[parent] + 1 if parent else 1
    return {code: trouvees[code] for code in parents if code in trouvees}


def boucles(parents: Mapping[str, str]) -> list[list[str]]:
    """Les codes qui sont leur propre aïeul, boucle par boucle, chacune depuis son premier code."""
    vus: set[str] = set()
    trouvees = []
    rang = {code: numero for numero, code in enumerate(parents)}
    for depart in parents:
        chemin: dict[str, None] = {}
        code = depart
        while code and code in parents and code not in vus and code not in chemin:
            chemin[code] = None
            code = parents[code]
        if code in chemin:
            etapes = list(chemin)
            tour = etapes[etapes.index(code) :]
            premier = tour.index(min(tour, key=rang.__getitem__))
            trouvees.append(tour[premier:] + tour[:premier])
        vus.update(chemin)
    return trouvees
