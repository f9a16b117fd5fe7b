"""Mesurer un texte avant de le poser : choisir le corps, couper les lignes, reconnaître un signe.

Le moteur de mise en page ne sait ni choisir un corps ni équilibrer des lignes ; un nom long
déborderait, un intitulé finirait sur un mot. Les mesures ignorent le
crénage : un peu fortes, donc sûres.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
POINTS_PER_MM = 72 / 25.4
_NARROWEST = 0.55  # part de la place ; en deçà, la marge droite serait trop inégale
_PIECES = {False: re.compile(r"[^ ]+ ?"), True: re.compile(r"[^ -]*- ?|[^ -]+ ?")}


@dataclass(frozen=True)
class Face:
    """Une police de documents : ce qu’elle sait écrire et la place que prend un texte."""

    file: str

    def width(self, text: str, size: float) -> float:
        """Largeur en points du texte composé dans ce corps (points)."""
        advances, per_em = _metrics(self.file)
        return sum(advances.get(ord(sign), per_em) for sign in text) * size / per_em

    def missing(self, text: str) -> str:
        """Les signes que la police n’a pas, sans doublon, dans l’ordre où ils viennent."""
        advances, _ = _metrics(self.file)
        return "".join(dict.fromkeys(sign for sign in text if ord(sign) not in advances))


@dataclass(frozen=True)
class Step:
    """Un palier : un corps en points, et le nombre de lignes qu’il accepte."""

    size: float
    lines: int = 1


@dataclass(frozen=True)
class Setting:
    """Un texte posé : le rang du palier retenu (1 pour le premier) et ses lignes."""

    rank: int
    lines: tuple[str, ...]


@cache
def _metrics(file: str) -> tuple[dict[int, int], int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(FONTS / file, lazy=True) as font:
        widths = font["hmtx"].metrics
        advances = {code: widths[glyph][0] for code, glyph in font.getBestCmap().items()}
        return advances, font["head"].unitsPerEm


def fit(text: str, face: Face, *, steps: Sequence[Step], place: float) -> Setting | None:
    """Pose le texte au premier palier où il tient dans `place` (millimètres), lignes égalisées.

    On coupe aux espaces ; après un trait d’union seulement si rien d’autre ne tient. Rend `None`
    si même le dernier palier déborde.
    """
    room = place * POINTS_PER_MM
    for hyphens in (False, True):
        pieces = _PIECES[hyphens].findall(text)
        for rank, step in enumerate(steps, 1):
            ends = _even(_widths(pieces, face, step.size), room)
            if ends and len(ends) <= step.lines:
                starts = (0, *ends)
                lines = ("".join(pieces[a:b]).rstrip() for a, b in zip(starts, ends, strict=False))
                return Setting(rank, tuple(lines))
    return None


def narrowed(text: str, face: Face, *, size: float, place: float, last: float) -> float:
    """La largeur (millimètres, au plus `place`) qui évite une dernière ligne trop courte.

    Sans ligne de plus, la dernière fait au moins la part `last` de la largeur ; sinon `place`.
    """
    widths = _widths(_PIECES[False].findall(text), face, size)
    ends = _fill(widths, place * POINTS_PER_MM)
    if ends is None or len(ends) == 1:
        return place
    tried = place
    while tried > _NARROWEST * place:
        room = tried * POINTS_PER_MM
        found = _fill(widths, room)
        if found is None or len(found) > len(ends):
            return place
        if sum(full for full, _ in widths[found[-2] :]) >= last * room:
            return tried
        tried -= 1
    return place


def _widths(pieces: Sequence[str], face: Face, size: float) -> list[tuple[float, float]]:
    """Pour chaque morceau, sa largeur avec le blanc qui le suit, et sans."""
    return [(face.width(piece, size), face.width(piece.rstrip(), size)) for piece in pieces]


def _even(widths: Sequence[tuple[float, float]], room: float) -> tuple[int, ...] | None:
    """Le moins de lignes possible, puis les plus égales : la largeur la plus petite y suffit."""
    ends = _fill(widths, room)
    if ends is None:
        return None
    low, high = 0.0, room
    while high - low > 1:  # un point : l’œil ne voit pas mieux
        middle = (low + high) / 2
        tried = _fill(widths, middle)
        if tried and len(tried) == len(ends):
            ends, high = tried, middle
        else:
            low = middle
    return ends


def _fill(widths: Sequence[tuple[float, float]], room: float) -> tuple[int, ...] | None:
    """Remplit les lignes : le rang qui suit la fin de chacune, `None` si un morceau déborde."""
    ends: list[int] = []
    used = 0.0
    for rank, (full, bare) in enumerate(widths):
        if bare > room:
            return None
        if used + bare > room:
            ends.append(rank)
            used = 0.0
        used += full
    return (*ends, len(widths))
