"""Formations, modules, couverture, sessions, créneaux, affectations."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    Time,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopmetiers.base.db import Model, UTCDateTime
from coopmetiers.base.identifiers import public_id
from coopmetiers.base.tenancy import Tenanted
from coopmetiers.formation.enums import DemiJournee, Intensite, ModaliteSession, RoleSession
from coopmetiers.referentiel.models import Competence, VersionReferentiel, parmi


class Formation(Tenanted, Model):
    """Une formation au catalogue d’un organisme, rattachée à une version du référentiel."""

    __tablename__ = "formations"

    cle: Mapped[int] = mapped_column(primary_key=True)
    formation_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    cle_version: Mapped[int] = mapped_column(
        ForeignKey("versions_referentiel.cle", ondelete="RESTRICT"), index=True
    )
    intitule: Mapped[str] = mapped_column(String(200))
    objectifs: Mapped[str] = mapped_column(Text, default="")
    public_vise: Mapped[str] = mapped_column(Text, default="")
    prerequis: Mapped[str] = mapped_column(Text, default="")
    creee_a: Mapped[datetime] = mapped_column(UTCDateTime)
    archivee_a: Mapped[datetime | None] = mapped_column(UTCDateTime)

    version: Mapped[VersionReferentiel] = relationship()
    modules: Mapped[list[ModuleFormation]] = relationship(
        back_populates="formation", order_by="ModuleFormation.rang"
    )

    def __repr__(self) -> str:
        return f"<Formation {self.formation_id}>"


class ModuleFormation(Tenanted, Model):
    """Une part de la formation ; durée en minutes."""

    __tablename__ = "modules_formation"

    cle: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    cle_formation: Mapped[int] = mapped_column(
        ForeignKey("formations.cle", ondelete="CASCADE"), index=True
    )
    rang: Mapped[int]
    code: Mapped[str] = mapped_column(String(12))
    intitule: Mapped[str] = mapped_column(String(200))
    duree_minutes: Mapped[int] = mapped_column(default=0)

    formation: Mapped[Formation] = relationship(back_populates="modules")

    __table_args__ = (
        UniqueConstraint("cle_formation", "code"),
        CheckConstraint("duree_minutes >= 0", name="duree_positive"),
    )


class Couverture(Tenanted, Model):
    """Un module aborde, pratique ou évalue une compétence."""

    __tablename__ = "couvertures"

    cle: Mapped[int] = mapped_column(primary_key=True)
    cle_module: Mapped[int] = mapped_column(
        ForeignKey("modules_formation.cle", ondelete="CASCADE"), index=True
    )
    cle_competence: Mapped[int] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="RESTRICT"), index=True
    )
    intensite: Mapped[str] = mapped_column(String(20))

    competence: Mapped[Competence] = relationship()

    __table_args__ = (
        UniqueConstraint("cle_module", "cle_competence"),
        parmi("intensite", Intensite),
    )


class SessionFormation(Tenanted, Model):
    """Une session de formation ; elle offre une version du référentiel à qui s’inscrit."""

    __tablename__ = "sessions_formation"

    cle: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    cle_formation: Mapped[int] = mapped_column(
        ForeignKey("formations.cle", ondelete="RESTRICT"), index=True
    )
    cle_version: Mapped[int] = mapped_column(
        ForeignKey("versions_referentiel.cle", ondelete="RESTRICT")
    )
    intitule: Mapped[str] = mapped_column(String(200))
    debut_le: Mapped[date] = mapped_column(Date)
    fin_le: Mapped[date] = mapped_column(Date)
    lieu: Mapped[str] = mapped_column(String(200), default="")
    modalite: Mapped[str] = mapped_column(String(20), default=ModaliteSession.PRESENTIEL)
    creee_a: Mapped[datetime] = mapped_column(UTCDateTime)

    formation: Mapped[Formation] = relationship()
    version: Mapped[VersionReferentiel] = relationship()
    creneaux: Mapped[list[Creneau]] = relationship(
        back_populates="session", order_by="Creneau.jour, Creneau.debut"
    )

    __table_args__ = (
        CheckConstraint("fin_le >= debut_le", name="dates_ordonnees"),
        parmi("modalite", ModaliteSession),
    )

    def __repr__(self) -> str:
        return f"<SessionFormation {self.code}>"


class Creneau(Tenanted, Model):
    """Une demi-journée de session, à l’heure du lieu."""

    __tablename__ = "creneaux"

    cle: Mapped[int] = mapped_column(primary_key=True)
    creneau_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    cle_session: Mapped[int] = mapped_column(
        ForeignKey("sessions_formation.cle", ondelete="CASCADE"), index=True
    )
    jour: Mapped[date] = mapped_column(Date)
    demi_journee: Mapped[str] = mapped_column(String(20))
    debut: Mapped[time] = mapped_column(Time)
    fin: Mapped[time] = mapped_column(Time)
    intitule: Mapped[str] = mapped_column(String(200), default="")

    session: Mapped[SessionFormation] = relationship(back_populates="creneaux")

    @property
    def minutes(self) -> int:
        """Durée du créneau, en minutes."""
        return (self.fin.hour - self.debut.hour) * 60 + self.fin.minute - self.debut.minute

    __table_args__ = (
        UniqueConstraint("cle_session", "jour", "demi_journee"),
        CheckConstraint("fin > debut", name="heures_ordonnees"),
        parmi("demi_journee", DemiJournee),
    )


class Affectation(Tenanted, Model):
    """Une personne de l’organisme forme, ou évalue seulement, dans une session."""

    __tablename__ = "affectations"

    cle: Mapped[int] = mapped_column(primary_key=True)
    cle_session: Mapped[int] = mapped_column(
        ForeignKey("sessions_formation.cle", ondelete="CASCADE"), index=True
    )
    cle_utilisateur: Mapped[int] = mapped_column(
        ForeignKey("utilisateurs.id", ondelete="RESTRICT"), index=True
    )
    role: Mapped[str] = mapped_column(String(20))
    depuis_a: Mapped[datetime] = mapped_column(UTCDateTime)
    retiree_a: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        Index(
            "uq_affectations_vivantes",
            "cle_session",
            "cle_utilisateur",
            unique=True,
            sqlite_where=text("retiree_a IS NULL"),
            postgresql_where=text("retiree_a IS NULL"),
        ),
        parmi("role", RoleSession),
    )
