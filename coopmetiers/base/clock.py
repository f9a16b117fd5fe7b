"""L’heure qu’il est ; fixée dans les tests et dans la démonstration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_FIXED: ContextVar[datetime | None] = ContextVar("fixed_instant", default=None)
DEFAULT_ZONE = "Europe/Paris"


def now() -> datetime:
    """L’instant présent, en temps universel."""
    return _FIXED.get() or datetime.now(UTC)


def today(zone: str = DEFAULT_ZONE) -> date:
    """La date du jour dans le fuseau de l’organisation (une date légale se lit sur place)."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def fixed(instant: datetime) -> Iterator[None]:
    """Arrête l’horloge sur un instant daté d’un fuseau ; lève `ValueError` s’il n’en a pas."""
    if instant.tzinfo is None:
        raise ValueError("Un instant porte toujours son fuseau.")
    token = _FIXED.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _FIXED.reset(token)
