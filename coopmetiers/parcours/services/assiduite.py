"""Constater qui est là ; un constat ne se modifie pas, un autre le corrige."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.formation import queries as formation
from coopmetiers.parcours.models import Emargement, Inscription
from coopmetiers.parcours.permissions import A
from coopmetiers.parcours.queries import courants_de_la_session, fuseau, session_ouverte
from coopmetiers.parcours.rules import assiduite as rules
from coopmetiers.parcours.rules import inscription as rules_inscription
from coopmetiers.parcours.rules.assiduite import SaisiePresence


def emarger(acteur: Identity, session_id: str, saisies: Sequence[SaisiePresence]) -> int:
    """Constate des présences, toutes ou aucune ; dit combien sont nouvelles ou corrigées.

    Redire ce qui est déjà constaté n’écrit rien. Lève `NotFound` pour un créneau ou une personne
    d’une autre session, `RuleViolation` pour un jour à venir ou une inscription rompue.
    """
    session, cible = session_ouverte(acteur, session_id, pour_ecrire=True)
    require(acteur, A.EMARGER, cible)
    creneaux = {c.creneau_id: c for c in formation.creneaux(session.cle)}
    inscriptions = _inscriptions(session.cle)
    courants = courants_de_la_session(session.cle)
    aujourd_hui = clock.today(fuseau())
    ecrits = []
    for saisie in saisies:
        creneau = creneaux.get(saisie.creneau_id)
        inscription = inscriptions.get(saisie.inscription_id)
        if creneau is None or inscription is None:
            raise NotFound
        ancien = courants.get((inscription.cle, creneau.cle))
        if ancien is not None and ancien.presence == saisie.presence:
            continue
        rules.verifier_creneau_emargeable(creneau.jour, aujourd_hui)
        rules_inscription.verifier_en_cours(inscription.etat)
        db.session.add(
            Emargement(
                cle_creneau=creneau.cle,
                cle_inscription=inscription.cle,
                presence=saisie.presence,
                constate_a=clock.now(),
                cle_constateur=acteur.user_key,
                cle_corrige=ancien.cle if ancien else None,
            )
        )
        avant = ancien.presence if ancien else None
        ecrits.append([saisie.creneau_id, saisie.inscription_id, avant, str(saisie.presence)])
    if ecrits:
        objet = Reference("session", session.session_id, acteur.organisation_id)
        consigner(acteur, A.EMARGER, objet, {"constats": ecrits})
    db.session.flush()
    return len(ecrits)


def _inscriptions(cle_session: int) -> dict[str, Inscription]:
    lignes = db.session.scalars(select(Inscription).where(Inscription.cle_session == cle_session))
    return {ligne.inscription_id: ligne for ligne in lignes}
