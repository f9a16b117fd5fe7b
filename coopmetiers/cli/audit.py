"""`coopmetiers audit` : s’assurer que le journal n’a pas été touché."""

from __future__ import annotations

import sys

import click


@click.group("audit")
def groupe() -> None:
    """Le journal des actes."""


@groupe.command("verifier")
def verifier() -> None:
    """Relit toutes les chaînes du journal ; sort avec le code 1 si l’une d’elles est rompue."""
    from coopmetiers.audit import queries
    from coopmetiers.base.db import read_only
    from coopmetiers.cli.application import ouvrir

    rompues = 0
    with ouvrir().app_context(), read_only():
        for chaine in queries.chaines():
            constat = queries.verifier_chaine(chaine)
            click.echo(str(constat))
            rompues += not constat.est_intacte
    sys.exit(1 if rompues else 0)
