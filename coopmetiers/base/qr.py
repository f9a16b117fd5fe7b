"""Un code QR en SVG : des aplats réunis, que l’impression et le PDF rendent sans joint."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

QUIET_ZONE = 4  # modules blancs autour du code, que la norme ISO/IEC 18004 demande
INK = "#111111"
_SAME_WAY = re.compile(r"([hv]-?)1(?:(?:\1)1)+")


@dataclass(frozen=True)
class QrCode:
    """Le dessin, et son côté en modules, zone de silence comprise."""

    svg: bytes
    side: int


def qr_code(address: str) -> QrCode:
    """Le code QR d’une adresse, au niveau M (15 % du dessin peut être abîmé)."""
    import segno

    rows = segno.make(address, error="m", micro=False, boost_error=False).matrix
    side = len(rows) + 2 * QUIET_ZONE
    dark = {(x, y) for y, row in enumerate(rows) for x, value in enumerate(row) if value}
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><path fill="{INK}" d="{_outline(dark)}"/></svg>'
    )
    return QrCode(svg.encode(), side)


def _outline(dark: set[tuple[int, int]]) -> str:
    """Le contour des modules noirs réunis, en tracé SVG : le noir est toujours à main droite."""
    follow: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for x, y in sorted(dark):
        corners = ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1))
        beyond = ((x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y))
        for rank, neighbour in enumerate(beyond):
            if neighbour not in dark:
                follow[corners[rank]].append(corners[(rank + 1) % 4])
    path = ""
    while follow:
        corner = start = next(iter(follow))
        path += f"M{start[0] + QUIET_ZONE} {start[1] + QUIET_ZONE}"
        while corner in follow:
            end = follow[corner].pop()
            if not follow[corner]:
                del follow[corner]
            path += f"h{end[0] - corner[0]}" if end[1] == corner[1] else f"v{end[1] - corner[1]}"
            corner = end
        path += "z"
    return _SAME_WAY.sub(lambda run: f"{run[1]}{len(run[0]) // (len(run[1]) + 1)}", path)
