"""Les jurys : leur liste, leur convocation, leur page, leurs grands actes."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import _, ngettext, refusal_text
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity
from coopmetiers.certification import queries
from coopmetiers.certification.enums import EtatJury
from coopmetiers.certification.forms.jurys import JuryForm
from coopmetiers.certification.permissions import A
from coopmetiers.certification.services import jurys as services
from coopmetiers.certification.services import proclamation
from coopmetiers.certification.views import blueprint
from coopmetiers.certification.views.composition import formulaires
from coopmetiers.certification.views.rendu import mener, page


@blueprint.get("/jurys")
def jurys() -> ResponseReturnValue:
    acteur = current_identity()
    require(acteur, A.LISTER_JURYS)
    ouverts = queries.jurys_visibles(acteur, EtatJury.COMPOSITION, EtatJury.OUVERT)
    return page(
        "certification/jurys.html",
        a_venir=[jury for jury in ouverts if jury.etat == EtatJury.COMPOSITION],
        en_deliberation=[jury for jury in ouverts if jury.etat == EtatJury.OUVERT],
        proclames=queries.page_des_jurys_proclames(acteur, request.args.get("page", 1, int)),
        visees=[visee for visee in queries.visees(acteur) if visee.nb_en_attente],
    )


@blueprint.route("/jurys/nouveau", methods=["GET", "POST"])
def nouveau_jury() -> ResponseReturnValue:
    acteur = current_identity()
    require(acteur, A.COMPOSER)
    form = JuryForm(visee=request.args.get("visee"))
    form.offrir([(v.valeur, f"{v.metier}, {v.titre} {v.version}") for v in queries.visees(acteur)])
    if form.validate_on_submit():
        try:
            with transaction():
                jury_id = services.convoquer(acteur, form.saisie()).jury_id
            flash(
                _("Le jury est convoqué. Nommez ses membres, inscrivez les candidatures."), "succes"
            )
            return _vers(jury_id)
        except RuleViolation as refus:
            show_violation(form, refus)
    return page("certification/nouveau_jury.html", form=form)


@blueprint.get("/jurys/<jury_id>")
def jury(jury_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    vu = queries.jury_vu(acteur, jury_id)
    contexte = formulaires(acteur, vu) if vu.entete.etat == EtatJury.COMPOSITION else {}
    return page(
        "certification/jury.html",
        jury=vu,
        membre=vu.entete.membre(acteur),
        certificats=queries.certificats_du_jury(vu.entete.cle)
        if vu.entete.etat == EtatJury.PROCLAME
        else (),
        **contexte,
    )


@blueprint.route("/jurys/<jury_id>/ouverture", methods=["GET", "POST"])
def ouverture(jury_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    vu = queries.jury_vu(acteur, jury_id)
    require(acteur, A.COMPOSER)
    if request.method == "POST":
        mener(
            lambda: services.ouvrir(acteur, jury_id),
            _("La délibération est ouverte : les dossiers sont figés."),
        )
        return _vers(jury_id)
    return page("certification/ouverture.html", jury=vu)


@blueprint.post("/jurys/<jury_id>/signature")
def signature(jury_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    mener(lambda: services.signer(acteur, jury_id), _("Votre signature est enregistrée."))
    return _vers(jury_id)


@blueprint.route("/jurys/<jury_id>/proclamation", methods=["GET", "POST"])
def proclamer(jury_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    vu = queries.jury_vu(acteur, jury_id)
    require(acteur, A.PROCLAMER, vu.entete)
    if request.method == "POST":
        return _proclamer(jury_id)
    return page("certification/proclamation.html", jury=vu, bilan=queries.bilan(vu.entete))


def _proclamer(jury_id: str) -> Response:
    try:
        with transaction():
            faite = proclamation.proclamer(current_identity(), jury_id)
        texte = ngettext(
            "Les résultats sont proclamés : %(num)s attestation est en production.",
            "Les résultats sont proclamés : %(num)s attestations sont en production.",
            faite.nb_attestations,
        )
        flash(texte if faite.nb_attestations else _("Les résultats sont proclamés."), "succes")
    except RuleViolation as refus:
        flash(refusal_text(refus), "erreur")
    return _vers(jury_id)


def _vers(jury_id: str) -> Response:
    return redirect(url_for("certification.jury", jury_id=jury_id), code=303)
