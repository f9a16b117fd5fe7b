"""Ce qu’on cherche dans le journal."""

from __future__ import annotations

from flask_babel import lazy_gettext
from wtforms import SelectField, StringField
from wtforms.validators import Optional

from coopmetiers.audit.phrases import PIECES
from coopmetiers.base.forms import DateField, FilterForm
from coopmetiers.base.i18n import _


class FiltreForm(FilterForm):
    """Les filtres du journal ; une date illisible se dit sur le champ et ne retient rien."""

    chaine = SelectField(lazy_gettext("Journal"), validators=[Optional()], validate_choice=False)
    piece = SelectField(lazy_gettext("Sujet"), validators=[Optional()])
    qui = StringField(lazy_gettext("Par qui"), validators=[Optional()])
    objet = StringField(lazy_gettext("Identifiant"), validators=[Optional()])
    du = DateField(lazy_gettext("Du"), validators=[Optional()])
    au = DateField(lazy_gettext("Au"), validators=[Optional()])

    def __init__(self) -> None:
        super().__init__()
        self.piece.choices = [("", _("Tous")), *((cle, _(nom)) for cle, nom in PIECES.items())]
