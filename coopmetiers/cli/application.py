"""Ouvrir l’application depuis la ligne de commande, et dire un refus en une ligne."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click
from flask import Flask

from coopmetiers.config import MissingSetting, Settings


def ouvrir(settings: Settings | None = None) -> Flask:
    """Assemble l’application et met la base à jour ; sans réglage, sort en disant lequel manque."""
    from flask_migrate import upgrade

    from coopmetiers.app import create_app

    try:
        app = create_app(settings)
    except MissingSetting as missing:
        refuser(str(missing))
    with app.app_context():
        upgrade()
    return app


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
