"""Cinquième temps : ce que la démonstration laisse à ouvrir, PDF et classeurs."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import select

from coopmetiers.base import tenancy, vault
from coopmetiers.base.db import db, read_only, transaction
from coopmetiers.base.identity import Identity
from coopmetiers.certification.models import Certificat
from coopmetiers.comptes import queries as comptes
from coopmetiers.echanges import queries
from coopmetiers.echanges.services import sessions


def ecrire_certificats(dossier: Path, certificateur_id: str) -> int:
    """Copie chaque document sous `certificats/` ; `certificats.json` dit ce qu’il est."""
    cible = dossier / "certificats"
    cible.mkdir(parents=True, exist_ok=True)
    with read_only():
        cle = comptes.organisation_publique(certificateur_id).cle
    liste = []
    with tenancy.bound(cle), read_only():
        for certificat in db.session.scalars(select(Certificat).order_by(Certificat.numero)):
            nom = f"{certificat.numero}.pdf"
            (cible / nom).write_bytes(vault.fetch(certificat.empreinte_pdf or ""))
            bloc = certificat.contenu["bloc"]
            liste.append(
                {
                    "fichier": f"certificats/{nom}",
                    "titulaire": certificat.titulaire_nom,
                    "numero": certificat.numero,
                    "bloc": bloc["code"],
                    "competences": [c["code"] for c in bloc["competences"]],
                }
            )
    texte = json.dumps(liste, ensure_ascii=False, indent=2) + "\n"
    (dossier / "certificats.json").write_text(texte, encoding="utf-8")
    return len(liste)


def ecrire_classeurs(
    dossier: Path, code: str, version: str, session_id: str, responsable: Identity
) -> tuple[Path, ...]:
    """Écrit le classeur du référentiel et la matrice d’une session."""
    with read_only():
        referentiel = queries.classeur_referentiel(Identity.anonymous(), code, version)
    with tenancy.bound(responsable.organisation_key), transaction():
        session = sessions.exporter_session(responsable, session_id)
    chemins = []
    for emporte in (referentiel, session):
        chemin = dossier / emporte.nom
        chemin.write_bytes(emporte.octets)
        chemins.append(chemin)
    return tuple(chemins)
