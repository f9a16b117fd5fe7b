"""Qui fait quoi dans une organisation : voir, inviter, relancer, mettre fin."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import _, refusal_text
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity
from coopmetiers.comptes import queries, rules
from coopmetiers.comptes.enums import LIBELLES_ROLE, Role
from coopmetiers.comptes.forms import FiltreMembresForm, InvitationForm
from coopmetiers.comptes.permissions import A
from coopmetiers.comptes.services import appartenances
from coopmetiers.comptes.services import invitations as services
from coopmetiers.comptes.views import blueprint


@blueprint.get("/membres")
def membres() -> str:
    acteur = current_identity()
    require(acteur, A.CONSULTER_MEMBRES)
    organisation = queries.organisation(acteur.organisation_key)
    roles = rules.roles_possibles(organisation.natures, organisation.est_fondatrice)
    form = FiltreMembresForm()
    form.offrir(roles)
    valide = form.validate()
    role = Role(form.role.data) if valide and form.role.data else None
    recherche = (form.q.data or "") if valide else ""
    page = queries.page_des_membres(acteur, role, recherche, request.args.get("page", 1, int))
    filtres = {"role": form.role.data or "", "q": recherche}
    return render_template(
        "comptes/membres.html",
        form=form,
        page=page,
        libelles=LIBELLES_ROLE,
        filtree=bool(role or recherche),
        sienne=acteur.membership_id,
        adresse=f"{url_for('comptes.membres')}?{urlencode(filtres)}",
    )


@blueprint.route("/membres/invitation", methods=["GET", "POST"])
def inviter() -> ResponseReturnValue:
    acteur = current_identity()
    require(acteur, A.INVITER)
    return _inviter(acteur.organisation_id, url_for("comptes.membres"))


@blueprint.route("/organisations/<organisation_id>/invitation", methods=["GET", "POST"])
def inviter_ailleurs(organisation_id: str) -> ResponseReturnValue:
    require(current_identity(), A.INVITER_AILLEURS)
    retour = url_for("comptes.organisation", organisation_id=organisation_id)
    return _inviter(organisation_id, retour)


def _inviter(organisation_id: str, retour: str) -> ResponseReturnValue:
    organisation = queries.organisation_publique(organisation_id)
    form = InvitationForm()
    form.offrir(rules.roles_possibles(organisation.natures, organisation.est_fondatrice))
    nom_organisation = organisation.nom
    if form.validate_on_submit():
        try:
            with transaction():
                personne = services.inviter(
                    current_identity(), form.saisie(), organisation_id=organisation_id
                )
                nom = personne.nom_complet
            flash(_("%(nom)s est invité·e : un courriel lui parvient.", nom=nom), "succes")
            return redirect(retour, code=303)
        except RuleViolation as violation:
            show_violation(form, violation)
    statut = 422 if form.errors else 200
    return (
        render_template(
            "comptes/inviter.html", form=form, organisation=nom_organisation, retour=retour
        ),
        statut,
    )


@blueprint.post("/membres/<appartenance_id>/relance")
def relancer(appartenance_id: str) -> ResponseReturnValue:
    try:
        with transaction():
            services.relancer(current_identity(), appartenance_id)
        flash(_("Un nouveau lien est parti ; le précédent vaut encore."), "succes")
    except RuleViolation as violation:
        flash(refusal_text(violation), "erreur")
    return redirect(url_for("comptes.membres"), code=303)


@blueprint.get("/membres/<appartenance_id>/fin")
def fin(appartenance_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    require(acteur, A.CONSULTER_MEMBRES)
    membre = queries.membre(acteur, appartenance_id)
    return render_template("comptes/fin.html", membre=membre, libelles=LIBELLES_ROLE)


@blueprint.post("/membres/<appartenance_id>/fin")
def terminer(appartenance_id: str) -> ResponseReturnValue:
    try:
        with transaction():
            terminee = appartenances.terminer(current_identity(), appartenance_id)
            nom = terminee.utilisateur.nom_complet
        flash(_("%(nom)s n’a plus ce rôle.", nom=nom), "succes")
    except RuleViolation as violation:
        flash(refusal_text(violation), "erreur")
    return redirect(url_for("comptes.membres"), code=303)
