"""Choisir un fichier à reprendre, puis décider de l’appliquer."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from coopmetiers.base.forms import BaseForm
from coopmetiers.base.i18n import _
from coopmetiers.echanges.enums import LIBELLES_FORMAT, Format


class ImportationForm(BaseForm):
    """Le fichier, son format, et la version à laquelle le comparer."""

    fichier = FileField(
        lazy_gettext("Fichier"), [FileRequired(lazy_gettext("Choisissez un fichier."))]
    )
    genre = SelectField(
        lazy_gettext("Format"), [DataRequired(lazy_gettext("Cette réponse est nécessaire."))]
    )
    version_id = SelectField(lazy_gettext("Comparer à"), [Optional()])
    code = StringField(
        lazy_gettext("Code du référentiel"),
        [Optional(), Length(max=80)],
        description=lazy_gettext("Seulement si le fichier n’en dit pas."),
    )

    def offrir(self, versions: Sequence[tuple[str, str]]) -> None:
        """Les formats qu’on sait lire, et les versions qu’on peut lire."""
        self.genre.choices = [(g.value, _(LIBELLES_FORMAT[g])) for g in Format]
        self.version_id.choices = [("", _("La dernière version du code qu’il dit")), *versions]


class ApplicationForm(BaseForm):
    """Appliquer ce que l’aperçu montre."""

    #: L’empreinte de la version que l’aperçu a montrée.
    lue = HiddenField()
    version = StringField(
        lazy_gettext("Numéro du brouillon"),
        [Optional(), Length(max=40)],
        description=lazy_gettext("Laissé vide : le numéro qui suit."),
    )
    malgre_conflits = BooleanField(
        lazy_gettext("Le fichier l’emporte sur ce qui a été écrit ici depuis sa sortie")
    )
