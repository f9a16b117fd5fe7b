"""Les classeurs, depuis les pages."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, send_file
from flask.typing import ResponseReturnValue

from coopmetiers.base.db import transaction
from coopmetiers.base.web import public
from coopmetiers.comptes.login import current_identity
from coopmetiers.echanges import queries
from coopmetiers.echanges.fichiers import Emporte
from coopmetiers.echanges.services import sessions

blueprint = Blueprint("echanges", __name__)

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/referentiels/<code>/<version>/classeur")
@public
def referentiel(code: str, version: str) -> ResponseReturnValue:
    return _fichier(queries.classeur_referentiel(current_identity(), code, version))


@blueprint.post("/sessions/<session_id>/classeur")
def session(session_id: str) -> ResponseReturnValue:
    with transaction():
        emporte = sessions.exporter_session(current_identity(), session_id)
    return _fichier(emporte)


def _fichier(emporte: Emporte) -> Response:
    return send_file(BytesIO(emporte.octets), _TYPE, as_attachment=True, download_name=emporte.nom)
