"""Où en est une personne : ses états, ce que son métier exige, la progression qui en résulte."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from coopmetiers.base.db import db
from coopmetiers.parcours.models import AutoPositionnement, EtatCompetence, Evaluation, Inscription
from coopmetiers.parcours.queries.inscriptions import InscriptionVue
from coopmetiers.parcours.rules import progression as rules
from coopmetiers.parcours.rules.progression import BlocSuivi, CompetenceSuivie, Etape, Observation
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.models import Competence, ModaliteEvaluation
from coopmetiers.referentiel.rules import ExigenceBloc


@dataclass(frozen=True)
class LibelleCompetence:
    """Ce qu’on lit d’une compétence à côté de son code."""

    cle: int
    code: str
    libelle_court: str
    enonce: str


@dataclass(frozen=True)
class ProgressionVue:
    """La progression d’une inscription : k sur n, bloc par bloc, et le prochain pas."""

    blocs: tuple[BlocSuivi, ...]
    libelles: Mapping[str, LibelleCompetence]
    k: int
    n: int
    tout_pres: int
    etape: Etape | None

    @property
    def exiges(self) -> tuple[BlocSuivi, ...]:
        """Les blocs de la liste du métier."""
        return tuple(bloc for bloc in self.blocs if bloc.exige)

    @property
    def comptes(self) -> tuple[tuple[str, int, int], ...]:
        """(code, k, n) de chaque bloc ; n = 0 quand il n’est pas exigé."""
        return tuple((bloc.code, bloc.k, bloc.n) for bloc in self.blocs)


def progression(
    cle_inscription: int,
    decidees: Collection[str] = (),
    *,
    connue: InscriptionVue | None = None,
) -> ProgressionVue:
    """La progression d’une inscription, en cinq requêtes ; quatre si l’inscription est déjà lue.

    `decidees` : les codes qu’un jury a déjà décidés acquis pour cette version.
    """
    cle_version, cle_metier, exercice = (
        (connue.cle_version, connue.cle_metier, connue.exercice)
        if connue
        else _visee(cle_inscription)
    )
    exigences = referentiel.exigences(cle_version, cle_metier, Exercice(exercice))
    libelles = libelles_de(cle_version)
    observations = observations_de([cle_inscription]).get(cle_inscription, {})
    blocs = blocs_suivis(exigences, observations, decidees)
    k, n = rules.total(blocs)
    return ProgressionVue(
        blocs=blocs,
        libelles=libelles,
        k=k,
        n=n,
        tout_pres=rules.tout_pres(blocs),
        etape=rules.prochaine_etape(blocs),
    )


def niveaux_dits_par_soi(cle_inscription: int) -> dict[str, int]:
    """Code → le dernier niveau où la personne s’est située elle-même, en une requête."""
    lignes = db.session.execute(
        select(Competence.code, AutoPositionnement.niveau)
        .join(Competence, Competence.cle == AutoPositionnement.cle_competence)
        .where(AutoPositionnement.cle_inscription == cle_inscription)
        .order_by(AutoPositionnement.cle)
    )
    return {ligne[0]: ligne[1] for ligne in lignes}


def _visee(cle_inscription: int) -> tuple[int, int, str]:
    cle_version, cle_metier, exercice = db.session.execute(
        select(Inscription.cle_version, Inscription.cle_metier, Inscription.exercice).where(
            Inscription.cle == cle_inscription
        )
    ).one()
    return cle_version, cle_metier, exercice


def blocs_suivis(
    exigences: Sequence[ExigenceBloc],
    observations: Mapping[str, Observation],
    decidees: Collection[str] = (),
) -> tuple[BlocSuivi, ...]:
    """Ce qui est exigé, situé par ce qui a été observé."""
    return tuple(
        BlocSuivi(
            code=bloc.code,
            intitule=bloc.intitule,
            exige=bloc.exige,
            complementaire=bloc.complementaire,
            competences=tuple(
                CompetenceSuivie(c.code, c.seuil, observations.get(c.code), c.code in decidees)
                for c in bloc.competences
            ),
        )
        for bloc in exigences
    )


def libelles_de(cle_version: int) -> Mapping[str, LibelleCompetence]:
    """Code → libellé de chaque compétence d’une version, en une requête."""
    lignes = db.session.execute(
        select(Competence.cle, Competence.code, Competence.libelle_court, Competence.enonce).where(
            Competence.cle_version == cle_version
        )
    )
    return {code: LibelleCompetence(cle, code, court, tout) for cle, code, court, tout in lignes}


def observations_de(cles_inscriptions: Collection[int]) -> dict[int, dict[str, Observation]]:
    """Inscription → code → ce qui donne le niveau courant, en une requête."""
    lignes = db.session.execute(
        select(
            EtatCompetence.cle_inscription,
            Competence.code,
            EtatCompetence.niveau,
            EtatCompetence.a_preuve,
            EtatCompetence.en_desaccord,
            Evaluation.observee_le,
            Evaluation.evaluateur_nom,
            Evaluation.situation,
            ModaliteEvaluation.libelle,
        )
        .join(Competence, Competence.cle == EtatCompetence.cle_competence)
        .join(Evaluation, Evaluation.cle == EtatCompetence.cle_evaluation)
        .outerjoin(ModaliteEvaluation, ModaliteEvaluation.cle == Evaluation.cle_modalite)
        .where(EtatCompetence.cle_inscription.in_(cles_inscriptions))
    )
    observations: dict[int, dict[str, Observation]] = {}
    for cle, code, niveau, a_preuve, en_desaccord, observee_le, nom, situation, modalite in lignes:
        observations.setdefault(cle, {})[code] = Observation(
            niveau=niveau,
            observee_le=observee_le,
            evaluateur_nom=nom,
            situation=situation,
            modalite=modalite or "",
            a_preuve=a_preuve,
            en_desaccord=en_desaccord,
        )
    return observations
