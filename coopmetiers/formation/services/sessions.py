"""Ouvrir une session de formation, et la corriger."""

from __future__ import annotations

from sqlalchemy import select

from coopmetiers.audit import services as audit
from coopmetiers.base import clock, permissions
from coopmetiers.base.db import db
from coopmetiers.base.identifiers import short_code
from coopmetiers.base.identity import Identity
from coopmetiers.comptes.models import Organisation
from coopmetiers.formation import queries, references
from coopmetiers.formation.models import SessionFormation
from coopmetiers.formation.permissions import A
from coopmetiers.formation.rules import formations as regles_formations
from coopmetiers.formation.rules import sessions as regles
from coopmetiers.formation.rules.sessions import SaisieHoraires, SaisieSession
from coopmetiers.formation.services import creneaux

_CHAMPS = ("intitule", "debut_le", "fin_le", "lieu", "modalite")


def ouvrir(
    acteur: Identity,
    formation_id: str,
    saisie: SaisieSession,
    horaires: SaisieHoraires | None = None,
) -> SessionFormation:
    """Ouvre une session, avec ses demi-journées ; elle offre la version que suit la formation.

    Lève `Forbidden`, `NotFound`, `RuleViolation` (formation archivée, intitulé, dates, créneaux).
    """
    permissions.require(acteur, A.OUVRIR_SESSION)
    formation = queries.formation_par_id(formation_id, pour_ecrire=True)
    regles_formations.verifier_ouverte(formation.archivee_a is not None)
    regles.verifier_session(saisie)
    session = SessionFormation(
        code=_code_libre(formation.cle_organisation),
        formation=formation,
        cle_version=formation.cle_version,
        creee_a=clock.now(),
        **{champ: getattr(saisie, champ) for champ in _CHAMPS},
    )
    db.session.add(session)
    db.session.flush()
    audit.consigner(
        acteur,
        A.OUVRIR_SESSION,
        references.de_la_session(session, acteur),
        {
            "code": session.code,
            "formation": formation_id,
            "debut_le": saisie.debut_le.isoformat(),
            "fin_le": saisie.fin_le.isoformat(),
        },
    )
    if horaires:
        creneaux.engendrer(acteur, session.session_id, horaires)
    return session


def modifier(acteur: Identity, session_id: str, saisie: SaisieSession) -> SessionFormation:
    """Corrige le nom, les dates ou le lieu d’une session ; ses créneaux restent dans ses dates.

    Lève `Forbidden`, `NotFound`, `RuleViolation` (intitulé, dates, créneau qui sortirait).
    """
    permissions.require(acteur, A.MODIFIER_SESSION)
    session = queries.session_par_id(session_id, pour_ecrire=True)
    regles.verifier_session(saisie, queries.creneaux_dits(session))
    changes = [c for c in _CHAMPS if getattr(session, c) != getattr(saisie, c)]
    for champ in changes:
        setattr(session, champ, getattr(saisie, champ))
    if changes:
        details = {"champs": changes}
        audit.consigner(
            acteur, A.MODIFIER_SESSION, references.de_la_session(session, acteur), details
        )
    return session


def _code_libre(cle_organisation: int) -> str:
    """Un code qu’aucune session de l’organisme ne porte ; le sigle écarte les autres organismes."""
    organisation = db.session.get_one(Organisation, cle_organisation)
    pris = set(db.session.scalars(select(SessionFormation.code)))
    while True:
        code = regles.code_de_session(organisation.sigle, short_code(4))
        if code not in pris:
            return code
