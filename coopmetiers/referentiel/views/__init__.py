"""Les pages du référentiel et du recensement, ouvertes à tous."""

from flask import Blueprint

blueprint = Blueprint("referentiel", __name__)

# Chaque module pose ses pages sur le même objet.
from coopmetiers.referentiel.views import (  # noqa: E402
    absence,
    comparaison,
    historique,
    publication,
    recensement,
    versions,
)

__all__ = [
    "absence",
    "blueprint",
    "comparaison",
    "historique",
    "publication",
    "recensement",
    "versions",
]
