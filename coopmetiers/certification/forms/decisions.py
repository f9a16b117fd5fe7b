"""Ce que le jury décide d’un bloc : une décision et un motif par compétence, une pièce attendue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.forms import BaseForm, show_violation
from coopmetiers.base.i18n import _
from coopmetiers.base.texts import n_
from coopmetiers.certification.enums import Resultat
from coopmetiers.certification.rules.jury import SaisieDecision


@dataclass(frozen=True)
class ADecider:
    """Une compétence à trancher : son seuil, et la décision déjà prise s’il y en a une."""

    code: str
    seuil: int
    resultat: Resultat | None
    niveau: int | None
    motif: str


class DecisionsForm(BaseForm):
    """Les décisions d’un bloc ; `formulaire` en fait la classe, un champ par compétence."""

    piece = StringField(
        lazy_gettext("Pièce attendue"),
        [Optional(), Length(max=500)],
        description=lazy_gettext(
            "Nommez-la pour ajourner le bloc au lieu de le refuser. Sans effet s’il est acquis."
        ),
    )

    motif_commun = StringField(
        lazy_gettext("Motif commun"),
        [Optional(), Length(max=2000)],
        description=lazy_gettext("Vaut pour chaque refus de ce bloc qui n’a pas le sien."),
    )

    def decision(self, code: str) -> Any:
        """Le champ qui dit acquise (à quel niveau) ou non acquise."""
        return self[f"decision-{code}"]

    def motif(self, code: str) -> Any:
        """Le champ qui dit pourquoi."""
        return self[f"motif-{code}"]

    def saisies(self, *, refuser_le_reste: bool = False) -> tuple[SaisieDecision, ...]:
        """Une saisie par compétence tranchée, dans l’ordre du bloc.

        Pour refuser le reste, ce qui n’est pas tranché l’est : non acquise, pour le motif commun.
        """
        codes = [nom.partition("-")[2] for nom in self._fields if nom.startswith("decision-")]
        choix = {code: self.decision(code).data for code in codes}
        if refuser_le_reste:
            choix = {code: valeur or Resultat.NON_ACQUISE for code, valeur in choix.items()}
        commun = self.motif_commun.data or ""
        return tuple(
            _saisie(code, valeur, self.motif(code).data or "", commun)
            for code, valeur in choix.items()
            if valeur
        )

    def montrer_refus(self, refus: RuleViolation, *, refuser_le_reste: bool = False) -> None:
        """Pose le refus sur chaque compétence qu’il nomme, ou en tête du formulaire."""
        if refuser_le_reste and refus.code == "motif_manquant":
            self.motif_commun.errors = [_("Dites pourquoi le jury refuse le reste de ce bloc.")]
            return
        champs = {"motif": self.motif, "resultat": self.decision}
        montre = False
        for code in str(refus.params.get("codes", "")).split(", "):
            if refus.field in champs and f"motif-{code}" in self:
                champs[refus.field](code).errors = [_(MESSAGES[refus.code], **refus.params)]
                montre = True
        if not montre:
            show_violation(self, refus)


#: Ce qui se dit sur le champ même, qui n’a plus à nommer la compétence.
MESSAGES = {
    "motif_manquant": n_("Dites pourquoi le jury refuse ou s’écarte de la suggestion."),
    "niveau_decide": n_("Le niveau va de N%(seuil)s à N%(maximum)s."),
}


def formulaire(
    competences: Sequence[ADecider], *, niveau_maximum: int, piece: str = ""
) -> DecisionsForm:
    """Le formulaire d’un bloc, rempli des décisions déjà prises."""
    champs: dict[str, Any] = {}
    for competence in competences:
        champs[f"decision-{competence.code}"] = RadioField(
            lazy_gettext("Décision pour %(code)s", code=competence.code),
            [Optional()],
            choices=_choix(competence.seuil, niveau_maximum),
            default=_valeur(competence.resultat, competence.niveau),
        )
        champs[f"motif-{competence.code}"] = TextAreaField(
            lazy_gettext("Motif pour %(code)s", code=competence.code),
            [Optional(), Length(max=2000)],
            default=competence.motif,
        )
    classe = type("DecisionsDuBloc", (DecisionsForm,), champs)
    rempli: DecisionsForm = classe(piece=piece)
    return rempli


def _choix(seuil: int, maximum: int) -> list[SelectChoice]:
    acquise = [
        SelectChoice(f"{Resultat.ACQUISE}:{rang}", _("Acquise N%(rang)s", rang=rang))
        for rang in range(seuil, maximum + 1)
    ]
    return [*acquise, SelectChoice(str(Resultat.NON_ACQUISE), _("Non acquise"))]


def _valeur(resultat: Resultat | None, niveau: int | None) -> str | None:
    return f"{resultat}:{niveau}" if resultat == Resultat.ACQUISE else resultat


def _saisie(code: str, valeur: str, motif: str, commun: str) -> SaisieDecision:
    resultat, _deux_points, niveau = valeur.partition(":")
    if resultat == Resultat.NON_ACQUISE:
        return SaisieDecision(code, Resultat.NON_ACQUISE, None, motif or commun)
    return SaisieDecision(code, Resultat(resultat), int(niveau), motif)
