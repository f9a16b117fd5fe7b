"""Les pages de la pièce."""

from flask import Blueprint

blueprint = Blueprint("referentiel", __name__)
