"""Ce que le jury décide d’un bloc : une décision et un motif par compétence, une pièce attendue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, StringField, TextAreaField
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

    def decision(self, code: str) -> Any:
        """Le champ qui dit acquise (à quel niveau) ou non acquise."""
        return self[f"decision-{code}"]

    def motif(self, code: str) -> Any:
        """Le champ qui dit pourquoi."""
        return self[f"motif-{code}"]

    def saisies(self) -> tuple[SaisieDecision, ...]:
        """Une saisie par compétence tranchée, dans l’ordre du bloc."""
        codes = [nom.partition("-")[2] for nom in self._fields if nom.startswith("decision-")]
        return tuple(
            _saisie(code, self.decision(code).data, self.motif(code).data or "")
            for code in codes
            if self.decision(code).data
        )

    def montrer_refus(self, refus: RuleViolation) -> None:
        """Pose le refus sur chaque compétence qu’il nomme, ou en tête du formulaire."""
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
            lazy_gettext("Motif"), [Optional(), Length(max=2000)], default=competence.motif
        )
    classe = type("DecisionsDuBloc", (DecisionsForm,), champs)
    rempli: DecisionsForm = classe(piece=piece)
    return rempli


def _choix(seuil: int, maximum: int) -> list[tuple[str, str]]:
    acquise = [
        (f"{Resultat.ACQUISE}:{rang}", _("Acquise N%(rang)s", rang=rang))
        for rang in range(seuil, maximum + 1)
    ]
    return [*acquise, (str(Resultat.NON_ACQUISE), _("Non acquise"))]


def _valeur(resultat: Resultat | None, niveau: int | None) -> str | None:
    return f"{resultat}:{niveau}" if resultat == Resultat.ACQUISE else resultat


def _saisie(code: str, valeur: str, motif: str) -> SaisieDecision:
    resultat, _deux_points, niveau = valeur.partition(":")
    return SaisieDecision(code, Resultat(resultat), int(niveau) if niveau else None, motif)
