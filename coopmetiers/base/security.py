"""Empreintes et comparaisons de secrets."""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app
from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

from coopmetiers.base import clock


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
    """Rend la valeur signée il y a `max_age` secondes au plus, ou rien si le jeton ne vaut plus."""
    try:
        value: str = _serializer(purpose).loads(token, max_age=max_age)
    except BadData:
        return None
    return value


class _ClockSigner(TimestampSigner):
    """Date les jetons à l’heure de la maison : celle que les tests et la démonstration fixent."""

    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    key = current_app.config["SECRET_KEY"]
    return URLSafeTimedSerializer(key, salt=f"coopmetiers.{purpose}", signer=_ClockSigner)
