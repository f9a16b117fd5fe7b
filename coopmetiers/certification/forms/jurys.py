"""Convoquer et composer un jury, présenter des candidatures, révoquer."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from coopmetiers.base.forms import BaseForm, DateField, FilterForm
from coopmetiers.base.i18n import _
from coopmetiers.certification.enums import (
    LIBELLES_CERTIFICAT,
    LIBELLES_QUALITE,
    EtatCertificat,
    QualiteMembre,
)
from coopmetiers.certification.rules.jury import SaisieJury, SaisieMembre

_REQUIS = DataRequired(lazy_gettext("Cette réponse est nécessaire."))
_SAISI = InputRequired(lazy_gettext("Cette réponse est nécessaire."))


class PresentationForm(BaseForm):
    """À quel certificateur présenter, qui, et pour quels blocs."""

    certificateur = SelectField(lazy_gettext("Certificateur"), [_REQUIS])
    inscriptions = SelectMultipleField(
        lazy_gettext("Personnes"),
        [DataRequired(lazy_gettext("Choisissez au moins une personne."))],
        validate_choice=False,
    )
    #: « inscription code » pour chaque bloc coché, qu’on présente la personne ou non.
    blocs = SelectMultipleField(lazy_gettext("Blocs à présenter"), validate_choice=False)

    def blocs_de(self, inscription_id: str) -> tuple[str, ...]:
        """Les codes des blocs cochés pour cette personne."""
        coches = (coche.partition(" ") for coche in self.blocs.data or ())
        return tuple(code for inscription, _espace, code in coches if inscription == inscription_id)

    def offrir(self, certificateurs: Sequence[tuple[str, str]]) -> None:
        """Les certificateurs qui admettent les candidatures de l’organisme."""
        self.certificateur.choices = list(certificateurs)


class JuryForm(BaseForm):
    """Pour quoi, quand et où le jury se réunit."""

    visee = SelectField(lazy_gettext("Métier et version du référentiel"), [_REQUIS])
    # « Saisi », et non « rempli » : une date impossible est saisie, et le champ dit ce qui cloche.
    tenu_le = DateField(lazy_gettext("Jour du jury"), [_SAISI])
    lieu = StringField(lazy_gettext("Lieu"), [_REQUIS, Length(max=200)])
    quorum = IntegerField(
        lazy_gettext("Quorum"),
        [
            _SAISI,
            NumberRange(1, 20, lazy_gettext("Le quorum va de 1 à 20 membres.")),
        ],
        default=2,
    )

    def offrir(self, visees: Sequence[tuple[str, str]]) -> None:
        """« version métier » et son libellé."""
        self.visee.choices = list(visees)

    def saisie(self) -> SaisieJury:
        version_id, _espace, code_metier = self.visee.data.partition(" ")
        return SaisieJury(
            version_id=version_id,
            code_metier=code_metier,
            tenu_le=self.tenu_le.data,
            lieu=self.lieu.data,
            quorum=self.quorum.data,
        )


class MembreForm(BaseForm):
    """Qui siège, et à quel titre."""

    utilisateur = SelectField(lazy_gettext("Personne"), [_REQUIS])
    qualite = SelectField(lazy_gettext("À quel titre"), [_REQUIS])
    fonction = StringField(lazy_gettext("Structure ou fonction"), [Optional(), Length(max=200)])

    def offrir(self, personnes: Sequence[tuple[str, str]]) -> None:
        """Les juré·es du certificateur qui ne siègent pas encore."""
        self.utilisateur.choices = list(personnes)
        self.qualite.choices = [(q.value, _(LIBELLES_QUALITE[q])) for q in QualiteMembre]

    def saisie(self) -> SaisieMembre:
        return SaisieMembre(
            utilisateur_id=self.utilisateur.data,
            qualite=QualiteMembre(self.qualite.data),
            fonction=self.fonction.data or "",
        )


class RoleForm(BaseForm):
    """Les candidatures en attente à inscrire au jury."""

    candidatures = SelectMultipleField(
        lazy_gettext("Candidatures en attente"),
        [DataRequired(lazy_gettext("Choisissez au moins une candidature."))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def offrir(self, candidatures: Sequence[tuple[str, str]]) -> None:
        """Celles que ce jury peut prendre."""
        self.candidatures.choices = list(candidatures)


class RecusationForm(BaseForm):
    """Qui ne siège pas, pour qui, et quel est le lien."""

    membre = SelectField(lazy_gettext("Membre"), [_REQUIS])
    candidature = SelectField(lazy_gettext("Ne siège pas pour"), [_REQUIS])
    motif = StringField(lazy_gettext("Lien déclaré"), [_REQUIS, Length(max=500)])

    def offrir(
        self, membres: Sequence[tuple[str, str]], candidatures: Sequence[tuple[str, str]]
    ) -> None:
        """Les membres du jury et ses candidatures."""
        self.membre.choices, self.candidature.choices = list(membres), list(candidatures)


class RevocationForm(BaseForm):
    """Pourquoi un document délivré n’atteste plus rien."""

    motif = TextAreaField(lazy_gettext("Motif"), [_REQUIS, Length(max=2000)])


class FiltreCertificatsForm(FilterForm):
    """Les filtres du registre du certificateur."""

    q = StringField(lazy_gettext("Nom, numéro ou bloc"), [Optional(), Length(max=200)])
    etat = SelectField(lazy_gettext("État"), [Optional()])

    def offrir(self) -> None:
        """Les états d’un document."""
        self.etat.choices = [
            ("", _("Tous")),
            *((etat.value, _(LIBELLES_CERTIFICAT[etat])) for etat in EtatCertificat),
        ]
