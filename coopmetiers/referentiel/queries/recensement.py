"""Les formations repérées ailleurs : filtrées, cherchées, lues une à une."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.texts import folded
from coopmetiers.referentiel.models import Bloc, FicheRecensee
from coopmetiers.referentiel.queries.versions import VersionVue, versions_offertes


@dataclass(frozen=True, slots=True)
class FiltreRecensement:
    """Ce qu’on cherche : des mots (tous), un bloc proche, une modalité telle que dite."""

    mots: str = ""
    bloc: str = ""
    modalite: str = ""


@dataclass(frozen=True, slots=True)
class BlocsProches:
    """Code de bloc → son libellé court, et la version où le lire."""

    libelles: Mapping[str, str]
    version: VersionVue | None


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


def blocs_proches() -> BlocsProches:
    """Les blocs cités par les fiches ; nommés par une version publiée qui les a tous, s’il y en a.

    Une fiche cite des codes, pas une version : sans version qui les connaît, ils restent des codes.
    """
    cites = db.session.scalars(select(FicheRecensee.blocs).distinct())
    codes = sorted({code for cite in cites for code in cite.split()})
    offertes = {version.cle: version for version in versions_offertes()}
    noms: dict[int, dict[str, str]] = {cle: {} for cle in offertes}
    statement = select(Bloc.cle_version, Bloc.code, Bloc.libelle_court).where(
        Bloc.cle_version.in_(offertes)
    )
    for cle, code, libelle in db.session.execute(statement):
        noms[cle][code] = libelle
    for cle, connus in noms.items():
        if codes and connus.keys() >= set(codes):
            return BlocsProches({code: connus[code] for code in codes}, offertes[cle])
    return BlocsProches(dict.fromkeys(codes, ""), None)


def fiche_recensee(code: str) -> FicheRecensee:
    """Une fiche par son code ; lève `NotFound`."""
    ligne = db.session.scalar(select(FicheRecensee).where(FicheRecensee.code == code))
    if ligne is None:
        raise NotFound("Aucune fiche du recensement ne porte ce code.")
    return ligne
