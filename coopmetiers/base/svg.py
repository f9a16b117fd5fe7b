"""Dessins faits de nombres, écrits par le serveur : les mêmes dans la page et dans le PDF.

Chaque forme porte ses couleurs claires en attributs (le PDF ne lit rien d’autre) et une classe
`gfx-…` par laquelle `static/css/graphique.css` suit le thème de l’écran. Aucun attribut `style`.
Un dessin sans titre est décoratif : le texte qui dit la même chose est à côté de lui.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup, escape

#: Couleurs du thème clair, aux noms de `static/css/jetons.css` (un test compare les deux).
COLORS = {
    "surface": "#ffffff",
    "sunken": "#eeeae9",
    "ink": "#261b24",
    "ink-2": "#574a54",
    "line": "#ddd5d8",
    "line-strong": "#8a7c86",
    "mute-line": "#b9adb5",
    "brand": "#742a5b",
    "ok-fill": "#22744f",
    "warn-fill": "#e9a820",
    "bad-fill": "#b23427",
    "info-fill": "#1f6f8a",
    "n1-bg": "#fbe9bd",
    "n2-bg": "#f2c75f",
    "n3-bg": "#22744f",
    "n4-bg": "#0f4530",
    "ca-bg": "#f3dfeb",
    "cp-bg": "#d9a3c4",
    "ce-bg": "#742a5b",
}

#: Ce qu’un morceau de barre peut dire, et sa couleur ; `n0` est ce qui reste.
KINDS = {
    **{f"n{rank}": f"n{rank}-bg" for rank in range(1, 5)},
    **{kind: f"{kind}-bg" for kind in ("ca", "cp", "ce")},
    **{kind: f"{kind}-fill" for kind in ("ok", "warn", "bad", "info")},
    "brand": "brand",
    "n0": "sunken",
}

#: Police des étiquettes : celle de l’écran, puis celle des documents.
FONT = "Coopmetiers Sans, Libertinus Sans, Linux Biolinum O, sans-serif"

_BAR_WIDTH, _BAR_HEIGHT = 400.0, 16.0
_COLUMN, _PITCH, _COLUMN_HEIGHT = 10.0, 13.0, 26.0
_MOST_STEPS = 20
_RADAR_BOX, _RADAR_CENTRE, _RADAR_RADIUS = (340, 300), (170.0, 146.0), 104.0

Point = tuple[float, float]
Ratio = tuple[int, int]


def _n(value: float) -> str:
    """Un nombre au dixième, sans zéro inutile."""
    return f"{round(value, 1):.1f}".removesuffix(".0").replace("-0", "0", value > -0.05)


def _tag(name: str, **attributes: object) -> Markup:
    """Une forme ; `_` devient `-`, `class_` devient `class`, les nombres sont arrondis."""
    written = (
        f'{key.rstrip("_").replace("_", "-")}="'
        f'{escape(_n(value) if isinstance(value, int | float) else value)}"'
        for key, value in attributes.items()
    )
    return Markup(f"<{name} {' '.join(written)}/>")


def _drawing(kind: str, box: tuple[float, float], shapes: Sequence[Markup], **said: str) -> Markup:
    """Assemble un dessin ; `said` porte `title`, `desc`, et `stretch` pour une barre élastique."""
    title, desc = said.get("title", ""), said.get("desc", "")
    role = Markup('role="img"') if title else Markup('aria-hidden="true"')
    named = Markup("<title>{}</title>").format(title) if title else Markup("")
    described = Markup("<desc>{}</desc>").format(desc) if desc else Markup("")
    ratio = Markup(' preserveAspectRatio="none"') if said.get("stretch") else Markup("")
    return Markup(
        '<svg class="gfx gfx--{}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"{} {} '
        'focusable="false">{}{}{}</svg>'
    ).format(kind, _n(box[0]), _n(box[1]), ratio, role, named, described, Markup("").join(shapes))


def _rect(css: str, color: str, box: tuple[float, float, float, float], **more: object) -> Markup:
    x, y, width, height = box
    return _tag(
        "rect", class_=css, x=x, y=y, width=width, height=height, fill=COLORS[color], **more
    )


def _line(css: str, color: str, path: str, width: float = 1) -> Markup:
    """Un trait dont l’épaisseur ne s’étire pas avec la barre."""
    return _tag(
        "path",
        class_=css,
        d=path,
        fill="none",
        stroke=COLORS[color],
        stroke_width=width,
        vector_effect="non-scaling-stroke",
    )


def _hatch(x: float, y: float, width: float, height: float, step: float) -> str:
    """Hachures à 45° tenues dans un rectangle, sans motif à identifiant (il y en a plusieurs par page)."""
    lines = []
    offset = step
    while offset < width + height:
        start = (x + max(0.0, offset - height), y + min(offset, height))
        end = (x + min(offset, width), y + max(0.0, offset - width))
        lines.append(f"M{_n(start[0])} {_n(start[1])}L{_n(end[0])} {_n(end[1])}")
        offset += step
    return "".join(lines)


def _bar_frame() -> Markup:
    return _tag(
        "rect",
        class_="gfx-edge",
        width=_BAR_WIDTH,
        height=_BAR_HEIGHT,
        fill="none",
        stroke=COLORS["line-strong"],
        stroke_width=1,
        vector_effect="non-scaling-stroke",
    )


def _steps(count: int) -> list[Markup]:
    """Les séparations d’une barre en `count` parts égales."""
    marks = (
        f"M{_n(_BAR_WIDTH * rank / count)} 0v{_n(_BAR_HEIGHT)}" for rank in range(1, count)
    )
    path = "".join(marks)
    return [_line("gfx-step", "surface", path, 2)] if path else []


def level_bar(
    niveau: int | None,
    cible: int,
    *,
    sans_preuve: bool = False,
    rangs: int = 4,
    title: str = "",
    desc: str = "",
) -> Markup:
    """Le niveau constaté sur les rangs de l’échelle, et le trait du niveau visé.

    Jaune sous la cible, vert à partir d’elle ; hachuré et tireté quand rien ne le prouve encore ;
    `None` (non évaluée) laisse la piste vide : ce n’est pas un zéro, la page le dit en toutes lettres.
    """
    filled = _BAR_WIDTH * min(max(niveau or 0, 0), rangs) / rangs
    shapes = [_rect("gfx-track", "sunken", (0, 0, _BAR_WIDTH, _BAR_HEIGHT))]
    if filled:
        reached = (niveau or 0) >= cible
        css, color = ("gfx-fill", "ok-fill") if reached else ("gfx-part", "warn-fill")
        box = (0.0, 0.0, filled, _BAR_HEIGHT)
        shapes.append(_rect(css, color, box, fill_opacity=0.45 if sans_preuve else 1))
        if sans_preuve:
            shapes.append(_line("gfx-unproven", "ink", _hatch(*box, 12)))
    shapes += [*_steps(rangs), _bar_frame()]
    goal = _BAR_WIDTH * min(max(cible, 0), rangs) / rangs
    shapes.append(_line("gfx-target", "ink", f"M{_n(goal)} -2v{_n(_BAR_HEIGHT + 4)}", 3))
    box_size = (_BAR_WIDTH, _BAR_HEIGHT)
    return _drawing("level", box_size, shapes, title=title, desc=desc, stretch="oui")


def progress_bar(k: int, n: int, *, title: str = "", desc: str = "") -> Markup:
    """k compétences exigées sur n sont à leur seuil ou au-dessus ; vert quand toutes y sont.

    Sans exigence (n = 0), la barre est hachurée : le bloc est hors de tout compte.
    """
    kept = _kept(k, n)
    shapes = [_rect("gfx-track", "sunken", (0, 0, _BAR_WIDTH, _BAR_HEIGHT))]
    if n == 0:
        shapes.append(_line("gfx-hatch", "mute-line", _hatch(0, 0, _BAR_WIDTH, _BAR_HEIGHT, 8)))
    elif kept:
        css, color = ("gfx-fill", "ok-fill") if kept == n else ("gfx-part", "warn-fill")
        shapes.append(_rect(css, color, (0, 0, _BAR_WIDTH * kept / n, _BAR_HEIGHT)))
    if 0 < n <= _MOST_STEPS:
        shapes += _steps(n)
    shapes.append(_bar_frame())
    box = (_BAR_WIDTH, _BAR_HEIGHT)
    return _drawing("progress", box, shapes, title=title, desc=desc, stretch="oui")


def _kept(k: int, n: int) -> int:
    """Le compte, jamais hors de 0…n ; lève `ValueError` si l’un des deux est négatif."""
    if k < 0 or n < 0:
        raise ValueError(f"un compte n’est jamais négatif : {k} sur {n}")
    return min(k, n)


def frieze(blocs: Sequence[Ratio], *, title: str = "", desc: str = "") -> Markup:
    """Une colonne par bloc, remplie à k/n ; le trait du haut est la cible, la hachure « non exigé ».

    Sans bloc, il n’y a rien à dessiner.
    """
    if not blocs:
        return Markup("")
    shapes: list[Markup] = []
    for rank, (k, n) in enumerate(blocs):
        shapes += _column(1 + rank * _PITCH, _kept(k, n), n)
    box = (len(blocs) * _PITCH - 1, _COLUMN_HEIGHT + 2)
    return _drawing("frieze", box, shapes, title=title, desc=desc)


def _column(x: float, k: int, n: int) -> list[Markup]:
    edge = {"stroke": COLORS["line-strong"], "stroke_width": 0.75, "rx": 1.5}
    shapes = [_rect("gfx-track gfx-edge", "sunken", (x, 1, _COLUMN, _COLUMN_HEIGHT), **edge)]
    if n == 0:
        path = _hatch(x, 1, _COLUMN, _COLUMN_HEIGHT, 4)
        return [*shapes, _line("gfx-hatch", "mute-line", path, 0.75)]
    if k:
        height = _COLUMN_HEIGHT * k / n
        css, color = ("gfx-fill", "ok-fill") if k == n else ("gfx-part", "warn-fill")
        box = (x, 1 + _COLUMN_HEIGHT - height, _COLUMN, height)
        shapes.append(_rect(css, color, box, rx=1.5))
    shapes.append(_line("gfx-target", "ink", f"M{_n(x - 1)} 1h{_n(_COLUMN + 2)}", 1.5))
    return shapes


def stacked_bar(
    parts: Sequence[tuple[int, str]], *, total: int = 0, title: str = "", desc: str = ""
) -> Markup:
    """Des comptes bout à bout, chacun de sa sorte (`KINDS`) ; le reste jusqu’à `total` est la piste.

    Lève `KeyError` pour une sorte inconnue, `ValueError` pour un compte négatif.
    """
    whole = max(total, sum(_kept(count, count) for count, _ in parts))
    shapes = [_rect("gfx-n0", "sunken", (0, 0, _BAR_WIDTH, _BAR_HEIGHT))]
    x, cuts = 0.0, ""
    for count, kind in parts:
        width = _BAR_WIDTH * count / whole if whole else 0.0
        if width:
            cuts += f"M{_n(x)} 0v{_n(_BAR_HEIGHT)}" if x else ""
            shapes.append(_rect(f"gfx-{kind}", KINDS[kind], (x, 0, width, _BAR_HEIGHT)))
        x += width
    if cuts:
        shapes.append(_line("gfx-step", "surface", cuts, 2))
    shapes.append(_bar_frame())
    box = (_BAR_WIDTH, _BAR_HEIGHT)
    return _drawing("stacked", box, shapes, title=title, desc=desc, stretch="oui")


def radar(
    axes: Sequence[str], series: Sequence[Sequence[Ratio]], *, title: str = "", desc: str = ""
) -> Markup:
    """La part k/n de chaque bloc exigé ; l’anneau extérieur est la cible.

    La première série est constatée (pleine) ; la seconde, s’il y en a une, est l’auto-positionnement
    (pointillé), dont un axe sans réponse (n = 0) reste ouvert. Un axe sans exigence n’est pas dessiné.
    Lève `ValueError` au-delà de deux séries, ou si une série n’a pas une part par axe.
    """
    if len(series) > 2 or any(len(shares) != len(axes) for shares in series):
        raise ValueError("un radar porte une ou deux séries, avec une part par axe")
    required = [rank for rank in range(len(axes)) if series and series[0][rank][1] > 0]
    if not required:
        return Markup("")
    shapes = [_ring(len(required), share) for share in (0.25, 0.5, 0.75, 1.0)]
    for position, rank in enumerate(required):
        shapes += _spoke(position, len(required), axes[rank], series[0][rank])
    for style, shares in zip(("gfx-self", "gfx-value"), reversed(series[:2]), strict=False):
        css = style if len(series) == 2 else "gfx-value"
        shapes += _series(css, [shares[rank] for rank in required])
    return _drawing("radar", _RADAR_BOX, shapes, title=title, desc=desc)


def _at(position: int, count: int, share: float) -> Point:
    """Le point d’un axe, à une part du rayon ; le premier axe est en haut, on tourne à droite."""
    angle = 2 * math.pi * position / count - math.pi / 2
    reach = _RADAR_RADIUS * share
    centre_x, centre_y = _RADAR_CENTRE
    return centre_x + reach * math.cos(angle), centre_y + reach * math.sin(angle)


def _ring(count: int, share: float) -> Markup:
    """Un cercle sous trois axes, un polygone au-delà ; celui de la cible est plus marqué."""
    goal = share == 1
    look = {
        "class_": "gfx-goal" if goal else "gfx-ring",
        "fill": "none",
        "stroke": COLORS["ink" if goal else "line"],
        "stroke_width": 1.5 if goal else 1,
    }
    if count < 3:
        x, y = _RADAR_CENTRE
        return _tag("circle", **look, cx=x, cy=y, r=_RADAR_RADIUS * share)
    points = (_at(position, count, share) for position in range(count))
    return _tag("polygon", **look, points=" ".join(f"{_n(x)},{_n(y)}" for x, y in points))


def _spoke(position: int, count: int, label: str, ratio: Ratio) -> list[Markup]:
    """Le rayon, le nom du bloc et son compte, écrits au bout."""
    x, y = _at(position, count, 1)
    side = x - _RADAR_CENTRE[0]
    anchor = "middle" if abs(side) < 30 else ("start" if side > 0 else "end")
    text_x, text_y = _at(position, count, 1.1)
    above = text_y < _RADAR_CENTRE[1] - _RADAR_RADIUS * 0.9
    text_y += -14 if above else 4
    centre_x, centre_y = _RADAR_CENTRE
    path = f"M{_n(centre_x)} {_n(centre_y)}L{_n(x)} {_n(y)}"
    spoke = _tag(
        "path", class_="gfx-ring", d=path, fill="none", stroke=COLORS["line"], stroke_width=1
    )
    text = Markup(
        '<text class="gfx-{}" x="{}" y="{}" text-anchor="{}" font-family="{}" font-size="{}" '
        'font-weight="{}" fill="{}">{}</text>'
    )
    name = text.format(
        "label", _n(text_x), _n(text_y), anchor, FONT, 14, 600, COLORS["ink"], label
    )
    count_text = text.format(
        "ratio", _n(text_x), _n(text_y + 14), anchor, FONT, 12, 400, COLORS["ink-2"],
        f"{ratio[0]}/{ratio[1]}",
    )  # fmt: skip
    return [spoke, name, count_text]


def _series(css: str, shares: Sequence[Ratio]) -> list[Markup]:
    """Le contour d’une série ; sous trois axes, un rayon par axe ; un axe sans réponse l’ouvre."""
    count = len(shares)
    points = [
        _at(position, count, _kept(k, n) / n) if n else None
        for position, (k, n) in enumerate(shares)
    ]
    own = css == "gfx-self"
    closed = count >= 3 and None not in points
    outline = _tag(
        "path",
        class_=css if closed or own else f"{css} gfx-open",
        d=_outline(points, closed),
        fill="none" if own or not closed else COLORS["ok-fill"],
        fill_opacity=0.16,
        stroke=COLORS["brand" if own else "ok-fill"],
        stroke_width=2 if own else 2.5,
        stroke_linejoin="round",
        stroke_linecap="round",
        **({"stroke_dasharray": "2 5"} if own else {}),
    )
    if own:
        return [outline]
    dots = [
        _tag(
            "circle", class_="gfx-point", cx=point[0], cy=point[1], r=4,
            fill=COLORS["ok-fill"], stroke=COLORS["surface"], stroke_width=1.5,
        )  # fmt: skip
        for point in points
        if point
    ]
    return [outline, *dots]


def _outline(points: Sequence[Point | None], closed: bool) -> str:
    if closed:
        return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in filter(None, points)) + "Z"
    if len(points) < 3:
        centre = (_RADAR_CENTRE, *(None,))[0]
        pairs = [(centre, point) for point in points if point]
    else:
        following = [*points[1:], points[0]]
        pairs = [(a, b) for a, b in zip(points, following, strict=True) if a and b]
    return "".join(f"M{_n(a[0])} {_n(a[1])}L{_n(b[0])} {_n(b[1])}" for a, b in pairs)


#: Noms sous lesquels les gabarits appellent ce module.
JINJA_GLOBALS = {
    "dessin_niveau": level_bar,
    "dessin_progression": progress_bar,
    "dessin_frise": frieze,
    "dessin_radar": radar,
    "dessin_barre": stacked_bar,
}
