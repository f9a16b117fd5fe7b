"""Ce qui se saisit pour inscrire quelqu’un, compléter sa fiche, changer son inscription."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from coopmetiers.base.forms import BaseForm, DateField, FilterForm, email_shape
from coopmetiers.base.i18n import _
from coopmetiers.parcours.rules.inscription import (
    COURRIEL_LE_PLUS_LONG,
    LIEU_LE_PLUS_LONG,
    NOM_LE_PLUS_LONG,
    SaisieInscription,
    SaisieNaissance,
    SaisieVersion,
)
from coopmetiers.referentiel.enums import LIBELLES_EXERCICE

_REQUIS = DataRequired(lazy_gettext("Cette réponse est nécessaire."))
_CHOISI = InputRequired(lazy_gettext("Choisissez une réponse."))
_NOM = Length(max=NOM_LE_PLUS_LONG)
#: Trois cents personnes, toutes colonnes remplies, tiennent largement dans ce texte.
_LISTE = Length(max=100_000, message=lazy_gettext("Cette liste est trop longue."))

Choix = Sequence[tuple[str, str]]


class ViseeForm(BaseForm):
    """Le métier et l’exercice visés."""

    code_metier = RadioField(lazy_gettext("Métier visé"), [_CHOISI])
    exercice = RadioField(
        lazy_gettext("Exercice"),
        [_CHOISI],
        description=lazy_gettext(
            "Interne : la personne tient le métier dans la coopération elle-même. "
            "Externe : elle l’accompagne de l’extérieur."
        ),
    )

    def offrir(self, metiers: Choix) -> None:
        """Les métiers de la version (code, libellé) ; s’il n’y en a qu’un, il est choisi."""
        self.code_metier.choices = list(metiers)
        self.exercice.choices = [(e.value, _(dit)) for e, dit in LIBELLES_EXERCICE.items()]
        if len(metiers) == 1 and not self.code_metier.data:
            self.code_metier.data = metiers[0][0]


class PersonneForm(ViseeForm):
    """Une personne à inscrire."""

    prenom = StringField(lazy_gettext("Prénom"), [_REQUIS, _NOM])
    nom = StringField(lazy_gettext("Nom"), [_REQUIS, _NOM])
    email = StringField(
        lazy_gettext("Adresse électronique"),
        [_REQUIS, Length(max=COURRIEL_LE_PLUS_LONG), email_shape],
        description=lazy_gettext("La personne y reçoit le lien qui ouvre son compte."),
    )
    naissance_le = DateField(lazy_gettext("Date de naissance"), [Optional()])
    naissance_lieu = StringField(
        lazy_gettext("Lieu de naissance"),
        [Optional(), Length(max=LIEU_LE_PLUS_LONG)],
        description=lazy_gettext("Nécessaire seulement pour présenter la personne à un jury."),
    )

    def saisie(self) -> SaisieInscription:
        return SaisieInscription(
            prenom=self.prenom.data,
            nom=self.nom.data,
            email=self.email.data,
            code_metier=self.code_metier.data,
            exercice=self.exercice.data,
            naissance_le=self.naissance_le.data,
            naissance_lieu=self.naissance_lieu.data or "",
        )


class ListeField(TextAreaField):
    """Un texte gardé tel quel : une tabulation en tête est une première cellule vide."""

    keep_blanks = True


class ListeForm(ViseeForm):
    """Une liste collée depuis un tableur, et ce que visent les lignes qui ne le disent pas."""

    liste = ListeField(lazy_gettext("La liste"), [_REQUIS, _LISTE])


class NaissanceForm(BaseForm):
    """La date et le lieu de naissance."""

    naissance_le = DateField(lazy_gettext("Date de naissance"), [Optional()])
    naissance_lieu = StringField(
        lazy_gettext("Lieu de naissance"), [Optional(), Length(max=LIEU_LE_PLUS_LONG)]
    )

    def saisie(self) -> SaisieNaissance:
        return SaisieNaissance(self.naissance_le.data, self.naissance_lieu.data or "")


class VersionForm(ViseeForm):
    """La version, le métier et l’exercice visés désormais, et pourquoi."""

    version_id = SelectField(lazy_gettext("Version du référentiel"), [_CHOISI])
    motif = TextAreaField(
        lazy_gettext("Motif"),
        [_REQUIS, Length(max=500)],
        description=lazy_gettext("Il reste au journal, avec votre nom."),
    )

    def offrir_versions(self, versions: Choix) -> None:
        """Les versions publiées (identifiant, nom)."""
        self.version_id.choices = list(versions)

    def saisie(self) -> SaisieVersion:
        return SaisieVersion(
            self.version_id.data, self.code_metier.data, self.exercice.data, self.motif.data
        )


class RuptureForm(BaseForm):
    """Pourquoi une inscription s’arrête."""

    motif = TextAreaField(
        lazy_gettext("Motif"),
        [_REQUIS, Length(max=500)],
        description=lazy_gettext("Il reste au journal, avec votre nom."),
    )


class RechercheForm(FilterForm):
    """Les mots cherchés dans la liste des apprenant·es."""

    q = StringField(lazy_gettext("Rechercher"), [Optional(), Length(max=100)])

    def __init__(self, **choix: Any) -> None:
        super().__init__(**choix)
        self.recherche = self.q.data or ""
