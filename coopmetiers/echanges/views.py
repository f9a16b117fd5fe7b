"""Les classeurs et les fichiers, depuis les pages."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.forms import EmptyForm, show_violation
from coopmetiers.base.i18n import _, refusal_text
from coopmetiers.base.web import public
from coopmetiers.comptes.login import current_identity
from coopmetiers.echanges import enums, queries
from coopmetiers.echanges.enums import Format
from coopmetiers.echanges.fichiers import Emporte
from coopmetiers.echanges.formats.reproches import FichierRefuse, Reproche
from coopmetiers.echanges.forms import ApplicationForm, ImportationForm
from coopmetiers.echanges.queries import importations as recues
from coopmetiers.echanges.services import importations, sessions
from coopmetiers.referentiel import diff
from coopmetiers.referentiel import queries as referentiels

blueprint = Blueprint("echanges", __name__)

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/referentiels/<code>/<version>/classeur")
@public
def referentiel(code: str, version: str) -> ResponseReturnValue:
    return _fichier(queries.classeur_referentiel(current_identity(), code, version))


@blueprint.post("/sessions/<session_id>/classeur")
def session(session_id: str) -> ResponseReturnValue:
    with transaction():
        emporte = sessions.exporter_session(current_identity(), session_id)
    return _fichier(emporte)


@blueprint.route("/importations", methods=["GET", "POST"])
def liste() -> ResponseReturnValue:
    acteur, form = current_identity(), ImportationForm()
    faites = recues.importations(acteur)
    form.offrir([(v.version_id, v.nom) for v in referentiels.versions_visibles(acteur)])
    reproches: tuple[Reproche, ...] = ()
    if form.validate_on_submit():
        try:
            return redirect(url_for(".importation", importation_id=_recevoir(form)), code=303)
        except FichierRefuse as refus:
            reproches = refus.reproches
        except RuleViolation as violation:
            show_violation(form, violation)
    statut = 422 if form.errors or reproches else 200
    return _page(
        "echanges/importations.html", form=form, faites=faites, reproches=reproches
    ), statut


@blueprint.route("/importations/<importation_id>", methods=["GET", "POST"])
def importation(importation_id: str) -> ResponseReturnValue:
    vue, apercu = recues.importation(current_identity(), importation_id)
    form = ApplicationForm(lue=apercu.lue if apercu else "")
    if form.validate_on_submit():
        try:
            with transaction():
                ecrit = importations.appliquer_importation(
                    current_identity(),
                    importation_id,
                    lue=form.lue.data,
                    version=form.version.data or "",
                    malgre_conflits=form.malgre_conflits.data,
                )
            flash(_("Le brouillon %(version)s est écrit.", version=ecrit.version), "succes")
            return redirect(url_for(".importation", importation_id=importation_id), code=303)
        except RuleViolation as violation:
            show_violation(form, violation)
    statut = 422 if form.errors else 200
    return _page("echanges/importation.html", form=form, vue=vue, apercu=apercu), statut


@blueprint.post("/importations/<importation_id>/annulation")
def annuler(importation_id: str) -> ResponseReturnValue:
    if EmptyForm().validate_on_submit():
        try:
            with transaction():
                importations.annuler(current_identity(), importation_id)
            flash(_("L’importation est annulée : le brouillon est comme avant."), "succes")
        except RuleViolation as refus:
            flash(refusal_text(refus), "erreur")
    return redirect(url_for(".importation", importation_id=importation_id), code=303)


def _recevoir(form: ImportationForm) -> str:
    recu = form.fichier.data
    with transaction():
        return importations.preparer(
            current_identity(),
            recu.read(),
            nom=recu.filename,
            genre=Format(form.genre.data),
            version_id=form.version_id.data,
            code=form.code.data or "",
        )


def _page(gabarit: str, **contexte: object) -> str:
    acteur = current_identity()
    return render_template(gabarit, acteur=acteur, enums=enums, diff=diff, **contexte)


def _fichier(emporte: Emporte) -> Response:
    return send_file(BytesIO(emporte.octets), _TYPE, as_attachment=True, download_name=emporte.nom)
