"""Ce qu’on cherche dans un référentiel et dans le recensement."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext
from wtforms import SearchField, SelectField
from wtforms.validators import Length, Optional

from coopmetiers.base.forms import FilterForm
from coopmetiers.base.i18n import _


class FiltreArbreForm(FilterForm):
    """Des mots ou un code, dans l’arbre d’une version."""

    q = SearchField(
        lazy_gettext("Filtrer par mot ou par code"), validators=[Optional(), Length(max=200)]
    )


class FiltreRecensementForm(FilterForm):
    """Des mots, un bloc proche, une modalité telle que les sources la disent."""

    q = SearchField(lazy_gettext("Mots cherchés"), validators=[Optional(), Length(max=200)])
    bloc = SelectField(lazy_gettext("Bloc proche"), validators=[Optional()])
    modalite = SelectField(lazy_gettext("Modalité"), validators=[Optional()])

    def offrir(self, blocs: Iterable[tuple[str, str]], modalites: Iterable[str]) -> None:
        self.bloc.choices = [("", _("Tous")), *((code, f"{code} {nom}") for code, nom in blocs)]
        self.modalite.choices = [("", _("Toutes")), *((mot, mot) for mot in modalites)]
