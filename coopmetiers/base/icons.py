"""Pictogrammes : les tracés de Lucide (ISC) de `static/vendor/lucide`, en ligne dans la page."""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup, escape

from coopmetiers.paths import STATIC

FOLDER = STATIC / "vendor" / "lucide"

_DRAWING = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)


@cache
def _paths(name: str) -> str:
    """Le dedans du dessin ; lève `KeyError` pour un nom qui n’est pas repris."""
    file = FOLDER / f"{name}.svg"
    found = _DRAWING.search(file.read_text("utf-8")) if file.is_file() else None
    if found is None:
        raise KeyError(f"pictogramme inconnu : {name}")
    return " ".join(found.group(1).split())


def icon(name: str, css: str = "ic") -> Markup:
    """Un pictogramme décoratif : muet pour les lecteurs d’écran, le mot est toujours à côté."""
    return Markup(
        '<svg class="{css}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{paths}</svg>'
    ).format(css=escape(css), paths=Markup(_paths(name)))


#: Noms sous lesquels les gabarits appellent ce module.
JINJA_GLOBALS = {"icone": icon}
