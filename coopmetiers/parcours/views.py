"""Les pages de la pièce."""

from flask import Blueprint

blueprint = Blueprint("parcours", __name__)
