"""Ce qui n’existe pas sous l’adresse demandée, et où aller à la place."""

from __future__ import annotations

from flask import render_template, request

from coopmetiers.base.errors import NotFound
from coopmetiers.base.web import current_identity
from coopmetiers.referentiel import queries
from coopmetiers.referentiel.forms import FiltreArbreForm
from coopmetiers.referentiel.views import blueprint


@blueprint.errorhandler(NotFound)
def absent(refus: NotFound) -> tuple[str, int]:
    """La même page pour l’absent et pour l’interdit : elle ne nomme que ce qui est lisible."""
    demande = request.view_args or {}
    lisibles = queries.versions_visibles(current_identity())
    soeurs = [vue for vue in lisibles if vue.code == demande.get("code")]
    ici = next((vue for vue in soeurs if vue.version == demande.get("version")), None)
    cherche = demande.get("code_element") or demande.get("code_metier") or ""
    page = render_template(
        "referentiel/absent.html",
        du_recensement=request.endpoint == "referentiel.fiche_recensee",
        version=ici,
        versions=soeurs or lisibles,
        cherche=cherche if ici else "",
        form=FiltreArbreForm(),
    )
    return page, 404
