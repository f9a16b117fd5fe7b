"""Les formes dont `svg.py` fait ses dessins : un trait, un rectangle, une hachure, un cadre.

Chaque forme porte ses couleurs claires en attributs (le PDF ne lit rien d’autre) et une classe
`gfx-…` par laquelle `static/css/graphique.css` suit le thème de l’écran. Aucun attribut `style`,
aucun identifiant : plusieurs dessins vivent dans la même page.
"""

from __future__ import annotations

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
FONT = "Coopmetiers Sans, Coop Sans, sans-serif"

#: x, y, largeur, hauteur.
Box = tuple[float, float, float, float]


def coordinate(value: float) -> str:
    """Un nombre au dixième, sans zéro inutile."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def tag(name: str, **attributes: object) -> Markup:
    """Une forme : `_` devient `-`, `class_` devient `class`, un nombre est arrondi au centième."""
    written = " ".join(
        f'{key.rstrip("_").replace("_", "-")}="{_written(value)}"'
        for key, value in attributes.items()
    )
    return Markup(f"<{name} {written}/>")


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{round(value, 2):g}"
    return str(escape(value))


def drawing(kind: str, box: tuple[float, float], shapes: Sequence[Markup], **said: str) -> Markup:
    """Assemble un dessin ; `said` porte `title`, `desc`, et `stretch` pour une barre élastique."""
    title, desc = said.get("title", ""), said.get("desc", "")
    role = Markup('role="img"') if title else Markup('aria-hidden="true"')
    named = Markup("<title>{}</title>").format(title) if title else ""
    described = Markup("<desc>{}</desc>").format(desc) if desc else ""
    ratio = Markup(' preserveAspectRatio="none"') if said.get("stretch") else ""
    return Markup(
        '<svg class="gfx gfx--{}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"{} {} '
        'focusable="false">{}{}{}</svg>'
    ).format(
        kind, coordinate(box[0]), coordinate(box[1]), ratio, role, named, described,
        Markup("").join(shapes),
    )  # fmt: skip


def rect(css: str, color: str, box: Box, **more: object) -> Markup:
    """Un rectangle plein, d’une couleur de `COLORS`."""
    x, y, width, height = map(float, box)
    return tag("rect", class_=css, x=x, y=y, width=width, height=height, fill=COLORS[color], **more)


def line(css: str, color: str, path: str, width: float = 1.0) -> Markup:
    """Un trait dont l’épaisseur ne s’étire pas avec la barre."""
    return tag(
        "path", class_=css, d=path, fill="none", stroke=COLORS[color], stroke_width=float(width),
        vector_effect="non-scaling-stroke",
    )  # fmt: skip


def hatch(box: Box, step: float) -> str:
    """Des hachures à 45° tenues dans un rectangle, tous les `step`."""
    x, y, width, height = box
    lines = []
    offset = step
    while offset < width + height:
        start = (x + max(0.0, offset - height), y + min(offset, height))
        end = (x + min(offset, width), y + max(0.0, offset - width))
        lines.append(f"M{coordinate(start[0])} {coordinate(start[1])}")
        lines.append(f"L{coordinate(end[0])} {coordinate(end[1])}")
        offset += step
    return "".join(lines)
