"""Les pages de la pièce."""

from flask import Blueprint

blueprint = Blueprint("formation", __name__)
