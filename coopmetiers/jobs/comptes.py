"""Envoyer les courriels écrits par les actes : prendre, envoyer hors de tout acte, déclarer."""

from __future__ import annotations

import smtplib

from coopmetiers.base import mail
from coopmetiers.base.db import db, read_only, transaction
from coopmetiers.base.identity import Identity
from coopmetiers.comptes import queries
from coopmetiers.comptes.services import courriels


def envoyer_courriel(courriel_id: str) -> None:
    """Envoie un courriel s’il attend encore ; un échec se note, et se retente plus tard."""
    acteur = Identity.as_system("jobs")
    with transaction():
        enveloppe = courriels.reserver(acteur, courriel_id)
    if enveloppe is None:
        return
    # L’envoi peut durer : aucune connexion à la base ne reste ouverte pendant ce temps.
    db.session.remove()
    try:
        mail.send(
            to=enveloppe.destinataire,
            subject=enveloppe.objet,
            text=enveloppe.texte,
            message_id=enveloppe.courriel_id,
        )
    except (OSError, smtplib.SMTPException) as erreur:
        with transaction():
            courriels.declarer_echec(acteur, courriel_id, f"{type(erreur).__name__} : {erreur}")
        return
    with transaction():
        courriels.declarer_envoye(acteur, courriel_id)


def balayer_courriels() -> int:
    """Retente les courriels qui n’ont pas pu partir ; rend leur nombre."""
    with read_only():
        attendus = queries.courriels_en_attente()
    for courriel_id in attendus:
        envoyer_courriel(courriel_id)
    return len(attendus)
