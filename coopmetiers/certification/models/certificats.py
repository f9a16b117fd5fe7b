"""Ce qu’un jury fait acquérir, les documents qui l’attestent, le registre public."""

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
)
from sqlalchemy.orm import Mapped, mapped_column

from coopmetiers.base.db import Model, UTCDateTime
from coopmetiers.base.identifiers import public_id
from coopmetiers.base.tenancy import Tenanted
from coopmetiers.certification.enums import (
    EtatCertificat,
    NatureDocument,
)
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.models import parmi


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
