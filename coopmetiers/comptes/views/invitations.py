"""La page du lien reçu : voir qui invite, choisir son mot de passe, ou demander un autre lien."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import hash_password, login_user

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.forms import show_violation
from coopmetiers.base.i18n import _
from coopmetiers.base.limits import limiter
from coopmetiers.base.web import current_identity, public
from coopmetiers.comptes import queries, rules
from coopmetiers.comptes.forms import MotDePasseForm
from coopmetiers.comptes.queries import EtatJeton, InvitationVue
from coopmetiers.comptes.services import invitations as services
from coopmetiers.comptes.views import blueprint


@blueprint.get("/invitations/<jeton>")
@public
@limiter.limit("30 per minute")
def invitation(jeton: str) -> ResponseReturnValue:
    vue = queries.invitation(jeton)
    return _page(vue, jeton, MotDePasseForm())


@blueprint.post("/invitations/<jeton>")
@public
# Le jeton ne se devine pas ; un groupe entier ouvre ses comptes de la même salle, le premier jour.
@limiter.limit("30 per minute")
def accepter(jeton: str) -> ResponseReturnValue:
    vue = queries.invitation(jeton)
    form = MotDePasseForm()
    if vue.etat != EtatJeton.OUVERT or not form.validate():
        return _page(vue, jeton, form)
    try:
        rules.verifier_mot_de_passe(form.mot_de_passe.data, connus=(vue.prenom, vue.nom, vue.email))
        with transaction():
            hache = hash_password(form.mot_de_passe.data)
            personne = services.accepter(current_identity(), jeton, mot_de_passe_hache=hache)
            # Qui a ouvert le lien tient l’adresse : rien de plus à lui demander.
            session.clear()
            login_user(personne, authn_via=["invitation"])
    except RuleViolation as violation:
        show_violation(form, violation)
        return _page(vue, jeton, form)
    flash(_("Votre compte est ouvert. Bienvenue !"), "succes")
    return redirect(url_for("tableaux.accueil"), code=303)


def _page(vue: InvitationVue, jeton: str, form: MotDePasseForm) -> ResponseReturnValue:
    if vue.etat != EtatJeton.OUVERT:
        return render_template("comptes/lien_perdu.html", etat=vue.etat, secret=jeton), 410
    page = render_template("comptes/invitation.html", invitation=vue, form=form)
    return page, 422 if form.errors else 200


@blueprint.post("/invitations/<jeton>/renouvellement")
@public
@limiter.limit("5 per minute")
def renouveler(jeton: str) -> ResponseReturnValue:
    with transaction():
        services.renouveler(current_identity(), jeton)
    flash(_("Si ce lien vous était destiné, un autre vient de partir à votre adresse."), "info")
    return redirect(url_for("security.login"), code=303)
