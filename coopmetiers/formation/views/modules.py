"""Les modules d’une formation : les écrire, les corriger, les ranger, les retirer."""

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
from coopmetiers.formation.forms.formations import LignesModulesForm, ModuleForm
from coopmetiers.formation.permissions import A
from coopmetiers.formation.queries import FormationVue, ModuleVu
from coopmetiers.formation.rules.formations import heures_ecrites
from coopmetiers.formation.services import modules as services
from coopmetiers.formation.services.modules import Sens
from coopmetiers.formation.views import blueprint
from coopmetiers.formation.views.rendu import page

_MODULE = "/formations/<formation_id>/modules/<module_id>"


@blueprint.route("/formations/<formation_id>/modules", methods=["GET", "POST"])
def modules(formation_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    formation = queries.formation_vue(acteur, formation_id)
    require(acteur, A.CREER_MODULE)
    form = LignesModulesForm()
    if form.validate_on_submit():
        try:
            with transaction():
                nombre = len(services.creer(acteur, formation_id, form.saisie()))
            flash(ngettext("%(num)d module ajouté.", "%(num)d modules ajoutés.", nombre), "succes")
            return redirect(url_for("formation.modules", formation_id=formation_id), code=303)
        except RuleViolation as refus:
            show_violation(form, refus)
    couverture = queries.couverture(formation.cle)
    return page(
        "formation/modules.html", form=form, formation=formation, couverture=couverture, Sens=Sens
    )


@blueprint.route(_MODULE, methods=["GET", "POST"])
def module(formation_id: str, module_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    formation, vu = _trouver(formation_id, module_id)
    require(acteur, A.MODIFIER_MODULE)
    form = ModuleForm(obj=vu, heures=heures_ecrites(vu.minutes))
    if form.validate_on_submit():
        try:
            with transaction():
                services.modifier(acteur, module_id, form.saisie())
            flash(_("Le module est enregistré."), "succes")
            return redirect(url_for("formation.modules", formation_id=formation_id), code=303)
        except RuleViolation as refus:
            show_violation(form, refus)
    return page("formation/module.html", form=form, formation=formation, module=vu)


@blueprint.post(f"{_MODULE}/deplacement")
def deplacement(formation_id: str, module_id: str) -> ResponseReturnValue:
    _trouver(formation_id, module_id)
    sens = request.form.get("sens", "")
    if sens not in set(Sens):
        raise NotFound
    try:
        with transaction():
            services.deplacer(current_identity(), module_id, Sens(sens))
    except RuleViolation as refus:
        flash(refusal_text(refus), "erreur")
    suite = url_for("formation.modules", formation_id=formation_id, _anchor=f"module-{module_id}")
    return redirect(suite, code=303)


@blueprint.route(f"{_MODULE}/retrait", methods=["GET", "POST"])
def retrait(formation_id: str, module_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    formation, vu = _trouver(formation_id, module_id)
    require(acteur, A.RETIRER_MODULE)
    if request.method == "POST":
        try:
            with transaction():
                services.retirer(acteur, module_id, avec_ses_liens="confirme" in request.form)
            flash(_("« %(nom)s » est retiré de la formation.", nom=vu.intitule), "succes")
            return redirect(url_for("formation.modules", formation_id=formation_id), code=303)
        except RuleViolation as refus:
            flash(refusal_text(refus), "erreur")
    couverture = queries.couverture(formation.cle)
    perdues = couverture.perdues_sans(module_id)
    liens = couverture.competences_de(module_id)
    return page(
        "formation/retrait.html", formation=formation, module=vu, liens=liens, perdues=perdues
    )


def _trouver(formation_id: str, module_id: str) -> tuple[FormationVue, ModuleVu]:
    formation = queries.formation_vue(current_identity(), formation_id)
    trouve = next((m for m in formation.modules if m.module_id == module_id), None)
    if trouve is None:
        raise NotFound
    return formation, trouve
