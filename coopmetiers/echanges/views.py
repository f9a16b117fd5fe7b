"""Les pages de la pièce."""

from flask import Blueprint

blueprint = Blueprint("echanges", __name__)
