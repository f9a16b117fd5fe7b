"""Langue, dates, nombres : tout ce qui s’écrit autrement d’une langue à l’autre."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import has_request_context, request
from flask_babel import Babel, format_date, format_decimal, get_locale
from flask_babel import gettext as _
from flask_babel import ngettext as babel_ngettext

from coopmetiers.base.clock import DEFAULT_ZONE
from coopmetiers.base.errors import Forbidden, Refusal, RuleViolation

LANGUAGES = ("fr", "en")
#: Celles qu’on peut choisir ; une langue s’y ajoute quand son catalogue est plein.
OFFERED = ("fr",)
babel = Babel()

__all__ = [
    "_",
    "babel",
    "choose_language",
    "day_date",
    "day_short",
    "hours",
    "long_date",
    "moment",
    "ngettext",
    "number",
    "refusal_text",
    "short_date",
]


def choose_language() -> str:
    """La langue choisie au pied de page, sinon le français."""
    chosen = request.cookies.get("langue", "") if has_request_context() else ""
    return chosen if chosen in OFFERED else "fr"


def ngettext(singular: str, plural: str, number: int, **params: object) -> str:
    """Accorde un texte au nombre ; en français, zéro reste au singulier."""
    return str(babel_ngettext(singular, plural, number, **params))


def refusal_text(refusal: Refusal) -> str:
    """Dit un refus dans la langue de la personne."""
    if isinstance(refusal, RuleViolation):
        if refusal.msgid_plural is not None and refusal.number is not None:
            params = {**refusal.params, "nombre": refusal.number}
            return ngettext(refusal.msgid, refusal.msgid_plural, refusal.number, **params)
        return str(_(refusal.msgid, **refusal.params))
    if isinstance(refusal, Forbidden):
        return str(_("Votre rôle ne permet pas cet acte."))
    return str(_("Cette page n’existe pas, ou ne vous est pas ouverte."))


def long_date(value: date | None) -> str:
    """« 14 mars 1988 », « 1er mars 1988 »."""
    return _first(format_date(value, "d MMMM y")) if value else ""


def day_date(value: date | None) -> str:
    """« lundi 14 mars 1988 »."""
    return _first(format_date(value, "EEEE d MMMM y")) if value else ""


def day_short(value: date | None) -> str:
    """« lun. 14 mars »."""
    return _first(format_date(value, "E d MMM")) if value else ""


def _first(text: str) -> str:
    """Le premier du mois s’écrit « 1er » en français, et lui seul."""
    return re.sub(r"(?<!\d)1(?= \w)", "1er", text) if str(get_locale()) != "en" else text


def short_date(value: date | None) -> str:
    """« 14/03/1988 »."""
    return format_date(value, "dd/MM/y") if value else ""


def moment(value: datetime | None, zone: str = DEFAULT_ZONE) -> str:
    """« 14 mars 1988 à 9 h 05 », « 14 mars 1988 à 9 h », à l’heure du lieu."""
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(zone))
    if str(get_locale()) == "en":
        return f"{format_date(local.date(), 'd MMMM y')}, {local:%H:%M}"
    minutes = f"\u202f{local.minute:02d}" if local.minute else ""
    return f"{long_date(local.date())} à {local.hour}\u202fh{minutes}"


def hours(minutes: int) -> str:
    """Une durée donnée en minutes : « 3 h 30 », « 14 h »."""
    whole, rest = divmod(minutes, 60)
    return f"{whole}\u202fh\u202f{rest:02d}" if rest else f"{number(whole)}\u202fh"


def number(value: int | float | Decimal) -> str:
    """Un nombre écrit selon la langue (espace fine en français)."""
    return str(format_decimal(value))
