"""Les pages du parcours."""

from flask import Blueprint

blueprint = Blueprint("parcours", __name__)

# Chaque module pose ses pages sur le même objet.
from coopmetiers.parcours.views import (  # noqa: E402
    apprenants,
    assiduite,
    collectif,
    corrections,
    evaluations,
    fiche,
    inscriptions,
    moi,
    preuves,
)

__all__ = [
    "apprenants",
    "assiduite",
    "blueprint",
    "collectif",
    "corrections",
    "evaluations",
    "fiche",
    "inscriptions",
    "moi",
    "preuves",
]
