"""Charger une session ou une inscription, si la personne peut la voir."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import can
from coopmetiers.comptes.enums import Role
from coopmetiers.formation.models import Affectation, SessionFormation
from coopmetiers.parcours.models import Apprenant, Inscription
from coopmetiers.parcours.permissions import A, Cible


def session_ouverte(
    acteur: Identity, session_id: str, *, pour_ecrire: bool = False
) -> tuple[SessionFormation, Cible]:
    """Une session que la personne peut voir : l’équipe affectée, le responsable, qui y est inscrit.

    Verrouillée si on va y écrire. Lève `NotFound` ; la voir n’est pas pouvoir y agir.
    """
    _verifier_organisation(acteur)
    demande = (
        select(SessionFormation, Affectation.role)
        .outerjoin(Affectation, _affectation(acteur, SessionFormation.cle))
        .where(SessionFormation.session_id == session_id)
    )
    if pour_ecrire:
        demande = demande.with_for_update(of=SessionFormation)
    ligne = db.session.execute(demande).one_or_none()
    if ligne is None:
        raise NotFound
    session, role_session = ligne
    cible = Cible(session.cle, role_session)
    if not (can(acteur, A.CONSULTER_GROUPE, cible) or _est_inscrite(acteur, session.cle)):
        raise NotFound
    return session, cible


def inscription_ouverte(
    acteur: Identity, inscription_id: str, *, pour_ecrire: bool = False
) -> tuple[Inscription, Cible]:
    """Une inscription que la personne peut voir, sa personne et sa session chargées avec elle.

    Verrouillée si on va l’écrire. Lève `NotFound`.
    """
    _verifier_organisation(acteur)
    demande = (
        select(Inscription, Affectation.role)
        .join(Inscription.apprenant)
        .outerjoin(Affectation, _affectation(acteur, Inscription.cle_session))
        .where(Inscription.inscription_id == inscription_id)
        .options(
            contains_eager(Inscription.apprenant),
            joinedload(Inscription.session, innerjoin=True),
            joinedload(Inscription.metier, innerjoin=True),
        )
    )
    if pour_ecrire:
        demande = demande.with_for_update(of=Inscription)
    ligne = db.session.execute(demande).one_or_none()
    if ligne is None:
        raise NotFound
    inscription, role_session = ligne
    cible = Cible(inscription.cle_session, role_session, inscription.apprenant.cle_utilisateur)
    if not can(acteur, A.CONSULTER_INSCRIPTION, cible):
        raise NotFound
    return inscription, cible


def _verifier_organisation(acteur: Identity) -> None:
    if acteur.organisation_key is None:
        raise NotFound


def _affectation(acteur: Identity, cle_session: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return and_(
        Affectation.cle_session == cle_session,
        Affectation.cle_utilisateur == acteur.user_key,
        Affectation.retiree_a.is_(None),
    )


def _est_inscrite(acteur: Identity, cle_session: int) -> bool:
    if acteur.role != Role.APPRENANT:
        return False
    demande = (
        select(Inscription.cle)
        .join(Apprenant, Apprenant.cle == Inscription.cle_apprenant)
        .where(Inscription.cle_session == cle_session, Apprenant.cle_utilisateur == acteur.user_key)
    )
    return db.session.scalar(demande) is not None
