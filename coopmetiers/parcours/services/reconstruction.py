"""Refaire tous les niveaux courants à partir des faits."""

from __future__ import annotations

from sqlalchemy import select

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.parcours.models import EtatCompetence, Inscription
from coopmetiers.parcours.permissions import A
from coopmetiers.parcours.services.etats import tenir


def reconstruire(acteur: Identity) -> int:
    """Recalcule tous les états de l’organisme à partir des faits, et dit combien ont changé.

    Les états se déduisent des faits : les perdre ne perd rien.
    """
    require(acteur, A.RECONSTRUIRE)
    avant = _valeurs()
    tenir(tuple(db.session.scalars(select(Inscription.cle))))
    changes = len(set(avant.items()) ^ set(_valeurs().items()))
    objet = Reference("organisation", acteur.organisation_id, acteur.organisation_id)
    consigner(acteur, A.RECONSTRUIRE, objet, {"ecarts": changes})
    return changes


def _valeurs() -> dict[tuple[int, int], tuple[int, bool, int, bool]]:
    lignes = db.session.execute(
        select(
            EtatCompetence.cle_inscription,
            EtatCompetence.cle_competence,
            EtatCompetence.niveau,
            EtatCompetence.a_preuve,
            EtatCompetence.cle_evaluation,
            EtatCompetence.en_desaccord,
        )
    )
    return {(i, c): (niveau, a_preuve, fait, d) for i, c, niveau, a_preuve, fait, d in lignes}
