"""Formulaires : la forme de ce qui est saisi, jamais la règle ni le droit."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import request
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField as _DateField
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.i18n import refusal_text

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")


class BaseForm(FlaskForm):
    """Formulaire de la maison : jeton anti-falsification, textes sans blancs aux bords."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound: Any, options: Any) -> Field:
            """Ôte les blancs aux bords de chaque texte saisi."""
            filters = list(unbound.kwargs.get("filters", ()))
            if issubclass(unbound.field_class, StringField) and not getattr(
                unbound.field_class, "keep_blanks", False
            ):
                filters.insert(0, _stripped)
            return unbound.bind(form=form, filters=filters, **options)


class EmptyForm(BaseForm):
    """Le formulaire d’un simple bouton : rien à saisir, mais un jeton à vérifier."""


class FilterForm(BaseForm):
    """Le filtre d’une liste : il se lit dans l’adresse, n’écrit rien, donc n’a pas de jeton."""

    class Meta(BaseForm.Meta):
        csrf = False

    def __init__(self, **choices: Any) -> None:
        super().__init__(formdata=request.args, **choices)


class DateField(_DateField):
    """Une date ; dit ce qui n’existe pas au calendrier."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(
                lazy_gettext(
                    "« %(saisie)s » n’est pas une date du calendrier.", saisie=valuelist[0]
                )
            ) from None


def email_shape(form: Any, field: Field) -> None:
    """Valide la forme d’une adresse électronique."""
    if field.data and not _EMAIL.fullmatch(field.data):
        raise ValidationError(lazy_gettext("Cette adresse électronique n’a pas la bonne forme."))


def siret_shape(form: Any, field: Field) -> None:
    """Valide la forme d’un SIRET : quatorze chiffres (espaces admises)."""
    if field.data and not re.fullmatch(r"\d{14}", re.sub(r"\s", "", field.data)):
        raise ValidationError(lazy_gettext("Un SIRET compte quatorze chiffres."))


def show_violation(form: FlaskForm, violation: RuleViolation) -> None:
    """Pose le refus d’une règle sur le champ en cause, ou en tête du formulaire."""
    text = refusal_text(violation)
    field = form._fields.get(violation.field or "")
    if field is None:
        form.form_errors.append(text)
    else:
        field.errors = [*field.errors, text]


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


Validator = Callable[[Any, Field], None]
