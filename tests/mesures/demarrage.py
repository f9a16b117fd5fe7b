"""Démarrer : l’aide, l’application, le premier certificat d’une démonstration neuve."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Event

from tests.mesures.chronometre import Mesure, processeur, rapport

#: Les bibliothèques web que l’application déclare : ce qu’importerait n’importe quelle autre.
_BIBLIOTHEQUES = (
    "import flask, flask_sqlalchemy, flask_migrate, flask_wtf, flask_security, flask_babel, "
    "flask_limiter, flask_mailman, huey, fsspec, segno"
)
_LOURDES = ("weasyprint", "openpyxl", "pyhanko", "lxml")
_APPLICATION = """
import pathlib, sys, tempfile
from coopmetiers.app import create_app
from coopmetiers.config import Settings
dossier = pathlib.Path(tempfile.mkdtemp())
create_app(Settings(secret_key="une clé de mesure, assez longue pour aller", data_dir=dossier))
"""


def aide() -> Mesure:
    """`coopmetiers --help` ne coûte guère plus que Flask et sa base."""
    valeur = rapport(
        processeur("-m", "coopmetiers", "--help"),
        processeur("-c", "import flask, flask_sqlalchemy"),
    )
    return Mesure("coopmetiers --help / import flask, flask_sqlalchemy", valeur, 1.3)


def application() -> Mesure:
    """L’application assemblée coûte à peine plus que ses bibliothèques."""
    valeur = rapport(processeur("-c", _APPLICATION), processeur("-c", _BIBLIOTHEQUES))
    return Mesure("application assemblée / import de ses bibliothèques web", valeur, 1.2)


def modules_lourds() -> Mesure:
    """Combien de modules de dessin ou de tableur le processus des pages charge au démarrage."""
    code = f"{_APPLICATION}\nprint(sum(nom in sys.modules for nom in {_LOURDES!r}))"
    sortie = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60
    )
    return Mesure(f"modules chargés parmi {', '.join(_LOURDES)}", int(sortie.stdout), 0, "")


def premier_certificat() -> Mesure:
    """De la commande `demo` dans un dossier vide au premier PDF écrit, en secondes d’horloge."""
    with tempfile.TemporaryDirectory() as dossier:
        environ = {**os.environ, "COOPMETIERS_DONNEES": dossier}
        debut = time.monotonic()
        programme = subprocess.Popen(
            [sys.executable, "-m", "coopmetiers", "demo", "--sans-serveur"],
            env=environ,
            stdout=subprocess.DEVNULL,
        )
        pause = Event()
        while not any(Path(dossier).rglob("*.pdf")) and programme.poll() is None:
            pause.wait(0.05)
        duree = time.monotonic() - debut
        programme.wait(timeout=300)
    return Mesure("demo, dossier vide : premier certificat PDF", duree, 10, "s")
