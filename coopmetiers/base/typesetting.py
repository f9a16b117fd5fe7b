"""Mesurer un texte avant de le poser : choisir le corps, couper les lignes, reconnaître un signe.

Le moteur de mise en page ne sait ni choisir un corps ni équilibrer des lignes ; un nom long
déborderait, un intitulé finirait sur un mot. Les mesures ignorent le crénage : un peu fortes, sûres.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
POINTS_PER_MM = 72 / 25.4
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
    from fontTools.ttLib import TTFont  # noqa: PLC0415 — le web n’en a pas besoin

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
            lines = _even_lines(pieces, lambda t, size=step.size: face.width(t, size), room)
            if lines and len(lines) <= step.lines:
                return Setting(rank, lines)
    return None


def _even_lines(
    pieces: Sequence[str], width: Callable[[str], float], room: float
) -> tuple[str, ...] | None:
    """Le moins de lignes possible, puis les plus égales : la plus petite largeur qui en tient autant."""
    lines = _fill(pieces, width, room)
    if lines is None:
        return None
    low, high = 0.0, room
    while high - low > 1:  # un point : l’œil ne voit pas mieux
        middle = (low + high) / 2
        tried = _fill(pieces, width, middle)
        if tried and len(tried) == len(lines):
            lines, high = tried, middle
        else:
            low = middle
    return lines


def _fill(
    pieces: Iterable[str], width: Callable[[str], float], room: float
) -> tuple[str, ...] | None:
    lines: list[str] = []
    for piece in pieces:
        if width(piece.rstrip()) > room:
            return None
        if lines and width((lines[-1] + piece).rstrip()) <= room:
            lines[-1] += piece
        else:
            lines.append(piece)
    return tuple(line.rstrip() for line in lines)


def narrowed(text: str, face: Face, *, size: float, place: float, last: float) -> float:
    """La largeur (millimètres, au plus `place`) qui évite une dernière ligne trop courte.

    Sans ligne de plus, la dernière fait au moins la part `last` de la largeur ; sinon `place`.
    """
    pieces = _PIECES[False].findall(text)
    lines = _fill(pieces, lambda t: face.width(t, size), place * POINTS_PER_MM)
    if lines is None or len(lines) == 1:
        return place
    tried = place
    while tried > 0.55 * place:
        room = tried * POINTS_PER_MM
        found = _fill(pieces, lambda t: face.width(t, size), room)
        if found is None or len(found) > len(lines):
            return place
        if face.width(found[-1], size) >= last * room:
            return tried
        tried -= 1
    return place
