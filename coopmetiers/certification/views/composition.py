"""Composer un jury : nommer, retirer, inscrire, rayer, récuser."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.forms import BaseForm
from coopmetiers.base.i18n import _, ngettext, refusal_text
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import can, require
from coopmetiers.base.web import current_identity
from coopmetiers.certification import queries
from coopmetiers.certification.forms.jurys import MembreForm, RecusationForm, RoleForm
from coopmetiers.certification.permissions import A
from coopmetiers.certification.queries import JuryVu
from coopmetiers.certification.services import compositions as services
from coopmetiers.certification.views import blueprint
from coopmetiers.certification.views.rendu import mener
from coopmetiers.comptes import queries as comptes
from coopmetiers.comptes.enums import Role


def formulaires(acteur: Identity, vu: JuryVu) -> dict[str, Any]:
    """Ce qu’il faut à la page d’un jury en composition pour le composer."""
    if not can(acteur, A.COMPOSER):
        return {}
    nommes = {membre.cle_utilisateur for membre in vu.entete.membres}
    membre, role, recusation = MembreForm(), RoleForm(), RecusationForm()
    membre.offrir(
        [
            (personne.utilisateur_id, personne.nom_complet)
            for personne in comptes.membres(acteur, Role.JURE)
            if personne.cle_utilisateur not in nommes
        ]
    )
    attente = queries.candidatures_en_attente(acteur, vu.entete)
    role.offrir([(c.candidature_id, c.nom) for c in attente])
    recusation.offrir(
        [(m.membre_id, m.nom) for m in vu.entete.membres],
        [(c.candidature_id, c.nom) for c in vu.candidatures],
    )
    return {
        "membre_form": membre,
        "role_form": role,
        "recusation_form": recusation,
        "attente": attente,
    }


@blueprint.post("/jurys/<jury_id>/membres")
def nommer(jury_id: str) -> ResponseReturnValue:
    form = _rempli(jury_id, "membre_form")
    if _valide(form):
        mener(
            lambda: services.nommer(current_identity(), jury_id, form.saisie()),
            _("Le jury compte un membre de plus."),
        )
    return _vers(jury_id, "membres")


@blueprint.post("/jurys/<jury_id>/membres/<membre_id>/retrait")
def retirer(jury_id: str, membre_id: str) -> ResponseReturnValue:
    mener(
        lambda: services.retirer(current_identity(), jury_id, membre_id),
        _("Ce membre ne siège plus."),
    )
    return _vers(jury_id, "membres")


@blueprint.post("/jurys/<jury_id>/role")
def inscrire(jury_id: str) -> ResponseReturnValue:
    form = _rempli(jury_id, "role_form")
    if _valide(form):
        try:
            with transaction():
                nombre = services.inscrire_au_role(
                    current_identity(), jury_id, tuple(form.candidatures.data)
                )
            texte = ngettext(
                "%(num)s candidature est inscrite.", "%(num)s candidatures sont inscrites.", nombre
            )
            flash(texte, "succes")
        except RuleViolation as refus:
            flash(refusal_text(refus), "erreur")
    return _vers(jury_id, "candidatures")


@blueprint.post("/jurys/<jury_id>/candidatures/<candidature_id>/radiation")
def rayer(jury_id: str, candidature_id: str) -> ResponseReturnValue:
    mener(
        lambda: services.rayer_du_role(current_identity(), jury_id, candidature_id),
        _("Cette candidature attend un autre jury."),
    )
    return _vers(jury_id, "candidatures")


@blueprint.post("/jurys/<jury_id>/recusations")
def recuser(jury_id: str) -> ResponseReturnValue:
    form = _rempli(jury_id, "recusation_form")
    if _valide(form):
        mener(
            lambda: services.recuser(
                current_identity(),
                jury_id,
                form.candidature.data,
                membre_id=form.membre.data,
                motif=form.motif.data,
            ),
            _("La récusation est enregistrée."),
        )
    return _vers(jury_id, "membres")


def _rempli(jury_id: str, nom: str) -> Any:
    """Le formulaire posté et ses choix ; lève `Forbidden` à qui ne compose pas les jurys."""
    acteur = current_identity()
    vu = queries.jury_vu(acteur, jury_id)
    require(acteur, A.COMPOSER)
    return formulaires(acteur, vu)[nom]


def _valide(form: BaseForm) -> bool:
    """Dit en haut de la page ce qui manque ; ces formulaires tiennent en une ligne."""
    if form.validate_on_submit():
        return True
    for nom, erreurs in form.errors.items():
        if nom in form:
            flash(f"{form[nom].label.text} : {' '.join(str(e) for e in erreurs)}", "erreur")
    return False


def _vers(jury_id: str, ancre: str) -> Response:
    return redirect(url_for("certification.jury", jury_id=jury_id, _anchor=ancre), code=303)
