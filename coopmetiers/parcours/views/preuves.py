"""Déposer une preuve, l’ouvrir, la retirer."""

from __future__ import annotations

from io import BytesIO

from flask import Response, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as Redirection

from coopmetiers.base import vault
from coopmetiers.base.db import transaction
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import _
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity
from coopmetiers.parcours import queries
from coopmetiers.parcours.forms.preuves import PreuveForm
from coopmetiers.parcours.permissions import A
from coopmetiers.parcours.queries import InscriptionVue, ProgressionVue
from coopmetiers.parcours.rules.fichier import AFFICHABLES
from coopmetiers.parcours.services import preuves as services
from coopmetiers.parcours.views import blueprint
from coopmetiers.parcours.views.rendu import page


@blueprint.route("/inscriptions/<inscription_id>/preuves/nouvelle", methods=["GET", "POST"])
def nouvelle_preuve(inscription_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    vue = queries.inscription_vue(acteur, inscription_id)
    require(acteur, A.DEPOSER, vue.cible)
    suivi = queries.progression(vue.cle)
    form = PreuveForm(codes=request.args.getlist("competence"))
    form.offrir(_competences(suivi))
    if form.validate_on_submit():
        try:
            with transaction():
                services.deposer(acteur, inscription_id, form.saisie(), form.octets)
            flash(_("La preuve est déposée."), "succes")
            return _retour(vue)
        except RuleViolation as refus:
            show_violation(form, refus)
    return page(
        "parcours/nouvelle_preuve.html", form=form, vue=vue, progression=suivi, retour=_adresse(vue)
    )


@blueprint.get("/preuves/<preuve_id>/fichier")
def fichier(preuve_id: str) -> Response:
    preuve = queries.fichier_ouvert(current_identity(), preuve_id)
    reponse = send_file(
        BytesIO(vault.fetch(preuve.empreinte or "")),
        mimetype=preuve.type_mime,
        download_name=preuve.nom_fichier,
        as_attachment=preuve.type_mime not in AFFICHABLES,
    )
    # Une preuve est nominative : elle ne reste pas dans le cache d’un poste partagé.
    reponse.headers["Cache-Control"] = "no-store"
    return reponse


@blueprint.post("/preuves/<preuve_id>/retrait")
def retrait(preuve_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    with transaction():
        preuve = services.retirer(acteur, preuve_id)
        inscription_id = preuve.inscription.inscription_id
    flash(_("La preuve est retirée."), "succes")
    return _retour(queries.inscription_vue(acteur, inscription_id))


def _competences(suivi: ProgressionVue) -> list[tuple[str, str]]:
    return [
        (c.code, f"{c.code} {suivi.libelles[c.code].libelle_court}")
        for bloc in suivi.exiges
        for c in bloc.competences
    ]


def _adresse(vue: InscriptionVue) -> str:
    if current_identity().user_key == vue.cle_utilisateur:
        return url_for("parcours.mes_preuves", inscription=vue.inscription_id)
    return url_for("parcours.inscription", inscription_id=vue.inscription_id, _anchor="preuves")


def _retour(vue: InscriptionVue) -> Redirection:
    return redirect(_adresse(vue), code=303)
