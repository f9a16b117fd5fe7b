"""Les demi-journées d’une session : en cocher au calendrier, en ajouter une, en retirer."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import _, ngettext, refusal_text
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity
from coopmetiers.formation import queries
from coopmetiers.formation.enums import DemiJournee
from coopmetiers.formation.forms.sessions import CreneauForm, HorairesForm
from coopmetiers.formation.permissions import A
from coopmetiers.formation.rules.sessions import SaisieSession
from coopmetiers.formation.services import creneaux as services
from coopmetiers.formation.views import blueprint
from coopmetiers.formation.views.calendrier import calendrier, par_jour
from coopmetiers.formation.views.rendu import page


@blueprint.route("/sessions/<session_id>/creneaux", methods=["GET", "POST"])
def creneaux(session_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    vue = queries.session_vue(acteur, session_id)
    require(acteur, A.ENGENDRER_CRENEAUX)
    form, etape = HorairesForm(), request.form.get("etape", "")
    if form.validate_on_submit() and etape == "ajouter":
        try:
            with transaction():
                nombre = len(services.engendrer(acteur, session_id, form.horaires()))
            texte = ngettext("%(num)d demi-journée ajoutée.", "%(num)d ajoutées.", nombre)
            flash(texte, "succes" if nombre else "info")
            return redirect(url_for("formation.creneaux", session_id=session_id), code=303)
        except RuleViolation as refus:
            show_violation(form, refus)
    poses = queries.creneaux(vue.cle)
    deja = [(creneau.jour, creneau.demi_journee) for creneau in poses]
    dates = SaisieSession(vue.intitule, vue.debut_le, vue.fin_le)
    semaines = calendrier(form, dates, etape=etape, posees=deja)
    return page(
        "formation/creneaux.html", form=form, session=vue, jours=par_jour(poses), semaines=semaines
    )


@blueprint.route("/sessions/<session_id>/creneaux/nouveau", methods=["GET", "POST"])
def nouveau_creneau(session_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    vue = queries.session_vue(acteur, session_id)
    require(acteur, A.AJOUTER_CRENEAU)
    form = CreneauForm(demi_journee=DemiJournee.MATIN)
    if form.validate_on_submit():
        try:
            with transaction():
                services.ajouter(acteur, session_id, form.saisie())
            flash(_("La demi-journée est ajoutée."), "succes")
            return redirect(url_for("formation.creneaux", session_id=session_id), code=303)
        except RuleViolation as refus:
            show_violation(form, refus)
    return page("formation/nouveau_creneau.html", form=form, session=vue)


@blueprint.post("/sessions/<session_id>/creneaux/<creneau_id>/retrait")
def retrait_creneau(session_id: str, creneau_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    vue = queries.session_vue(acteur, session_id)
    if creneau_id not in {creneau.creneau_id for creneau in queries.creneaux(vue.cle)}:
        raise NotFound
    try:
        with transaction():
            services.retirer(acteur, creneau_id)
        flash(_("La demi-journée est retirée."), "succes")
    except RuleViolation as refus:
        flash(refusal_text(refus), "erreur")
    return redirect(url_for("formation.creneaux", session_id=session_id), code=303)
