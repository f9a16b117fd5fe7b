"""Un référentiel, ses versions, et ce qu’est appartenir à l’une d’elles."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopmetiers.base.db import Model, UTCDateTime
from coopmetiers.base.identifiers import public_id
from coopmetiers.referentiel.enums import EtatVersion

#: Des renvois à des sources : code et repère, dans l’ordre.
Renvois = list[list[str]]


def parmi(colonne: str, mots: Any) -> CheckConstraint:
    """Contrainte : la colonne ne contient que les mots d’une énumération."""
    liste = ", ".join(f"'{mot}'" for mot in mots)
    return CheckConstraint(f"{colonne} IN ({liste})", name=f"{colonne}_connu")


class Referentiel(Model):
    """Un référentiel et ses versions ; porté par une organisation."""

    __tablename__ = "referentiels"

    cle: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(80), unique=True)
    titre: Mapped[str] = mapped_column(String(300))
    cle_porteuse: Mapped[int | None] = mapped_column(
        ForeignKey("organisations.cle", ondelete="RESTRICT")
    )

    versions: Mapped[list[VersionReferentiel]] = relationship(
        back_populates="referentiel", order_by="VersionReferentiel.cle"
    )

    def __repr__(self) -> str:
        return f"<Referentiel {self.code}>"


class VersionReferentiel(Model):
    """Un état du référentiel ; publié, il est figé et porte l’empreinte de son contenu."""

    __tablename__ = "versions_referentiel"

    cle: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    cle_referentiel: Mapped[int] = mapped_column(
        ForeignKey("referentiels.cle", ondelete="RESTRICT"), index=True
    )
    version: Mapped[str] = mapped_column(String(40))
    titre: Mapped[str] = mapped_column(String(300))
    langue: Mapped[str] = mapped_column(String(10))
    etat: Mapped[str] = mapped_column(String(20), default=EtatVersion.BROUILLON)
    #: Ce que le dossier dit de lui-même : statut, périmètre, définitions, règles, réserves.
    presentation: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Ce qu’un format d’échange disait de plus de la version entière : nom → texte JSON.
    ajouts: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    empreinte: Mapped[str | None] = mapped_column(String(64))
    creee_a: Mapped[datetime] = mapped_column(UTCDateTime)
    publiee_a: Mapped[datetime | None] = mapped_column(UTCDateTime)

    referentiel: Mapped[Referentiel] = relationship(back_populates="versions")

    __table_args__ = (
        UniqueConstraint("cle_referentiel", "version"),
        parmi("etat", EtatVersion),
        CheckConstraint(
            f"etat = '{EtatVersion.BROUILLON}'"
            " OR (empreinte IS NOT NULL AND publiee_a IS NOT NULL)",
            name="publiee_figee",
        ),
    )

    def __repr__(self) -> str:
        return f"<VersionReferentiel {self.cle_referentiel}@{self.version}>"


class DeLaVersion:
    """Ce qui appartient à une version du référentiel."""

    cle_version: Mapped[int] = mapped_column(
        ForeignKey("versions_referentiel.cle", ondelete="CASCADE"), index=True
    )
