"""Ce qui se saisit sur une formation et ses modules."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from coopmetiers.base.forms import BaseForm, FilterForm
from coopmetiers.base.i18n import _
from coopmetiers.formation.rules.formations import (
    SaisieFormation,
    SaisieModule,
    minutes_dites,
    modules_dits,
)

_REQUIS = DataRequired(lazy_gettext("Cette réponse est nécessaire."))
_CHOISI = InputRequired(lazy_gettext("Choisissez une réponse."))
_TEXTE = Length(max=5000, message=lazy_gettext("Ce texte tient en 5 000 signes."))


class FicheForm(BaseForm):
    """Ce qui se corrige d’une formation."""

    intitule = StringField(lazy_gettext("Intitulé"), [_REQUIS, Length(max=200)])
    objectifs = TextAreaField(lazy_gettext("Objectifs"), [Optional(), _TEXTE])
    public_vise = TextAreaField(lazy_gettext("Public visé"), [Optional(), _TEXTE])
    prerequis = TextAreaField(lazy_gettext("Prérequis"), [Optional(), _TEXTE])

    def saisie(self) -> SaisieFormation:
        return SaisieFormation(
            intitule=self.intitule.data,
            objectifs=self.objectifs.data or "",
            public_vise=self.public_vise.data or "",
            prerequis=self.prerequis.data or "",
        )


class FormationForm(FicheForm):
    """Une formation nouvelle : sa fiche, et la version du référentiel qu’elle suivra."""

    version_id = SelectField(lazy_gettext("Version du référentiel suivie"), [_CHOISI])

    def offrir(self, versions: Sequence[tuple[str, str]]) -> None:
        """Les versions publiées (identifiant, nom) ; s’il n’y en a qu’une, elle est choisie."""
        vide = [("", _("Choisir une version"))] if len(versions) != 1 else []
        self.version_id.choices = [*vide, *versions]

    def saisie(self) -> SaisieFormation:
        fiche = super().saisie()
        return SaisieFormation(
            fiche.intitule,
            self.version_id.data,
            fiche.objectifs,
            fiche.public_vise,
            fiche.prerequis,
        )


class FiltreForm(FilterForm):
    """Les mots cherchés dans une liste."""

    q = StringField(lazy_gettext("Rechercher"), [Optional()])


class LignesModulesForm(BaseForm):
    """Des modules, un par ligne."""

    lignes = TextAreaField(
        lazy_gettext("Modules à ajouter"),
        [_REQUIS, Length(max=20_000)],
        description=lazy_gettext(
            "Un par ligne : l’intitulé, un point-virgule, les heures. "
            "Un copier-coller de tableur convient aussi."
        ),
    )

    def saisie(self) -> tuple[SaisieModule, ...]:
        """Lève `RuleViolation` en disant la ligne fautive."""
        return modules_dits(self.lignes.data)


class ModuleForm(BaseForm):
    """Un module."""

    code = StringField(lazy_gettext("Code"), [_REQUIS, Length(max=12)])
    intitule = StringField(lazy_gettext("Intitulé"), [_REQUIS, Length(max=200)])
    heures = StringField(
        lazy_gettext("Durée"),
        [Optional(), Length(max=20)],
        description=lazy_gettext("En heures : 21, 3,5 ou 3 h 30."),
    )

    def saisie(self) -> SaisieModule:
        """Lève `RuleViolation` quand la durée ne se lit pas."""
        minutes = minutes_dites(self.heures.data or "")
        return SaisieModule(self.intitule.data, minutes, self.code.data)
