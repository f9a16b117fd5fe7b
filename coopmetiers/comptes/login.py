"""De la connexion HTTP à l’identité : le seul lecteur de la session pour savoir qui agit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask_login import current_user
from flask_security import Security, SQLAlchemyUserDatastore
from flask_security import views as library

from coopmetiers import paths
from coopmetiers.base import mail, tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.base.identity import Identity
from coopmetiers.base.limits import limiter
from coopmetiers.base.web import current_identity, public
from coopmetiers.comptes import connexion, queries
from coopmetiers.comptes.models import Utilisateur
from coopmetiers.comptes.queries import AppartenanceVue
from coopmetiers.comptes.rules import LONGUEUR_MOT_DE_PASSE
from coopmetiers.config import Settings

__all__ = ["configuration", "current_identity", "datastore", "install", "memberships"]

#: Où la session garde l’appartenance choisie.
APPARTENANCE = "appartenance"

View = Callable[..., Any]


class _Datastore(SQLAlchemyUserDatastore):
    """La bibliothèque écrit dans l’acte de la porte : elle n’enregistre rien elle-même."""

    def commit(self) -> None:
        """Pousse les lignes ; c’est la fin de l’acte qui enregistre."""
        db.session.flush()


# Sans modèle de rôle : les rôles sont des appartenances, jamais ceux de la bibliothèque.
datastore = _Datastore(db, Utilisateur, None)  # type: ignore[arg-type]


#: Ce qui ne dépend d’aucun réglage.
_FIXED: dict[str, object] = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_LENGTH_MIN": LONGUEUR_MOT_DE_PASSE,
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_REGISTERABLE": False,
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_CONFIRMABLE": False,
    "SECURITY_TRACKABLE": False,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_RESET_PASSWORD_WITHIN": timedelta(days=1),
    "SECURITY_FRESHNESS": timedelta(minutes=-1),
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_LOGIN_URL": "/connexion",
    "SECURITY_LOGOUT_URL": "/deconnexion",
    "SECURITY_RESET_URL": "/mot-de-passe/oubli",
    "SECURITY_CHANGE_URL": "/mot-de-passe",
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_LOGOUT_VIEW": "/connexion",
    "SECURITY_POST_RESET_VIEW": "/connexion",
    "SECURITY_EMAIL_HTML": False,
    # Aucune question au réseau sur l’adresse tapée ; « .test » est celle de la démonstration.
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
    # Les textes de la bibliothèque sont les nôtres : ils se traduisent par nos catalogues.
    "SECURITY_I18N_DOMAIN": "messages",
    "SECURITY_I18N_DIRNAME": [str(paths.TRANSLATIONS)],
    "REMEMBER_COOKIE_DURATION": timedelta(days=30),
    "REMEMBER_COOKIE_HTTPONLY": True,
    "REMEMBER_COOKIE_SAMESITE": "Lax",
    "WTF_CSRF_CHECK_DEFAULT": True,
}


def configuration(settings: Settings) -> dict[str, object]:
    """Les réglages de la bibliothèque de connexion."""
    return {
        **_FIXED,
        **connexion.TEXTES,
        "SECURITY_PASSWORD_SALT": settings.secret_key,
        "SECURITY_EMAIL_SENDER": settings.mail_sender,
        "REMEMBER_COOKIE_SECURE": settings.public_url.startswith("https:"),
    }


def memberships() -> tuple[AppartenanceVue, ...]:
    """Les appartenances vivantes de la personne connectée, lues une fois par requête."""
    if "memberships" not in g:
        g.memberships = queries.appartenances_vivantes(current_user.id) if _is_connected() else ()
    found: tuple[AppartenanceVue, ...] = g.memberships
    return found


def install(app: Flask) -> None:
    """Lie l’identité et la portée à chaque requête ; ferme ce qui n’est pas public."""
    # Un objet par application : celui de la démonstration n’apprend rien aux autres.
    security = Security(
        app,
        datastore,
        login_form=connexion.ConnexionForm,
        forgot_password_form=connexion.OubliForm,
        reset_password_form=connexion.NouveauForm,
        change_password_form=connexion.ChangementForm,
        mail_util_cls=connexion.CourrielUtil,
        password_util_cls=connexion.MotDePasseUtil,
    )
    security.want_json(lambda _request: False)
    security.mail_context_processor(lambda: {"adresse_publique": mail.public_address("")})
    for endpoint in app.view_functions:
        if endpoint.startswith("security."):
            # Une page de plus dans la bibliothèque n’ouvre pas sans qu’on l’ait voulue.
            app.view_functions[endpoint] = _PAGES[endpoint]
    if app.extensions["coopmetiers"].demo:
        security.login_context_processor(_demonstration_doors)
    app.before_request(_identify)
    app.teardown_request(_release)


def _demonstration_doors() -> dict[str, object]:
    return {"portes": queries.portes_de_la_demonstration()}


def _in_transaction(view: View) -> View:
    """Une page de la bibliothèque qui écrit tient dans un acte, sinon elle perd sans bruit."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if request.method == "GET":
            return view(*args, **kwargs)
        with transaction():
            return view(*args, **kwargs)

    return wrapped


def _to_known_pages(view: View) -> View:
    """Une fois connecté·e, on ne part que vers une page d’ici : la bibliothèque admet plus."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        response = view(*args, **kwargs)
        if isinstance(response, Response) and response.location:
            asked = request.form.get("next") or request.args.get("next")
            response.location = connexion.suite_connue(asked)
        return response

    return wrapped


def _limited(limits: str, view: View) -> View:
    limited: View = limiter.limit(limits, methods=["POST"])(_in_transaction(view))
    return limited


#: Les pages de la bibliothèque qui servent, et combien une adresse peut y essayer. Une salle de
#: formation entière se connecte d’une seule adresse ; c’est le compte visé qui limite les essais.
_PAGES = {
    "security.login": public(
        _to_known_pages(_limited("30 per minute; 300 per hour", library.login))
    ),
    "security.logout": public(_in_transaction(library.logout)),
    "security.forgot_password": public(
        _limited("5 per minute; 30 per hour", library.forgot_password)
    ),
    "security.reset_password": public(_limited("10 per minute", library.reset_password)),
    "security.change_password": _limited("10 per minute", library.change_password),
}


def _identify() -> Any:
    if request.endpoint == "static":
        return None
    g.actor = _identity()
    nowhere = tenancy.NOWHERE if g.actor.is_known else None
    g.scope_token = tenancy.bind_request(g.actor.organisation_key or nowhere)
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or getattr(view, "is_public", False) or g.actor.is_known:
        return None
    suite = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("security.login", next=suite))


def _release(error: BaseException | None) -> None:
    token = g.pop("scope_token", None)
    if token is not None:
        tenancy.release_request(token)


def _is_connected() -> bool:
    return bool(current_user and current_user.is_authenticated)


def _identity() -> Identity:
    if not _is_connected():
        return Identity.anonymous()
    found = memberships()
    chosen = [item for item in found if item.appartenance_id == session.get(APPARTENANCE)]
    active = next(iter(chosen or found), None)
    return queries.identite(current_user, active)
