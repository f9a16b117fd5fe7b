"""Niveaux, modalités, épreuves, et ce que chaque métier exige de chaque bloc."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased, selectinload

from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.referentiel.enums import Exercice, RangCompetence
from coopmetiers.referentiel.models import (
    Activite,
    Bloc,
    Competence,
    CompetenceMetier,
    DescripteurNiveau,
    DimensionMaturite,
    Echelle,
    Epreuve,
    Metier,
    ModaliteEvaluation,
    ProfilAttendu,
)
from coopmetiers.referentiel.rules import (
    BlocProfile,
    CompetenceExigible,
    ExigenceBloc,
)
from coopmetiers.referentiel.rules import exigences as calculer_exigences


@dataclass(frozen=True, slots=True)
class NiveauVu:
    """Un niveau d’une échelle ; les descripteurs disent autonomie, situations, réflexivité…"""

    rang: int
    code: str
    libelle: str
    descripteurs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EchelleVue:
    """Une échelle de maîtrise ; `seuil` est le rang à partir duquel on a acquis."""

    cle: int
    code: str
    intitule: str
    seuil: int
    niveaux: tuple[NiveauVu, ...]

    def niveau(self, rang: int) -> NiveauVu:
        """Le niveau de ce rang ; lève `KeyError` hors de l’échelle."""
        return {niveau.rang: niveau for niveau in self.niveaux}[rang]


@dataclass(frozen=True, slots=True)
class ModaliteVue:
    """Une façon d’évaluer ; `jamais_seule` : elle éclaire, elle ne suffit pas."""

    cle: int
    code: str
    libelle: str
    description: str
    jamais_seule: bool


@dataclass(frozen=True, slots=True)
class EpreuveVue:
    """L’épreuve d’un bloc."""

    code_bloc: str
    intitule: str
    production: str
    duree: str
    evaluateurs: str


@dataclass(frozen=True, slots=True)
class DimensionVue:
    """Une dimension de la grille de maturité coopérative ; textes des niveaux dans l’ordre."""

    code: str
    intitule: str
    niveaux: tuple[str, ...]
    blocs: tuple[str, ...]


def echelles(cle_version: int) -> tuple[EchelleVue, ...]:
    """Les échelles d’une version, dans l’ordre du dossier."""
    statement = (
        select(Echelle)
        .where(Echelle.cle_version == cle_version)
        .order_by(Echelle.cle)
        .options(selectinload(Echelle.niveaux))
    )
    return tuple(
        EchelleVue(
            cle=ligne.cle,
            code=ligne.code,
            intitule=ligne.intitule,
            seuil=ligne.seuil,
            niveaux=tuple(
                NiveauVu(niveau.rang, niveau.code, niveau.libelle, niveau.descripteurs)
                for niveau in ligne.niveaux
            ),
        )
        for ligne in db.session.scalars(statement)
    )


def echelle(cle_version: int) -> EchelleVue:
    """L’échelle de la version (la première quand il y en a plusieurs)."""
    trouvees = echelles(cle_version)
    if not trouvees:
        raise NotFound("Cette version n’a pas d’échelle.")
    return trouvees[0]


def modalites(cle_version: int) -> tuple[ModaliteVue, ...]:
    """Les modalités d’évaluation, dans leur ordre."""
    statement = (
        select(ModaliteEvaluation)
        .where(ModaliteEvaluation.cle_version == cle_version)
        .order_by(ModaliteEvaluation.rang)
    )
    return tuple(
        ModaliteVue(m.cle, m.code, m.libelle, m.description, m.jamais_seule)
        for m in db.session.scalars(statement)
    )


def epreuves(cle_version: int) -> Mapping[str, EpreuveVue]:
    """Code de bloc → son épreuve."""
    statement = (
        select(Bloc.code, Epreuve)
        .join(Epreuve, Epreuve.cle_bloc == Bloc.cle)
        .where(Bloc.cle_version == cle_version)
        .order_by(Bloc.rang)
    )
    return {
        code: EpreuveVue(code, e.intitule, e.production, e.duree, e.evaluateurs)
        for code, e in db.session.execute(statement)
    }


def descripteurs(cle_version: int) -> Mapping[str, Mapping[int, str]]:
    """Code de bloc → ce que chaque niveau (rang) y veut dire."""
    statement = (
        select(Bloc.code, DescripteurNiveau.niveau, DescripteurNiveau.texte)
        .join(DescripteurNiveau, DescripteurNiveau.cle_element == Bloc.cle)
        .where(Bloc.cle_version == cle_version)
        .order_by(Bloc.rang, DescripteurNiveau.niveau)
    )
    groupes: dict[str, dict[int, str]] = defaultdict(dict)
    for code, niveau, texte in db.session.execute(statement):
        groupes[code][niveau] = texte
    return groupes


def maturite(cle_version: int) -> tuple[DimensionVue, ...]:
    """Les dimensions de la grille de maturité coopérative, dans leur ordre."""
    statement = (
        select(DimensionMaturite)
        .where(DimensionMaturite.cle_version == cle_version)
        .order_by(DimensionMaturite.rang)
    )
    return tuple(
        DimensionVue(d.code, d.intitule, tuple(d.niveaux), tuple(d.blocs))
        for d in db.session.scalars(statement)
    )


def exigences(cle_version: int, cle_metier: int, exercice: Exercice) -> tuple[ExigenceBloc, ...]:
    """Ce que ce métier exige dans cet exercice, bloc par bloc."""
    exercice = Exercice(exercice)
    profils = _profils(cle_version)
    return calculer_exigences(
        profils[cle_metier, exercice], _exigibles(cle_version)[cle_metier], exercice
    )


def exigences_par_profil(
    cle_version: int,
) -> Mapping[tuple[str, Exercice], tuple[ExigenceBloc, ...]]:
    """(Code de métier, exercice) → ce qu’il exige ; tous les profils de la version à la fois."""
    statement = (
        select(Metier.cle, Metier.code)
        .where(Metier.cle_version == cle_version)
        .order_by(Metier.rang)
    )
    profils, exigibles = _profils(cle_version), _exigibles(cle_version)
    return {
        (code, exercice): calculer_exigences(profils[cle, exercice], exigibles[cle], exercice)
        for cle, code in db.session.execute(statement)
        for exercice in Exercice
    }


def _profils(cle_version: int) -> Mapping[tuple[int, Exercice], list[BlocProfile]]:
    statement = (
        select(ProfilAttendu, Bloc.code, Bloc.enonce)
        .join(Bloc, Bloc.cle == ProfilAttendu.cle_bloc)
        .where(Bloc.cle_version == cle_version)
        .order_by(Bloc.rang)
    )
    profils = defaultdict(list)
    for profil, code, intitule in db.session.execute(statement):
        vu = BlocProfile(code, intitule, profil.niveau, profil.exige)
        profils[profil.cle_metier, Exercice(profil.exercice)].append(vu)
    return profils


def _exigibles(cle_version: int) -> Mapping[int, list[CompetenceExigible]]:
    """Clé de métier → toutes les compétences de la version, vues de ce métier."""
    activite, bloc = aliased(Activite), aliased(Bloc)
    statement = (
        select(Competence, bloc.code, Echelle.seuil, Metier.cle, CompetenceMetier.rang)
        .join(activite, activite.cle == Competence.cle_parent)
        .join(bloc, bloc.cle == activite.cle_parent)
        .join(Echelle, Echelle.cle == Competence.cle_echelle)
        .join(Metier, Metier.cle_version == Competence.cle_version)
        .outerjoin(
            CompetenceMetier,
            (CompetenceMetier.cle_competence == Competence.cle)
            & (CompetenceMetier.cle_metier == Metier.cle),
        )
        .where(Competence.cle_version == cle_version)
        .order_by(bloc.rang, activite.rang, Competence.rang)
    )
    exigibles = defaultdict(list)
    for ligne, code_bloc, seuil, cle_metier, rang in db.session.execute(statement):
        exigibles[cle_metier].append(
            CompetenceExigible(
                code=ligne.code,
                code_bloc=code_bloc,
                rang=RangCompetence(rang) if rang else None,
                interne=bool(ligne.en_interne),
                externe=bool(ligne.en_externe),
                seuil_echelle=seuil,
            )
        )
    return exigibles
