"""L’application assemblée : réglages, base, langue, file, comptes, pièces, dans cet ordre."""

from __future__ import annotations

from importlib import import_module

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from coopmetiers import paths
from coopmetiers.base import assets, i18n, mail, queue
from coopmetiers.base.db import configure_engine, db
from coopmetiers.base.limits import limiter
from coopmetiers.base.web import configure_web
from coopmetiers.comptes import login
from coopmetiers.config import Settings
from coopmetiers.jobs import catalogue
from coopmetiers.tableaux import navigation

#: Les pièces qui ont des pages, dans l’ordre de la pile ; chacune expose `views.blueprint`.
ROOMS = (
    "audit",
    "comptes",
    "referentiel",
    "formation",
    "parcours",
    "certification",
    "echanges",
    "tableaux",
)


def create_app(settings: Settings | None = None, *, testing: bool = False) -> Flask:
    """Assemble l’application ; lève `MissingSetting` sans clé secrète."""
    settings = (settings or Settings.from_environment()).completed()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app = Flask(
        "coopmetiers",
        root_path=str(paths.PACKAGE),
        template_folder=str(paths.TEMPLATES),
        static_folder=str(paths.STATIC),
    )
    app.config.update(_configuration(settings), TESTING=testing)
    app.extensions["coopmetiers"] = settings
    if settings.public_url.startswith("https:"):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    _install_extensions(app, settings)
    for room in ROOMS:
        app.register_blueprint(import_module(f"coopmetiers.{room}.views").blueprint)
    navigation.install(app)
    return app


def _configuration(settings: Settings) -> dict[str, object]:
    secure = settings.public_url.startswith("https:")
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SESSION_COOKIE_NAME": "__Host-coopmetiers" if secure else "coopmetiers",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        # Une preuve déposée pèse au plus 10 Mo ; le reste de la page tient dans le mégaoctet.
        "MAX_CONTENT_LENGTH": 11 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,
        "BABEL_DEFAULT_LOCALE": "fr",
        "BABEL_TRANSLATION_DIRECTORIES": str(paths.TRANSLATIONS),
        "RATELIMIT_STORAGE_URI": settings.queue_url
        if settings.queue_url.startswith("redis")
        else "memory://",
        **login.configuration(settings),
    }


def _install_extensions(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    with app.app_context():
        configure_engine(db.engine)
    i18n.babel.init_app(app, locale_selector=i18n.choose_language)
    configure_web(app)
    assets.install(app)
    limiter.init_app(app)
    mail.install(app, settings.mail_url, settings.mail_sender)
    queue.install(app, queue.make_queue(settings.queue_url, settings.data_dir), catalogue.run)
    login.install(app)
