"""Les pages de la pièce."""

from flask import Blueprint

blueprint = Blueprint("comptes", __name__)
