"""La base : modèle commun, instants, unités de lecture et d’écriture.

Une unité d’écriture s’ouvre d’emblée en écriture (`BEGIN IMMEDIATE` sur SQLite) : ouverte en
lecture puis promue, elle se perd dès que deux personnes écrivent. Tout le reste est en lecture
seule : une écriture hors de `transaction()` est refusée par la base elle-même.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class _Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=_Base, disable_autonaming=True)

if TYPE_CHECKING:

    class Model(_Base):
        """La base des modèles, telle que le contrôle des types la voit."""

        __abstract__ = True
else:
    Model = db.Model


class UTCDateTime(TypeDecorator[datetime]):
    """Un instant daté de son fuseau, gardé en temps universel (SQLite oublie le fuseau)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("Un instant porte toujours son fuseau.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def configure_engine(engine: Engine) -> None:
    """Pose les réglages de chaque connexion et le sens (lecture, écriture) de chaque unité."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _prepare_sqlite(connection: Any, record: Any) -> None:
    # Le pilote n’ouvre plus de transaction de lui-même : c’est `_begin_sqlite` qui choisit.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _is_writing(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("ecrit", False))


def _begin_sqlite(connection: Connection) -> None:
    writing = _is_writing(connection)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if not _is_writing(connection):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


@contextmanager
def transaction() -> Iterator[Session]:
    """Un acte : tout est écrit, ou rien. Seules les portes l’ouvrent.

    Ce que `after_commit` a mis de côté part après l’enregistrement, jamais avant. Lève
    `RuntimeError` si une unité d’écriture est déjà ouverte : un acte ne s’imbrique pas.
    """
    session = db.session()
    if "after_commit" in session.info:
        raise RuntimeError("Une unité d’écriture est déjà ouverte.")
    session.rollback()
    session.info["after_commit"] = []
    try:
        session.connection(execution_options={"ecrit": True})
        yield session
        session.commit()
        callbacks = session.info["after_commit"]
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.info["after_commit"]
    for callback in callbacks:
        callback()


@contextmanager
def read_only() -> Iterator[Session]:
    """Une lecture : la base refuse toute écriture, et rien n’est gardé."""
    session = db.session()
    session.rollback()
    try:
        yield session
    finally:
        session.rollback()


def after_commit(callback: Callable[[], None]) -> None:
    """Met de côté ce qui ne doit partir qu’une fois l’acte enregistré (message, courriel).

    Lève `RuntimeError` hors d’une unité d’écriture.
    """
    try:
        db.session().info["after_commit"].append(callback)
    except KeyError:
        raise RuntimeError("Aucun acte n’est ouvert.") from None
