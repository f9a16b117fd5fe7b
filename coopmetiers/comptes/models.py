"""Personnes, organisations, appartenances, habilitations, courriels à envoyer.

Rien ici n’est cloisonné : une personne peut appartenir à plusieurs organisations, et la connexion
lit ces tables avant qu’une portée existe. Ce sont les requêtes qui restreignent.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_security import UserMixin
from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopmetiers.base.db import Model, UTCDateTime
from coopmetiers.base.identifiers import public_id
from coopmetiers.comptes.enums import NatureOrganisation, Role

_ROLES = ", ".join(f"'{role}'" for role in Role)


class Organisation(Model):
    """Un organisme de formation, un certificateur, un réseau, un employeur, ou plusieurs."""

    __tablename__ = "organisations"

    cle: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    nom: Mapped[str] = mapped_column(String(200))
    #: Sigle qui ouvre les numéros des documents délivrés : 2 à 8 lettres capitales ou chiffres.
    sigle: Mapped[str] = mapped_column(String(8), unique=True)
    est_organisme: Mapped[bool] = mapped_column(default=False)
    est_certificateur: Mapped[bool] = mapped_column(default=False)
    est_reseau: Mapped[bool] = mapped_column(default=False)
    est_employeur: Mapped[bool] = mapped_column(default=False)
    #: L’organisation qui administre la plateforme ; une seule.
    est_fondatrice: Mapped[bool] = mapped_column(default=False)
    siret: Mapped[str | None] = mapped_column(String(14))
    #: Numéro de déclaration d’activité.
    nda: Mapped[str | None] = mapped_column(String(20))
    ville: Mapped[str | None] = mapped_column(String(120))
    fuseau: Mapped[str] = mapped_column(String(60), default="Europe/Paris")
    representant_nom: Mapped[str | None] = mapped_column(String(120))
    representant_fonction: Mapped[str | None] = mapped_column(String(120))
    #: Empreinte du logo dans le coffre.
    logo: Mapped[str | None] = mapped_column(String(64))
    creee_a: Mapped[datetime] = mapped_column(UTCDateTime)

    @property
    def natures(self) -> tuple[NatureOrganisation, ...]:
        """Les natures de l’organisation, dans l’ordre des mots."""
        return tuple(
            nature for nature in NatureOrganisation if getattr(self, f"est_{nature.lower()}")
        )

    def __repr__(self) -> str:
        return f"<Organisation {self.sigle}>"


class Utilisateur(UserMixin, Model):
    """Une personne qui se connecte ; les noms anglais sont ceux que la bibliothèque attend."""

    __tablename__ = "utilisateurs"

    id: Mapped[int] = mapped_column(primary_key=True)
    utilisateur_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    prenom: Mapped[str] = mapped_column(String(80))
    nom: Mapped[str] = mapped_column(String(80))
    cree_a: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Essais de connexion manqués depuis la dernière réussite, et quand on pourra réessayer.
    essais_manques: Mapped[int] = mapped_column(default=0)
    bloque_jusqu_a: Mapped[datetime | None] = mapped_column(UTCDateTime)

    appartenances: Mapped[list[Appartenance]] = relationship(
        back_populates="utilisateur", order_by="Appartenance.cle"
    )

    @property
    def nom_complet(self) -> str:
        """Prénom puis nom."""
        return f"{self.prenom} {self.nom}"

    @property
    def roles(self) -> list[Any]:
        """Vide : les rôles sont des appartenances, jamais ceux de la bibliothèque."""
        return []

    @roles.setter
    def roles(self, value: list[Any]) -> None:
        """Ignore ce que la bibliothèque propose à la création d’un compte."""

    def __repr__(self) -> str:
        return f"<Utilisateur {self.utilisateur_id}>"


class Appartenance(Model):
    """Un rôle d’une personne dans une organisation, depuis l’invitation jusqu’au départ."""

    __tablename__ = "appartenances"

    cle: Mapped[int] = mapped_column(primary_key=True)
    appartenance_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    cle_utilisateur: Mapped[int] = mapped_column(
        ForeignKey("utilisateurs.id", ondelete="RESTRICT"), index=True
    )
    cle_organisation: Mapped[int] = mapped_column(
        ForeignKey("organisations.cle", ondelete="RESTRICT"), index=True
    )
    role: Mapped[str] = mapped_column(String(20))
    invitee_a: Mapped[datetime] = mapped_column(UTCDateTime)
    acceptee_a: Mapped[datetime | None] = mapped_column(UTCDateTime)
    terminee_a: Mapped[datetime | None] = mapped_column(UTCDateTime)

    utilisateur: Mapped[Utilisateur] = relationship(back_populates="appartenances")
    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (
        CheckConstraint(f"role IN ({_ROLES})", name="role_connu"),
        Index(
            "uq_appartenances_vivantes",
            "cle_utilisateur",
            "cle_organisation",
            "role",
            unique=True,
            sqlite_where=text("terminee_a IS NULL"),
            postgresql_where=text("terminee_a IS NULL"),
        ),
    )

    def __repr__(self) -> str:
        return f"<Appartenance {self.role} {self.cle_utilisateur}@{self.cle_organisation}>"


class Habilitation(Model):
    """Un certificateur admet les candidatures d’un organisme, d’une date à une autre."""

    __tablename__ = "habilitations"

    cle: Mapped[int] = mapped_column(primary_key=True)
    habilitation_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    cle_certificateur: Mapped[int] = mapped_column(
        ForeignKey("organisations.cle", ondelete="RESTRICT"), index=True
    )
    cle_organisme: Mapped[int] = mapped_column(
        ForeignKey("organisations.cle", ondelete="RESTRICT"), index=True
    )
    depuis_le: Mapped[date] = mapped_column(Date)
    jusqu_au: Mapped[date | None] = mapped_column(Date)

    certificateur: Mapped[Organisation] = relationship(foreign_keys=[cle_certificateur])
    organisme: Mapped[Organisation] = relationship(foreign_keys=[cle_organisme])

    def __repr__(self) -> str:
        return f"<Habilitation {self.cle_certificateur}<-{self.cle_organisme}>"


class Courriel(Model):
    """Un courriel écrit dans la transaction de l’acte, envoyé après elle."""

    __tablename__ = "courriels"

    cle: Mapped[int] = mapped_column(primary_key=True)
    courriel_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    destinataire: Mapped[str] = mapped_column(String(254))
    objet: Mapped[str] = mapped_column(String(200))
    texte: Mapped[str] = mapped_column(Text)
    cree_a: Mapped[datetime] = mapped_column(UTCDateTime)
    essais: Mapped[int] = mapped_column(default=0)
    envoye_a: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    #: Avant cet instant, un envoi est en cours ou vient d’échouer : ne pas retenter.
    reprise_a: Mapped[datetime | None] = mapped_column(UTCDateTime)
    erreur: Mapped[str | None] = mapped_column(String(500))

    def __repr__(self) -> str:
        return f"<Courriel {self.courriel_id}>"
