"""Les listes où l’arbre puise, et les renvois de l’arbre vers elles."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coopmetiers.base.db import Model
from coopmetiers.referentiel.enums import NatureRessource, RelationAlignement
from coopmetiers.referentiel.models.versions import DeLaVersion, Renvois, parmi


class Ressource(DeLaVersion, Model):
    """Un savoir, un savoir-faire ou une posture ; une posture n’est jamais évaluée seule."""

    __tablename__ = "ressources"

    cle: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    nature: Mapped[str] = mapped_column(String(20))
    libelle: Mapped[str] = mapped_column(String(300))

    __table_args__ = (UniqueConstraint("cle_version", "code"), parmi("nature", NatureRessource))


class Phase(DeLaVersion, Model):
    """Une phase de la vie d’une coopération."""

    __tablename__ = "phases"

    cle: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    rang: Mapped[int]
    libelle: Mapped[str] = mapped_column(String(120))
    abrege: Mapped[str] = mapped_column(String(10), default="")
    #: Le nom commun de plusieurs phases, quand il y en a un.
    regroupement: Mapped[str] = mapped_column(String(120), default="")
    sources: Mapped[Renvois] = mapped_column(JSON, default=list)

    __table_args__ = (UniqueConstraint("cle_version", "code"),)


class ModaliteEvaluation(DeLaVersion, Model):
    """Une façon d’évaluer (ME1…ME8) ; certaines ne suffisent jamais seules."""

    __tablename__ = "modalites_evaluation"

    cle: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    rang: Mapped[int]
    libelle: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    jamais_seule: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("cle_version", "code"),)


class Source(DeLaVersion, Model):
    """D’où vient un énoncé : adresse, date de consultation."""

    __tablename__ = "sources"

    cle: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    adresses: Mapped[list[str]] = mapped_column(JSON, default=list)
    apport: Mapped[str] = mapped_column(Text, default="")
    consultee_le: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (UniqueConstraint("cle_version", "code"),)


class LienElement(Model):
    """Base commune des renvois d’un élément : elle n’a pas de table."""

    __abstract__ = True

    cle_element: Mapped[int] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="CASCADE"), primary_key=True
    )


class ElementRessource(LienElement):
    """Une compétence mobilise une ressource."""

    __tablename__ = "elements_ressources"

    cle_ressource: Mapped[int] = mapped_column(
        ForeignKey("ressources.cle", ondelete="CASCADE"), primary_key=True, index=True
    )
    rang: Mapped[int]


class ElementPhase(LienElement):
    """Une compétence s’exerce dans une phase."""

    __tablename__ = "elements_phases"

    cle_phase: Mapped[int] = mapped_column(
        ForeignKey("phases.cle", ondelete="CASCADE"), primary_key=True, index=True
    )
    rang: Mapped[int]


class ElementModalite(LienElement):
    """Une compétence s’évalue par une modalité."""

    __tablename__ = "elements_modalites"

    cle_modalite: Mapped[int] = mapped_column(
        ForeignKey("modalites_evaluation.cle", ondelete="CASCADE"), primary_key=True, index=True
    )
    rang: Mapped[int]


class CitationSource(Model):
    """Un élément s’appuie sur une source, à un repère (« 0:51:35–0:52:14 »)."""

    __tablename__ = "citations_source"

    cle: Mapped[int] = mapped_column(primary_key=True)
    cle_element: Mapped[int] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="CASCADE"), index=True
    )
    cle_source: Mapped[int] = mapped_column(
        ForeignKey("sources.cle", ondelete="CASCADE"), index=True
    )
    rang: Mapped[int]
    repere: Mapped[str] = mapped_column(String(200), default="")


class Alignement(DeLaVersion, Model):
    """Un élément ou un métier rapproché d’un autre répertoire, avec la nature du rapprochement."""

    __tablename__ = "alignements"

    cle: Mapped[int] = mapped_column(primary_key=True)
    cle_element: Mapped[int | None] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="CASCADE"), index=True
    )
    cle_metier: Mapped[int | None] = mapped_column(
        ForeignKey("metiers.cle", ondelete="CASCADE"), index=True
    )
    rang: Mapped[int]
    repertoire: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(80), default="")
    libelle: Mapped[str] = mapped_column(Text, default="")
    uri: Mapped[str] = mapped_column(String(500), default="")
    relation: Mapped[str] = mapped_column(String(20))
    niveau: Mapped[str] = mapped_column(String(80), default="")
    #: La part visée du répertoire : une appellation, une activité.
    precision: Mapped[str] = mapped_column(Text, default="")
    sources: Mapped[Renvois] = mapped_column(JSON, default=list)
    reserve: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (parmi("relation", RelationAlignement),)
