"""Les organisations : la liste de l’administration, la fiche de chacune."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import _
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity
from coopmetiers.comptes import queries
from coopmetiers.comptes.enums import LIBELLES_NATURE, LIBELLES_ROLE
from coopmetiers.comptes.forms import FicheForm, FiltreOrganisationsForm, OrganisationForm
from coopmetiers.comptes.permissions import A
from coopmetiers.comptes.services import organisations as services
from coopmetiers.comptes.views import blueprint


@blueprint.get("/organisations")
def organisations() -> str:
    acteur = current_identity()
    require(acteur, A.LISTER_ORGANISATIONS)
    form = FiltreOrganisationsForm()
    recherche = form.q.data or ""
    page = queries.page_des_organisations(acteur, recherche, request.args.get("page", 1, int))
    return render_template(
        "comptes/organisations.html",
        form=form,
        page=page,
        recherche=recherche,
        nb_membres=queries.nb_membres([item.cle for item in page.items]),
        libelles=LIBELLES_NATURE,
    )


@blueprint.route("/organisations/nouvelle", methods=["GET", "POST"])
def nouvelle() -> ResponseReturnValue:
    acteur = current_identity()
    require(acteur, A.CREER_ORGANISATION)
    form = OrganisationForm()
    if form.validate_on_submit():
        try:
            with transaction():
                identifiant = services.creer(acteur, form.saisie()).organisation_id
            flash(_("L’organisation est créée ; invitez sa ou son responsable."), "succes")
            suite = url_for("comptes.inviter_ailleurs", organisation_id=identifiant)
            return redirect(suite, code=303)
        except RuleViolation as violation:
            show_violation(form, violation)
    return render_template("comptes/nouvelle.html", form=form), 422 if form.errors else 200


@blueprint.get("/organisations/la-notre")
def la_notre() -> ResponseReturnValue:
    identifiant = current_identity().organisation_id
    if not identifiant:
        raise NotFound
    return redirect(url_for("comptes.organisation", organisation_id=identifiant))


@blueprint.get("/organisations/<organisation_id>")
def organisation(organisation_id: str) -> str:
    acteur = current_identity()
    vue = queries.organisation_visible(acteur, organisation_id)
    return render_template(
        "comptes/organisation.html",
        acteur=acteur,
        organisation=vue,
        equipe=queries.equipe(vue.cle),
        habilitations=queries.habilitations(vue.cle),
        natures=LIBELLES_NATURE,
        roles=LIBELLES_ROLE,
        A=A,
    )


@blueprint.route("/organisations/<organisation_id>/modification", methods=["GET", "POST"])
def modifier(organisation_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    vue = queries.organisation_visible(acteur, organisation_id)
    require(acteur, A.MODIFIER_ORGANISATION, vue)
    form = FicheForm(obj=vue)
    nom = vue.nom
    retour = url_for("comptes.organisation", organisation_id=organisation_id)
    if form.validate_on_submit():
        try:
            with transaction():
                services.modifier(acteur, organisation_id, form.saisie())
            flash(_("La fiche est enregistrée."), "succes")
            return redirect(retour, code=303)
        except RuleViolation as violation:
            show_violation(form, violation)
    page = render_template("comptes/modification.html", form=form, nom=nom, retour=retour)
    return page, 422 if form.errors else 200
