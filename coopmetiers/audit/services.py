"""Consigner un acte, dans la même transaction que lui."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coopmetiers.audit.models import LigneAudit, TeteAudit
from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import Action

PLATEFORME = "plateforme"


@dataclass(frozen=True)
class Reference:
    """Ce dont parle une ligne : la nature de l’objet, son identifiant public, sa chaîne."""

    nature: str
    objet_id: str
    #: Identifiant public de l’organisation dont c’est l’affaire ; vide pour la plateforme.
    organisation_id: str = ""


def consigner(
    acteur: Identity,
    action: Action | str,
    objet: Reference,
    details: Mapping[str, Any] | None = None,
) -> LigneAudit:
    """Ajoute une ligne à la chaîne de l’organisation (ou de la plateforme).

    Chaque ligne porte l’empreinte de la précédente : en retirer ou en changer une se voit. Si
    l’acte est annulé, sa ligne l’est avec lui. Les personnes n’y figurent que par identifiant et
    nom d’usage à la date de l’acte (CNIL, journalisation).
    """
    chaine = objet.organisation_id or acteur.organisation_id or PLATEFORME
    tete = _tete_verrouillee(chaine)
    ligne = LigneAudit(
        chaine=chaine,
        rang=tete.rang + 1,
        consignee_a=clock.now(),
        acteur_id=acteur.user_id or acteur.system,
        acteur_nom=acteur.label,
        acteur_role=acteur.role,
        action=str(action),
        objet_nature=objet.nature,
        objet_id=objet.objet_id,
        details=dict(details or {}),
        precedente=tete.empreinte,
        empreinte="",
    )
    ligne.empreinte = empreinte_ligne(ligne)
    tete.rang, tete.empreinte = ligne.rang, ligne.empreinte
    db.session.add(ligne)
    return ligne


def empreinte_ligne(ligne: LigneAudit) -> str:
    """L’empreinte d’une ligne : SHA-256 de tout ce qu’elle dit, précédente comprise."""
    dit = {
        "chaine": ligne.chaine,
        "rang": ligne.rang,
        "consignee_a": ligne.consignee_a.isoformat(),
        "acteur": [ligne.acteur_id, ligne.acteur_nom, ligne.acteur_role],
        "action": ligne.action,
        "objet": [ligne.objet_nature, ligne.objet_id],
        "details": ligne.details,
        "precedente": ligne.precedente,
    }
    texte = json.dumps(dit, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(texte.encode()).hexdigest()


def _tete_verrouillee(chaine: str) -> TeteAudit:
    tete = db.session.get(TeteAudit, chaine, with_for_update=True)
    if tete is None:
        tete = TeteAudit(chaine=chaine, rang=0, empreinte="0" * 64)
        db.session.add(tete)
    return tete
