"""`coopmetiers servir` : les pages et les travaux, dans un seul programme."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

import click
from flask import Flask


@click.command("servir")
@click.option("--hote", default="127.0.0.1", show_default=True, help="Adresse d’écoute.")
@click.option("--port", default=8000, show_default=True, help="Port d’écoute.")
def servir(hote: str, port: int) -> None:
    """Sert les pages et fait les travaux de fond."""
    from coopmetiers.cli.application import ouvrir

    app = ouvrir()
    click.echo(f"Les pages s’ouvrent sur http://{hote}:{port}. Ctrl-C pour arrêter.")
    servir_application(app, hote, port)


def servir_application(app: Flask, hote: str, port: int) -> None:
    """Sert jusqu’à Ctrl-C ou SIGTERM, puis finit le travail en cours et rend la main."""
    from waitress.server import create_server

    from coopmetiers.jobs import consumer, drawing

    server = create_server(app, host=hote, port=port, threads=8, ident="coopmetiers")
    with drawing.child_process():
        worker = consumer.make_consumer(app)
        # Le consommateur pose ses propres signaux en démarrant : les nôtres viennent après.
        worker.start()
        with consumer.sweeping(app):
            _stop_on_signal(server.close)
            server.run()
            _ignore_signals()
            worker.stop(graceful=True)
        server.close()


def _stop_on_signal(close: Callable[[], Any]) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    # waitress rend la main de `run` sur SystemExit ; le reste de l’arrêt se fait alors en ordre.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def _ignore_signals() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
