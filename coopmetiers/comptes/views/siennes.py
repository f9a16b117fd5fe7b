"""Ce que chacun·e règle pour soi : son compte, son appartenance active, ce qu’il peut faire."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from coopmetiers.audit import phrases
from coopmetiers.base.db import transaction
from coopmetiers.base.forms import EmptyForm
from coopmetiers.base.i18n import _
from coopmetiers.base.permissions import full_map, require
from coopmetiers.base.web import current_identity
from coopmetiers.comptes import droits, queries
from coopmetiers.comptes.enums import LIBELLES_ROLE
from coopmetiers.comptes.login import APPARTENANCE, memberships
from coopmetiers.comptes.permissions import A
from coopmetiers.comptes.services import appartenances
from coopmetiers.comptes.views import blueprint


@blueprint.get("/compte")
def compte() -> str:
    return render_template(
        "comptes/compte.html",
        compte=queries.compte(current_identity()),
        appartenances=memberships(),
        active=current_identity().membership_id,
        roles=LIBELLES_ROLE,
    )


@blueprint.post("/appartenance")
def choisir_appartenance() -> ResponseReturnValue:
    with transaction():
        choisie = appartenances.choisir(current_identity(), request.form.get("appartenance", ""))
        identifiant, nom = choisie.appartenance_id, choisie.organisation.nom
    session[APPARTENANCE] = identifiant
    flash(_("Vous agissez maintenant au titre de %(nom)s.", nom=nom), "succes")
    return redirect(url_for("tableaux.accueil"), code=303)


@blueprint.get("/droits")
def droits_de_chacun() -> str:
    require(current_identity(), A.CONSULTER_DROITS)
    return render_template(
        "comptes/droits.html",
        pieces=droits.par_piece(full_map()),
        colonnes=droits.colonnes(),
        phrases=phrases,
        vide=EmptyForm(),
    )
