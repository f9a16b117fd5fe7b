"""Identifiants publics et codes secrets, tirés au sort, sans lettre ambiguë (Crockford)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CONFUSED = str.maketrans({"O": "0", "I": "1", "L": "1"})
CODE_LENGTH = 16


class _Sequence:
    """Tirage reproductible : le n-ième nombre d’une graine, toujours le même."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.rank = 0

    def bits(self, count: int) -> int:
        self.rank += 1
        digest = hashlib.sha256(f"{self.seed}:{self.rank}".encode()).digest()
        return int.from_bytes(digest, "big") >> (256 - count)


_SEQUENCE: ContextVar[_Sequence | None] = ContextVar("identifier_sequence", default=None)


@contextmanager
def reproducible(seed: str) -> Iterator[None]:
    """Rend les tirages reproductibles : pour la démonstration et les tests seulement."""
    token = _SEQUENCE.set(_Sequence(seed))
    try:
        yield
    finally:
        _SEQUENCE.reset(token)


def _bits(count: int) -> int:
    sequence = _SEQUENCE.get()
    return sequence.bits(count) if sequence else secrets.randbits(count)


def _symbols(length: int) -> str:
    value = _bits(5 * length)
    return "".join(CROCKFORD[(value >> (5 * rank)) & 31] for rank in range(length))


def public_id() -> str:
    """Identifiant d’une ligne dans les adresses : 12 symboles en minuscules (60 bits)."""
    return _symbols(12).lower()


def short_code(length: int = 6) -> str:
    """Code court qu’une personne recopie (code de session)."""
    return _symbols(length)


def verification_code() -> str:
    """Code secret d’un document : 16 symboles, 80 bits."""
    return _symbols(CODE_LENGTH)


def normalize_code(text: str) -> str:
    """Ramène un code saisi à sa forme : majuscules, sans tiret ni espace, O lu 0, I et L lus 1."""
    kept = "".join(sign for sign in text.upper() if sign.isalnum())
    return kept.translate(_CONFUSED)


def is_code(text: str) -> bool:
    """Vrai pour un code normalisé de 16 symboles de l’alphabet."""
    return len(text) == CODE_LENGTH and all(sign in CROCKFORD for sign in text)


def grouped(code: str) -> str:
    """Le code par groupes de quatre, comme il est imprimé : `7KQ2-M9XD-4TJH-P6WR`."""
    return "-".join(code[rank : rank + 4] for rank in range(0, len(code), 4))
