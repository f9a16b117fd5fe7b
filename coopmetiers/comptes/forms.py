"""Ce qui se saisit sur les comptes et les organisations."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from wtforms import PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from coopmetiers.base.forms import BaseForm, DateField, FilterForm, email_shape, siret_shape
from coopmetiers.base.i18n import _
from coopmetiers.base.running import settings
from coopmetiers.comptes.enums import LIBELLES_NATURE, LIBELLES_ROLE, NatureOrganisation, Role
from coopmetiers.comptes.rules import SaisieInvitation, SaisieOrganisation

_REQUIS = DataRequired(lazy_gettext("Cette réponse est nécessaire."))


class InvitationForm(BaseForm):
    """La personne qu’on invite ; les rôles offerts sont donnés par la vue."""

    prenom = StringField(lazy_gettext("Prénom"), [_REQUIS, Length(max=80)])
    nom = StringField(lazy_gettext("Nom"), [_REQUIS, Length(max=80)])
    email = StringField(
        lazy_gettext("Adresse électronique"), [_REQUIS, Length(max=254), email_shape]
    )
    role = SelectField(lazy_gettext("Rôle"), [_REQUIS])

    def offrir(self, roles: tuple[Role, ...]) -> None:
        """Les rôles que l’organisation peut donner."""
        self.role.choices = [(role.value, _(LIBELLES_ROLE[role])) for role in roles]

    def saisie(self) -> SaisieInvitation:
        return SaisieInvitation(
            prenom=self.prenom.data,
            nom=self.nom.data,
            email=self.email.data,
            role=Role(self.role.data),
        )


class FiltreMembresForm(FilterForm):
    """Les filtres de la liste des membres."""

    role = SelectField(lazy_gettext("Rôle"), [Optional()])
    q = StringField(lazy_gettext("Nom ou adresse"), [Optional()])

    def offrir(self, roles: tuple[Role, ...]) -> None:
        """Les rôles entre lesquels choisir."""
        self.role.choices = [
            ("", _("Tous")),
            *((role.value, _(LIBELLES_ROLE[role])) for role in roles),
        ]


class FiltreOrganisationsForm(FilterForm):
    """Le filtre de la liste des organisations."""

    q = StringField(lazy_gettext("Nom, sigle ou ville"), [Optional()])


class FicheForm(BaseForm):
    """La fiche d’une organisation, telle qu’un·e responsable la tient."""

    nom = StringField(lazy_gettext("Nom"), [_REQUIS, Length(max=200)])
    siret = StringField(lazy_gettext("SIRET"), [Optional(), siret_shape])
    nda = StringField(lazy_gettext("Numéro de déclaration d’activité"), [Optional()])
    ville = StringField(lazy_gettext("Ville"), [Optional(), Length(max=120)])
    fuseau = StringField(
        lazy_gettext("Fuseau horaire"),
        [_REQUIS, Length(max=60)],
        default=lambda: settings().timezone,
    )
    representant_nom = StringField(
        lazy_gettext("Représentant·e : prénom et nom"), [Optional(), Length(max=120)]
    )
    representant_fonction = StringField(
        lazy_gettext("Représentant·e : fonction"), [Optional(), Length(max=120)]
    )

    def saisie(self) -> SaisieOrganisation:
        return SaisieOrganisation(**self._fiche())

    def _fiche(self) -> dict[str, Any]:
        chiffres = "".join((self.siret.data or "").split())
        declaration = "".join((self.nda.data or "").split()).upper()
        return {
            "nom": self.nom.data,
            "siret": chiffres,
            "nda": declaration,
            "ville": self.ville.data or "",
            "fuseau": self.fuseau.data,
            "representant_nom": self.representant_nom.data or "",
            "representant_fonction": self.representant_fonction.data or "",
        }


class OrganisationForm(FicheForm):
    """Une organisation nouvelle : la fiche, et ce qui ne changera plus."""

    sigle = StringField(lazy_gettext("Sigle"), [_REQUIS, Length(max=8)])
    natures = SelectMultipleField(
        lazy_gettext("Natures"),
        [_REQUIS],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self) -> None:
        super().__init__()
        self.natures.choices = [
            (nature.value, _(libelle)) for nature, libelle in LIBELLES_NATURE.items()
        ]

    def saisie(self) -> SaisieOrganisation:
        natures = frozenset(NatureOrganisation(valeur) for valeur in self.natures.data)
        return SaisieOrganisation(**self._fiche(), sigle=self.sigle.data.upper(), natures=natures)


class HabilitationForm(BaseForm):
    """Quel organisme, auprès de quel certificateur, de quand à quand."""

    organisme = SelectField(lazy_gettext("Organisme de formation"), [_REQUIS])
    certificateur = SelectField(lazy_gettext("Certificateur"), [_REQUIS])
    # `DataRequired` tairait qu’une date n’existe pas au calendrier.
    depuis_le = DateField(
        lazy_gettext("À partir du"), [InputRequired(lazy_gettext("Cette réponse est nécessaire."))]
    )
    jusqu_au = DateField(lazy_gettext("Jusqu’au"), [Optional()])


class MotDePasseForm(BaseForm):
    """Le mot de passe qu’on choisit en ouvrant son compte, deux fois."""

    mot_de_passe = PasswordField(lazy_gettext("Mot de passe"), [_REQUIS])
    encore = PasswordField(
        lazy_gettext("Encore une fois"),
        [_REQUIS, EqualTo("mot_de_passe", lazy_gettext("Les deux saisies diffèrent."))],
    )
