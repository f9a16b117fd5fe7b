"""L’arbre : blocs, activités, compétences, et ce qui décrit chacun d’eux."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopmetiers.base.db import Model
from coopmetiers.referentiel.enums import NatureElement
from coopmetiers.referentiel.models.versions import DeLaVersion, parmi


class ElementReferentiel(DeLaVersion, Model):
    """Un nœud de l’arbre : bloc, activité, compétence, ou un niveau d’un autre référentiel."""

    __tablename__ = "elements_referentiel"

    cle: Mapped[int] = mapped_column(primary_key=True)
    element_id: Mapped[str] = mapped_column(String(36))
    cle_parent: Mapped[int | None] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="CASCADE"), index=True
    )
    #: La place dans l’arbre parcouru parent d’abord : trier par rang, c’est lire le référentiel.
    rang: Mapped[int]
    nature: Mapped[str] = mapped_column(String(20))
    #: Nom du niveau dans ce référentiel quand il n’est ni bloc, ni activité, ni compétence.
    niveau_arbre: Mapped[str] = mapped_column(String(80), default="")
    code: Mapped[str] = mapped_column(String(80))
    enonce: Mapped[str] = mapped_column(Text)
    libelle_court: Mapped[str] = mapped_column(String(200), default="")
    remarque: Mapped[str] = mapped_column(Text, default="")
    #: Ce qu’un format d’échange disait de plus, gardé pour lui être rendu : nom → texte JSON.
    ajouts: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)

    parent: Mapped[ElementReferentiel | None] = relationship(
        remote_side="ElementReferentiel.cle", back_populates="enfants"
    )
    enfants: Mapped[list[ElementReferentiel]] = relationship(
        back_populates="parent", order_by="ElementReferentiel.rang"
    )

    __mapper_args__ = {"polymorphic_on": "nature", "polymorphic_identity": NatureElement.AUTRE}
    __table_args__ = (
        UniqueConstraint("cle_version", "element_id"),
        UniqueConstraint("cle_version", "code"),
        Index("ix_elements_referentiel_fratrie", "cle_version", "cle_parent", "rang"),
        parmi("nature", NatureElement),
    )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.code}>"


class Bloc(ElementReferentiel):
    """Un bloc de compétences ; son énoncé est son intitulé."""

    __mapper_args__ = {"polymorphic_identity": NatureElement.BLOC}

    finalite: Mapped[str | None] = mapped_column(Text)
    #: Codes des métiers que le bloc concerne.
    metiers: Mapped[list[str] | None] = mapped_column(JSON)


class Activite(ElementReferentiel):
    """Une activité ; son énoncé est son intitulé."""

    __mapper_args__ = {"polymorphic_identity": NatureElement.ACTIVITE}


class Competence(ElementReferentiel):
    """Une compétence : verbe, objet, moyens, finalité."""

    __mapper_args__ = {"polymorphic_identity": NatureElement.COMPETENCE}

    cle_echelle: Mapped[int | None] = mapped_column(ForeignKey("echelles.cle", ondelete="RESTRICT"))
    en_interne: Mapped[bool | None]
    en_externe: Mapped[bool | None]

    criteres: Mapped[list[Critere]] = relationship(order_by="Critere.rang")


class Critere(Model):
    """Un critère d’évaluation, observable, d’une compétence."""

    __tablename__ = "criteres"

    cle: Mapped[int] = mapped_column(primary_key=True)
    cle_competence: Mapped[int] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="CASCADE"), index=True
    )
    rang: Mapped[int]
    enonce: Mapped[str] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("cle_competence", "rang"),)


class SituationTravail(Model):
    """Une situation de travail d’une activité."""

    __tablename__ = "situations_travail"

    cle: Mapped[int] = mapped_column(primary_key=True)
    cle_activite: Mapped[int] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="CASCADE"), index=True
    )
    rang: Mapped[int]
    enonce: Mapped[str] = mapped_column(Text)
