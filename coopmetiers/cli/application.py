"""Ouvrir l’application depuis la ligne de commande, et dire un refus en une ligne."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NoReturn

import click
from flask import Flask

from coopmetiers.config import MissingSetting, Settings


def ouvrir(settings: Settings | None = None) -> Flask:
    """Assemble l’application et met la base à jour ; sans réglage, sort en disant lequel manque."""
    from coopmetiers.base.startup import assembling

    try:
        with assembling():
            from coopmetiers.app import create_app
            from coopmetiers.base import migrations

            app = create_app(settings)
    except MissingSetting as missing:
        refuser(str(missing))
    with app.app_context():
        migrations.upgrade()
    return app


def ouvrir_les_donnees() -> Flask:
    """Assemble l’application pour une commande qui ne signe rien : elle se passe de clé secrète.

    Sans réglage ni base à soi, c’est celle de la démonstration qui est lue, et la commande le dit.
    """
    settings = Settings.from_environment()
    demonstration = settings.data_dir / "demo"
    a_soi = settings.database_url or (settings.data_dir / "coopmetiers.db").exists()
    if not a_soi and not settings.secret_key and (demonstration / "coopmetiers.db").exists():
        click.echo(f"Base de la démonstration : {demonstration}", err=True)
        settings = replace(settings, data_dir=demonstration)
    return ouvrir(replace(settings, secret_key=settings.secret_key or secrets.token_hex(32)))


@contextmanager
def refus_en_clair() -> Iterator[None]:
    """Rend un refus du domaine en une ligne, sans trace technique, avec le code de sortie 2."""
    from coopmetiers.base.errors import NotFound, Refusal, RuleViolation

    try:
        yield
    except RuleViolation as violation:
        refuser(violation.text())
    except NotFound:
        refuser("Rien de tel dans cette base.")
    except Refusal as refusal:
        refuser(str(refusal))


def refuser(message: str) -> NoReturn:
    """Écrit le message sur la sortie d’erreur et sort avec le code 2."""
    click.echo(message, err=True)
    sys.exit(2)
