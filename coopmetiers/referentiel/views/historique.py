"""Les versions d’un référentiel : leur suite, un brouillon à ouvrir ou à abandonner."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import _
from coopmetiers.base.web import current_identity, public
from coopmetiers.referentiel import queries
from coopmetiers.referentiel.forms import BrouillonForm
from coopmetiers.referentiel.permissions import A, can, require
from coopmetiers.referentiel.queries import VersionVue
from coopmetiers.referentiel.rules import numero_suivant
from coopmetiers.referentiel.services import brouillons
from coopmetiers.referentiel.views import blueprint
from coopmetiers.referentiel.views.actes import mener


@blueprint.get("/referentiels/<code>/versions")
@public
def versions(code: str) -> ResponseReturnValue:
    vues = queries.versions_du_referentiel(current_identity(), code)
    return _page(vues, _formulaire(vues, request.args.get("depuis", "")))


@blueprint.post("/referentiels/<code>/versions")
def ouvrir_brouillon(code: str) -> ResponseReturnValue:
    acteur = current_identity()
    vues = queries.versions_du_referentiel(acteur, code)
    require(acteur, A.ECRIRE, vues[0].cle_porteuse)
    form = _formulaire(vues)
    if form.validate_on_submit():
        depart = next(vue for vue in vues if vue.version == form.depuis.data)
        try:
            with transaction():
                brouillon = brouillons.deriver(acteur, depart, form.version.data or "")
            dit = _("Le brouillon %(version)s est ouvert.", version=brouillon.version)
            flash(dit, "succes")
            return redirect(url_for("referentiel.versions", code=code), 303)
        except RuleViolation as refus:
            show_violation(form, refus)
    return _page(vues, form)


@blueprint.post("/referentiels/<code>/<version>/abandon")
def abandonner(code: str, version: str) -> ResponseReturnValue:
    acteur = current_identity()
    vue = queries.version_visible(acteur, code, version)
    mener(
        lambda: brouillons.abandonner(acteur, vue.version_id),
        _("Le brouillon %(version)s est abandonné.", version=vue.version),
    )
    if queries.derniere_version(acteur, code) is None:
        return redirect(url_for("referentiel.liste"), 303)
    return redirect(url_for("referentiel.versions", code=code), 303)


def _formulaire(vues: Sequence[VersionVue], depuis: str = "") -> BrouillonForm:
    numeros = [vue.version for vue in vues]
    en_tete = depuis if depuis in numeros else numeros[0]
    form = BrouillonForm(depuis=en_tete, version=numero_suivant(numeros))
    form.offrir(numeros)
    return form


def _page(vues: Sequence[VersionVue], form: BrouillonForm) -> ResponseReturnValue:
    """Les versions ; 422 quand le numéro demandé a été refusé."""
    acteur, porteuse = current_identity(), vues[0].cle_porteuse
    page = render_template(
        "referentiel/versions.html",
        versions=vues,
        form=form,
        peut_ecrire=can(acteur, A.ECRIRE, porteuse),
        peut_publier=can(acteur, A.PUBLIER, porteuse),
    )
    return page, 422 if form.errors else 200
