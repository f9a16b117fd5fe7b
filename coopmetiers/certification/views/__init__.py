"""Les pages de la certification : présenter, composer, délibérer, proclamer, délivrer, vérifier."""

from flask import Blueprint

blueprint = Blueprint("certification", __name__)

# Chaque module pose ses pages sur le même objet.
from coopmetiers.certification.views import (  # noqa: E402
    certificats,
    composition,
    deliberation,
    jurys,
    presentations,
    verification,
)

__all__ = [
    "blueprint",
    "certificats",
    "composition",
    "deliberation",
    "jurys",
    "presentations",
    "verification",
]
