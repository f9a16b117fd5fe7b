"""Évaluer une compétence chez tout le groupe d’un coup."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import ngettext
from coopmetiers.base.web import current_identity
from coopmetiers.formation.models import SessionFormation
from coopmetiers.parcours import queries
from coopmetiers.parcours.forms.evaluations import GroupeForm, nom_de_niveau
from coopmetiers.parcours.queries import GroupeVu
from coopmetiers.parcours.services import evaluations as services
from coopmetiers.parcours.views import blueprint
from coopmetiers.parcours.views.evaluations import session_a_evaluer
from coopmetiers.parcours.views.panneau import contexte_du_jour, modalites_offertes
from coopmetiers.parcours.views.rendu import page
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.queries import CompetenceVue


@blueprint.route("/sessions/<session_id>/evaluation/<code>", methods=["GET", "POST"])
def competence(session_id: str, code: str) -> ResponseReturnValue:
    session, _cible = session_a_evaluer(session_id)
    vu, detail = _competence_du_groupe(session, code)
    concernees = [ligne.inscription_id for ligne in vu.lignes if code in ligne.seuils]
    form = GroupeForm(concernees, **contexte_du_jour(current_identity(), session.cle))
    form.offrir_modalites(modalites_offertes(vu.cle_version, detail))
    if form.validate_on_submit():
        try:
            with transaction():
                faits = services.evaluer_groupe(current_identity(), session_id, form.saisie(code))
                nombre = len(faits)
            flash(_bilan(nombre, code), "succes")
            return redirect(request.path, code=303)
        except RuleViolation as refus:
            show_violation(form, refus)
    return _montrer(session, vu, detail, form)


def _competence_du_groupe(session: SessionFormation, code: str) -> tuple[GroupeVu, CompetenceVue]:
    vu = queries.groupe(session.cle, code_competence=code)
    detail = referentiel.competences(vu.cle_version).get(code)
    if detail is None:
        raise NotFound
    return vu, detail


def _montrer(
    session: SessionFormation, vu: GroupeVu, detail: CompetenceVue, form: GroupeForm
) -> ResponseReturnValue:
    return page(
        "parcours/competence.html",
        form=form,
        session=session,
        groupe=vu,
        competence=detail,
        concernees=[ligne for ligne in vu.lignes if detail.code in ligne.seuils],
        rang=[colonne.code for colonne in vu.colonnes].index(detail.code),
        niveaux=referentiel.echelle(vu.cle_version).niveaux,
        criteres=referentiel.criteres(vu.cle_version).get(detail.code, ()),
        nom_de_niveau=nom_de_niveau,
    )


def _bilan(nombre: int, code: str) -> str:
    return ngettext(
        "%(num)d niveau enregistré en %(code)s.",
        "%(num)d niveaux enregistrés en %(code)s.",
        nombre,
        code=code,
    )
