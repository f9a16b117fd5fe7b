"""Ce que toutes les pages de la pièce ont en commun."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from coopmetiers.base.web import current_identity
from coopmetiers.formation.permissions import A


def page(gabarit: str, **contexte: Any) -> ResponseReturnValue:
    """Une page de la pièce ; 422 quand la saisie qu’elle montre a été refusée."""
    form = contexte.get("form")
    statut = 422 if form is not None and form.errors else 200
    texte = render_template(gabarit, acteur=current_identity(), A=A, **contexte)
    return texte, statut
