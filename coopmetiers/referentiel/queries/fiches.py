"""Ce qu’on lit d’un élément ou d’un métier : ressources, phases, sources, rapprochements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, select

from coopmetiers.base.db import db
from coopmetiers.referentiel.enums import NatureRessource, RelationAlignement
from coopmetiers.referentiel.models import (
    Alignement,
    CitationSource,
    ElementPhase,
    ElementRessource,
    Phase,
    Ressource,
    Source,
)


@dataclass(frozen=True, slots=True)
class SourceVue:
    """D’où vient un énoncé : adresses, ce qu’on y a pris, quand on l’a lue."""

    code: str
    adresses: tuple[str, ...]
    apport: str
    consultee_le: date | None
    #: Où dans la source : « 0:51:35–0:52:14 ».
    reperes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RessourceVue:
    """Un savoir, un savoir-faire ou une posture."""

    code: str
    nature: NatureRessource
    libelle: str


@dataclass(frozen=True, slots=True)
class PhaseVue:
    """Une phase de la vie d’une coopération."""

    code: str
    libelle: str
    abrege: str
    regroupement: str


@dataclass(frozen=True, slots=True)
class AlignementVu:
    """Un rapprochement avec un autre répertoire, et ses réserves."""

    repertoire: str
    code: str
    libelle: str
    uri: str
    relation: RelationAlignement
    niveau: str
    precision: str
    reserve: str
    sources: tuple[SourceVue, ...]


def sources(cle_version: int) -> Mapping[str, SourceVue]:
    """Les sources d’une version, par code."""
    statement = select(Source).where(Source.cle_version == cle_version).order_by(Source.cle)
    return {ligne.code: _source(ligne) for ligne in db.session.scalars(statement)}


def phases(cle_version: int) -> tuple[PhaseVue, ...]:
    """Les phases de la vie d’une coopération, dans leur ordre."""
    statement = select(Phase).where(Phase.cle_version == cle_version).order_by(Phase.rang)
    return tuple(_phase(ligne) for ligne in db.session.scalars(statement))


def ressources_de(cle_element: int) -> Mapping[NatureRessource, tuple[RessourceVue, ...]]:
    """Ce que mobilise une compétence : savoirs, savoir-faire, postures."""
    statement = (
        select(Ressource)
        .join(ElementRessource, ElementRessource.cle_ressource == Ressource.cle)
        .where(ElementRessource.cle_element == cle_element)
        .order_by(ElementRessource.rang)
    )
    groupes: dict[NatureRessource, list[RessourceVue]] = defaultdict(list)
    for ligne in db.session.scalars(statement):
        nature = NatureRessource(ligne.nature)
        groupes[nature].append(RessourceVue(ligne.code, nature, ligne.libelle))
    return {nature: tuple(groupes[nature]) for nature in NatureRessource if nature in groupes}


def phases_de(cle_element: int) -> tuple[PhaseVue, ...]:
    """Les phases où une compétence s’exerce, dans l’ordre de la vie d’une coopération."""
    statement = (
        select(Phase)
        .join(ElementPhase, ElementPhase.cle_phase == Phase.cle)
        .where(ElementPhase.cle_element == cle_element)
        .order_by(Phase.rang)
    )
    return tuple(_phase(ligne) for ligne in db.session.scalars(statement))


def sources_de(cle_element: int) -> tuple[SourceVue, ...]:
    """Les sources d’un élément, chacune une fois, avec les repères où il y renvoie."""
    statement = (
        select(Source, CitationSource.repere)
        .join(CitationSource, CitationSource.cle_source == Source.cle)
        .where(CitationSource.cle_element == cle_element)
        .order_by(CitationSource.rang)
    )
    citations = list(db.session.execute(statement))
    connues = {ligne.code: _source(ligne) for ligne, _repere in citations}
    return citees(((ligne.code, repere) for ligne, repere in citations), connues)


def alignements_de(cle_version: int, cle_element: int) -> tuple[AlignementVu, ...]:
    """Les rapprochements d’un bloc ou d’une compétence."""
    return _alignements(
        cle_version, select(Alignement).where(Alignement.cle_element == cle_element)
    )


def alignements_du_metier(cle_version: int, cle_metier: int) -> tuple[AlignementVu, ...]:
    """Les rapprochements d’un métier."""
    return _alignements(cle_version, select(Alignement).where(Alignement.cle_metier == cle_metier))


def citees(
    renvois: Iterable[tuple[str, str]], connues: Mapping[str, SourceVue]
) -> tuple[SourceVue, ...]:
    """Les sources que nomment des renvois (code, repère), chacune une fois avec ses repères."""
    reperes: dict[str, list[str]] = defaultdict(list)
    for code, repere in renvois:
        reperes[code] += [repere] if repere else []
    return tuple(replace(connues[code], reperes=tuple(dits)) for code, dits in reperes.items())


def _alignements(cle_version: int, statement: Select[Alignement]) -> tuple[AlignementVu, ...]:
    connues = sources(cle_version)
    return tuple(
        AlignementVu(
            repertoire=ligne.repertoire,
            code=ligne.code,
            libelle=ligne.libelle,
            uri=ligne.uri,
            relation=RelationAlignement(ligne.relation),
            niveau=ligne.niveau,
            precision=ligne.precision,
            reserve=ligne.reserve,
            sources=citees(((renvoi[0], renvoi[1]) for renvoi in ligne.sources), connues),
        )
        for ligne in db.session.scalars(statement.order_by(Alignement.rang))
    )


def _source(ligne: Source) -> SourceVue:
    return SourceVue(
        code=ligne.code,
        adresses=tuple(ligne.adresses),
        apport=ligne.apport,
        consultee_le=ligne.consultee_le,
    )


def _phase(ligne: Phase) -> PhaseVue:
    return PhaseVue(ligne.code, ligne.libelle, ligne.abrege, ligne.regroupement)
