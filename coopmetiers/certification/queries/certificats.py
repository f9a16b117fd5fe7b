"""Les certificats du certificateur lié."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import can
from coopmetiers.base.texts import folded
from coopmetiers.certification import contenu
from coopmetiers.certification.enums import EtatCertificat, NatureDocument
from coopmetiers.certification.models import AcquisitionBloc, Candidature, Certificat, Jury
from coopmetiers.certification.permissions import A

#: Au-delà, un certificat annoncé est tenu pour oublié par la file.
DELAI_OUBLI = timedelta(minutes=2)


@dataclass(frozen=True)
class CertificatVu:
    """Un document délivré, tel que son certificateur le tient ; `contenu` est ce qu’il dit."""

    certificat_id: str
    nature: NatureDocument
    numero: str
    etat: EtatCertificat
    contenu: contenu.ContenuCertificat
    empreinte_pdf: str | None
    emis_a: datetime
    produit_a: datetime | None
    revoque_a: datetime | None
    motif_revocation: str | None
    jury_id: str | None


@dataclass(frozen=True)
class CertificatDuJury:
    """Un document dans la liste de ceux qu’un jury a fait délivrer."""

    certificat_id: str
    candidature_id: str
    titulaire_nom: str
    numero: str
    code_bloc: str
    etat: EtatCertificat


def certificats(*, etat: EtatCertificat | None = None, cherche: str = "") -> Select[Certificat]:
    """Les certificats, le plus récent d’abord, à paginer ; filtrés par état, nom ou numéro."""
    demande = select(Certificat).order_by(Certificat.emis_a.desc(), Certificat.numero.desc())
    if etat is not None:
        demande = demande.where(Certificat.etat == etat)
    for mot in folded(cherche).split():
        demande = demande.where(Certificat.recherche.contains(mot, autoescape=True))
    return demande


def certificat_vu(acteur: Identity, certificat_id: str) -> CertificatVu:
    """La fiche d’un certificat du certificateur lié, en deux requêtes ; lève `NotFound`."""
    ligne = db.session.execute(
        select(Certificat, Jury)
        .join(Candidature, Candidature.cle == Certificat.cle_candidature)
        .outerjoin(AcquisitionBloc, AcquisitionBloc.cle == Certificat.cle_acquisition)
        .outerjoin(Jury, Jury.cle == AcquisitionBloc.cle_jury)
        .where(Certificat.certificat_id == certificat_id)
    ).one_or_none()
    if ligne is None or not can(acteur, A.CONSULTER_CERTIFICATS, ligne[0]):
        raise NotFound
    certificat, jury = ligne
    return CertificatVu(
        certificat_id=certificat.certificat_id,
        nature=NatureDocument(certificat.nature),
        numero=certificat.numero,
        etat=EtatCertificat(certificat.etat),
        contenu=contenu.depuis_json(certificat.contenu),
        empreinte_pdf=certificat.empreinte_pdf,
        emis_a=certificat.emis_a,
        produit_a=certificat.produit_a,
        revoque_a=certificat.revoque_a,
        motif_revocation=certificat.motif_revocation,
        jury_id=jury.jury_id if jury else None,
    )


def certificats_du_jury(cle_jury: int) -> tuple[CertificatDuJury, ...]:
    """Les documents qu’un jury a fait délivrer, par numéro, en une requête."""
    lignes = db.session.execute(
        select(Certificat, Candidature.candidature_id)
        .join(Candidature, Candidature.cle == Certificat.cle_candidature)
        .where(Candidature.cle_jury == cle_jury)
        .order_by(Certificat.numero)
    )
    return tuple(
        CertificatDuJury(
            certificat_id=certificat.certificat_id,
            candidature_id=candidature_id,
            titulaire_nom=certificat.titulaire_nom,
            numero=certificat.numero,
            code_bloc=certificat.code_bloc or "",
            etat=EtatCertificat(certificat.etat),
        )
        for certificat, candidature_id in lignes
    )


def en_production() -> tuple[str, ...]:
    """Les certificats annoncés depuis plus de deux minutes et pas encore dessinés."""
    return tuple(
        db.session.scalars(
            select(Certificat.certificat_id)
            .where(
                Certificat.etat == EtatCertificat.EN_PRODUCTION,
                Certificat.emis_a < clock.now() - DELAI_OUBLI,
            )
            .order_by(Certificat.emis_a)
        )
    )
