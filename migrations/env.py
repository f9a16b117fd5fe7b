"""Alembic sur la base de l’application : SQLite et PostgreSQL, dans les deux sens."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import text

config = context.config
database = current_app.extensions["migrate"].db


def include_object(item: object, name: str, kind: str, reflected: bool, compared: object) -> bool:
    """Ignore ce que la base ajoute d’elle-même."""
    return not (kind == "table" and name.startswith("sqlite_"))


def render_item(kind: str, item: object, autogen: object) -> str | bool:
    """Écrit nos instants comme des dates SQL : une migration n’importe jamais l’application."""
    if kind == "type" and type(item).__name__ == "UTCDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def run_online() -> None:
    """Applique les migrations sur une connexion ouverte en écriture."""
    with database.engine.connect().execution_options(ecrit=True) as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # La reconstruction d’une table, clés étrangères actives, effacerait ses lignes filles.
            # Le réglage n’a d’effet que hors transaction.
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            include_object=include_object,
            render_item=render_item,
            render_as_batch=True,
            compare_type=True,
            compare_server_default=True,
        )
        context.run_migrations()
        if sqlite and connection.execute(text("PRAGMA foreign_key_check")).all():
            raise RuntimeError(
                "La migration laisserait des lignes sans parent : rien n’est changé."
            )
        connection.commit()
        if sqlite:
            connection.rollback()
    if sqlite:
        database.engine.dispose()


run_online()
