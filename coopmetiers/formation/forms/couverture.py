"""Ce qui se saisit sur la couverture : une grille de cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from coopmetiers.base.forms import BaseForm, FilterForm
from coopmetiers.base.i18n import _
from coopmetiers.formation.enums import LETTRES_INTENSITE, LIBELLES_INTENSITE, Intensite
from coopmetiers.formation.rules.couverture import LectureCouverture, SaisieLien
from coopmetiers.referentiel.enums import LIBELLES_EXERCICE

TROUS, SANS_EVALUATION = "trous", "sans-evaluation"


class FiltreCouvertureForm(FilterForm):
    """Le profil dont on lit la couverture, et ce qu’on montre."""

    profil = SelectField(lazy_gettext("Profil visé"), [Optional()])
    montrer = SelectField(lazy_gettext("Montrer"), [Optional()])

    def offrir(self, metiers: Iterable[tuple[str, str]], lecture: LectureCouverture) -> None:
        """Les métiers (code, libellé), et combien de compétences chaque choix montrerait."""
        profils = [
            (f"{code}.{exercice}", f"{metier}, {_(libelle).lower()}")
            for code, metier in metiers
            for exercice, libelle in LIBELLES_EXERCICE.items()
        ]
        self.profil.choices = [("", _("Tout le référentiel")), *profils]
        self.montrer.choices = [
            ("", _("Tout")),
            (TROUS, _("Seulement les trous (%(n)d)", n=len(lecture.trous))),
            (SANS_EVALUATION, _("Pas évaluées (%(n)d)", n=len(lecture.sans_evaluation))),
        ]

    def montres(self, lecture: LectureCouverture) -> frozenset[str]:
        """Les codes des compétences à montrer."""
        if self.montrer.data == TROUS:
            return frozenset(lecture.trous)
        if self.montrer.data == SANS_EVALUATION:
            return frozenset(lecture.sans_evaluation)
        return frozenset(code for bloc in lecture.blocs for code in bloc.competences)


class GrilleForm(BaseForm):
    """Des cases module × compétence ; `de_cases` en fait une classe à la mesure de la grille."""

    cases: Sequence[tuple[str, str]] = ()

    def saisie(self) -> tuple[SaisieLien, ...]:
        return tuple(
            SaisieLien(module_id, code, Intensite(dite) if dite else None)
            for module_id, code in self.cases
            for dite in [self[nom_de_case(module_id, code)].data]
        )


def nom_de_case(module_id: str, code_competence: str) -> str:
    """Le nom du champ d’une case."""
    return f"lien-{module_id}-{code_competence}"


def grille(cases: dict[tuple[str, str], str], liens: Any, *, en_lettres: bool) -> GrilleForm:
    """Un formulaire d’une case par (module, compétence), nommée ; les liens en place sont choisis.

    En lettres, une case est une petite liste (A, P, E) ; sinon, des boutons et des mots.
    """
    sorte = SelectField if en_lettres else RadioField
    dits: Any = LETTRES_INTENSITE if en_lettres else LIBELLES_INTENSITE
    choix = [SelectChoice("", "·" if en_lettres else _("aucun"))]
    choix += [SelectChoice(i.value, dits[i] if en_lettres else _(dits[i])) for i in Intensite]
    champs = {
        nom_de_case(*case): sorte(nom, choices=choix, default=liens.get(case, ""))
        for case, nom in cases.items()
    }
    return type("GrilleForm", (GrilleForm,), {**champs, "cases": tuple(cases)})()
