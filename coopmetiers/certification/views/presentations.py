"""Côté organisme : présenter à un certificateur les personnes d’une session."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.i18n import ngettext, refusal_text
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity
from coopmetiers.certification import queries
from coopmetiers.certification.forms.jurys import PresentationForm
from coopmetiers.certification.permissions import A
from coopmetiers.certification.services import candidatures
from coopmetiers.certification.views import blueprint
from coopmetiers.certification.views.rendu import page
from coopmetiers.comptes import queries as comptes
from coopmetiers.formation import queries as formation


@blueprint.route("/sessions/<session_id>/candidatures", methods=["GET", "POST"])
def candidatures_session(session_id: str) -> ResponseReturnValue:
    acteur = current_identity()
    session = formation.session_vue(acteur, session_id)
    require(acteur, A.PRESENTER)
    certificateurs = comptes.certificateurs_habilitants(acteur.organisation_key)
    form = PresentationForm()
    form.offrir([(c.organisation_id, c.nom) for c in certificateurs])
    # Un bouton sur une ligne ne présente que cette personne, quelles que soient les cases cochées.
    seule = request.form.get("seule")
    if seule:
        form.inscriptions.data = [seule]
    personnes = queries.presentations_de_session(acteur, session)
    if form.validate_on_submit() and _presenter(form, {p.inscription_id: p.nom for p in personnes}):
        ici = url_for("certification.candidatures_session", session_id=session_id)
        return redirect(ici, code=303)
    return page(
        "certification/candidatures_session.html", form=form, session=session, personnes=personnes
    )


def _presenter(form: PresentationForm, noms: Mapping[str, str]) -> bool:
    """Chaque personne est un acte : un refus n’empêche pas de présenter les autres.

    Vrai si toutes sont présentées ; sinon le formulaire dit pourquoi, et ne garde cochées que les
    personnes refusées.
    """
    demandees = tuple(dict.fromkeys(form.inscriptions.data))
    refus = {}
    for inscription_id in demandees:
        try:
            with transaction():
                candidatures.presenter(
                    current_identity(),
                    inscription_id,
                    form.certificateur.data,
                    blocs=form.blocs_de(inscription_id),
                )
        except RuleViolation as violation:
            refus[inscription_id] = f"{noms[inscription_id]}, {refusal_text(violation)}"
    if nombre := len(demandees) - len(refus):
        texte = ngettext(
            "%(num)s candidature présentée.", "%(num)s candidatures présentées.", nombre
        )
        flash(texte, "succes")
    form.inscriptions.errors = list(refus.values())
    form.inscriptions.data = list(refus)
    return not refus
