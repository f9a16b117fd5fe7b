"""L’équipe d’une session : qui forme, qui évalue."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import _
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity
from coopmetiers.formation import queries
from coopmetiers.formation.enums import LIBELLES_ROLE_SESSION, RoleSession
from coopmetiers.formation.forms.sessions import AffectationForm
from coopmetiers.formation.permissions import A
from coopmetiers.formation.services import affectations as services
from coopmetiers.formation.views import blueprint
from coopmetiers.formation.views.rendu import page


@blueprint.route("/sessions/<session_id>/affectations", methods=["GET", "POST"])
def affectations(session_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    vue = queries.session_vue(acteur, session_id)
    require(acteur, A.AFFECTER)
    equipe = queries.equipe(acteur)
    form = AffectationForm(role=RoleSession.FORMATEUR)
    form.offrir([(membre.utilisateur_id, membre.nom, membre.peut_former) for membre in equipe])
    if form.validate_on_submit():
        try:
            with transaction():
                services.affecter(acteur, session_id, *form.saisie())
            flash(_("%(nom)s est de l’équipe.", nom=form.personne), "succes")
            return redirect(url_for("formation.affectations", session_id=session_id), code=303)
        except RuleViolation as refus:
            show_violation(form, refus)
    return page(
        "formation/affectations.html",
        form=form,
        session=vue,
        equipe=equipe,
        affectations=queries.affectations(vue.cle),
        ROLES=LIBELLES_ROLE_SESSION,
    )


@blueprint.post("/sessions/<session_id>/affectations/<utilisateur_id>/retrait")
def retrait_affectation(session_id: str, utilisateur_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    queries.session_vue(acteur, session_id)
    with transaction():
        services.retirer(acteur, session_id, utilisateur_id)
    flash(_("L’affectation est close ; ce qui a été noté reste signé."), "succes")
    return redirect(url_for("formation.affectations", session_id=session_id), code=303)
