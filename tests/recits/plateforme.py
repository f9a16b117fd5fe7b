"""Une plateforme qui sert pour de vrai : ses pages sur un port libre, ses courriels, sa file."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

from coopmetiers.app import create_app
from coopmetiers.base import queue
from coopmetiers.base.db import db
from coopmetiers.config import Settings
from tests import demonstration
from tests.demonstration import PATIENCE, commande, environnement

CLE = "une clé de récit, assez longue pour être admise"


@contextmanager
def servie(assembler: Callable[[str], Flask]) -> Iterator[tuple[Flask, str]]:
    """Assemble une application pour un port libre de la machine, et l’y sert dans un fil.

    Elle reçoit son adresse avant d’exister : c’est celle que diront ses courriels et ses PDF.
    """
    serveur = create_server(_pas_encore, host="127.0.0.1", port=0, threads=4)
    adresse = f"http://127.0.0.1:{serveur.effective_port}"
    serveur.application = app = assembler(adresse)
    fil = threading.Thread(target=serveur.run, name="pages")
    fil.start()
    try:
        yield app, adresse
    finally:
        # Toutes les prises fermées, la boucle n’a plus rien à écouter et rend la main.
        serveur.trigger.pull_trigger(lambda: wasyncore.close_all(serveur._map, ignore_all=True))
        fil.join()
        serveur.task_dispatcher.shutdown()


def _pas_encore(environ: object, start_response: object) -> NoReturn:
    raise AssertionError("Le serveur n’écoute pas avant d’avoir son application.")


@dataclass(frozen=True)
class Plateforme:
    """Une installation neuve : ses données, son adresse, ce qu’elle fait hors des pages."""

    app: Flask
    donnees: Path
    adresse: str

    def commander(self, *mots: str) -> str:
        """Joue `coopmetiers …` sur ces données ; rend ce que la commande a écrit."""
        reglages = {
            "COOPMETIERS_CLE_SECRETE": CLE,
            "COOPMETIERS_ADRESSE": self.adresse,
            "COOPMETIERS_COURRIEL": "memory",
        }
        resultat = subprocess.run(
            commande(*mots),
            cwd=self.donnees,
            env=environnement(self.donnees) | reglages,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert resultat.returncode == 0, resultat.stdout + resultat.stderr
        return resultat.stdout

    def travailler(self) -> int:
        """Fait ce que la file attend, et dit combien de travaux c’était."""
        with self.app.app_context():
            return queue.drain()

    def lien_recu(self, courriel: str) -> str:
        """Le lien du dernier courriel parti à cette adresse."""
        self.travailler()
        recus = [m for m in self.app.extensions["mailman"].outbox if courriel in m.to]
        assert recus, f"Aucun courriel pour {courriel}."
        return premier_lien(recus[-1].body)


@contextmanager
def de_demonstration(construite: Path, ou: Path) -> Iterator[Plateforme]:
    """La démonstration servie, sur une copie de ses données."""
    with demonstration.ouverte(construite, ou) as app, servie(lambda _adresse: app) as (_, adresse):
        yield Plateforme(app, ou, adresse)


def premier_lien(texte: str) -> str:
    """La première adresse écrite dans un texte."""
    trouve = re.search(r"http://\S+", texte)
    assert trouve, texte
    return trouve.group()


@contextmanager
def ouverte(donnees: Path) -> Iterator[Plateforme]:
    """Une plateforme neuve, sur une base migrée et vide."""

    def assembler(adresse: str) -> Flask:
        reglages = Settings(secret_key=CLE, data_dir=donnees, mail_url="memory", public_url=adresse)
        return create_app(reglages)

    with servie(assembler) as (app, adresse):
        yield Plateforme(app, donnees, adresse)
    with app.app_context():
        db.engine.dispose()
    app.extensions["queue"].storage.close()
