"""La vie d’un certificat annoncé : dessiné une fois, délivré, parfois révoqué."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.base.texts import n_
from coopmetiers.certification import contenu
from coopmetiers.certification.enums import EtatCertificat
from coopmetiers.certification.models import (
    Certificat,
    EntreeRegistre,
)
from coopmetiers.certification.permissions import A


@dataclass(frozen=True)
class AProduire:
    """Ce qu’il faut pour dessiner : le contenu figé, et le logo du certificateur au coffre."""

    contenu: contenu.ContenuCertificat
    logo: str | None


def a_produire(acteur: Identity, certificat_id: str) -> AProduire | None:
    """Le contenu d’un certificat en production ; rien s’il est déjà délivré."""
    certificat = _certificat(certificat_id)
    require(acteur, A.PRODUIRE, certificat)
    if certificat.etat != EtatCertificat.EN_PRODUCTION:
        return None
    fige = contenu.depuis_json(certificat.contenu)
    return AProduire(fige, fige.emetteur.logo)


def declarer_produit(acteur: Identity, certificat_id: str, *, empreinte_pdf: str) -> None:
    """Le document est dessiné et gardé : il est délivré. Le redire ne change rien."""
    certificat = _certificat(certificat_id, verrouiller=True)
    require(acteur, A.PRODUIRE, certificat)
    if certificat.etat != EtatCertificat.EN_PRODUCTION:
        return
    certificat.empreinte_pdf, certificat.produit_a = empreinte_pdf, clock.now()
    certificat.etat = EtatCertificat.DELIVRE
    entree = _entree(certificat_id)
    entree.empreinte_pdf, entree.etat = empreinte_pdf, certificat.etat
    consigner(
        acteur,
        A.PRODUIRE,
        Reference("certificat", certificat_id, acteur.organisation_id),
        {"numero": certificat.numero, "empreinte": empreinte_pdf},
    )


def revoquer(acteur: Identity, certificat_id: str, *, motif: str) -> None:
    """Le certificateur révoque un document délivré, pour un motif ; la vérification le dira."""
    certificat = _certificat(certificat_id, verrouiller=True)
    require(acteur, A.REVOQUER, certificat)
    if not motif.strip():
        raise RuleViolation("motif_revocation", n_("Dites pourquoi."), field="motif")
    if certificat.etat != EtatCertificat.DELIVRE:
        raise RuleViolation("pas_delivre", n_("Seul un document délivré peut être révoqué."))
    certificat.etat = EtatCertificat.REVOQUE
    certificat.revoque_a, certificat.motif_revocation = clock.now(), motif
    entree = _entree(certificat_id)
    entree.etat, entree.revoque_a = certificat.etat, certificat.revoque_a
    consigner(
        acteur,
        A.REVOQUER,
        Reference("certificat", certificat_id, acteur.organisation_id),
        {"numero": certificat.numero, "motif": motif},
    )


def _certificat(certificat_id: str, *, verrouiller: bool = False) -> Certificat:
    demande = select(Certificat).where(Certificat.certificat_id == certificat_id)
    certificat = db.session.scalar(demande.with_for_update() if verrouiller else demande)
    if certificat is None:
        raise NotFound
    return certificat


def _entree(certificat_id: str) -> EntreeRegistre:
    entree = db.session.scalar(
        select(EntreeRegistre).where(EntreeRegistre.certificat_id == certificat_id)
    )
    if entree is None:
        raise NotFound
    return entree
