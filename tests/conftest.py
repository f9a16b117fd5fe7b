"""Ce que chaque test peut demander : une application neuve, sa base, le monde, l’heure."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests import reseau

# L’application n’est importée que par les tests qui la demandent : une règle s’éprouve sans elle,
# et reste éprouvable le jour où une autre pièce ne s’importe plus.
if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy
    from sqlalchemy import URL

    from tests.horloge import Horloge
    from tests.monde import Monde
    from tests.navigateur import Navigateur

pytest_plugins = ["tests.accepter", "tests.demonstration", "tests.ecritures"]

# Une entrée tirée au hasard peut être lente à fabriquer sans que le code éprouvé le soit.
_HASARD = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("tests", max_examples=500, **_HASARD)
settings.register_profile("fuzz", max_examples=5000, **_HASARD)
settings.load_profile("tests")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Un test marqué « deux_bases » est joué sur chaque base que la machine offre."""
    if metafunc.definition.get_closest_marker("deux_bases"):
        moteurs = [
            "sqlite",
            *(["postgresql"] if os.environ.get("COOPMETIERS_TEST_POSTGRES") else []),
        ]
        metafunc.parametrize("moteur", moteurs, indirect=True)


@pytest.fixture(autouse=True, scope="session")
def reseau_ferme() -> Iterator[None]:
    """Ni réseau ni courriel, dans aucun test."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        reseau.fermer(monkeypatch)
        yield


@pytest.fixture
def moteur(request: pytest.FixtureRequest) -> str:
    """La base sur laquelle le test est joué : « sqlite », sauf pour un test « deux_bases »."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture(scope="session")
def modele_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Une base SQLite vide et migrée, faite une fois par processus et copiée pour chaque test."""
    from tests import bases

    reglages = bases.reglages(tmp_path_factory.mktemp("modele"))
    bases.migrer(reglages)
    return reglages.data_dir / "coopmetiers.db"


@pytest.fixture(scope="session")
def modele_postgresql(tmp_path_factory: pytest.TempPathFactory) -> URL:
    """Une base PostgreSQL migrée, faite une fois par processus et vidée après chaque test."""
    from tests import bases

    adresse = bases.creer_postgresql()
    bases.migrer(bases.reglages(tmp_path_factory.mktemp("modele"), adresse))
    return adresse


@pytest.fixture
def app(tmp_path: Path, moteur: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """L’application entière sur une base neuve ; aucun contexte n’est ouvert."""
    from coopmetiers.app import create_app
    from coopmetiers.base.db import db
    from tests import bases

    adresse = None
    if moteur == "sqlite":
        shutil.copy(request.getfixturevalue("modele_sqlite"), tmp_path / "coopmetiers.db")
    else:
        adresse = request.getfixturevalue("modele_postgresql")
    application = create_app(bases.reglages(tmp_path, adresse), testing=True)
    yield application
    with application.app_context():
        db.session.remove()
        if moteur == "postgresql":
            bases.vider()
        db.engine.dispose()
    application.extensions["queue"].storage.close()


@pytest.fixture
def base(app: Flask) -> Iterator[SQLAlchemy]:
    """La base du test, dans le contexte de l’application : pour les services et les requêtes."""
    from coopmetiers.base.db import db

    with app.app_context():
        yield db


@pytest.fixture
def monde(app: Flask) -> Monde:
    """Le monde commun, écrit dans la base du test."""
    from coopmetiers.base.db import transaction
    from tests.monde import creer_monde

    with app.app_context(), transaction() as session:
        return creer_monde(session)


@pytest.fixture
def navigateur(app: Flask) -> Navigateur:
    """Une personne devant les pages : chaque page ouverte est contrôlée."""
    from tests.navigateur import Navigateur

    return Navigateur(app.test_client())


@pytest.fixture
def horloge() -> Iterator[Horloge]:
    """L’heure arrêtée au 23 novembre 2026, 10 h à Paris."""
    from tests.horloge import Horloge

    horloge = Horloge()
    yield horloge
    horloge.relacher()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Le Chromium de Debian, qui ne joint que la machine : aucun autre nom n’a de réponse."""
    arguments = ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuse son bac à sable à root
    return {"executable_path": shutil.which("chromium"), "args": arguments}
