"""Mener un acte d’un seul bouton."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.i18n import refusal_text


def mener(acte: Callable[[], object], succes: str) -> bool:
    """Mène l’acte et dit, en haut de la page suivante, ce qui est fait ou refusé."""
    try:
        with transaction():
            acte()
    except RuleViolation as refus:
        flash(refusal_text(refus), "erreur")
        return False
    flash(succes, "succes")
    return True
