"""La liste des personnes qui se forment dans l’organisme."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base.pagination import paginate
from coopmetiers.base.web import current_identity
from coopmetiers.parcours import queries
from coopmetiers.parcours.enums import LIBELLES_INSCRIPTION
from coopmetiers.parcours.forms.inscriptions import RechercheForm
from coopmetiers.parcours.views import blueprint
from coopmetiers.parcours.views.rendu import page


@blueprint.get("/apprenants")
def apprenants() -> ResponseReturnValue:
    acteur, form = current_identity(), RechercheForm()
    trouvees = paginate(
        queries.apprenants(acteur, form.recherche), request.args.get("page", 1, int)
    )
    return page(
        "parcours/apprenants.html",
        form=form,
        page=trouvees,
        lignes=queries.lignes_apprenants(acteur, trouvees.items),
        adresse=url_for("parcours.apprenants", q=form.recherche or None),
        ETATS=LIBELLES_INSCRIPTION,
    )
