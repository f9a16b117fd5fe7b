"""Les formations repérées ailleurs : la liste, et une fiche chacune."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import render_template, request, url_for

from coopmetiers.base.pagination import paginate
from coopmetiers.base.web import public
from coopmetiers.referentiel import queries
from coopmetiers.referentiel.forms import FiltreRecensementForm
from coopmetiers.referentiel.views import blueprint


@blueprint.get("/recensement")
@public
def recensement() -> str:
    form = FiltreRecensementForm()
    proches = queries.blocs_proches()
    form.offrir(proches.libelles.items(), queries.modalites_recensees())
    filtre = queries.FiltreRecensement()
    if form.validate():
        filtre = queries.FiltreRecensement(
            mots=form.q.data or "", bloc=form.bloc.data or "", modalite=form.modalite.data or ""
        )
    page = paginate(queries.recensement(filtre), request.args.get("page", 1, int))
    demandes = {nom: dit for nom, dit in request.args.items() if nom != "page" and dit}
    return render_template(
        "referentiel/recensement.html",
        form=form,
        page=page,
        proches=proches,
        filtree=filtre != queries.FiltreRecensement(),
        adresse=f"{url_for('referentiel.recensement')}?{urlencode(demandes)}",
    )


@blueprint.get("/recensement/<code>")
@public
def fiche_recensee(code: str) -> str:
    return render_template(
        "referentiel/fiche_recensee.html",
        fiche=queries.fiche_recensee(code),
        proches=queries.blocs_proches(),
    )
