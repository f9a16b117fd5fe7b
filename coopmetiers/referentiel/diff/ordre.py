"""Ce qui a bougé dans une suite, et où montrer ce qui n’y est plus."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
#: Sa place dans la suite d’après ; 1 pour ce qui n’y est plus, rangé derrière ce qui le précédait.
CleDeTri = tuple[int, int, int]
#: Une place avant, une place après.
Point = tuple[int, int]


def deplaces(avant: Sequence[K], apres: Sequence[K], nom: Callable[[K], str] = str) -> frozenset[K]:
    """Parmi ce que deux suites partagent, le plus petit nombre d’éléments qui expliquent l’ordre.

    Un élément porté ailleurs compte seul, et non tous ceux qu’il a doublés : tout ce qui n’est pas
    de la plus longue sous-suite restée dans l’ordre. Quand plusieurs se valent, `nom` départage :
    les mêmes éléments ont bougé dans un sens et dans l’autre.
    """
    presents = set(apres)
    places = {cle: place for place, cle in enumerate(cle for cle in avant if cle in presents)}
    communs = [cle for cle in apres if cle in places]
    points = [(places[cle], rang) for rang, cle in enumerate(communs)]
    gardes = _plus_longue_suite(points, lambda point: nom(communs[point[1]]))
    return frozenset(cle for point, cle in zip(points, communs, strict=True) if point not in gardes)


def _plus_longue_suite(points: Sequence[Point], nom: Callable[[Point], str]) -> Collection[Point]:
    """Une plus longue suite de points qui montent, en n log n."""
    montees = _longueurs([i for i, _ in points])
    descentes = _longueurs([-i for i, _ in reversed(points)])[::-1]
    longueur = max(montees, default=0)
    # Étage par étage, les points qui sont d’une suite aussi longue.
    etages: list[list[Point]] = [[] for _ in range(longueur)]
    for point, montee, descente in zip(points, montees, descentes, strict=True):
        if montee + descente == longueur + 1:
            etages[montee - 1].append(point)
    suite: list[Point] = [(-1, -1)]
    for etage in etages:
        i, j = suite[-1]
        suivants = (point for point in etage if point[0] > i and point[1] > j)
        suite.append(min(suivants, key=lambda p: (p[0] + p[1], abs(p[0] - p[1]), nom(p))))
    return frozenset(suite)


def _longueurs(nombres: Sequence[int]) -> list[int]:
    """Pour chaque nombre, la longueur de la plus longue sous-suite croissante qu’il termine."""
    fins: list[int] = []  # à chaque longueur, le plus petit dernier nombre possible
    longueurs = []
    for nombre in nombres:
        rang = bisect_left(fins, nombre)
        fins[rang : rang + 1] = [nombre]
        longueurs.append(rang + 1)
    return longueurs


def cles_de_tri(
    avant: Sequence[K], apres: Sequence[K], reperes: Collection[K]
) -> Mapping[K, CleDeTri]:
    """De quoi ranger les deux suites en une, dans l’ordre d’après.

    Ce qui n’est plus dans la seconde vient derrière le dernier des `reperes` qui le précédait.
    """
    cles: dict[K, CleDeTri] = {cle: (place, 0, 0) for place, cle in enumerate(apres)}
    repere = -1
    for place, cle in enumerate(avant):
        if cle not in cles:
            cles[cle] = (repere, 1, place)
        elif cle in reperes:
            repere = cles[cle][0]
    return cles
