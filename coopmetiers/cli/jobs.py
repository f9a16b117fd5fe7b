"""`coopmetiers jobs` : faire les travaux de fond dans un programme à part."""

from __future__ import annotations

import click


@click.group("jobs")
def groupe() -> None:
    """Les travaux de fond."""


@groupe.command("consommer")
def consommer() -> None:
    """Prend les travaux de la file jusqu’à Ctrl-C."""
    from coopmetiers.cli.application import ouvrir
    from coopmetiers.jobs import consumer, drawing

    app = ouvrir()
    with drawing.child_process(), consumer.sweeping(app):
        consumer.make_consumer(app).run()


@groupe.command("vider")
def vider() -> None:
    """Fait sur place tout ce qui attend, puis rend la main."""
    from coopmetiers.base import queue
    from coopmetiers.cli.application import ouvrir
    from coopmetiers.jobs import catalogue

    app = ouvrir()
    with app.app_context():
        click.echo(f"{queue.drain() + catalogue.sweep()} travaux faits.")
