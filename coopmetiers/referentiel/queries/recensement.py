"""Les formations repérées ailleurs : filtrées, cherchées, lues une à une."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.texts import folded
from coopmetiers.referentiel.models import FicheRecensee


@dataclass(frozen=True, slots=True)
class FiltreRecensement:
    """Ce qu’on cherche : des mots (tous), un bloc proche, une modalité telle que dite."""

    mots: str = ""
    bloc: str = ""
    modalite: str = ""


def recensement(filtre: FiltreRecensement) -> Select[FicheRecensee]:
    """Les fiches qui répondent au filtre, à paginer, par code."""
    statement = select(FicheRecensee).order_by(func.length(FicheRecensee.code), FicheRecensee.code)
    for mot in folded(filtre.mots).split():
        statement = statement.where(FicheRecensee.recherche.contains(mot, autoescape=True))
    if filtre.bloc:
        bloc = f" {filtre.bloc} "
        statement = statement.where(FicheRecensee.blocs.contains(bloc, autoescape=True))
    if filtre.modalite:
        statement = statement.where(FicheRecensee.modalite == filtre.modalite)
    return statement


def modalites_recensees() -> tuple[str, ...]:
    """Les modalités telles que les sources les disent."""
    statement = (
        select(FicheRecensee.modalite)
        .where(FicheRecensee.modalite != "")
        .distinct()
        .order_by(FicheRecensee.modalite)
    )
    return tuple(db.session.scalars(statement))


def fiche_recensee(code: str) -> FicheRecensee:
    """Une fiche par son code ; lève `NotFound`."""
    ligne = db.session.scalar(select(FicheRecensee).where(FicheRecensee.code == code))
    if ligne is None:
        raise NotFound("Aucune fiche du recensement ne porte ce code.")
    return ligne
