"""Dire qui forme et qui évalue dans une session."""

from __future__ import annotations

from sqlalchemy import select

from coopmetiers.audit import services as audit
from coopmetiers.base import clock, permissions
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.comptes.models import Utilisateur
from coopmetiers.formation import queries, references
from coopmetiers.formation.enums import RoleSession
from coopmetiers.formation.models import Affectation, SessionFormation
from coopmetiers.formation.permissions import A
from coopmetiers.formation.rules import sessions as regles


def affecter(
    acteur: Identity, session_id: str, utilisateur_id: str, role: RoleSession
) -> Affectation:
    """Affecte une personne de l’organisme ; changer son rôle clôt l’affectation d’avant.

    Lève `Forbidden`, `NotFound` (session, personne hors de l’équipe), `RuleViolation` (évalue
    seulement, déjà affectée à ce titre).
    """
    permissions.require(acteur, A.AFFECTER)
    session = queries.session_par_id(session_id, pour_ecrire=True)
    membre = next((m for m in queries.equipe(acteur) if m.utilisateur_id == utilisateur_id), None)
    if membre is None:
        raise NotFound
    deja = _vivante(session, utilisateur_id)
    regles.verifier_affectation(
        role, membre.peut_former, deja=RoleSession(deja.role) if deja else None
    )
    if deja is not None:
        deja.retiree_a = clock.now()
        # L’ancienne s’enregistre avant la nouvelle : une seule est vivante à la fois.
        db.session.flush()
    affectation = Affectation(
        cle_session=session.cle,
        cle_utilisateur=membre.cle_utilisateur,
        role=role,
        depuis_a=clock.now(),
    )
    db.session.add(affectation)
    details = {"utilisateur": utilisateur_id, "role": role}
    audit.consigner(acteur, A.AFFECTER, references.de_la_session(session, acteur), details)
    return affectation


def retirer(acteur: Identity, session_id: str, utilisateur_id: str) -> SessionFormation:
    """Clôt l’affectation d’une personne ; ce qu’elle a noté reste signé d’elle.

    Lève `Forbidden`, `NotFound` (la personne n’est pas affectée).
    """
    permissions.require(acteur, A.RETIRER_AFFECTATION)
    session = queries.session_par_id(session_id, pour_ecrire=True)
    affectation = _vivante(session, utilisateur_id)
    if affectation is None:
        raise NotFound
    affectation.retiree_a = clock.now()
    details = {"utilisateur": utilisateur_id}
    audit.consigner(
        acteur, A.RETIRER_AFFECTATION, references.de_la_session(session, acteur), details
    )
    return session


def _vivante(session: SessionFormation, utilisateur_id: str) -> Affectation | None:
    return db.session.scalar(
        select(Affectation)
        .join(Utilisateur, Utilisateur.id == Affectation.cle_utilisateur)
        .where(
            Affectation.cle_session == session.cle,
            Affectation.retiree_a.is_(None),
            Utilisateur.utilisateur_id == utilisateur_id,
        )
    )
