"""Prendre les messages de la file, et faire le tour périodique."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from huey.consumer import Consumer

from coopmetiers.jobs import catalogue

WORKERS = 2
SHUTDOWN_SECONDS = 20
SWEEP_SECONDS = 60
_log = logging.getLogger(__name__)


def make_consumer(app: Flask) -> Consumer:
    """Un consommateur à deux fils, qui finit le travail en cours quand on l’arrête."""
    consumer: Consumer = app.extensions["queue"].create_consumer(
        workers=WORKERS, worker_type="thread", periodic=False, shutdown_timeout=SHUTDOWN_SECONDS
    )
    return consumer


@contextmanager
def sweeping(app: Flask) -> Iterator[None]:
    """Fait le tour de ce qui attend à l’entrée, puis chaque minute, tant qu’on est dedans."""
    stop = threading.Event()

    def turn() -> None:
        while True:
            with app.app_context():
                try:
                    catalogue.sweep()
                except Exception:
                    # Un tour manqué n’arrête pas les suivants ; la cause est au journal technique.
                    _log.exception("Le tour périodique a échoué.")
            if stop.wait(SWEEP_SECONDS):
                return

    thread = threading.Thread(target=turn, name="balayage")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
