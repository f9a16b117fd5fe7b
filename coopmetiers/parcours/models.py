"""Apprenant·es, inscriptions, présences, preuves, évaluations et niveaux courants."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopmetiers.base.db import Model, UTCDateTime
from coopmetiers.base.identifiers import public_id
from coopmetiers.base.tenancy import Tenanted
from coopmetiers.formation.models import Creneau, SessionFormation
from coopmetiers.parcours.enums import EtatInscription, NaturePreuve, Presence
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.models import Competence, Metier, ModaliteEvaluation, parmi


class Apprenant(Tenanted, Model):
    """Une personne qui se forme dans un organisme ; ailleurs, la même est une autre ligne."""

    __tablename__ = "apprenants"

    cle: Mapped[int] = mapped_column(primary_key=True)
    apprenant_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    cle_utilisateur: Mapped[int] = mapped_column(
        ForeignKey("utilisateurs.id", ondelete="RESTRICT"), index=True
    )
    prenom: Mapped[str] = mapped_column(String(80))
    nom: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(254))
    naissance_le: Mapped[date | None] = mapped_column(Date)
    naissance_lieu: Mapped[str] = mapped_column(String(120), default="")

    @property
    def nom_complet(self) -> str:
        """Prénom puis nom."""
        return f"{self.prenom} {self.nom}"

    __table_args__ = (UniqueConstraint("cle_organisation", "cle_utilisateur"),)

    def __repr__(self) -> str:
        return f"<Apprenant {self.apprenant_id}>"


class Inscription(Tenanted, Model):
    """Une personne dans une session, vers un métier et un exercice d’une version du référentiel."""

    __tablename__ = "inscriptions"

    cle: Mapped[int] = mapped_column(primary_key=True)
    inscription_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    cle_apprenant: Mapped[int] = mapped_column(
        ForeignKey("apprenants.cle", ondelete="RESTRICT"), index=True
    )
    cle_session: Mapped[int] = mapped_column(
        ForeignKey("sessions_formation.cle", ondelete="RESTRICT"), index=True
    )
    cle_version: Mapped[int] = mapped_column(
        ForeignKey("versions_referentiel.cle", ondelete="RESTRICT")
    )
    cle_metier: Mapped[int] = mapped_column(ForeignKey("metiers.cle", ondelete="RESTRICT"))
    exercice: Mapped[str] = mapped_column(String(20))
    etat: Mapped[str] = mapped_column(String(20), default=EtatInscription.EN_COURS)
    inscrite_a: Mapped[datetime] = mapped_column(UTCDateTime)

    apprenant: Mapped[Apprenant] = relationship()
    session: Mapped[SessionFormation] = relationship()
    metier: Mapped[Metier] = relationship()

    __table_args__ = (
        UniqueConstraint("cle_session", "cle_apprenant"),
        parmi("exercice", Exercice),
        parmi("etat", EtatInscription),
    )

    def __repr__(self) -> str:
        return f"<Inscription {self.inscription_id}>"


class Emargement(Tenanted, Model):
    """Une présence constatée ; une erreur se corrige par un nouveau constat qui nomme l’ancien."""

    __tablename__ = "emargements"

    cle: Mapped[int] = mapped_column(primary_key=True)
    emargement_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    cle_creneau: Mapped[int] = mapped_column(
        ForeignKey("creneaux.cle", ondelete="RESTRICT"), index=True
    )
    cle_inscription: Mapped[int] = mapped_column(
        ForeignKey("inscriptions.cle", ondelete="RESTRICT"), index=True
    )
    presence: Mapped[str] = mapped_column(String(20))
    constate_a: Mapped[datetime] = mapped_column(UTCDateTime)
    cle_constateur: Mapped[int] = mapped_column(ForeignKey("utilisateurs.id", ondelete="RESTRICT"))
    #: Le constat que celui-ci corrige ; un constat n’est corrigé qu’une fois.
    cle_corrige: Mapped[int | None] = mapped_column(
        ForeignKey("emargements.cle", ondelete="RESTRICT"), unique=True
    )

    creneau: Mapped[Creneau] = relationship()

    __table_args__ = (parmi("presence", Presence),)


class Preuve(Tenanted, Model):
    """Un fichier ou un lien déposé à une date, qui montre une pratique réelle."""

    __tablename__ = "preuves"

    cle: Mapped[int] = mapped_column(primary_key=True)
    preuve_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    cle_inscription: Mapped[int] = mapped_column(
        ForeignKey("inscriptions.cle", ondelete="RESTRICT"), index=True
    )
    nature: Mapped[str] = mapped_column(String(20))
    libelle: Mapped[str] = mapped_column(String(200))
    commentaire: Mapped[str] = mapped_column(Text, default="")
    adresse: Mapped[str | None] = mapped_column(String(2000))
    empreinte: Mapped[str | None] = mapped_column(String(64))
    nom_fichier: Mapped[str | None] = mapped_column(String(200))
    type_mime: Mapped[str | None] = mapped_column(String(100))
    taille_octets: Mapped[int | None]
    deposee_a: Mapped[datetime] = mapped_column(UTCDateTime)
    cle_deposant: Mapped[int] = mapped_column(ForeignKey("utilisateurs.id", ondelete="RESTRICT"))
    retiree_a: Mapped[datetime | None] = mapped_column(UTCDateTime)

    inscription: Mapped[Inscription] = relationship()
    competences: Mapped[list[Competence]] = relationship(secondary="preuves_competences")

    __table_args__ = (
        parmi("nature", NaturePreuve),
        CheckConstraint(
            "(nature = 'LIEN' AND adresse IS NOT NULL) OR "
            "(nature = 'FICHIER' AND empreinte IS NOT NULL)",
            name="forme_complete",
        ),
    )

    def __repr__(self) -> str:
        return f"<Preuve {self.preuve_id}>"


class PreuveCompetence(Model):
    """Une preuve éclaire une compétence."""

    __tablename__ = "preuves_competences"

    cle_preuve: Mapped[int] = mapped_column(
        ForeignKey("preuves.cle", ondelete="CASCADE"), primary_key=True
    )
    cle_competence: Mapped[int] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="RESTRICT"), primary_key=True, index=True
    )


class Evaluation(Tenanted, Model):
    """Un fait daté, signé d’une personne : ce niveau a été observé dans cette situation."""

    __tablename__ = "evaluations"

    cle: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    cle_inscription: Mapped[int] = mapped_column(
        ForeignKey("inscriptions.cle", ondelete="RESTRICT")
    )
    cle_competence: Mapped[int] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="RESTRICT"), index=True
    )
    niveau: Mapped[int]
    situation: Mapped[str] = mapped_column(Text, default="")
    commentaire: Mapped[str] = mapped_column(Text, default="")
    cle_modalite: Mapped[int | None] = mapped_column(
        ForeignKey("modalites_evaluation.cle", ondelete="RESTRICT")
    )
    observee_le: Mapped[date] = mapped_column(Date)
    enregistree_a: Mapped[datetime] = mapped_column(UTCDateTime)
    cle_evaluateur: Mapped[int] = mapped_column(ForeignKey("utilisateurs.id", ondelete="RESTRICT"))
    evaluateur_nom: Mapped[str] = mapped_column(String(200))
    #: Le fait que celui-ci corrige, et pourquoi ; un fait n’est corrigé qu’une fois.
    cle_corrige: Mapped[int | None] = mapped_column(
        ForeignKey("evaluations.cle", ondelete="RESTRICT"), unique=True
    )
    motif_correction: Mapped[str] = mapped_column(Text, default="")
    #: Vrai quand le fait n’existe que pour annuler celui qu’il corrige : aucun niveau n’en découle.
    annule: Mapped[bool] = mapped_column(default=False)

    competence: Mapped[Competence] = relationship()
    modalite: Mapped[ModaliteEvaluation | None] = relationship()
    preuves: Mapped[list[Preuve]] = relationship(secondary="evaluations_preuves")

    __table_args__ = (
        CheckConstraint("niveau >= 1", name="niveau_positif"),
        Index("ix_evaluations_dernier", "cle_inscription", "cle_competence", "observee_le"),
    )

    def __repr__(self) -> str:
        return f"<Evaluation {self.evaluation_id}>"


class EvaluationPreuve(Model):
    """Un fait s’appuie sur une preuve."""

    __tablename__ = "evaluations_preuves"

    cle_evaluation: Mapped[int] = mapped_column(
        ForeignKey("evaluations.cle", ondelete="CASCADE"), primary_key=True
    )
    cle_preuve: Mapped[int] = mapped_column(
        ForeignKey("preuves.cle", ondelete="RESTRICT"), primary_key=True, index=True
    )


class EtatCompetence(Tenanted, Model):
    """Le niveau courant d’une compétence d’une inscription : celui du dernier fait vivant."""

    __tablename__ = "etats_competence"

    cle_inscription: Mapped[int] = mapped_column(
        ForeignKey("inscriptions.cle", ondelete="CASCADE"), primary_key=True
    )
    cle_competence: Mapped[int] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="RESTRICT"), primary_key=True, index=True
    )
    niveau: Mapped[int]
    a_preuve: Mapped[bool] = mapped_column(default=False)
    cle_evaluation: Mapped[int] = mapped_column(ForeignKey("evaluations.cle", ondelete="RESTRICT"))
    #: Des évaluateur·rices différents ont donné des niveaux différents, aucun n’étant corrigé.
    en_desaccord: Mapped[bool] = mapped_column(default=False)
    mis_a_jour_a: Mapped[datetime] = mapped_column(UTCDateTime)

    evaluation: Mapped[Evaluation] = relationship()


class AutoPositionnement(Tenanted, Model):
    """Où une personne se situe elle-même ; gardé à part, jamais mêlé à l’évaluation."""

    __tablename__ = "auto_positionnements"

    cle: Mapped[int] = mapped_column(primary_key=True)
    cle_inscription: Mapped[int] = mapped_column(
        ForeignKey("inscriptions.cle", ondelete="CASCADE"), index=True
    )
    cle_competence: Mapped[int] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="RESTRICT"), index=True
    )
    niveau: Mapped[int]
    declare_a: Mapped[datetime] = mapped_column(UTCDateTime)
