"""Les pages de la pièce."""

from flask import Blueprint

blueprint = Blueprint("audit", __name__)
