"""Chaque organisation ne voit que ses lignes ; lire sans portée est une erreur, pas une fuite.

Une ligne cloisonnée (`Tenanted`) porte `cle_organisation`. Une portée se lie à l’entrée d’une
requête, d’un travail ou d’une commande (`bound`) ; sans elle, toute lecture d’une table cloisonnée
lève `UnboundScope`. Ne faites dépendre aucune des deux étapes de la liste des entités de la
requête : elle est vide pour un `exists`, un compte sur sous-requête ou une union, qui fuiraient.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import ForeignKey, Table, TextClause, event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, with_loader_criteria
from sqlalchemy.sql import visitors

from coopmetiers.base.db import Model, db

_SCOPE: ContextVar[int | None] = ContextVar("organisation_scope", default=None)

#: La portée d’un compte qui n’est plus nulle part : aucune organisation ne porte cette clé.
NOWHERE = 0

#: Les seules traversées d’une organisation à l’autre, et pourquoi ; sans nom, refusée.
CROSSINGS = {
    "candidatures.presenter": "le dossier lu chez l’organisme est copié chez le certificateur",
}


class UnboundScope(RuntimeError):
    """Une table cloisonnée est lue sans qu’aucune organisation soit liée."""


class ForeignRow(RuntimeError):
    """Une ligne d’une organisation serait écrite sous la portée d’une autre."""


class Tenanted:
    """Ce qui appartient à une organisation, et à elle seule."""

    cle_organisation: Mapped[int] = mapped_column(
        ForeignKey("organisations.cle", ondelete="RESTRICT"), index=True
    )


def current_scope() -> int | None:
    """La clé de l’organisation liée, ou rien."""
    return _SCOPE.get()


@contextmanager
def bound(organisation_key: int | None) -> Iterator[None]:
    """Lie la portée d’une requête, d’un travail ou d’une commande.

    Lève `RuntimeError` si une autre organisation est déjà liée : on ne change pas de portée en
    chemin, on traverse (`crossing`), ce qui se nomme.
    """
    if _SCOPE.get() not in (None, organisation_key):
        raise RuntimeError("Une autre organisation est déjà liée : nommez la traversée.")
    token = _SCOPE.set(organisation_key)
    try:
        yield
    finally:
        _SCOPE.reset(token)


@contextmanager
def crossing(name: str, organisation_key: int) -> Iterator[None]:
    """Passe d’une organisation à une autre, sous l’un des noms de `CROSSINGS`.

    Les objets déjà chargés restent lisibles ; ce qui est lu ou écrit ensuite l’est sous la
    nouvelle portée. Lève `KeyError` pour un nom absent de la liste.
    """
    if name not in CROSSINGS:
        raise KeyError(name)
    session = db.session()
    session.flush()
    token = _SCOPE.set(organisation_key)
    try:
        yield
        session.flush()
    finally:
        _SCOPE.reset(token)


def bind_request(organisation_key: int | None) -> Any:
    """Lie la portée le temps d’une requête HTTP ; rend le jeton pour `release_request`."""
    return _SCOPE.set(organisation_key)


def release_request(token: Any) -> None:
    """Délie la portée d’une requête HTTP."""
    _SCOPE.reset(token)


def tenanted_tables() -> frozenset[Table]:
    """Les tables cloisonnées de l’application."""
    return frozenset(
        mapper.local_table
        for mapper in Model.registry.mappers
        if issubclass(mapper.class_, Tenanted) and isinstance(mapper.local_table, Table)
    )


@event.listens_for(Session, "do_orm_execute")
def _restrict(state: ORMExecuteState) -> None:
    organisation_key = _SCOPE.get()
    if organisation_key is None:
        _refuse_unbound(state.statement)
        return
    if isinstance(state.statement, TextClause):
        return
    state.statement = state.statement.options(
        with_loader_criteria(
            Tenanted,
            lambda entity: entity.cle_organisation == organisation_key,
            include_aliases=True,
        )
    )


def _refuse_unbound(statement: Any) -> None:
    if isinstance(statement, TextClause):
        raise UnboundScope("Texte SQL sans organisation liée.")
    closed = tenanted_tables()
    for element in visitors.iterate(statement):
        table = element if isinstance(element, Table) else getattr(element, "table", None)
        if isinstance(table, Table) and table in closed:
            raise UnboundScope(f"« {table.name} » est lue sans organisation liée.")


@event.listens_for(Session, "before_flush")
def _stamp(session: Session, context: Any, instances: Any) -> None:
    organisation_key = _SCOPE.get()
    for row in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(row, Tenanted):
            continue
        if organisation_key is None:
            raise UnboundScope(f"{type(row).__name__} serait écrit sans organisation liée.")
        if row.cle_organisation is None:
            row.cle_organisation = organisation_key
        elif row.cle_organisation != organisation_key:
            raise ForeignRow(f"{type(row).__name__} appartient à une autre organisation.")
