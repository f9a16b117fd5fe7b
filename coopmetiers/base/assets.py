"""Les fichiers statiques : une adresse par contenu, gardée un an par le navigateur."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

_ONE_YEAR = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    """Ajoute à chaque adresse statique l’empreinte de son fichier, et en allonge la durée."""
    folder = Path(app.static_folder or "")

    def stamp(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values:
            values.setdefault("v", fingerprint(folder / values["filename"]))

    def keep(response: Response) -> Response:
        # Sans empreinte dans l’adresse, un fichier changé resterait l’ancien : pas de durée longue.
        if request.endpoint == "static" and "v" in request.args:
            response.headers["Cache-Control"] = _ONE_YEAR
        return response

    app.url_defaults(stamp)
    app.after_request(keep)


@cache
def fingerprint(path: Path) -> str:
    """Les douze premiers chiffres du SHA-256 d’un fichier, ou rien s’il manque."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else ""
