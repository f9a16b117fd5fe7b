"""La ligne de commande `coopmetiers` : une porte de plus, par les mêmes services que les pages."""

import click


@click.group()
def main() -> None:
    """Le référentiel des métiers de la coopération territoriale, et ce qu’on en fait."""
