"""La grille compétences × modules : la lire, combler ses trous."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import _, ngettext
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity
from coopmetiers.formation import queries
from coopmetiers.formation.enums import LETTRES_INTENSITE, LIBELLES_INTENSITE
from coopmetiers.formation.forms.couverture import FiltreCouvertureForm, GrilleForm, grille
from coopmetiers.formation.permissions import A
from coopmetiers.formation.queries import FormationVue
from coopmetiers.formation.rules.couverture import module_proche
from coopmetiers.formation.services import couverture as services
from coopmetiers.formation.services.couverture import Bilan
from coopmetiers.formation.views import blueprint
from coopmetiers.formation.views.rendu import page


@blueprint.get("/formations/<formation_id>/couverture")
def couverture(formation_id: str) -> ResponseReturnValue:
    formation = queries.formation_vue(current_identity(), formation_id)
    form = FiltreCouvertureForm()
    metier, _point, exercice = (form.profil.data or "").rpartition(".")
    perimetre = queries.perimetre(formation.cle_version, metier, exercice)
    vue = queries.couverture(formation.cle)
    lecture = perimetre.lire(vue)
    form.offrir([(metier.code, metier.libelle) for metier in perimetre.metiers], lecture)
    activites = {code: (c.code_bloc, c.code_activite) for code, c in perimetre.competences.items()}
    return page(
        "formation/couverture.html",
        formation=formation,
        filtre=form,
        perimetre=perimetre,
        couverture=vue,
        lecture=lecture,
        montres=form.montres(lecture),
        modules={module.module_id: module for module in formation.modules},
        proches={code: module_proche(code, activites, vue.liens) for code in lecture.trous},
        LETTRES=LETTRES_INTENSITE,
        LIBELLES=LIBELLES_INTENSITE,
    )


@blueprint.route("/formations/<formation_id>/couverture/blocs/<code_bloc>", methods=["GET", "POST"])
def relier_bloc(formation_id: str, code_bloc: str) -> ResponseReturnValue:
    formation, perimetre = _a_relier(formation_id)
    codes = [c.code for c in perimetre.competences.values() if c.code_bloc == code_bloc]
    if not codes:
        raise NotFound
    cases = {
        (module.module_id, code): _("%(code)s, %(module)s", code=code, module=module.nom)
        for code in codes
        for module in formation.modules
    }
    form = grille(cases, queries.couverture(formation.cle).liens, en_lettres=True)
    if form.validate_on_submit() and (bilan := _relier(formation_id, form)):
        _dire(bilan)
        suite = url_for("formation.couverture", formation_id=formation_id, _anchor=code_bloc)
        return redirect(suite, code=303)
    return page(
        "formation/relier_bloc.html",
        form=form,
        formation=formation,
        blocs=perimetre.blocs,
        code_bloc=code_bloc,
        competences=[perimetre.competences[code] for code in codes],
    )


@blueprint.route(
    "/formations/<formation_id>/couverture/competences/<code>", methods=["GET", "POST"]
)
def relier_competence(formation_id: str, code: str) -> ResponseReturnValue:
    formation, perimetre = _a_relier(formation_id)
    if code not in perimetre.competences:
        raise NotFound
    cases = {(module.module_id, code): module.nom for module in formation.modules}
    vue = queries.couverture(formation.cle)
    form = grille(cases, vue.liens, en_lettres=False)
    if form.validate_on_submit() and (bilan := _relier(formation_id, form)):
        _dire(bilan)
        suite = url_for("formation.couverture", formation_id=formation_id, _anchor=code)
        return redirect(suite, code=303)
    competence = perimetre.competences[code]
    return page(
        "formation/relier_competence.html",
        form=form,
        formation=formation,
        competence=competence,
        nb_modules=vue.modules_de(code),
    )


def _a_relier(formation_id: str) -> tuple[FormationVue, queries.PerimetreVu]:
    acteur = current_identity()
    formation = queries.formation_vue(acteur, formation_id)
    require(acteur, A.RELIER)
    return formation, queries.perimetre(formation.cle_version)


def _relier(formation_id: str, form: GrilleForm) -> Bilan | None:
    try:
        with transaction():
            return services.relier(current_identity(), formation_id, form.saisie())
    except RuleViolation as refus:
        show_violation(form, refus)
    return None


def _dire(bilan: Bilan) -> None:
    if bilan.nombre:
        texte = ngettext("%(num)d case a changé.", "%(num)d cases ont changé.", bilan.nombre)
        flash(texte, "succes")
    else:
        flash(_("Rien n’a changé : la grille disait déjà cela."), "info")
