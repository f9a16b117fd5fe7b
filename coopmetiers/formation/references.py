"""Ce que le journal écrit d’une formation et d’une session : leur identifiant public."""

from __future__ import annotations

from coopmetiers.audit.services import Reference
from coopmetiers.base.identity import Identity
from coopmetiers.formation.models import Formation, SessionFormation


def de_la_formation(formation: Formation, acteur: Identity) -> Reference:
    """La formation, dans la chaîne de l’organisme."""
    return Reference("formation", formation.formation_id, acteur.organisation_id)


def de_la_session(session: SessionFormation, acteur: Identity) -> Reference:
    """La session, dans la chaîne de l’organisme."""
    return Reference("session", session.session_id, acteur.organisation_id)
