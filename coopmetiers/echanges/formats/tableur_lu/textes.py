"""Les textes partagés : un seul, long, repris dans chaque cellule, remplirait la mémoire.

Source : ECMA-376 partie 1 § 18.4.9 (table des textes), § 18.18.11 (type « s » : son rang).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.tableur_lu.archive import refus

REPRIS_MAX = 50_000_000  # octets de tous les textes, chacun compté autant de fois qu’il est repris

_TEXTE = re.compile(rb"<si[\s/>]")
_AUTREMENT = re.compile(rb":si[\s/>]|<!")
_VALEUR = re.compile(rb"<v>([^<&]*)</v>")
_TROP_REPRIS = n_(
    "Les textes de ce classeur sont trop longs : répartissez-le en plusieurs fichiers."
)


def controler_les_reprises(textes: bytes, feuilles: Collection[bytes]) -> None:
    """Lève `FichierRefuse` si les textes, recopiés là où les cellules les reprennent, débordent."""
    if not textes:
        return
    longueurs = [fin - debut for debut, fin in pairwise(_debuts(textes))]
    plus_long = max(longueurs, default=0)
    if sum(octets.count(b"<v") for octets in feuilles) * plus_long <= REPRIS_MAX:
        return
    sures = _AUTREMENT.search(textes) is None
    repris = sum(_repris(octets, longueurs if sures else (), plus_long) for octets in feuilles)
    if repris > REPRIS_MAX:
        raise refus(_TROP_REPRIS)


def _debuts(textes: bytes) -> list[int]:
    """Où commence chaque texte ; écrits autrement, ils ne font qu’un."""
    debuts = [trouve.start() for trouve in _TEXTE.finditer(textes)]
    return [*(debuts or [0]), len(textes)]


def _repris(octets: bytes, longueurs: Sequence[int], plus_long: int) -> int:
    """Ce que pèsent les textes d’une feuille ; une valeur écrite autrement vaut le plus long."""
    total = autrement = 0
    for trouvee in _VALEUR.finditer(octets):
        rang = trouvee[1]
        autrement -= 1
        if rang.isdigit():
            connue = len(rang) < 8 and int(rang) < len(longueurs)
            total += longueurs[int(rang)] if connue else plus_long
    autrement += octets.count(b"<v") - octets.count(b"<v/>") - octets.count(b"<v />")
    return total + autrement * plus_long
