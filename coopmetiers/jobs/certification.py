"""Produire les certificats annoncés : lire, dessiner hors de tout acte, déclarer."""

from __future__ import annotations

import logging

from coopmetiers.base import tenancy, vault
from coopmetiers.base.db import db, read_only, transaction
from coopmetiers.base.identity import Identity
from coopmetiers.certification import contenu
from coopmetiers.certification.queries.certificats import en_production
from coopmetiers.certification.services import certificats
from coopmetiers.comptes import queries as comptes
from coopmetiers.jobs import drawing

_log = logging.getLogger(__name__)


def produire_certificat(organisation_id: str, certificat_id: str) -> None:
    """Dessine, range et déclare un certificat ; refaire ce travail ne fait rien de plus."""
    with read_only():
        organisation = comptes.organisation_publique(organisation_id)
        acteur = Identity.as_system("jobs", organisation)
        cle = organisation.cle
    with tenancy.bound(cle):
        with read_only():
            tache = certificats.a_produire(acteur, certificat_id)
        if tache is None:
            return
        # Le dessin dure : aucune connexion ne reste ouverte pendant ce temps.
        db.session.remove()
        logo = vault.fetch(tache.logo) if tache.logo else None
        pdf = drawing.draw(contenu.vers_json(tache.contenu), logo)
        empreinte = vault.store(pdf)
        with transaction():
            certificats.declarer_produit(acteur, certificat_id, empreinte_pdf=empreinte)


def balayer_certificats() -> int:
    """Refait ce qui est en production depuis plus de deux minutes ; rend combien ont été refaits.

    Un certificat qui ne se dessine pas n’arrête pas les suivants : on le retente au tour d’après.
    """
    with read_only():
        certificateurs = [(o.cle, o.organisation_id) for o in comptes.certificateurs()]
    faits = 0
    for cle, organisation_id in certificateurs:
        with tenancy.bound(cle), read_only():
            attendus = en_production()
        faits += sum(_refaire(organisation_id, certificat_id) for certificat_id in attendus)
    return faits


def _refaire(organisation_id: str, certificat_id: str) -> bool:
    try:
        produire_certificat(organisation_id, certificat_id)
    except Exception:
        _log.exception("Le certificat %s n’a pas pu être produit.", certificat_id)
        return False
    return True
