"""Dessins faits de nombres, écrits par le serveur : les mêmes dans la page et dans le PDF.

Un dessin sans titre est décoratif : le texte qui dit la même chose est à côté de lui. Un dessin
n’est jamais seul : la page montre aussi les nombres, en toutes lettres ou en tableau.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from coopmetiers.base.shapes import (
    COLORS,
    FONT,
    KINDS,
    Box,
    coordinate,
    drawing,
    hatch,
    line,
    rect,
    tag,
)

BAR_WIDTH, BAR_HEIGHT = 400.0, 16.0
COLUMN_WIDTH, COLUMN_HEIGHT, COLUMN_PITCH = 10.0, 26.0, 13.0
RADAR_CENTRE, RADAR_RADIUS = (170.0, 146.0), 104.0

_BAR: Box = (0.0, 0.0, BAR_WIDTH, BAR_HEIGHT)
_RADAR_BOX = (340.0, 300.0)
#: Au-delà, les séparations d’une barre se touchent.
_MOST_STEPS = 20

Point = tuple[float, float]
Ratio = tuple[int, int]


def level_bar(
    niveau: int | None, cible: int, *, sans_preuve: bool = False, rangs: int = 4, title: str = ""
) -> Markup:
    """Le niveau constaté sur les rangs de l’échelle, et le trait du niveau visé.

    Jaune sous la cible, vert à partir d’elle ; pâle et hachuré quand aucune preuve ne le soutient ;
    `None` (non évaluée) laisse la piste vide : ce n’est pas un zéro, la page le dit en mots.
    """
    reached, aimed = (min(max(rank, 0), rangs) for rank in (niveau or 0, cible))
    shapes = [rect("gfx-track", "sunken", _BAR)]
    if reached:
        box = (0.0, 0.0, BAR_WIDTH * reached / rangs, BAR_HEIGHT)
        css, color = _fill(reached >= aimed)
        shapes.append(rect(css, color, box, fill_opacity=0.4 if sans_preuve else 1))
        if sans_preuve:
            shapes.append(line("gfx-unproven", "ink", hatch(box, 12)))
    shapes += [*_steps(rangs), _frame()]
    mark = f"M{coordinate(BAR_WIDTH * aimed / rangs)} -2v{coordinate(BAR_HEIGHT + 4)}"
    return _bar("level", [*shapes, line("gfx-target", "ink", mark, 3)], title)


def progress_bar(k: int, n: int, *, title: str = "") -> Markup:
    """k compétences exigées sur n sont à leur seuil ou au-dessus ; vert quand toutes y sont.

    Sans exigence (n = 0), la barre est hachurée : le bloc est hors de tout compte.
    Lève `ValueError` pour un compte négatif.
    """
    kept = _kept(k, n)
    shapes = [rect("gfx-track", "sunken", _BAR)]
    if n == 0:
        shapes.append(line("gfx-hatch", "mute-line", hatch(_BAR, 8)))
    elif kept:
        shapes.append(rect(*_fill(kept == n), (0.0, 0.0, BAR_WIDTH * kept / n, BAR_HEIGHT)))
    if n <= _MOST_STEPS:
        shapes += _steps(n)
    return _bar("progress", [*shapes, _frame()], title)


def stacked_bar(parts: Sequence[tuple[int, str]], *, total: int = 0, title: str = "") -> Markup:
    """Des comptes bout à bout, chacun de sa sorte ; le reste jusqu’à `total` est la piste.

    Lève `KeyError` pour une sorte absente de `KINDS`, `ValueError` pour un compte négatif.
    """
    whole = max(total, sum(_kept(count, count) for count, _ in parts))
    shapes = [rect("gfx-n0", "sunken", _BAR)]
    x, cuts = 0.0, ""
    for count, kind in parts:
        color = KINDS[kind]
        if count:
            width = BAR_WIDTH * count / whole
            cuts += f"M{coordinate(x)} 0v{coordinate(BAR_HEIGHT)}" if x else ""
            shapes.append(rect(f"gfx-{kind}", color, (x, 0.0, width, BAR_HEIGHT)))
            x += width
    if cuts:
        shapes.append(line("gfx-step", "surface", cuts, 2))
    return _bar("stacked", [*shapes, _frame()], title)


def _bar(kind: str, shapes: Sequence[Markup], title: str) -> Markup:
    return drawing(kind, (BAR_WIDTH, BAR_HEIGHT), shapes, title=title, stretch="oui")


def _fill(complete: bool) -> tuple[str, str]:
    """Du jaune au vert, on passe le seuil ; rien d’autre ne change de teinte."""
    return ("gfx-fill", "ok-fill") if complete else ("gfx-part", "warn-fill")


def _steps(count: int) -> list[Markup]:
    """Les séparations d’une barre en parts égales."""
    path = "".join(
        f"M{coordinate(BAR_WIDTH * rank / count)} 0v{coordinate(BAR_HEIGHT)}"
        for rank in range(1, count)
    )
    return [line("gfx-step", "surface", path, 2)] if path else []


def _frame() -> Markup:
    """Le contour : safran et piste seuls ne se détachent pas assez du papier."""
    path = f"M0 0h{coordinate(BAR_WIDTH)}v{coordinate(BAR_HEIGHT)}H0Z"
    return line("gfx-edge", "line-strong", path)


def _kept(k: int, n: int) -> int:
    """Le compte, jamais au-dessus de n."""
    if k < 0 or n < 0:
        raise ValueError(f"un compte n’est jamais négatif : {k} sur {n}")
    return min(k, n)


def frieze(blocs: Sequence[Ratio], *, title: str = "", desc: str = "") -> Markup:
    """Une colonne par bloc, remplie à k/n ; le trait du haut est la cible.

    La hachure dit « non exigé » (n = 0). Sans bloc, il n’y a rien à dessiner.
    Lève `ValueError` pour un compte négatif.
    """
    if not blocs:
        return Markup("")
    columns = [
        _column(1 + rank * COLUMN_PITCH, _kept(k, n), n) for rank, (k, n) in enumerate(blocs)
    ]
    box = (len(blocs) * COLUMN_PITCH - 1, COLUMN_HEIGHT + 2)
    return drawing("frieze", box, columns, title=title, desc=desc)


def _column(x: float, k: int, n: int) -> Markup:
    whole = (x, 1.0, COLUMN_WIDTH, COLUMN_HEIGHT)
    edge = {"stroke": COLORS["line-strong"], "stroke_width": 0.75, "rx": 1.5}
    shapes = [rect("gfx-track gfx-edge", "sunken", whole, **edge)]
    if n == 0:
        return Markup("").join([*shapes, line("gfx-hatch", "mute-line", hatch(whole, 4), 0.75)])
    if k:
        height = COLUMN_HEIGHT * k / n
        filled = (x, 1 + COLUMN_HEIGHT - height, COLUMN_WIDTH, height)
        shapes.append(rect(*_fill(k == n), filled, rx=1.5))
    goal = f"M{coordinate(x - 1)} 1h{coordinate(COLUMN_WIDTH + 2)}"
    return Markup("").join([*shapes, line("gfx-target", "ink", goal, 1.5)])


def radar(
    axes: Sequence[str], series: Sequence[Sequence[Ratio]], *, title: str = "", desc: str = ""
) -> Markup:
    """La part k/n de chaque bloc exigé ; l’anneau extérieur est la cible.

    La première série est constatée (pleine) ; la seconde, s’il y en a une, est
    l’auto-positionnement (pointillé) : un axe sans réponse (n = 0) le laisse ouvert. Un axe sans
    exigence n’est pas dessiné ; sans axe, rien ne l’est. Lève `ValueError` au-delà de deux séries,
    si une série n’a pas une part par axe, ou pour un compte négatif.
    """
    if len(series) > 2 or any(len(shares) != len(axes) for shares in series):
        raise ValueError("un radar porte une ou deux séries, avec une part par axe")
    required = [rank for rank in range(len(axes)) if series and series[0][rank][1] > 0]
    if not required:
        return Markup("")
    shapes = [_ring(len(required), share) for share in (0.25, 0.5, 0.75, 1.0)]
    for position, rank in enumerate(required):
        shapes += _spoke(position, len(required), axes[rank], series[0][rank])
    observed, *own = ([shares[rank] for rank in required] for shares in series)
    shapes += [_contour("gfx-self", shares) for shares in own]
    shapes += [_contour("gfx-value", observed), *_dots(observed)]
    return drawing("radar", _RADAR_BOX, shapes, title=title, desc=desc)


def _at(position: int, count: int, share: float) -> Point:
    """Le point d’un axe à une part du rayon ; le premier axe est en haut, on tourne à droite."""
    angle = 2 * math.pi * position / count - math.pi / 2
    reach = RADAR_RADIUS * share
    return RADAR_CENTRE[0] + reach * math.cos(angle), RADAR_CENTRE[1] + reach * math.sin(angle)


def _pair(point: Point) -> str:
    return f"{coordinate(point[0])} {coordinate(point[1])}"


def _ring(count: int, share: float) -> Markup:
    """Un cercle sous trois axes, un polygone au-delà ; celui de la cible est à l’encre."""
    goal = share == 1
    look = {
        "class_": "gfx-goal" if goal else "gfx-ring",
        "fill": "none",
        "stroke": COLORS["ink" if goal else "line"],
        "stroke_width": 1.75 if goal else 1.0,
    }
    if count < 3:
        x, y = RADAR_CENTRE
        return tag("circle", **look, cx=x, cy=y, r=RADAR_RADIUS * share)
    points = " ".join(_pair(_at(position, count, share)) for position in range(count))
    return tag("polygon", **look, points=points)


def _spoke(position: int, count: int, label: str, ratio: Ratio) -> list[Markup]:
    """Le rayon ; au bout, le nom du bloc et son compte."""
    path = f"M{_pair(RADAR_CENTRE)}L{_pair(_at(position, count, 1))}"
    x, y = _at(position, count, 1.11)
    side = x - RADAR_CENTRE[0]
    anchor = "middle" if abs(side) < RADAR_RADIUS / 4 else ("start" if side > 0 else "end")
    # Deux lignes : elles montent au sommet, descendent en bas, se centrent sur les côtés.
    lift = -16 if y < RADAR_CENTRE[1] - RADAR_RADIUS else 11 if y > RADAR_CENTRE[1] + 90 else -2
    return [
        tag("path", class_="gfx-ring", d=path, fill="none", stroke=COLORS["line"], stroke_width=1),
        _text("gfx-label", (x, y + lift), anchor, label),
        _text("gfx-ratio", (x, y + lift + 16), anchor, f"{ratio[0]}/{ratio[1]}"),
    ]


def _text(css: str, at: Point, anchor: str, text: str) -> Markup:
    size, weight, color = (17, 600, "ink") if css == "gfx-label" else (15, 400, "ink-2")
    return Markup(
        '<text class="{}" x="{}" y="{}" text-anchor="{}" font-family="{}" font-size="{}" '
        'font-weight="{}" fill="{}">{}</text>'
    ).format(css, *map(coordinate, at), anchor, FONT, size, weight, COLORS[color], text)


def _points(shares: Sequence[Ratio]) -> list[Point | None]:
    count = len(shares)
    return [
        _at(position, count, _kept(k, n) / n) if n else None
        for position, (k, n) in enumerate(shares)
    ]


def _contour(css: str, shares: Sequence[Ratio]) -> Markup:
    """Le contour d’une série, fermé si tous ses axes ont une part ; sous trois axes, des rayons."""
    points = _points(shares)
    known = [point for point in points if point]
    closed = len(points) >= 3 and len(known) == len(points)
    if closed:
        path = "M" + "L".join(map(_pair, known)) + "Z"
    elif len(points) < 3:
        path = "".join(f"M{_pair(RADAR_CENTRE)}L{_pair(point)}" for point in known)
    else:
        neighbours = zip(points, [*points[1:], points[0]], strict=True)
        path = "".join(f"M{_pair(a)}L{_pair(b)}" for a, b in neighbours if a and b)
    own = css == "gfx-self"
    look = {"stroke": COLORS["brand"], "stroke_width": 2, "stroke_dasharray": "1 5"}
    if not own:
        look = {"stroke": COLORS["ok-fill"], "stroke_width": 2.5, "fill_opacity": 0.16}
    fill = COLORS["ok-fill"] if closed and not own else "none"
    return tag("path", class_=css, d=path, fill=fill, stroke_linecap="round", **look)


def _dots(shares: Sequence[Ratio]) -> list[Markup]:
    look = {"r": 4, "fill": COLORS["ok-fill"], "stroke": COLORS["surface"], "stroke_width": 1.5}
    return [tag("circle", class_="gfx-point", cx=x, cy=y, **look) for x, y in _known(shares)]


def _known(shares: Sequence[Ratio]) -> list[Point]:
    return [point for point in _points(shares) if point]


#: Noms sous lesquels les gabarits appellent ce module.
JINJA_GLOBALS = {
    "dessin_niveau": level_bar,
    "dessin_progression": progress_bar,
    "dessin_barre": stacked_bar,
    "dessin_frise": frieze,
    "dessin_radar": radar,
}
