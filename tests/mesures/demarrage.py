"""Démarrer : l’aide, l’application, le premier certificat d’une démonstration neuve."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from tests.mesures.chronometre import Mesure, processeur, rapport

_LOURDES = ("weasyprint", "openpyxl", "pyhanko", "lxml")
#: L’application telle qu’un serveur la charge.
_APPLICATION = "import coopmetiers.wsgi"
_DECLAREES = """
import re, sys, tomllib
from importlib.metadata import packages_distributions
projet = tomllib.load(open("pyproject.toml", "rb"))["project"]
noms = {re.split(r"[\\[><=]", nom)[0] for nom in projet["dependencies"]}
print(*(module for module, paquets in packages_distributions().items()
        if module in sys.modules and noms & {p.lower().replace("_", "-") for p in paquets}))
"""


def aide() -> Mesure:
    """`coopmetiers --help` ne coûte guère plus que Flask et sa base."""
    valeur = rapport(
        processeur("-m", "coopmetiers", "--help"),
        processeur("-c", "import flask, flask_sqlalchemy"),
    )
    return Mesure("coopmetiers --help / import flask, flask_sqlalchemy", valeur, 1.3)


def application() -> Mesure:
    """L’application assemblée coûte à peine plus que les bibliothèques qu’elle charge."""
    with _environnement():
        chargees = _sortie(f"{_APPLICATION}\n{_DECLAREES}").split()
        valeur = rapport(
            processeur("-c", _APPLICATION), processeur("-c", f"import {', '.join(chargees)}")
        )
    return Mesure(
        f"application assemblée / import de ses {len(chargees)} bibliothèques", valeur, 1.2
    )


def modules_lourds() -> Mesure:
    """Combien de modules de dessin ou de tableur le processus des pages charge au démarrage."""
    code = f"{_APPLICATION}\nimport sys; print(sum(nom in sys.modules for nom in {_LOURDES!r}))"
    with _environnement():
        nombre = int(_sortie(code))
    return Mesure(f"modules chargés parmi {', '.join(_LOURDES)}", nombre, 0, "")


@contextmanager
def _environnement() -> Iterator[None]:
    """De quoi démarrer l’application : une clé secrète, un dossier vide."""
    with tempfile.TemporaryDirectory() as dossier:
        os.environ |= {
            "COOPMETIERS_CLE_SECRETE": "une clé de mesure, assez longue pour aller",
            "COOPMETIERS_DONNEES": dossier,
        }
        yield


def _sortie(code: str) -> str:
    commande = [sys.executable, "-c", code]
    return subprocess.run(commande, check=True, capture_output=True, text=True, timeout=60).stdout


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
