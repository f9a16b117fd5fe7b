"""Ce que toutes les pages de la pièce ont en commun."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.i18n import refusal_text
from coopmetiers.base.web import current_identity
from coopmetiers.certification import enums
from coopmetiers.certification.permissions import A
from coopmetiers.referentiel.enums import LIBELLES_EXERCICE


def page(gabarit: str, **contexte: Any) -> ResponseReturnValue:
    """Une page de la pièce ; 422 quand la saisie qu’elle montre a été refusée."""
    form = contexte.get("form")
    statut = 422 if form is not None and form.errors else 200
    texte = render_template(
        gabarit,
        acteur=current_identity(),
        A=A,
        enums=enums,
        EXERCICES=LIBELLES_EXERCICE,
        **contexte,
    )
    return texte, statut


def mener(acte: Callable[[], object], succes: str = "") -> bool:
    """Mène un acte d’un seul bouton : dit en haut de la page suivante ce qui est fait ou refusé."""
    try:
        with transaction():
            acte()
    except RuleViolation as refus:
        flash(refusal_text(refus), "erreur")
        return False
    if succes:
        flash(succes, "succes")
    return True
