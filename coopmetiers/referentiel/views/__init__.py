"""Les pages du référentiel et du recensement, ouvertes à tous."""

from flask import Blueprint

blueprint = Blueprint("referentiel", __name__)

# Chaque module pose ses pages sur le même objet.
from coopmetiers.referentiel.views import absence, recensement, versions  # noqa: E402

__all__ = ["absence", "blueprint", "recensement", "versions"]
