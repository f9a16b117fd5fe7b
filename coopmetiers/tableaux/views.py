"""Les pages de la pièce."""

from flask import Blueprint

blueprint = Blueprint("tableaux", __name__)
