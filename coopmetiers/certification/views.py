"""Les pages de la pièce."""

from flask import Blueprint

blueprint = Blueprint("certification", __name__)
