"""Jurys, candidatures, décisions, acquisitions, certificats, registre.

Tout appartient au certificateur (`cle_organisation`), sauf le registre, qui est à tout le monde.
Aucune clé étrangère ne va vers une ligne d’un organisme de formation : on copie des identifiants
publics, et une personne est désignée par son compte.
"""

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
    EtatCertificat,
    EtatJury,
    NatureDocument,
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
    """Ce que l’organisme garde d’une candidature qu’il a présentée : à qui, quand.

    La candidature elle-même est chez le certificateur ; l’organisme ne la lit pas.
    """

    __tablename__ = "presentations"

    cle: Mapped[int] = mapped_column(primary_key=True)
    inscription_id: Mapped[str] = mapped_column(String(40), index=True)
    candidature_id: Mapped[str] = mapped_column(String(40), unique=True)
    certificateur_id: Mapped[str] = mapped_column(String(40))
    certificateur_nom: Mapped[str] = mapped_column(String(200))
    presentee_a: Mapped[datetime] = mapped_column(UTCDateTime)


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


class AcquisitionCompetence(Tenanted, Model):
    """Une compétence acquise devant ce certificateur ; elle le reste."""

    __tablename__ = "acquisitions_competence"

    cle: Mapped[int] = mapped_column(primary_key=True)
    cle_utilisateur: Mapped[int] = mapped_column(
        ForeignKey("utilisateurs.id", ondelete="RESTRICT"), index=True
    )
    cle_version: Mapped[int] = mapped_column(
        ForeignKey("versions_referentiel.cle", ondelete="RESTRICT")
    )
    code: Mapped[str] = mapped_column(String(80))
    niveau: Mapped[int]
    cle_jury: Mapped[int] = mapped_column(ForeignKey("jurys.cle", ondelete="RESTRICT"))
    acquise_le: Mapped[date] = mapped_column(Date)

    __table_args__ = (
        UniqueConstraint("cle_organisation", "cle_utilisateur", "cle_version", "code"),
    )


class AcquisitionBloc(Tenanted, Model):
    """Un bloc acquis pour un métier et un exercice ; il le reste."""

    __tablename__ = "acquisitions_bloc"

    cle: Mapped[int] = mapped_column(primary_key=True)
    cle_utilisateur: Mapped[int] = mapped_column(
        ForeignKey("utilisateurs.id", ondelete="RESTRICT"), index=True
    )
    cle_version: Mapped[int] = mapped_column(
        ForeignKey("versions_referentiel.cle", ondelete="RESTRICT")
    )
    cle_metier: Mapped[int] = mapped_column(ForeignKey("metiers.cle", ondelete="RESTRICT"))
    exercice: Mapped[str] = mapped_column(String(20))
    code_bloc: Mapped[str] = mapped_column(String(80))
    cle_jury: Mapped[int] = mapped_column(ForeignKey("jurys.cle", ondelete="RESTRICT"))
    cle_candidature: Mapped[int] = mapped_column(
        ForeignKey("candidatures.cle", ondelete="RESTRICT"), index=True
    )
    acquis_le: Mapped[date] = mapped_column(Date)

    __table_args__ = (
        UniqueConstraint(
            "cle_organisation",
            "cle_utilisateur",
            "cle_version",
            "cle_metier",
            "exercice",
            "code_bloc",
        ),
        parmi("exercice", Exercice),
    )


class Compteur(Tenanted, Model):
    """Le dernier numéro donné par un certificateur dans une année ; la suite n’a pas de trou."""

    __tablename__ = "compteurs"

    cle: Mapped[int] = mapped_column(primary_key=True)
    serie: Mapped[str] = mapped_column(String(20))
    annee: Mapped[int]
    dernier: Mapped[int] = mapped_column(default=0)

    __table_args__ = (UniqueConstraint("cle_organisation", "serie", "annee"),)


class Certificat(Tenanted, Model):
    """Un document délivré : contenu figé, octets au coffre, empreintes."""

    __tablename__ = "certificats"

    cle: Mapped[int] = mapped_column(primary_key=True)
    certificat_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    nature: Mapped[str] = mapped_column(String(30))
    numero: Mapped[str] = mapped_column(String(40))
    etat: Mapped[str] = mapped_column(String(20), default=EtatCertificat.EN_PRODUCTION)
    cle_candidature: Mapped[int] = mapped_column(
        ForeignKey("candidatures.cle", ondelete="RESTRICT"), index=True
    )
    cle_acquisition: Mapped[int | None] = mapped_column(
        ForeignKey("acquisitions_bloc.cle", ondelete="RESTRICT"), index=True
    )
    titulaire_nom: Mapped[str] = mapped_column(String(170))
    #: Nom, numéro et bloc repliés : ce dans quoi le registre se cherche.
    recherche: Mapped[str] = mapped_column(String(400))
    code_bloc: Mapped[str | None] = mapped_column(String(80))
    contenu: Mapped[dict[str, Any]] = mapped_column(JSON)
    empreinte_contenu: Mapped[str] = mapped_column(String(64))
    empreinte_pdf: Mapped[str | None] = mapped_column(String(64))
    #: Empreinte SHA-256 du code de vérification, qui n’est écrit que dans le contenu figé.
    empreinte_code: Mapped[str] = mapped_column(String(64), unique=True)
    emis_a: Mapped[datetime] = mapped_column(UTCDateTime)
    produit_a: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cle_remplace_par: Mapped[int | None] = mapped_column(
        ForeignKey("certificats.cle", ondelete="RESTRICT"), unique=True
    )
    revoque_a: Mapped[datetime | None] = mapped_column(UTCDateTime)
    motif_revocation: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("cle_organisation", "numero"),
        parmi("nature", NatureDocument),
        parmi("etat", EtatCertificat),
        CheckConstraint(
            "etat = 'EN_PRODUCTION' OR empreinte_pdf IS NOT NULL", name="delivre_avec_pdf"
        ),
        CheckConstraint(
            "etat <> 'REVOQUE' OR (revoque_a IS NOT NULL AND motif_revocation IS NOT NULL)",
            name="revoque_avec_motif",
        ),
        Index("ix_certificats_etat", "etat"),
    )

    def __repr__(self) -> str:
        return f"<Certificat {self.numero}>"


class EntreeRegistre(Model):
    """Ce que la vérification publique lit ; aucune donnée de plus que ce qu’elle montre."""

    __tablename__ = "entrees_registre"

    cle: Mapped[int] = mapped_column(primary_key=True)
    certificat_id: Mapped[str] = mapped_column(String(40), unique=True)
    empreinte_code: Mapped[str] = mapped_column(String(64), unique=True)
    empreinte_pdf: Mapped[str | None] = mapped_column(String(64), index=True)
    etat: Mapped[str] = mapped_column(String(20))
    #: Prénom et initiale, document, bloc, organismes, dates, numéro, référentiel, compétences.
    extrait: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: Empreinte à clé du nom complet replié : permet de répondre oui ou non, jamais de le lire.
    empreinte_nom: Mapped[str] = mapped_column(String(64))
    cle_utilisateur: Mapped[int] = mapped_column(
        ForeignKey("utilisateurs.id", ondelete="RESTRICT"), index=True
    )
    organisme_id: Mapped[str] = mapped_column(String(40), index=True)
    inscrite_a: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Depuis quand le document n’atteste plus rien.
    revoque_a: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (parmi("etat", EtatCertificat),)

    def __repr__(self) -> str:
        return f"<EntreeRegistre {self.certificat_id}>"
