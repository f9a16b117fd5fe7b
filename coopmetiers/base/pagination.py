"""Une liste page à page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from coopmetiers.base.db import db

PER_PAGE = 50


@dataclass(frozen=True)
class Page:
    """Un morceau de liste : ses lignes, le numéro de la page (dès 1), le total des lignes."""

    items: tuple[Any, ...]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def last(self) -> int:
        """Numéro de la dernière page."""
        return max(1, -(-self.total // self.per_page))


def paginate(statement: Select[*tuple[Any, ...]], number: int, *, per_page: int = PER_PAGE) -> Page:
    """Lit une page d’une requête ; un numéro hors bornes rend la page la plus proche."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
    last = max(1, -(-int(total or 0) // per_page))
    kept = min(max(1, number), last)
    rows = db.session.execute(statement.limit(per_page).offset((kept - 1) * per_page)).all()
    single = len(rows[0]) == 1 if rows else False
    return Page(tuple(row[0] if single else row for row in rows), kept, int(total or 0), per_page)
