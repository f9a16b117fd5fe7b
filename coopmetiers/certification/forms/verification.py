"""Vérifier un document : son code, son fichier, le nom qu’on y lit."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError

from coopmetiers.base.forms import BaseForm

#: 10 Mo : le papier le plus lourd n’en pèse pas le dixième.
TAILLE_MAXIMALE = 10 * 1024 * 1024
_TROP_LOURD = lazy_gettext("Ce fichier pèse plus de 10 Mo : ce n’est pas un document délivré ici.")


class FichierForm(BaseForm):
    """Un PDF à comparer ; `empreinte` est remplie par le navigateur, qui n’envoie alors rien."""

    fichier = FileField(lazy_gettext("Le fichier PDF reçu"), [Optional()])
    empreinte = HiddenField(validators=[Optional(), Regexp(r"^[0-9a-f]{64}$")])

    _octets: bytes | None = None

    @property
    def octets(self) -> bytes:
        """Le contenu du fichier, lu une fois ; vide si aucun n’a été choisi."""
        if self._octets is None:
            self._octets = b""
            if self.fichier.data:
                self._octets = self.fichier.data.read(TAILLE_MAXIMALE + 1)
                self.fichier.data.close()
        return self._octets

    def validate_fichier(self, field: FileField) -> None:
        if len(self.octets) > TAILLE_MAXIMALE:
            raise ValidationError(_TROP_LOURD)


class VerificationForm(FichierForm):
    """Un code, un fichier, ou les deux."""

    code = StringField(
        lazy_gettext("Code de vérification"),
        [Optional(), Length(max=60)],
        description=lazy_gettext("16 caractères, sous le QR code. Le numéro seul ne suffit pas."),
    )

    def validate(self, extra_validators: object = None) -> bool:
        """Il faut au moins l’un des deux."""
        if not super().validate(extra_validators):
            return False
        if self.code.data or self.octets or self.empreinte.data:
            return True
        self.code.errors = [lazy_gettext("Donnez un code, ou choisissez un fichier.")]
        return False


class NomForm(BaseForm):
    """Le nom complet lu sur le papier."""

    nom = StringField(
        lazy_gettext("Le nom complet inscrit"),
        [DataRequired(lazy_gettext("Écrivez le nom lu sur le document.")), Length(max=200)],
        description=lazy_gettext("Nous répondons oui ou non ; le nom n’est pas affiché."),
    )
