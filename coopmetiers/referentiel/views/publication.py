"""Publier un brouillon : ce que cela fait, puis le faire."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base.i18n import _
from coopmetiers.base.web import current_identity
from coopmetiers.referentiel import queries
from coopmetiers.referentiel.permissions import A, require
from coopmetiers.referentiel.services import publication as services
from coopmetiers.referentiel.views import blueprint
from coopmetiers.referentiel.views.actes import mener


@blueprint.route("/referentiels/<code>/<version>/publication", methods=["GET", "POST"])
def publication(code: str, version: str) -> ResponseReturnValue:
    acteur = current_identity()
    vue = queries.version_visible(acteur, code, version)
    require(acteur, A.PUBLIER, vue.cle_porteuse)
    la = url_for("referentiel.version", code=code, version=version)
    if not vue.est_brouillon:
        return redirect(la, 303)
    if request.method == "POST":
        lue = request.form.get("lue", "")
        faite = mener(
            lambda: services.publier_brouillon(acteur, vue.version_id, lue=lue),
            _("La version %(version)s est publiée : elle ne changera plus.", version=vue.version),
        )
        return redirect(la if faite else request.path, 303)
    preparee = queries.publication_preparee(acteur, vue)
    return render_template("referentiel/publication.html", version=vue, preparee=preparee)
