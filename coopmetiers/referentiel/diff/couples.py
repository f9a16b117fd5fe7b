"""Retrouver la même partie dans deux listes, par sa clé."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import zip_longest

#: La place d’une partie avant, et après ; `None` du côté où elle n’est pas.
Places = tuple[int | None, int | None]
Clee = tuple[Hashable, Hashable]


def apparier(avant: Sequence[Clee], apres: Sequence[Clee]) -> Iterator[Places]:
    """Chaque partie (clé, partie) des deux listes, une fois.

    Quand plusieurs ont la même clé, celles qui n’ont pas changé vont ensemble, les autres dans
    l’ordre.
    """
    groupes: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for cote, liste in enumerate((avant, apres)):
        for place, (cle, _) in enumerate(liste):
            groupes[cle][cote].append(place)
    for uns, autres in groupes.values():
        if len(uns) > 1 or len(autres) > 1:
            yield from _doubles(uns, autres, avant, apres)
        else:
            yield from zip_longest(uns, autres)


def _doubles(
    uns: list[int], autres: list[int], avant: Sequence[Clee], apres: Sequence[Clee]
) -> Iterator[Places]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place in uns:
        places[avant[place][1]].append(place)
    restes = []
    for place in autres:
        pareilles = places.get(apres[place][1])
        if pareilles:
            yield pareilles.pop(0), place
        else:
            restes.append(place)
    yield from zip_longest(sorted(p for siennes in places.values() for p in siennes), restes)
