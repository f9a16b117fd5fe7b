"""La boîte d’envoi : un courriel s’écrit avec l’acte, et part après lui."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from coopmetiers.audit.services import PLATEFORME, Reference, consigner
from coopmetiers.base import clock, queue
from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.comptes import rules
from coopmetiers.comptes.models import Courriel
from coopmetiers.comptes.permissions import A


@dataclass(frozen=True)
class Enveloppe:
    """Un courriel réservé pour un envoi, détaché de la base."""

    courriel_id: str
    destinataire: str
    objet: str
    texte: str


def ecrire(*, destinataire: str, objet: str, texte: str) -> Courriel:
    """Un courriel s’écrit avec un acte qui se consigne ; annulé avec lui, il n’est jamais parti."""
    courriel = Courriel(
        destinataire=destinataire, objet=objet[:200], texte=texte, cree_a=clock.now()
    )
    db.session.add(courriel)
    db.session.flush()
    queue.enqueue("comptes.envoyer_courriel", courriel_id=courriel.courriel_id)
    return courriel


def reserver(acteur: Identity, courriel_id: str) -> Enveloppe | None:
    """Prend un courriel pour l’envoyer, hors de tout acte ; rien s’il est parti, pris ou abandonné.

    Tant que le délai court, personne d’autre ne le prend : deux messages n’en font pas deux envois.
    """
    require(acteur, A.ENVOYER_COURRIEL)
    courriel = _verrouille(courriel_id)
    maintenant = clock.now()
    if courriel is None or courriel.envoye_a or courriel.essais >= rules.ENVOIS_TENTES:
        return None
    if courriel.reprise_a is not None and courriel.reprise_a > maintenant:
        return None
    courriel.essais += 1
    courriel.reprise_a = maintenant + rules.delai_avant_renvoi(courriel.essais)
    return Enveloppe(courriel.courriel_id, courriel.destinataire, courriel.objet, courriel.texte)


def declarer_envoye(acteur: Identity, courriel_id: str) -> None:
    """Un courriel part une fois ; son texte, qui porte un lien secret, s’efface alors."""
    require(acteur, A.ENVOYER_COURRIEL)
    courriel = _verrouille(courriel_id)
    if courriel is None or courriel.envoye_a:
        return
    courriel.envoye_a, courriel.erreur, courriel.texte = clock.now(), None, ""
    _consigner(acteur, courriel, {"essais": courriel.essais})


def declarer_echec(acteur: Identity, courriel_id: str, erreur: str) -> None:
    """Un envoi manqué garde sa raison ; passé huit essais, le courriel est abandonné."""
    require(acteur, A.ENVOYER_COURRIEL)
    courriel = _verrouille(courriel_id)
    if courriel is None or courriel.envoye_a:
        return
    courriel.erreur = erreur[:500]
    if courriel.essais >= rules.ENVOIS_TENTES:
        _consigner(acteur, courriel, {"essais": courriel.essais, "abandonne": True})


def _verrouille(courriel_id: str) -> Courriel | None:
    return db.session.scalar(
        select(Courriel).where(Courriel.courriel_id == courriel_id).with_for_update()
    )


def _consigner(acteur: Identity, courriel: Courriel, details: dict[str, object]) -> None:
    objet = Reference("courriel", courriel.courriel_id, acteur.organisation_id or PLATEFORME)
    consigner(acteur, A.ENVOYER_COURRIEL, objet, details)
