"""Entrer par un rôle, sans mot de passe : dans la démonstration seulement, depuis la machine seule.

Ces pages n’existent pas ailleurs : elles ne sont posées que si le réglage `demo` est vrai, ce que
seule la commande `coopmetiers demo` fait.
"""

from __future__ import annotations

import ipaddress

from flask import abort, redirect, render_template, request, session, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_security import login_user

from coopmetiers.base.db import db, transaction
from coopmetiers.base.web import public
from coopmetiers.comptes import queries
from coopmetiers.comptes.login import APPARTENANCE
from coopmetiers.comptes.models import Utilisateur
from coopmetiers.comptes.views import blueprint


def roles() -> ResponseReturnValue:
    _depuis_la_machine()
    return render_template(
        "comptes/demonstration.html", portes=queries.portes_de_la_demonstration()
    )


def entrer(role: str) -> ResponseReturnValue:
    _depuis_la_machine()
    with transaction():
        porte = next(
            (porte for porte in queries.portes_de_la_demonstration() if porte.cle == role), None
        )
        personne = db.session.get(Utilisateur, porte.cle_utilisateur) if porte else None
        if porte is None or personne is None:
            abort(404)
        session.clear()
        login_user(personne, authn_via=["demonstration"])
        session[APPARTENANCE] = porte.appartenance_id
    return redirect(url_for("tableaux.accueil"), code=303)


def _depuis_la_machine() -> None:
    """Refuse toute adresse qui n’est pas celle de la machine elle-même."""
    if not ipaddress.ip_address(request.remote_addr or "0.0.0.0").is_loopback:  # noqa: S104
        abort(403)


@blueprint.record
def _poser(state: BlueprintSetupState) -> None:
    if not state.app.extensions["coopmetiers"].demo:
        return
    adresse = "/demonstration"
    state.add_url_rule(adresse, "demonstration", public(roles), methods=["GET"])
    state.add_url_rule(f"{adresse}/<role>", "entrer", public(entrer), methods=["POST"])
