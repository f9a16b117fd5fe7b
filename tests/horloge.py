"""L’heure des tests."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

from coopmetiers.base import clock


class Horloge:
    """L’heure des tests, arrêtée ; elle n’avance que si on le demande."""

    def __init__(self) -> None:
        self._arret = ExitStack()
        self.regler(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))

    def regler(self, instant: datetime) -> None:
        self._arret.close()
        self._arret.enter_context(clock.fixed(instant))

    def avancer(self, **duree: float) -> None:
        self.regler(clock.now() + timedelta(**duree))

    def relacher(self) -> None:
        self._arret.close()
