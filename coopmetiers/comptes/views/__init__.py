"""Les pages des comptes."""

from flask import Blueprint

blueprint = Blueprint("comptes", __name__)

# Chaque module pose ses pages sur le même objet.
from coopmetiers.comptes.views import (  # noqa: E402
    demonstration,
    habilitations,
    invitations,
    membres,
    organisations,
    siennes,
)

__all__ = [
    "blueprint",
    "demonstration",
    "habilitations",
    "invitations",
    "membres",
    "organisations",
    "siennes",
]
