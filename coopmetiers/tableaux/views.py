"""L’accueil de chaque rôle, la page d’entrée, la langue, les pages d’information."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.base.i18n import OFFERED
from coopmetiers.base.web import current_identity, public
from coopmetiers.comptes.connexion import suite_connue
from coopmetiers.comptes.enums import Role
from coopmetiers.tableaux import accueils

blueprint = Blueprint("tableaux", __name__)

_UN_AN = 365 * 24 * 3600


@blueprint.get("/")
@public
def accueil() -> ResponseReturnValue:
    acteur = current_identity()
    if not acteur.is_known:
        return render_template("tableaux/entree.html")
    if acteur.role == Role.APPRENANT:
        return redirect(url_for("parcours.moi"))
    prenom = acteur.name.split()[0]
    return render_template("tableaux/accueil.html", prenom=prenom, accueil=accueils.accueil(acteur))


@blueprint.post("/langue")
@public
def langue() -> ResponseReturnValue:
    choisie = request.form.get("langue", "")
    # `full_path` finit par « ? » quand il n’y a rien après.
    suite = suite_connue(request.form.get("suite", "").rstrip("?"))
    reponse = make_response(redirect(suite, code=303))
    if choisie in OFFERED:
        reponse.set_cookie(
            "langue",
            choisie,
            max_age=_UN_AN,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure,
        )
    return reponse


@blueprint.get("/accessibilite")
@public
def accessibilite() -> str:
    return render_template("tableaux/accessibilite.html")


@blueprint.get("/donnees-personnelles")
@public
def donnees_personnelles() -> str:
    return render_template("tableaux/donnees_personnelles.html")
