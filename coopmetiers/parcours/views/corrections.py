"""Corriger une évaluation, l’annuler : un fait de plus, jamais un fait effacé."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import _
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity
from coopmetiers.parcours import queries
from coopmetiers.parcours.forms.evaluations import CorrectionForm
from coopmetiers.parcours.models import Inscription
from coopmetiers.parcours.permissions import A
from coopmetiers.parcours.queries import FaitVu
from coopmetiers.parcours.services import evaluations as services
from coopmetiers.parcours.views import blueprint
from coopmetiers.parcours.views.panneau import modalites_offertes
from coopmetiers.parcours.views.rendu import page
from coopmetiers.referentiel import queries as referentiel


@blueprint.route("/evaluations/<evaluation_id>/correction", methods=["GET", "POST"])
def correction(evaluation_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    fait, inscription, cible = queries.fait_ouvert(acteur, evaluation_id)
    require(acteur, A.CORRIGER, cible)
    form = _formulaire(fait, inscription)
    if form.validate_on_submit():
        try:
            with transaction():
                saisie = form.saisie(fait.code)
                services.corriger(acteur, evaluation_id, saisie, form.motif.data)
            flash(_("L’évaluation est corrigée ; l’ancienne reste lisible."), "succes")
            return _vers_la_case(evaluation_id)
        except RuleViolation as refus:
            show_violation(form, refus)
    return page(
        "parcours/correction.html",
        form=form,
        fait=fait,
        personne=inscription.apprenant.nom_complet,
        session=inscription.session,
        competence=referentiel.competences(inscription.cle_version).get(fait.code),
        niveaux=referentiel.echelle(inscription.cle_version).niveaux,
        retour=_adresse_de_la_case(fait, inscription),
    )


@blueprint.post("/evaluations/<evaluation_id>/annulation")
def annulation(evaluation_id: str) -> ResponseReturnValue:
    motif = request.form.get("motif", "").strip() or str(_("Annulée aussitôt écrite"))
    with transaction():
        services.corriger(current_identity(), evaluation_id, None, motif)
    flash(_("L’évaluation est annulée ; le niveau d’avant est rétabli."), "succes")
    return _vers_la_case(evaluation_id)


def _formulaire(fait: FaitVu, inscription: Inscription) -> CorrectionForm:
    form = CorrectionForm(
        niveau=str(fait.niveau),
        situation=fait.situation,
        commentaire=fait.commentaire,
        code_modalite=fait.code_modalite,
        observee_le=fait.observee_le,
        preuves=[preuve_id for preuve_id, _libelle in fait.preuves],
    )
    competence = referentiel.competences(inscription.cle_version)[fait.code]
    preuves = queries.preuves_de(inscription.cle)
    form.offrir(
        rangs=[niveau.rang for niveau in referentiel.echelle(inscription.cle_version).niveaux],
        modalites=modalites_offertes(inscription.cle_version, competence),
        preuves=[(preuve.preuve_id, preuve.libelle) for preuve in preuves],
    )
    return form


def _adresse_de_la_case(fait: FaitVu, inscription: Inscription) -> str:
    case = f"{inscription.inscription_id}:{fait.code}"
    return url_for("parcours.groupe", session_id=inscription.session.session_id, case=case)


def _vers_la_case(evaluation_id: str) -> Response:
    fait, inscription, _cible = queries.fait_ouvert(current_identity(), evaluation_id)
    return redirect(_adresse_de_la_case(fait, inscription), code=303)
