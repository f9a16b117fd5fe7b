"""Un jury, ceux qui siègent, ceux qu’on lui présente, ce qu’il décide."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopmetiers.base.db import Model, UTCDateTime
from coopmetiers.base.identifiers import public_id
from coopmetiers.base.tenancy import Tenanted
from coopmetiers.certification.enums import (
    EtatCandidature,
    EtatJury,
    QualiteMembre,
    Resultat,
)
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.models import Metier, VersionReferentiel, parmi


class Jury(Tenanted, Model):
    """Un jury d’un certificateur, pour une version et un métier."""

    __tablename__ = "jurys"

    cle: Mapped[int] = mapped_column(primary_key=True)
    jury_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    #: Numéro du jury chez ce certificateur : « J-2026-003 ».
    numero: Mapped[str] = mapped_column(String(20))
    cle_version: Mapped[int] = mapped_column(
        ForeignKey("versions_referentiel.cle", ondelete="RESTRICT")
    )
    cle_metier: Mapped[int] = mapped_column(ForeignKey("metiers.cle", ondelete="RESTRICT"))
    tenu_le: Mapped[date] = mapped_column(Date)
    lieu: Mapped[str] = mapped_column(String(200))
    quorum: Mapped[int] = mapped_column(default=2)
    etat: Mapped[str] = mapped_column(String(20), default=EtatJury.COMPOSITION)
    cree_a: Mapped[datetime] = mapped_column(UTCDateTime)
    ouvert_a: Mapped[datetime | None] = mapped_column(UTCDateTime)
    proclame_a: Mapped[datetime | None] = mapped_column(UTCDateTime)

    version: Mapped[VersionReferentiel] = relationship()
    metier: Mapped[Metier] = relationship()
    membres: Mapped[list[MembreJury]] = relationship(
        back_populates="jury", order_by="MembreJury.cle"
    )
    candidatures: Mapped[list[Candidature]] = relationship(
        back_populates="jury", order_by="Candidature.nom, Candidature.prenom"
    )

    __table_args__ = (
        UniqueConstraint("cle_organisation", "numero"),
        CheckConstraint("quorum >= 1", name="quorum_positif"),
        parmi("etat", EtatJury),
    )

    def __repr__(self) -> str:
        return f"<Jury {self.numero}>"


class MembreJury(Tenanted, Model):
    """Une personne qui siège, à un titre ; sa signature clôt ce qu’elle a décidé."""

    __tablename__ = "membres_jury"

    cle: Mapped[int] = mapped_column(primary_key=True)
    membre_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    cle_jury: Mapped[int] = mapped_column(ForeignKey("jurys.cle", ondelete="CASCADE"), index=True)
    cle_utilisateur: Mapped[int] = mapped_column(
        ForeignKey("utilisateurs.id", ondelete="RESTRICT"), index=True
    )
    nom: Mapped[str] = mapped_column(String(200))
    qualite: Mapped[str] = mapped_column(String(30))
    #: Ce qui est écrit sous le nom : « Réseau coopératif de l’Ouest ».
    fonction: Mapped[str] = mapped_column(String(200), default="")
    signe_a: Mapped[datetime | None] = mapped_column(UTCDateTime)

    jury: Mapped[Jury] = relationship(back_populates="membres")

    __table_args__ = (
        UniqueConstraint("cle_jury", "cle_utilisateur"),
        parmi("qualite", QualiteMembre),
    )


class Candidature(Tenanted, Model):
    """Une personne présentée à un certificateur, avec le dossier figé qu’on juge."""

    __tablename__ = "candidatures"

    cle: Mapped[int] = mapped_column(primary_key=True)
    candidature_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    cle_jury: Mapped[int | None] = mapped_column(
        ForeignKey("jurys.cle", ondelete="RESTRICT"), index=True
    )
    cle_utilisateur: Mapped[int] = mapped_column(
        ForeignKey("utilisateurs.id", ondelete="RESTRICT"), index=True
    )
    prenom: Mapped[str] = mapped_column(String(80))
    nom: Mapped[str] = mapped_column(String(80))
    naissance_le: Mapped[date] = mapped_column(Date)
    naissance_lieu: Mapped[str] = mapped_column(String(120))
    cle_version: Mapped[int] = mapped_column(
        ForeignKey("versions_referentiel.cle", ondelete="RESTRICT")
    )
    cle_metier: Mapped[int] = mapped_column(ForeignKey("metiers.cle", ondelete="RESTRICT"))
    exercice: Mapped[str] = mapped_column(String(20))
    #: Identifiants publics copiés de l’organisme présentateur.
    organisme_id: Mapped[str] = mapped_column(String(40), index=True)
    organisme_nom: Mapped[str] = mapped_column(String(200))
    inscription_id: Mapped[str] = mapped_column(String(40), index=True)
    #: Version, empreinte, codes, énoncés, seuils, niveaux, faits : voir `rules.dossier`.
    dossier: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: Combien de compétences le jury a à trancher : les exigées, moins celles déjà acquises.
    nb_a_decider: Mapped[int]
    etat: Mapped[str] = mapped_column(String(20), default=EtatCandidature.PRESENTEE)
    presentee_a: Mapped[datetime] = mapped_column(UTCDateTime)

    jury: Mapped[Jury | None] = relationship(back_populates="candidatures")
    metier: Mapped[Metier] = relationship()
    pieces: Mapped[list[PieceCandidature]] = relationship(order_by="PieceCandidature.cle")
    recusations: Mapped[list[Recusation]] = relationship(cascade="all, delete-orphan")

    @property
    def nom_complet(self) -> str:
        """Prénom puis nom."""
        return f"{self.prenom} {self.nom}"

    __table_args__ = (
        parmi("exercice", Exercice),
        parmi("etat", EtatCandidature),
        Index(
            "uq_candidatures_vivantes",
            "cle_organisation",
            "inscription_id",
            unique=True,
            sqlite_where=text("etat = 'PRESENTEE'"),
            postgresql_where=text("etat = 'PRESENTEE'"),
        ),
    )

    def __repr__(self) -> str:
        return f"<Candidature {self.candidature_id}>"


class Presentation(Tenanted, Model):
    """Ce que l’organisme garde d’une candidature qu’il a présentée : à qui, quand, quels blocs.

    La candidature elle-même est chez le certificateur ; l’organisme ne la lit pas.
    """

    __tablename__ = "presentations"

    cle: Mapped[int] = mapped_column(primary_key=True)
    inscription_id: Mapped[str] = mapped_column(String(40), index=True)
    candidature_id: Mapped[str] = mapped_column(String(40), unique=True)
    certificateur_id: Mapped[str] = mapped_column(String(40))
    certificateur_nom: Mapped[str] = mapped_column(String(200))
    presentee_a: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Les codes des blocs présentés, dans l’ordre du référentiel.
    blocs: Mapped[list[str]] = mapped_column(JSON)


class PieceCandidature(Tenanted, Model):
    """Une preuve copiée dans le dossier : codes, date, empreinte ; ses octets sont au coffre."""

    __tablename__ = "pieces_candidature"

    cle: Mapped[int] = mapped_column(primary_key=True)
    piece_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    cle_candidature: Mapped[int] = mapped_column(
        ForeignKey("candidatures.cle", ondelete="CASCADE"), index=True
    )
    preuve_id: Mapped[str] = mapped_column(String(40))
    libelle: Mapped[str] = mapped_column(String(200))
    codes: Mapped[list[str]] = mapped_column(JSON)
    deposee_a: Mapped[datetime] = mapped_column(UTCDateTime)
    adresse: Mapped[str | None] = mapped_column(String(2000))
    empreinte: Mapped[str | None] = mapped_column(String(64))
    nom_fichier: Mapped[str | None] = mapped_column(String(200))
    type_mime: Mapped[str | None] = mapped_column(String(100))


class Recusation(Tenanted, Model):
    """Un membre ne siège pas pour une candidature, pour un motif."""

    __tablename__ = "recusations"

    cle: Mapped[int] = mapped_column(primary_key=True)
    cle_candidature: Mapped[int] = mapped_column(
        ForeignKey("candidatures.cle", ondelete="CASCADE"), index=True
    )
    cle_membre: Mapped[int] = mapped_column(
        ForeignKey("membres_jury.cle", ondelete="CASCADE"), index=True
    )
    motif: Mapped[str] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("cle_candidature", "cle_membre"),)


class Decision(Tenanted, Model):
    """Ce que le jury décide d’une compétence ; un changement d’avis est une nouvelle ligne."""

    __tablename__ = "decisions"

    cle: Mapped[int] = mapped_column(primary_key=True)
    cle_candidature: Mapped[int] = mapped_column(
        ForeignKey("candidatures.cle", ondelete="CASCADE"), index=True
    )
    code_competence: Mapped[str] = mapped_column(String(80))
    resultat: Mapped[str] = mapped_column(String(20))
    #: Le niveau imprimé (rang de 1 à n).
    niveau: Mapped[int | None]
    motif: Mapped[str] = mapped_column(Text, default="")
    prise_a: Mapped[datetime] = mapped_column(UTCDateTime)
    cle_membre: Mapped[int] = mapped_column(ForeignKey("membres_jury.cle", ondelete="RESTRICT"))
    remplacee_a: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        parmi("resultat", Resultat),
        CheckConstraint("resultat <> 'ACQUISE' OR niveau IS NOT NULL", name="acquise_avec_niveau"),
        Index(
            "uq_decisions_vivantes",
            "cle_candidature",
            "code_competence",
            unique=True,
            sqlite_where=text("remplacee_a IS NULL"),
            postgresql_where=text("remplacee_a IS NULL"),
        ),
    )


class PieceAttendue(Tenanted, Model):
    """Le jury ajourne un bloc en nommant la pièce qu’il attend."""

    __tablename__ = "pieces_attendues"

    cle: Mapped[int] = mapped_column(primary_key=True)
    cle_candidature: Mapped[int] = mapped_column(
        ForeignKey("candidatures.cle", ondelete="CASCADE"), index=True
    )
    code_bloc: Mapped[str] = mapped_column(String(80))
    libelle: Mapped[str] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("cle_candidature", "code_bloc"),)
