"""Ce que le cadre de page montre : qui est là, où aller."""

from flask import Flask


def install(app: Flask) -> None:
    """Donne au cadre de page l’identité, la navigation et les réglages d’affichage."""
