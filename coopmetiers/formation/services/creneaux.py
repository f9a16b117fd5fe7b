"""Poser et retirer les demi-journées d’une session.

Un créneau ne se modifie pas : on le retire et on en pose un autre. Ce qui a été signé ne change
donc jamais d’heure sous les signatures.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from coopmetiers.audit import services as audit
from coopmetiers.base import permissions
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.texts import n_
from coopmetiers.formation import queries, references
from coopmetiers.formation.enums import ModaliteSession
from coopmetiers.formation.models import Creneau, SessionFormation
from coopmetiers.formation.permissions import A
from coopmetiers.formation.rules import sessions as regles
from coopmetiers.formation.rules.sessions import SaisieCreneau, SaisieHoraires, SaisieSession


def ajouter(acteur: Identity, session_id: str, saisie: SaisieCreneau) -> Creneau:
    """Pose une demi-journée dans une session.

    Lève `Forbidden`, `NotFound`, `RuleViolation` (dates, heures, demi-journée déjà prise).
    """
    permissions.require(acteur, A.AJOUTER_CRENEAU)
    session = queries.session_par_id(session_id, pour_ecrire=True)
    (creneau,) = _poser(session, (saisie,))
    db.session.flush()
    details = _details(creneau)
    audit.consigner(acteur, A.AJOUTER_CRENEAU, references.de_la_session(session, acteur), details)
    return creneau


def engendrer(acteur: Identity, session_id: str, saisie: SaisieHoraires) -> tuple[Creneau, ...]:
    """Pose d’un coup les demi-journées choisies ; celles qui existent déjà ne bougent pas.

    Lève `Forbidden`, `NotFound`, `RuleViolation` (un jour hors des dates, des heures impossibles).
    """
    permissions.require(acteur, A.ENGENDRER_CRENEAUX)
    session = queries.session_par_id(session_id, pour_ecrire=True)
    regles.verifier_horaires(saisie)
    poses = _poser(session, regles.creneaux_engendres(saisie, queries.creneaux_dits(session)))
    db.session.flush()
    if poses:
        details = {
            "creneaux": len(poses),
            "du": poses[0].jour.isoformat(),
            "au": poses[-1].jour.isoformat(),
        }
        audit.consigner(
            acteur, A.ENGENDRER_CRENEAUX, references.de_la_session(session, acteur), details
        )
    return poses


def retirer(acteur: Identity, creneau_id: str) -> SessionFormation:
    """Retire une demi-journée que personne n’a émargée. Un émargement ne s’efface jamais.

    Lève `Forbidden`, `NotFound`, `RuleViolation("creneau_emarge")`.
    """
    permissions.require(acteur, A.RETIRER_CRENEAU)
    creneau = db.session.scalar(
        select(Creneau).where(Creneau.creneau_id == creneau_id).with_for_update()
    )
    if creneau is None:
        raise NotFound
    session = creneau.session
    details = _details(creneau)
    db.session.delete(creneau)
    try:
        db.session.flush()
    except IntegrityError as erreur:
        # Les émargements vivent dans la pièce du dessus : c’est la base qui les garde.
        raise RuleViolation(
            "creneau_emarge",
            n_("Cette demi-journée est émargée : elle ne se retire plus."),
        ) from erreur
    audit.consigner(acteur, A.RETIRER_CRENEAU, references.de_la_session(session, acteur), details)
    return session


def _poser(session: SessionFormation, saisies: Iterable[SaisieCreneau]) -> tuple[Creneau, ...]:
    """Ajoute des créneaux vérifiés à une session, sans consigner. Lève `RuleViolation`."""
    dates, deja, poses = _dates(session), list(queries.creneaux_dits(session)), []
    for saisie in saisies:
        regles.verifier_creneau(saisie, dates, deja)
        deja.append(saisie)
        poses.append(
            Creneau(
                session=session,
                jour=saisie.jour,
                demi_journee=saisie.demi_journee,
                debut=saisie.debut,
                fin=saisie.fin,
                intitule=saisie.intitule,
            )
        )
    db.session.add_all(poses)
    return tuple(poses)


def _dates(session: SessionFormation) -> SaisieSession:
    modalite = ModaliteSession(session.modalite)
    return SaisieSession(session.intitule, session.debut_le, session.fin_le, "", modalite)


def _details(creneau: Creneau) -> dict[str, str]:
    return {"jour": creneau.jour.isoformat(), "demi_journee": creneau.demi_journee}
