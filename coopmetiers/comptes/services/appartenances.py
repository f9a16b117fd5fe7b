"""Choisir au titre de quoi l’on agit ; mettre fin à une appartenance."""

from __future__ import annotations

from sqlalchemy import func, select

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import can, require
from coopmetiers.comptes import rules
from coopmetiers.comptes.enums import Role
from coopmetiers.comptes.models import Appartenance
from coopmetiers.comptes.permissions import A


def choisir(acteur: Identity, appartenance_id: str) -> Appartenance:
    """On n’agit qu’au titre d’une de ses appartenances, encore vivante ; lève `NotFound`."""
    require(acteur, A.CHOISIR_APPARTENANCE)
    appartenance = _vivante(appartenance_id)
    if appartenance.cle_utilisateur != acteur.user_key:
        raise NotFound
    consigner(acteur, A.CHOISIR_APPARTENANCE, _reference(appartenance), {"role": appartenance.role})
    return appartenance


def terminer(acteur: Identity, appartenance_id: str) -> Appartenance:
    """Une appartenance terminée ne donne plus aucun droit ; ce qui a été fait en son nom reste.

    Lève `RuleViolation` (`depart_soi_meme`, `depart_dernier`), `NotFound`.
    """
    appartenance = verrouillee(acteur, appartenance_id)
    require(acteur, A.TERMINER, appartenance)
    rules.verifier_depart(
        Role(appartenance.role),
        autres_du_role=_autres_du_role(appartenance),
        est_sien=appartenance.cle_utilisateur == acteur.user_key,
    )
    appartenance.terminee_a = clock.now()
    details = {"personne": appartenance.utilisateur.utilisateur_id, "role": appartenance.role}
    consigner(acteur, A.TERMINER, _reference(appartenance), details)
    return appartenance


def verrouillee(acteur: Identity, appartenance_id: str) -> Appartenance:
    """L’appartenance vivante, prise le temps de l’acte ; un étranger ne la trouve pas.

    L’administration atteint celles des autres organisations, sauf leurs apprenant·es.
    """
    appartenance = _vivante(appartenance_id)
    if appartenance.cle_organisation != acteur.organisation_key and (
        appartenance.role == Role.APPRENANT or not can(acteur, A.INVITER_AILLEURS)
    ):
        raise NotFound
    return appartenance


def _vivante(appartenance_id: str) -> Appartenance:
    appartenance = db.session.scalar(
        select(Appartenance)
        .where(Appartenance.appartenance_id == appartenance_id, Appartenance.terminee_a.is_(None))
        .with_for_update()
    )
    if appartenance is None:
        raise NotFound
    return appartenance


def _reference(appartenance: Appartenance) -> Reference:
    organisation_id = appartenance.organisation.organisation_id
    return Reference("appartenance", appartenance.appartenance_id, organisation_id)


def _autres_du_role(appartenance: Appartenance) -> int:
    # Qui n’a pas encore ouvert son compte ne tient pas la maison.
    autres = select(func.count()).where(
        Appartenance.cle_organisation == appartenance.cle_organisation,
        Appartenance.role == appartenance.role,
        Appartenance.cle_utilisateur != appartenance.cle_utilisateur,
        Appartenance.acceptee_a.is_not(None),
        Appartenance.terminee_a.is_(None),
    )
    return int(db.session.scalar(autres) or 0)
