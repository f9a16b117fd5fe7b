"""Ce que change une version : deux versions d’un référentiel, mot à mot."""

from __future__ import annotations

from io import BytesIO

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from coopmetiers.base.errors import NotFound
from coopmetiers.base.i18n import _
from coopmetiers.base.web import current_identity, public
from coopmetiers.echanges.queries import classeur_des_changements
from coopmetiers.referentiel import queries
from coopmetiers.referentiel.diff import LIBELLES_GENRE, LIBELLES_SORTE
from coopmetiers.referentiel.enums import LIBELLES_ETAT
from coopmetiers.referentiel.forms import ComparaisonForm
from coopmetiers.referentiel.permissions import A, can
from coopmetiers.referentiel.queries.comparaisons import LIBELLES_ONGLET
from coopmetiers.referentiel.views import blueprint

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/referentiels/<code>/comparaison")
@public
def comparaison(code: str) -> str:
    acteur, dits = current_identity(), request.args
    lisibles, avant, apres = queries.couple(acteur, code, dits.get("de", ""), dits.get("a", ""))
    form = ComparaisonForm()
    choix = [(v.version, f"v{v.version}, {_(LIBELLES_ETAT[v.etat]).lower()}") for v in lisibles]
    form.offrir(choix, avant.version if avant else "", apres.version)
    vue = None
    if avant is not None and avant.cle != apres.cle:
        numero = dits.get("page", 1, int)
        vue = queries.comparaison(avant, apres, dits.get("sorte", ""), numero)
    return render_template(
        "referentiel/comparaison.html",
        versions=lisibles,
        avant=avant,
        apres=apres,
        form=form,
        vue=vue,
        peut_publier=can(acteur, A.PUBLIER, apres.cle_porteuse),
    )


@blueprint.get("/referentiels/<code>/comparaison/classeur")
@public
def changements(code: str) -> ResponseReturnValue:
    acteur, dits = current_identity(), request.args
    _lisibles, avant, apres = queries.couple(acteur, code, dits.get("de", ""), dits.get("a", ""))
    if avant is None:
        raise NotFound
    _dite, emporte = classeur_des_changements(acteur, avant, apres)
    octets = BytesIO(emporte.octets)
    return send_file(octets, _TYPE, as_attachment=True, download_name=emporte.nom)


@blueprint.context_processor
def _mots() -> dict[str, object]:
    """Les mots d’une comparaison, à traduire par le gabarit."""
    return {
        "mots_genre": LIBELLES_GENRE,
        "mots_onglet": LIBELLES_ONGLET,
        "mots_sorte": LIBELLES_SORTE,
    }
