"""Ce qui se saisit sur une session, ses demi-journées, son équipe."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms import TimeField as _TimeField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from coopmetiers.base.forms import BaseForm, DateField
from coopmetiers.base.i18n import _
from coopmetiers.formation.enums import (
    LIBELLES_DEMI_JOURNEE,
    LIBELLES_MODALITE,
    LIBELLES_ROLE_SESSION,
    DemiJournee,
    ModaliteSession,
    RoleSession,
)
from coopmetiers.formation.rules.sessions import SaisieCreneau, SaisieHoraires, SaisieSession

_REQUIS = DataRequired(lazy_gettext("Cette réponse est nécessaire."))
#: Une date ou une heure illisible garde son propre message, que `DataRequired` effacerait.
_DIT = InputRequired(lazy_gettext("Cette réponse est nécessaire."))
_CHOISI = InputRequired(lazy_gettext("Choisissez une réponse."))


class HeureField(_TimeField):
    """Une heure ; dit ce qui n’en est pas une."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            saisie = " ".join(valuelist)
            raise ValueError(
                lazy_gettext("« %(saisie)s » n’est pas une heure.", saisie=saisie)
            ) from None


class SessionForm(BaseForm):
    """Le nom, les dates et le lieu d’une session."""

    intitule = StringField(
        lazy_gettext("Nom de la session"),
        [_REQUIS, Length(max=200)],
        description=lazy_gettext("Celui que liront les apprenant·es."),
    )
    debut_le = DateField(lazy_gettext("Premier jour"), [_DIT])
    fin_le = DateField(lazy_gettext("Dernier jour"), [_DIT])
    modalite = RadioField(lazy_gettext("Comment elle se tient"), [_CHOISI])
    lieu = StringField(
        lazy_gettext("Lieu"),
        [Optional(), Length(max=200)],
        description=lazy_gettext("Une salle, une adresse, ou le lien de la visioconférence."),
    )

    def __init__(self, **donnees: Any) -> None:
        super().__init__(**donnees)
        self.modalite.choices = [(m.value, _(dit)) for m, dit in LIBELLES_MODALITE.items()]

    def saisie(self) -> SaisieSession:
        return SaisieSession(
            intitule=self.intitule.data,
            debut_le=self.debut_le.data,
            fin_le=self.fin_le.data,
            lieu=self.lieu.data or "",
            modalite=ModaliteSession(self.modalite.data),
        )


def demi_journee_choisie(texte: str) -> tuple[date, DemiJournee]:
    """Lit « 2027-01-11.MATIN » ; lève `ValueError`."""
    jour, _point, moitie = str(texte).partition(".")
    return date.fromisoformat(jour), DemiJournee(moitie)


#: Remplir le calendrier d’un coup : le nom du rythme, et les jours de la semaine qu’il coche.
RYTHMES = {
    "semaine": (lazy_gettext("Du lundi au vendredi"), (0, 1, 2, 3, 4)),
    "lundi": (lazy_gettext("Chaque lundi"), (0,)),
    "mardi": (lazy_gettext("Chaque mardi"), (1,)),
    "mercredi": (lazy_gettext("Chaque mercredi"), (2,)),
    "jeudi": (lazy_gettext("Chaque jeudi"), (3,)),
    "vendredi": (lazy_gettext("Chaque vendredi"), (4,)),
    "samedi": (lazy_gettext("Chaque samedi"), (5,)),
}


class HorairesForm(BaseForm):
    """Les demi-journées cochées au calendrier, et leurs heures communes."""

    demi_journees = SelectMultipleField(
        lazy_gettext("Demi-journées"), coerce=demi_journee_choisie, validate_choice=False
    )
    rythme = SelectField(lazy_gettext("Cocher d’un coup"), [Optional()], default="semaine")
    matin_debut = HeureField(lazy_gettext("Début du matin"), [_DIT])
    matin_fin = HeureField(lazy_gettext("Fin du matin"), [_DIT])
    apres_midi_debut = HeureField(lazy_gettext("Début de l’après-midi"), [_DIT])
    apres_midi_fin = HeureField(lazy_gettext("Fin de l’après-midi"), [_DIT])

    def __init__(self, **donnees: Any) -> None:
        modele = SaisieHoraires(())
        super().__init__(
            matin_debut=modele.matin[0],
            matin_fin=modele.matin[1],
            apres_midi_debut=modele.apres_midi[0],
            apres_midi_fin=modele.apres_midi[1],
            **donnees,
        )
        self.rythme.choices = [(nom, libelle) for nom, (libelle, _jours) in RYTHMES.items()]

    @property
    def choisies(self) -> frozenset[tuple[date, DemiJournee]]:
        """Les demi-journées cochées."""
        return frozenset(self.demi_journees.data or ())

    def cocher(self, jours: Iterable[date]) -> None:
        """Coche, en plus, les demi-journées du rythme choisi parmi ces jours."""
        _libelle, ouvres = RYTHMES.get(self.rythme.data or "", ("", ()))
        ajoutees = {(j, m) for j in jours if j.weekday() in ouvres for m in DemiJournee}
        self.demi_journees.data = sorted(self.choisies | ajoutees)

    def horaires(self) -> SaisieHoraires:
        return SaisieHoraires(
            demi_journees=tuple(self.choisies),
            matin=(self.matin_debut.data, self.matin_fin.data),
            apres_midi=(self.apres_midi_debut.data, self.apres_midi_fin.data),
        )


class OuvertureForm(HorairesForm, SessionForm):
    """Une session nouvelle : ses dates, puis ses demi-journées."""


class CreneauForm(BaseForm):
    """Une demi-journée à ses propres heures."""

    jour = DateField(lazy_gettext("Jour"), [_DIT])
    demi_journee = RadioField(lazy_gettext("Demi-journée"), [_CHOISI])
    debut = HeureField(lazy_gettext("De"), [_DIT])
    fin = HeureField(lazy_gettext("À"), [_DIT])
    intitule = StringField(lazy_gettext("Sujet"), [Optional(), Length(max=200)])

    def __init__(self, **donnees: Any) -> None:
        super().__init__(**donnees)
        self.demi_journee.choices = [(m.value, _(d)) for m, d in LIBELLES_DEMI_JOURNEE.items()]

    def saisie(self) -> SaisieCreneau:
        return SaisieCreneau(
            self.jour.data,
            DemiJournee(self.demi_journee.data),
            self.debut.data,
            self.fin.data,
            self.intitule.data or "",
        )


class AffectationForm(BaseForm):
    """Une personne de l’équipe, et ce qu’elle fait dans la session."""

    utilisateur_id = SelectField(lazy_gettext("Personne"), [_CHOISI])
    role = RadioField(lazy_gettext("Dans cette session"), [_CHOISI])

    def __init__(self, **donnees: Any) -> None:
        super().__init__(**donnees)
        self.role.choices = [(r.value, _(dit)) for r, dit in LIBELLES_ROLE_SESSION.items()]

    def offrir(self, equipe: Iterable[tuple[str, str, bool]]) -> None:
        """L’équipe : identifiant, nom, et si la personne peut former."""
        self.utilisateur_id.choices = [
            ("", _("Choisir une personne")),
            *(
                (cle, nom if peut_former else _("%(nom)s (évalue seulement)", nom=nom))
                for cle, nom, peut_former in equipe
            ),
        ]

    @property
    def personne(self) -> str:
        """Le nom de la personne choisie."""
        return str(dict(self.utilisateur_id.choices).get(self.utilisateur_id.data, ""))

    def saisie(self) -> tuple[str, RoleSession]:
        return self.utilisateur_id.data, RoleSession(self.role.data)
