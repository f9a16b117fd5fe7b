"""Les bases des tests : une base modèle par processus, migrée une fois, neuve pour chaque test."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text

from coopmetiers.app import create_app
from coopmetiers.base import migrations
from coopmetiers.base.db import db
from coopmetiers.config import Settings

#: L’adresse du serveur privé que `tests.services` a démarré ; vide quand pytest est lancé seul.
POSTGRES = os.environ.get("COOPMETIERS_TEST_POSTGRES", "")


def reglages(dossier: Path, adresse: URL | None = None) -> Settings:
    """Les réglages d’un test : ses données dans son dossier, ses courriels en mémoire."""
    return Settings(
        secret_key="une clé de test, assez longue pour être admise",
        data_dir=dossier,
        database_url=adresse.render_as_string(hide_password=False) if adresse else "",
        mail_url="memory",
    )


def migrer(reglage: Settings) -> None:
    """Applique toutes les migrations à la base des réglages, puis ferme ses connexions."""
    with create_app(reglage, testing=True).app_context():
        try:
            migrations.upgrade()
        finally:
            db.engine.dispose()


def creer_postgresql(usage: str = "essais") -> URL:
    """Crée la base PostgreSQL de ce processus de test, vide ; rend son adresse."""
    serveur = make_url(POSTGRES)
    nom = f"coopmetiers_{usage}_{os.environ.get('PYTEST_XDIST_WORKER', 'seul')}"
    engine = create_engine(serveur, isolation_level="AUTOCOMMIT")
    with engine.connect() as connexion:
        connexion.execute(text(f"DROP DATABASE IF EXISTS {nom}"))
        connexion.execute(text(f"CREATE DATABASE {nom}"))
    engine.dispose()
    return serveur.set(database=nom)


def vider() -> None:
    """Vide toutes les tables de la base de l’application et remet leurs compteurs à un."""
    tables = ", ".join(f'"{table.name}"' for table in db.metadata.sorted_tables)
    with db.engine.connect().execution_options(ecrit=True) as connexion:
        # Un test qui laisse un verrou échoue ici, au lieu d’attendre sans fin.
        connexion.execute(text("SET LOCAL lock_timeout = '10s'"))
        connexion.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
        connexion.commit()
