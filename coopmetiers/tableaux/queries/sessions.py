"""Les sessions proches d’une personne, avec ce qui y manque : un nombre de requêtes fixe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, func, select

from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.certification.enums import EtatCertificat
from coopmetiers.certification.models import EntreeRegistre, Presentation
from coopmetiers.formation.models import Creneau, SessionFormation
from coopmetiers.formation.queries import sessions_visibles
from coopmetiers.parcours.enums import EtatInscription
from coopmetiers.parcours.models import Emargement, EtatCompetence, Inscription
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.models import Competence, Metier
from coopmetiers.tableaux.rules import (
    HORIZON,
    OUBLI,
    DemiJourneeSuivie,
    Observation,
    PersonneSuivie,
    SessionSuivie,
)


@dataclass(frozen=True)
class ChiffresOrganisme:
    """Où en est un organisme, en quatre nombres."""

    nb_apprenants: int
    nb_sessions_en_cours: int
    nb_documents: int
    nb_revoques: int


def sessions_suivies(acteur: Identity, jour: date) -> tuple[SessionSuivie, ...]:
    """Les sessions que la personne suit autour de ce jour, celles qui finissent d’abord en tête.

    Deux requêtes, une pour les présentations, et trois par version du référentiel suivie.
    """
    sessions = _sessions(acteur, jour)
    personnes = _personnes(sessions)
    inscriptions = {p.inscription_id for suivies in personnes.values() for p in suivies}
    presentees = _presentees(inscriptions)
    suivies = (
        replace(session, personnes=tuple(personnes[cle]), presentees=presentees)
        for cle, session in sessions.items()
    )
    return tuple(sorted(suivies, key=lambda s: (s.fin_le, s.intitule)))


def _sessions(acteur: Identity, jour: date) -> Mapping[int, SessionSuivie]:
    visibles = sessions_visibles(acteur).with_only_columns(SessionFormation.cle)
    constats = (
        select(
            Emargement.cle_creneau, func.count(Emargement.cle_inscription.distinct()).label("nb")
        )
        .join(Inscription, Inscription.cle == Emargement.cle_inscription)
        .where(_suivie())
        .group_by(Emargement.cle_creneau)
        .subquery()
    )
    lignes = db.session.execute(
        select(SessionFormation, Creneau, func.coalesce(constats.c.nb, 0))
        .outerjoin(Creneau, Creneau.cle_session == SessionFormation.cle)
        .outerjoin(constats, constats.c.cle_creneau == Creneau.cle)
        .where(
            SessionFormation.cle.in_(visibles),
            SessionFormation.fin_le >= jour - OUBLI,
            SessionFormation.debut_le <= jour + HORIZON,
        )
        .order_by(SessionFormation.cle, Creneau.jour, Creneau.debut)
    )
    vues: dict[int, SessionSuivie] = {}
    for session, creneau, nb in lignes.all():
        vue = vues.get(session.cle) or SessionSuivie(
            session.session_id, session.intitule, session.debut_le, session.fin_le, session.lieu
        )
        if creneau is not None:
            demi = DemiJourneeSuivie(
                creneau.jour, creneau.demi_journee, creneau.debut, creneau.fin, nb
            )
            vue = replace(vue, demi_journees=(*vue.demi_journees, demi))
        vues[session.cle] = vue
    return vues


def _personnes(cles_sessions: Collection[int]) -> Mapping[int, list[PersonneSuivie]]:
    lignes = db.session.execute(
        select(Inscription, Metier.code, Competence.code, EtatCompetence)
        .join(Metier, Metier.cle == Inscription.cle_metier)
        .outerjoin(EtatCompetence, EtatCompetence.cle_inscription == Inscription.cle)
        .outerjoin(Competence, Competence.cle == EtatCompetence.cle_competence)
        .where(Inscription.cle_session.in_(cles_sessions), _suivie())
        .order_by(Inscription.cle)
    ).all()
    exigences = {
        cle: referentiel.exigences_par_profil(cle)
        for cle in {ligne[0].cle_version for ligne in lignes}
    }
    vues: dict[int, dict[str, Observation]] = defaultdict(dict)
    inscriptions = {}
    for inscription, metier, code, etat in lignes:
        inscriptions[inscription.cle] = (inscription, metier)
        if etat is not None:
            vues[inscription.cle][code] = Observation(etat.niveau, etat.a_preuve)
    personnes: dict[int, list[PersonneSuivie]] = defaultdict(list)
    for cle, (inscription, metier) in inscriptions.items():
        attendues = exigences[inscription.cle_version][metier, Exercice(inscription.exercice)]
        personnes[inscription.cle_session].append(
            PersonneSuivie(inscription.inscription_id, attendues, vues[cle])
        )
    return personnes


def _suivie() -> ColumnElement[bool]:
    return Inscription.etat != EtatInscription.ROMPUE


def _presentees(inscriptions: Collection[str]) -> frozenset[str]:
    return frozenset(
        db.session.scalars(
            select(Presentation.inscription_id).where(Presentation.inscription_id.in_(inscriptions))
        )
    )


def chiffres_organisme(acteur: Identity, jour: date) -> ChiffresOrganisme:
    """Apprenant·es en parcours, sessions en cours, documents de l’année : une requête."""
    annee = datetime.combine(date(jour.year, 1, 1), time(), UTC)
    documents = select(func.count(EntreeRegistre.cle)).where(
        EntreeRegistre.organisme_id == acteur.organisation_id, EntreeRegistre.inscrite_a >= annee
    )
    ligne = db.session.execute(
        select(
            select(func.count(Inscription.cle_apprenant.distinct()))
            .where(Inscription.etat == EtatInscription.EN_COURS)
            .scalar_subquery(),
            select(func.count(SessionFormation.cle))
            .where(SessionFormation.debut_le <= jour, SessionFormation.fin_le >= jour)
            .scalar_subquery(),
            documents.scalar_subquery(),
            documents.where(EntreeRegistre.etat == EtatCertificat.REVOQUE).scalar_subquery(),
        )
    ).one()
    return ChiffresOrganisme(*ligne)
