"""La démonstration comme monde complet : construite une fois par la commande, copiée par test.

Le premier processus de test qui la demande la construit ; les autres attendent qu’elle soit là.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coopmetiers import paths

if TYPE_CHECKING:
    from flask import Flask

    from tests.acces import Terrain

#: Bien au-delà de ce que prend une construction sur une machine chargée, en secondes.
PATIENCE = 600
_TOUR = 0.1


def environnement(donnees: Path) -> dict[str, str]:
    """Ce que reçoit la commande : ses données, l’arbre source, rien des réglages du test."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(donnees),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(paths.ROOT),
        "PYTHONUNBUFFERED": "1",
        "COOPMETIERS_DONNEES": str(donnees),
    }


def commande(*mots: str) -> list[str]:
    """La commande `coopmetiers`, telle que l’arbre source la donne."""
    return [sys.executable, "-m", "coopmetiers", *mots]


def preparer(donnees: Path) -> str:
    """Joue `coopmetiers demo --sans-serveur` sur ces données ; rend ce qu’elle a écrit."""
    donnees.mkdir(parents=True, exist_ok=True)
    resultat = subprocess.run(
        commande("demo", "--sans-serveur"),
        cwd=donnees,
        env=environnement(donnees),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert resultat.returncode == 0, resultat.stdout + resultat.stderr
    return resultat.stdout


def construire_une_fois(racine: Path, nom: str, fabrique: Callable[[Path], object]) -> Path:
    """Le dossier `nom`, que le premier processus venu remplit et que les autres attendent."""
    dossier, fait = racine / nom, racine / f"{nom}.fait"
    rate = racine / f"{nom}.echec"
    try:
        dossier.mkdir()
    except FileExistsError:
        attendre(lambda: fait.exists() or rate.exists(), f"la construction de « {nom} »")
        assert not rate.exists(), rate.read_text()
        return dossier
    try:
        fabrique(dossier)
    except BaseException:
        rate.write_text(traceback.format_exc())
        raise
    fait.touch()
    return dossier


def attendre(condition: Callable[[], bool], quoi: str, secondes: float = PATIENCE) -> None:
    """Rend la main dès que la condition est vraie ; échoue si elle ne l’est jamais."""
    horloge = threading.Event()
    for _tour in range(int(secondes / _TOUR)):
        if condition():
            return
        horloge.wait(_TOUR)
    raise AssertionError(f"On a attendu en vain {quoi}.")


@contextmanager
def ouverte(demonstration: Path, ou: Path) -> Iterator[Flask]:
    """Une application de démonstration sur une copie de la base et des documents."""
    from coopmetiers.app import create_app
    from coopmetiers.base.db import db
    from coopmetiers.config import Settings

    shutil.copy(demonstration / "coopmetiers.db", ou)
    shutil.copytree(demonstration / "documents", ou / "documents")
    reglages = Settings(
        secret_key=(demonstration / "cle-secrete").read_text(encoding="ascii"),
        data_dir=ou,
        demo=True,
        mail_url="memory",
    )
    application = create_app(reglages, testing=True)
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()
    application.extensions["queue"].storage.close()


@pytest.fixture(scope="session")
def racine_commune(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le dossier temporaire que se partagent les processus de cette suite."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def demonstration(racine_commune: Path) -> Path:
    """Le dossier `demo` que la commande a construit ; à ne pas modifier."""
    return construire_une_fois(racine_commune, "demonstration", preparer) / "demo"


@pytest.fixture
def app_demo(demonstration: Path, tmp_path: Path) -> Iterator[Flask]:
    """L’application ouverte sur une copie de la démonstration, que le test peut modifier."""
    with ouverte(demonstration, tmp_path) as application:
        yield application


@pytest.fixture(scope="session")
def terrain(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terrain]:
    """La démonstration, ses personnes et ses objets, pour aller partout."""
    from tests.acces import Terrain
    from tests.objets import Objets
    from tests.personnes import rassembler

    with ouverte(demonstration, tmp_path_factory.mktemp("terrain")) as application:
        with application.app_context():
            personnes = rassembler()
            objets = Objets.de_la_demonstration()
        yield Terrain(application, objets, personnes)


@pytest.fixture
def sans_garde(terrain: Terrain, monkeypatch: pytest.MonkeyPatch) -> Terrain:
    """Le terrain sans jeton de formulaire ni limite d’essais : on n’y éprouve que les droits."""
    from coopmetiers.base.limits import limiter

    monkeypatch.setitem(terrain.app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setattr(limiter, "enabled", False)
    return terrain
