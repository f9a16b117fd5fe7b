"""Lignes et têtes de chaîne : on ajoute, on ne modifie ni n’efface."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coopmetiers.base.db import Model, UTCDateTime

_CLE = BigInteger().with_variant(Integer, "sqlite")


class LigneAudit(Model):
    """Un acte consigné. Les personnes et les objets y sont nommés par identifiant public."""

    __tablename__ = "lignes_audit"

    cle: Mapped[int] = mapped_column(_CLE, primary_key=True)
    #: Identifiant public de l’organisation, ou `plateforme`.
    chaine: Mapped[str] = mapped_column(String(40), index=True)
    rang: Mapped[int] = mapped_column(Integer)
    consignee_a: Mapped[datetime] = mapped_column(UTCDateTime)
    acteur_id: Mapped[str] = mapped_column(String(40))
    acteur_nom: Mapped[str] = mapped_column(String(200))
    acteur_role: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(80), index=True)
    objet_nature: Mapped[str] = mapped_column(String(60))
    objet_id: Mapped[str] = mapped_column(String(80), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    precedente: Mapped[str] = mapped_column(String(64))
    empreinte: Mapped[str] = mapped_column(String(64))

    __table_args__ = (UniqueConstraint("chaine", "rang"),)

    def __repr__(self) -> str:
        return f"<LigneAudit {self.chaine}:{self.rang} {self.action}>"


class TeteAudit(Model):
    """La fin d’une chaîne ; verrouillée le temps d’ajouter une ligne."""

    __tablename__ = "tetes_audit"

    chaine: Mapped[str] = mapped_column(String(40), primary_key=True)
    rang: Mapped[int] = mapped_column(Integer)
    empreinte: Mapped[str] = mapped_column(String(64))

    def __repr__(self) -> str:
        return f"<TeteAudit {self.chaine}:{self.rang}>"
