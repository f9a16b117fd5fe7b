"""De la connexion HTTP à l’identité : le seul lecteur de la session pour savoir qui agit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask_login import current_user
from flask_security import Security, SQLAlchemyUserDatastore
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from coopmetiers.base import tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.base.identity import Identity
from coopmetiers.base.web import public
from coopmetiers.comptes.models import Appartenance, Utilisateur
from coopmetiers.config import Settings

APPARTENANCE = "appartenance"


class _Datastore(SQLAlchemyUserDatastore):
    """La bibliothèque écrit dans l’unité d’écriture de la porte : elle n’enregistre rien elle-même."""

    def commit(self) -> None:
        """Pousse les lignes ; c’est la fin de la requête qui enregistre."""
        db.session.flush()


datastore = _Datastore(db, Utilisateur, None)
security = Security()


def configuration(settings: Settings) -> dict[str, object]:
    """Les réglages de la bibliothèque de connexion."""
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SALT": settings.secret_key,
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        "SECURITY_PASSWORD_COMPLEXITY_CHECKER": None,
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_REGISTERABLE": False,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_CONFIRMABLE": False,
        "SECURITY_TRACKABLE": False,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(days=1),
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_LOGIN_URL": "/connexion",
        "SECURITY_LOGOUT_URL": "/deconnexion",
        "SECURITY_RESET_URL": "/mot-de-passe/oubli",
        "SECURITY_CHANGE_URL": "/mot-de-passe",
        "SECURITY_POST_LOGIN_VIEW": "/",
        "SECURITY_POST_LOGOUT_VIEW": "/connexion",
        "SECURITY_EMAIL_SENDER": settings.mail_sender,
        "WTF_CSRF_CHECK_DEFAULT": True,
    }


def current_identity() -> Identity:
    """La personne connectée et son appartenance active, ou l’anonyme."""
    identity: Identity = g.get("identity") or Identity.anonymous()
    return identity


def memberships() -> tuple[Appartenance, ...]:
    """Les appartenances vivantes de la personne connectée, lues une fois par requête."""
    if "memberships" not in g:
        g.memberships = _living_memberships(current_user.id) if _is_connected() else ()
    found: tuple[Appartenance, ...] = g.memberships
    return found


def install(app: Flask) -> None:
    """Lie l’identité et la portée à chaque requête ; ferme ce qui n’est pas public."""
    security.init_app(app, datastore)
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("security."):
            app.view_functions[endpoint] = public(_in_transaction(view))
    app.before_request(_identify)
    app.teardown_request(_release)


def _in_transaction(view: Callable[..., Any]) -> Callable[..., Any]:
    """Une page de la bibliothèque qui écrit se déroule entière dans un acte, sinon elle perd sans bruit."""

    @wraps(view)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if request.method == "GET":
            return view(*args, **kwargs)
        with transaction():
            return view(*args, **kwargs)

    return wrapped


def _identify() -> Response | None:
    if request.endpoint == "static":
        return None
    g.identity = _identity()
    g.scope_token = tenancy.bind_request(g.identity.organisation_key)
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or getattr(view, "is_public", False) or g.identity.is_known:
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
    active = _active_membership()
    return identity_of(current_user, active)


def identity_of(user: Utilisateur, membership: Appartenance | None) -> Identity:
    """L’identité détachée d’une personne au titre d’une de ses appartenances."""
    organisation = membership.organisation if membership else None
    return Identity(
        user_key=user.id,
        user_id=user.utilisateur_id,
        name=user.nom_complet,
        organisation_key=organisation.cle if organisation else None,
        organisation_id=organisation.organisation_id if organisation else "",
        organisation_name=organisation.nom if organisation else "",
        role=membership.role if membership else "",
        kinds=frozenset(organisation.natures if organisation else ()),
        membership_id=membership.appartenance_id if membership else "",
    )


def _active_membership() -> Appartenance | None:
    found = memberships()
    chosen = session.get(APPARTENANCE)
    kept = [item for item in found if item.appartenance_id == chosen]
    return (kept or list(found) or [None])[0]


def _living_memberships(user_key: int) -> tuple[Appartenance, ...]:
    statement = (
        select(Appartenance)
        .where(Appartenance.cle_utilisateur == user_key, Appartenance.terminee_a.is_(None))
        .options(joinedload(Appartenance.organisation))
        .order_by(Appartenance.cle)
    )
    return tuple(db.session.scalars(statement))
