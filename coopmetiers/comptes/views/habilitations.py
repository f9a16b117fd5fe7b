"""Les habilitations : quel organisme présente à quel certificateur."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base import clock
from coopmetiers.base.db import transaction
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import _
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity
from coopmetiers.comptes import queries
from coopmetiers.comptes.enums import NatureOrganisation
from coopmetiers.comptes.forms import HabilitationForm
from coopmetiers.comptes.permissions import A
from coopmetiers.comptes.services import organisations as services
from coopmetiers.comptes.views import blueprint


@blueprint.get("/habilitations")
def habilitations() -> str:
    require(current_identity(), A.HABILITER)
    return render_template("comptes/habilitations.html", habilitations=queries.habilitations())


@blueprint.route("/habilitations/nouvelle", methods=["GET", "POST"])
def habiliter() -> ResponseReturnValue:
    acteur = current_identity()
    require(acteur, A.HABILITER)
    form = HabilitationForm(depuis_le=clock.today())
    form.organisme.choices = _choix(NatureOrganisation.ORGANISME)
    form.certificateur.choices = _choix(NatureOrganisation.CERTIFICATEUR)
    if form.validate_on_submit():
        try:
            with transaction():
                services.habiliter(
                    acteur,
                    form.certificateur.data,
                    form.organisme.data,
                    depuis_le=form.depuis_le.data or clock.today(),
                    jusqu_au=form.jusqu_au.data,
                )
            flash(_("L’organisme est habilité."), "succes")
            return redirect(url_for("comptes.habilitations"), code=303)
        except RuleViolation as violation:
            show_violation(form, violation)
    return render_template("comptes/habiliter.html", form=form), 422 if form.errors else 200


def _choix(nature: NatureOrganisation) -> list[tuple[str, str]]:
    return [(item.organisation_id, item.nom) for item in queries.organisations(nature)]


@blueprint.post("/habilitations/<habilitation_id>/fin")
def retirer_habilitation(habilitation_id: str) -> ResponseReturnValue:
    with transaction():
        services.retirer_habilitation(current_identity(), habilitation_id)
    flash(_("L’habilitation a pris fin."), "succes")
    return redirect(url_for("comptes.habilitations"), code=303)
