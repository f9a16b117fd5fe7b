"""La file : dire, après l’enregistrement, qu’un travail attend. La vérité reste dans les lignes.

Un message perdu est retrouvé par le balayage périodique, un message reçu deux fois ne fait rien de
plus : les travaux lisent l’état de leur ligne avant d’agir.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from huey import RedisHuey, SqliteHuey
from huey.api import Huey

from coopmetiers.base.db import after_commit

Runner = Callable[[str, dict[str, Any]], None]


def make_queue(queue_url: str, data_dir: Any) -> Huey:
    """Ouvre la file : un fichier SQLite du dossier des données, ou Redis."""
    if queue_url.startswith("redis"):
        return RedisHuey("coopmetiers", url=queue_url, results=False)
    return SqliteHuey("coopmetiers", filename=str(data_dir / "file.db"), results=False)


def install(app: Flask, queue: Huey, runner: Runner) -> None:
    """Branche la file : un seul travail huey, qui ouvre le contexte et appelle."""

    def executer(name: str, ids: dict[str, Any]) -> None:
        with app.app_context():
            runner(name, ids)

    app.extensions["queue"] = queue
    app.extensions["queue_task"] = queue.task(name="executer")(executer)


def enqueue(name: str, **ids: str) -> None:
    """Annonce un travail par son nom et ses identifiants, une fois l’acte enregistré."""
    task = current_app.extensions["queue_task"]
    after_commit(lambda: task(name, ids))


def drain() -> int:
    """Fait sur place tout ce qui attend, et dit combien (tests, démonstration, commande)."""
    queue: Huey = current_app.extensions["queue"]
    done = 0
    while (task := queue.dequeue()) is not None:
        queue.execute(task)
        done += 1
    return done
