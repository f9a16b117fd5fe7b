"""Les certificats du certificateur lié."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Select, select

from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.texts import folded
from coopmetiers.certification.enums import EtatCertificat
from coopmetiers.certification.models import Certificat

#: Au-delà, un certificat annoncé est tenu pour oublié par la file.
DELAI_OUBLI = timedelta(minutes=2)


def certificats(*, etat: EtatCertificat | None = None, cherche: str = "") -> Select[Certificat]:
    """Les certificats, le plus récent d’abord, à paginer ; filtrés par état, nom ou numéro."""
    demande = select(Certificat).order_by(Certificat.emis_a.desc(), Certificat.numero.desc())
    if etat is not None:
        demande = demande.where(Certificat.etat == etat)
    for mot in folded(cherche).split():
        demande = demande.where(Certificat.recherche.contains(mot, autoescape=True))
    return demande


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
