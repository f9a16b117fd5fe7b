"""Les pages de la formation."""

from flask import Blueprint

blueprint = Blueprint("formation", __name__)

# Chaque module pose ses pages sur le même objet.
from coopmetiers.formation.views import (  # noqa: E402
    affectations,
    couverture,
    creneaux,
    formations,
    modules,
    sessions,
)

__all__ = [
    "affectations",
    "blueprint",
    "couverture",
    "creneaux",
    "formations",
    "modules",
    "sessions",
]
