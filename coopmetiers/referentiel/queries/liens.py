"""Tous les renvois d’une version d’un coup : pour qui la lit en entier (classeur, dossier)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from coopmetiers.base.db import db
from coopmetiers.referentiel.models import (
    Alignement,
    CitationSource,
    ElementPhase,
    ElementReferentiel,
    ElementRessource,
    Metier,
    Phase,
    Ressource,
    Source,
)

Suites = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class AlignementSitue:
    """Un alignement et l’élément ou le métier qu’il rapproche (par son code)."""

    code_element: str
    repertoire: str
    code: str
    libelle: str
    uri: str
    relation: str
    niveau: str
    precision: str
    reserve: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RessourceSituee:
    """Une ressource du vocabulaire de la version."""

    code: str
    nature: str
    libelle: str


@dataclass(frozen=True, slots=True)
class LiensVus:
    """Par code d’élément : ressources, phases, citations (« seed 0:51:35 ») ; et le reste."""

    ressources_de: Suites
    phases_de: Suites
    citations_de: Suites
    ressources: tuple[RessourceSituee, ...]
    alignements: tuple[AlignementSitue, ...]


def liens(cle_version: int) -> LiensVus:
    """Les renvois de toute la version, en cinq requêtes."""
    return LiensVus(
        ressources_de=_suites(
            select(ElementReferentiel.code, Ressource.code)
            .join(ElementRessource, ElementRessource.cle_element == ElementReferentiel.cle)
            .join(Ressource, Ressource.cle == ElementRessource.cle_ressource)
            .where(ElementReferentiel.cle_version == cle_version)
            .order_by(ElementRessource.cle_element, ElementRessource.rang)
        ),
        phases_de=_suites(
            select(ElementReferentiel.code, Phase.libelle)
            .join(ElementPhase, ElementPhase.cle_element == ElementReferentiel.cle)
            .join(Phase, Phase.cle == ElementPhase.cle_phase)
            .where(ElementReferentiel.cle_version == cle_version)
            .order_by(ElementPhase.cle_element, Phase.rang)
        ),
        citations_de=_citations(cle_version),
        ressources=tuple(
            RessourceSituee(*ligne)
            for ligne in db.session.execute(
                select(Ressource.code, Ressource.nature, Ressource.libelle)
                .where(Ressource.cle_version == cle_version)
                .order_by(Ressource.cle)
            )
        ),
        alignements=_alignements(cle_version),
    )


def _citations(cle_version: int) -> Suites:
    lignes = db.session.execute(
        select(ElementReferentiel.code, Source.code, CitationSource.repere)
        .join(CitationSource, CitationSource.cle_element == ElementReferentiel.cle)
        .join(Source, Source.cle == CitationSource.cle_source)
        .where(ElementReferentiel.cle_version == cle_version)
        .order_by(CitationSource.cle_element, CitationSource.rang)
    )
    return _groupes((code, f"{source} {repere}".strip()) for code, source, repere in lignes)


def _alignements(cle_version: int) -> tuple[AlignementSitue, ...]:
    lignes = db.session.execute(
        select(Alignement, ElementReferentiel.code, Metier.code)
        .outerjoin(ElementReferentiel, ElementReferentiel.cle == Alignement.cle_element)
        .outerjoin(Metier, Metier.cle == Alignement.cle_metier)
        .where(Alignement.cle_version == cle_version)
        .order_by(Alignement.cle)
    )
    return tuple(
        AlignementSitue(
            code_element=code_element or code_metier or "",
            repertoire=ligne.repertoire,
            code=ligne.code,
            libelle=ligne.libelle,
            uri=ligne.uri,
            relation=ligne.relation,
            niveau=ligne.niveau,
            precision=ligne.precision,
            reserve=ligne.reserve,
            sources=tuple(" ".join(renvoi).strip() for renvoi in ligne.sources),
        )
        for ligne, code_element, code_metier in lignes
    )


def _suites(demande: object) -> Suites:
    return _groupes(tuple(ligne) for ligne in db.session.execute(demande))  # type: ignore[call-overload]


def _groupes(couples: Iterable[tuple[str, str]]) -> Suites:
    groupes: dict[str, list[str]] = defaultdict(list)
    for cle, texte in couples:
        groupes[cle].append(texte)
    return {cle: tuple(textes) for cle, textes in groupes.items()}
