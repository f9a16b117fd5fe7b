"""Ce qu’on cherche dans un référentiel et dans le recensement, ce qu’on y compare et y ouvre."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext
from wtforms import SearchField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from coopmetiers.base.forms import BaseForm, FilterForm
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


class ComparaisonForm(FilterForm):
    """De quelle version à quelle autre."""

    de = SelectField(lazy_gettext("De"))
    a = SelectField(lazy_gettext("à"))

    def offrir(self, versions: Sequence[tuple[str, str]], de: str, a: str) -> None:
        """Les versions à comparer, et celles qui le sont."""
        self.de.choices = self.a.choices = list(versions)
        self.de.data, self.a.data = de, a


class BrouillonForm(BaseForm):
    """De quelle version partir, et quel numéro donner au brouillon."""

    depuis = SelectField(lazy_gettext("À partir de la version"))
    version = StringField(
        lazy_gettext("Numéro"),
        [
            DataRequired(lazy_gettext("Cette réponse est nécessaire.")),
            Length(max=40, message=lazy_gettext("Quarante signes au plus.")),
            Regexp(
                r"[0-9][0-9A-Za-z.-]*\Z",
                message=lazy_gettext(
                    "Un numéro commence par un chiffre ; chiffres, lettres, points et tirets "
                    "suivent, sans espace."
                ),
            ),
        ],
    )

    def offrir(self, versions: Sequence[str]) -> None:
        """Les versions d’où partir, la plus récente d’abord."""
        self.depuis.choices = [(version, version) for version in versions]
