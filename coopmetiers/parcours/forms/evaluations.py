"""Ce qui se saisit pour évaluer une personne ou un groupe, et pour corriger."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from coopmetiers.base.forms import BaseForm, DateField
from coopmetiers.base.i18n import _
from coopmetiers.parcours.rules.evaluation import (
    TEXTE_LE_PLUS_LONG,
    Contexte,
    SaisieEvaluation,
    SaisieGroupe,
)

_REQUIS = DataRequired(lazy_gettext("Cette réponse est nécessaire."))
#: Une date fausse garde son propre message ; `DataRequired` dirait seulement qu’elle manque.
_DATE = InputRequired(lazy_gettext("Cette réponse est nécessaire."))
_CHOISI = InputRequired(lazy_gettext("Choisissez un niveau."))
_TEXTE = Length(max=TEXTE_LE_PLUS_LONG)

Choix = Sequence[tuple[str, str]]


class CasesField(SelectMultipleField):
    """Plusieurs cases à cocher."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ContexteForm(BaseForm):
    """Ce qui a été observé : où, par quelle modalité, quel jour."""

    situation = TextAreaField(
        lazy_gettext("Situation observée"),
        [_REQUIS, _TEXTE],
        description=lazy_gettext("Ce que la personne faisait ; elle le lira, et le jury aussi."),
    )
    code_modalite = SelectField(lazy_gettext("Modalité"), [_REQUIS])
    observee_le = DateField(lazy_gettext("Observée le"), [_DATE])

    def offrir_modalites(self, modalites: Choix) -> None:
        """Les modalités (code, libellé), les plus adaptées d’abord."""
        self.code_modalite.choices = [("", _("Choisir")), *modalites]

    def contexte(self, commentaire: str = "") -> Contexte:
        return Contexte(
            situation=self.situation.data,
            code_modalite=self.code_modalite.data,
            observee_le=self.observee_le.data,
            commentaire=commentaire,
        )


class EvaluationForm(ContexteForm):
    """Le niveau d’une personne pour une compétence."""

    niveau = RadioField(lazy_gettext("Niveau observé"), [_CHOISI])
    commentaire = TextAreaField(lazy_gettext("Commentaire"), [Optional(), _TEXTE])
    preuves = CasesField(lazy_gettext("Preuves à l’appui"), [Optional()])

    def offrir(self, *, rangs: Collection[int], modalites: Choix, preuves: Choix) -> None:
        """Les rangs de l’échelle, les modalités, les preuves déposées (identifiant, libellé)."""
        self.niveau.choices = [(str(rang), f"N{rang}") for rang in rangs]
        self.offrir_modalites(modalites)
        self.preuves.choices = list(preuves)

    def saisie(self, code: str) -> SaisieEvaluation:
        return SaisieEvaluation(
            code_competence=code,
            niveau=int(self.niveau.data),
            contexte=self.contexte(self.commentaire.data or ""),
            preuves=tuple(self.preuves.data or ()),
        )


class CorrectionForm(EvaluationForm):
    """Le fait juste, et pourquoi l’ancien ne l’était pas."""

    motif = TextAreaField(
        lazy_gettext("Motif de la correction"),
        [_REQUIS, Length(max=500)],
        description=lazy_gettext("L’ancienne évaluation reste lisible, barrée, avec ce motif."),
    )


class GroupeForm(ContexteForm):
    """Une compétence observée le même jour chez plusieurs personnes."""

    #: Identifiant d’inscription → niveau choisi, pour qui en a un.
    niveaux: dict[str, str]

    def __init__(self, inscriptions: Collection[str] = (), **donnees: Any) -> None:
        super().__init__(**donnees)
        choisis = {qui: request.form.get(nom_de_niveau(qui), "") for qui in inscriptions}
        self.niveaux = {qui: rang for qui, rang in choisis.items() if rang in "1234" and rang}

    def saisie(self, code: str) -> SaisieGroupe:
        niveaux = {qui: int(rang) for qui, rang in self.niveaux.items()}
        return SaisieGroupe(code, self.contexte(), niveaux)


def nom_de_niveau(inscription_id: str) -> str:
    """Le nom du champ qui porte le niveau d’une personne."""
    return f"niveau-{inscription_id}"
