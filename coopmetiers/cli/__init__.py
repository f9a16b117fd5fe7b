"""La ligne de commande `coopmetiers` : une porte de plus, par les mêmes services que les pages.

Chaque commande est nommée, pas importée : demander l’aide ne charge pas l’application.
"""

from __future__ import annotations

from collections.abc import Mapping
from pkgutil import resolve_name

import click

#: Le mot tapé → le module et l’objet qui font la commande.
COMMANDES: Mapping[str, str] = {
    "audit": "coopmetiers.cli.audit:groupe",
    "comptes": "coopmetiers.cli.comptes:groupe",
    "demo": "coopmetiers.cli.demo:demo",
    "jobs": "coopmetiers.cli.jobs:groupe",
    "parcours": "coopmetiers.cli.parcours:groupe",
    "referentiel": "coopmetiers.cli.referentiel:groupe",
    "servir": "coopmetiers.cli.serveur:servir",
}


class _Paresseux(click.Group):
    """Un groupe qui ne charge une commande que quand on la demande."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        nom = COMMANDES.get(cmd_name)
        commande: click.Command | None = resolve_name(nom) if nom else None
        return commande


@click.group(cls=_Paresseux)
def main() -> None:
    """Le référentiel des métiers de la coopération territoriale, et ce qu’on en fait."""
