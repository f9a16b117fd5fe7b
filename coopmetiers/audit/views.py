"""La page du journal."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from coopmetiers.audit import phrases, queries
from coopmetiers.audit.forms import FiltreForm
from coopmetiers.audit.permissions import A
from coopmetiers.audit.services import PLATEFORME
from coopmetiers.base.i18n import _
from coopmetiers.base.permissions import require
from coopmetiers.base.web import current_identity

blueprint = Blueprint("audit", __name__)


@blueprint.get("/journal")
def journal() -> str:
    acteur = current_identity()
    require(acteur, A.CONSULTER)
    chaines = queries.chaines_lisibles(acteur)
    form = FiltreForm()
    form.chaine.choices = [(chaine, _nom_de_chaine(chaine)) for chaine in chaines]
    filtre = _filtre(form) if form.validate() else queries.Filtre()
    page = queries.journal(
        acteur, form.chaine.data or chaines[0], filtre, request.args.get("page", 1, int)
    )
    return render_template(
        "audit/journal.html",
        form=form,
        page=page,
        phrases=phrases,
        plusieurs=len(chaines) > 1,
        adresse=f"{url_for('audit.journal')}?{_sans_page()}",
        filtree=filtre != queries.Filtre(),
    )


def _filtre(form: FiltreForm) -> queries.Filtre:
    return queries.Filtre(
        piece=form.piece.data or "",
        qui=form.qui.data or "",
        objet_id=form.objet.data or "",
        du=form.du.data,
        au=form.au.data,
    )


@blueprint.get("/journal/verification")
def verification() -> str:
    acteur = current_identity()
    require(acteur, A.VERIFIER)
    constats = [
        (_nom_de_chaine(chaine), queries.verifier_chaine(chaine))
        for chaine in queries.chaines_lisibles(acteur)
    ]
    return render_template("audit/verification.html", constats=constats)


def _nom_de_chaine(chaine: str) -> str:
    if chaine == PLATEFORME:
        return str(_("La plateforme"))
    return current_identity().organisation_name


def _sans_page() -> str:
    return urlencode({nom: dit for nom, dit in request.args.items() if nom != "page" and dit})
