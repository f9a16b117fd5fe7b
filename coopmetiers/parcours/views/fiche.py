"""La fiche d’une inscription : où en est la personne, et ce qui change dans son dossier."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import _
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity
from coopmetiers.certification import queries as certification
from coopmetiers.parcours import queries
from coopmetiers.parcours.forms.inscriptions import NaissanceForm, RuptureForm, VersionForm
from coopmetiers.parcours.permissions import A
from coopmetiers.parcours.services import inscriptions as services
from coopmetiers.parcours.views import blueprint
from coopmetiers.parcours.views.moi import decidees
from coopmetiers.parcours.views.rendu import page
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.queries import VersionVue


@blueprint.get("/inscriptions/<inscription_id>")
def inscription(inscription_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    vue = queries.inscription_vue(acteur, inscription_id)
    if acteur.user_key == vue.cle_utilisateur:
        return redirect(url_for("parcours.moi", inscription=inscription_id), code=303)
    return page(
        "parcours/inscription.html",
        vue=vue,
        progression=queries.progression(vue.cle, decidees(vue), connue=vue),
        faits=queries.faits_de(vue.cle),
        preuves=queries.preuves_de(vue.cle),
        heures=queries.assiduite_de(vue.cle, vue.cle_session),
        documents=certification.documents_presentes(acteur.organisation_id, vue.cle_utilisateur),
    )


@blueprint.route("/inscriptions/<inscription_id>/naissance", methods=["GET", "POST"])
def naissance(inscription_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    vue = queries.inscription_vue(acteur, inscription_id)
    require(acteur, A.MODIFIER, vue.cible)
    form = NaissanceForm(obj=vue)
    if form.validate_on_submit():
        try:
            with transaction():
                services.modifier(acteur, inscription_id, form.saisie())
            flash(_("La naissance est enregistrée."), "succes")
            return _vers_la_fiche(inscription_id)
        except RuleViolation as refus:
            show_violation(form, refus)
    return page("parcours/naissance.html", form=form, vue=vue)


@blueprint.route("/inscriptions/<inscription_id>/version", methods=["GET", "POST"])
def version(inscription_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    vue = queries.inscription_vue(acteur, inscription_id)
    require(acteur, A.CHANGER_VERSION, vue.cible)
    form = VersionForm(obj=vue)
    versions = referentiel.versions_offertes()
    form.offrir_versions([(v.version_id, _nom_de_version(v)) for v in versions])
    metiers = {m.code: m.libelle for v in versions for m in referentiel.metiers(v.cle)}
    form.offrir(list(metiers.items()))
    if form.validate_on_submit():
        try:
            with transaction():
                services.changer_version(acteur, inscription_id, form.saisie())
            flash(_("L’inscription est changée ; les évaluations restent."), "succes")
            return _vers_la_fiche(inscription_id)
        except RuleViolation as refus:
            show_violation(form, refus)
    return page("parcours/version.html", form=form, vue=vue)


@blueprint.route("/inscriptions/<inscription_id>/rupture", methods=["GET", "POST"])
def rupture(inscription_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    vue = queries.inscription_vue(acteur, inscription_id)
    require(acteur, A.ROMPRE, vue.cible)
    form = RuptureForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.rompre(acteur, inscription_id, form.motif.data)
            flash(_("L’inscription est rompue. Elle peut être reprise."), "succes")
            return _vers_la_fiche(inscription_id)
        except RuleViolation as refus:
            show_violation(form, refus)
    return page("parcours/rupture.html", form=form, vue=vue)


@blueprint.post("/inscriptions/<inscription_id>/reprise")
def reprise(inscription_id: str) -> ResponseReturnValue:
    with transaction():
        services.reprendre(current_identity(), inscription_id)
    flash(_("L’inscription est reprise."), "succes")
    return _vers_la_fiche(inscription_id)


def _vers_la_fiche(inscription_id: str) -> Response:
    return redirect(url_for("parcours.inscription", inscription_id=inscription_id), code=303)


def _nom_de_version(version: VersionVue) -> str:
    return f"{version.titre}, {version.version}"
