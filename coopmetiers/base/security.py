"""Empreintes et comparaisons de secrets."""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer


def sha256_hex(text: str) -> str:
    """Empreinte SHA-256 d’un texte, en 64 chiffres hexadécimaux."""
    return hashlib.sha256(text.encode()).hexdigest()


def keyed_digest(text: str) -> str:
    """Empreinte à clé (HMAC-SHA-256) : illisible et inattaquable sans la clé secrète du service."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def same(left: str, right: str) -> bool:
    """Compare deux secrets en temps constant."""
    return hmac.compare_digest(left.encode(), right.encode())


def sign(value: str, *, purpose: str) -> str:
    """Signe une valeur pour un usage nommé ; le jeton porte sa date."""
    return _serializer(purpose).dumps(value)


def unsign(token: str, *, purpose: str, max_age: int) -> str | None:
    """Rend la valeur signée il y a moins de `max_age` secondes, ou rien si le jeton ne vaut plus."""
    try:
        value: str = _serializer(purpose).loads(token, max_age=max_age)
    except BadData:
        return None
    return value


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"coopmetiers.{purpose}")
