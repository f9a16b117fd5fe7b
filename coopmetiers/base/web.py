"""Pages : Jinja, refus rendus en pages, en-têtes de sécurité, portes ouvertes à tous."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, g, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from coopmetiers.base import i18n, icons, identifiers, permissions, states, svg
from coopmetiers.base.errors import Forbidden, NotFound, Refusal, RuleViolation
from coopmetiers.base.identity import Identity

View = TypeVar("View", bound=Callable[..., Any])

csrf = CSRFProtect()

#: Rien ne vient d’ailleurs, rien n’est écrit dans la page : ni script, ni style en ligne.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # Flask-WTF exige un Referer du même hôte en HTTPS : « no-referrer » casserait les formulaires.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=()",
}


def public(view: View) -> View:
    """Ouvre une page à qui n’est pas connecté ; sans cette marque, une page est fermée."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def current_identity() -> Identity:
    """Qui agit dans cette requête : la personne connectée et son appartenance, ou l’anonyme."""
    identity: Identity = g.get("actor") or Identity.anonymous()
    return identity


def configure_web(app: Flask) -> None:
    """Règle Jinja, la protection des formulaires, les en-têtes et les pages de refus."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    for module in (icons, states, svg):
        app.jinja_env.globals.update(module.JINJA_GLOBALS)
    app.jinja_env.globals.update(can=permissions.can)
    app.jinja_env.filters.update(
        date_longue=i18n.long_date,
        date_courte=i18n.short_date,
        jour_long=i18n.day_date,
        jour_court=i18n.day_short,
        moment=i18n.moment,
        heures=i18n.hours,
        nombre=i18n.number,
        par_quatre=identifiers.grouped,
        sans_balises=_without_tags,
    )
    csrf.init_app(app)
    app.after_request(_protect)
    app.register_error_handler(Refusal, _refusal_page)
    app.register_error_handler(CSRFError, _csrf_page)
    for status in (400, 403, 404, 405, 409, 413, 429, 500):
        app.register_error_handler(status, _status_page)


def _without_tags(text: str) -> str:
    """Le texte d’un titre, sans balises ; `striptags` y perdrait les espaces insécables."""
    plain = html.unescape(re.sub(r"<[^>]+>", "", str(text)))
    return re.sub(r"[ \t\r\n]+", " ", plain).strip(" ")


def _protect(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        # Une page nominative ne doit pas rester dans le cache d’un poste partagé.
        response.headers["Cache-Control"] = "no-store"
    return response


def _refusal_page(refusal: Refusal) -> tuple[str, int]:
    status = {NotFound: 404, Forbidden: 403, RuleViolation: 409}[type(refusal)]
    return _page(status, i18n.refusal_text(refusal)), status


def _csrf_page(error: CSRFError) -> tuple[str, int]:
    message = i18n._(
        "Cette page est restée ouverte trop longtemps. Revenez en arrière, rechargez-la et "
        "recommencez : rien n’a été enregistré."
    )
    return _page(400, message), 400


def _status_page(error: HTTPException | Exception) -> tuple[str, int]:
    status = getattr(error, "code", 500) or 500
    return _page(status, ""), status


_PAGES = {400, 403, 404, 409, 413, 429, 500}


def _page(status: int, message: str) -> str:
    shown = status if status in _PAGES else 400
    return render_template(f"erreurs/{shown}.html", message=message)
