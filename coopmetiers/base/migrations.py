"""Mettre la base à jour : l’outil n’est chargé que par qui migre, jamais par les pages."""

from __future__ import annotations

from types import ModuleType

from flask import current_app

from coopmetiers import paths
from coopmetiers.base.db import db


def tool() -> ModuleType:
    """Flask-Migrate, branché sur l’application courante et sur nos migrations."""
    import flask_migrate

    if "migrate" not in current_app.extensions:
        flask_migrate.Migrate(
            current_app, db, directory=str(paths.MIGRATIONS), render_as_batch=True
        )
    module: ModuleType = flask_migrate
    return module


def upgrade() -> None:
    """Applique toutes les migrations ; une base à jour ne change pas."""
    tool().upgrade()
