"""Les métiers, l’échelle de maîtrise, ce qu’on attend de chaque métier et comment on l’évalue."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopmetiers.base.db import Model
from coopmetiers.referentiel.enums import Exercice, RangCompetence
from coopmetiers.referentiel.models.versions import DeLaVersion, Renvois, parmi


class Echelle(DeLaVersion, Model):
    """Une échelle de maîtrise et son seuil d’acquisition (rang du niveau)."""

    __tablename__ = "echelles"

    cle: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    intitule: Mapped[str] = mapped_column(String(200))
    seuil: Mapped[int]

    niveaux: Mapped[list[NiveauMaitrise]] = relationship(order_by="NiveauMaitrise.rang")

    __table_args__ = (UniqueConstraint("cle_version", "code"),)

    def __repr__(self) -> str:
        return f"<Echelle {self.code}>"


class NiveauMaitrise(Model):
    """Un niveau d’une échelle, du rang 1 (le plus bas) au dernier."""

    __tablename__ = "niveaux_maitrise"

    cle: Mapped[int] = mapped_column(primary_key=True)
    cle_echelle: Mapped[int] = mapped_column(
        ForeignKey("echelles.cle", ondelete="CASCADE"), index=True
    )
    rang: Mapped[int]
    code: Mapped[str] = mapped_column(String(10))
    libelle: Mapped[str] = mapped_column(String(120))
    #: Autonomie, situations traitées, réflexivité, rapport aux autres.
    descripteurs: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)

    __table_args__ = (UniqueConstraint("cle_echelle", "rang"),)

    def __repr__(self) -> str:
        return f"<NiveauMaitrise {self.code}>"


class DescripteurNiveau(Model):
    """Ce qu’un niveau d’une échelle veut dire pour un bloc (ou une compétence)."""

    __tablename__ = "descripteurs_niveau"

    cle: Mapped[int] = mapped_column(primary_key=True)
    cle_element: Mapped[int] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="CASCADE"), index=True
    )
    cle_echelle: Mapped[int] = mapped_column(ForeignKey("echelles.cle", ondelete="CASCADE"))
    niveau: Mapped[int]
    texte: Mapped[str] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("cle_element", "cle_echelle", "niveau"),)


class Epreuve(Model):
    """L’épreuve d’un bloc."""

    __tablename__ = "epreuves"

    cle: Mapped[int] = mapped_column(primary_key=True)
    cle_bloc: Mapped[int] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="CASCADE"), unique=True
    )
    intitule: Mapped[str] = mapped_column(Text)
    production: Mapped[str] = mapped_column(Text, default="")
    duree: Mapped[str] = mapped_column(String(200), default="")
    evaluateurs: Mapped[str] = mapped_column(Text, default="")


class Metier(DeLaVersion, Model):
    """Un métier et sa fiche."""

    __tablename__ = "metiers"

    cle: Mapped[int] = mapped_column(primary_key=True)
    element_id: Mapped[str] = mapped_column(String(36))
    code: Mapped[str] = mapped_column(String(40))
    rang: Mapped[int]
    #: Forme épicène, féminine, masculine : « Animateur·rice… », « Animatrice… », « Animateur… ».
    libelle: Mapped[str] = mapped_column(String(200))
    libelle_feminin: Mapped[str] = mapped_column(String(200), default="")
    libelle_masculin: Mapped[str] = mapped_column(String(200), default="")
    niveau_qualification: Mapped[int | None]
    fiche: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    __table_args__ = (UniqueConstraint("cle_version", "code"),)

    def __repr__(self) -> str:
        return f"<Metier {self.code}>"


class CompetenceMetier(Model):
    """Une compétence concerne un métier, à titre principal ou secondaire."""

    __tablename__ = "competences_metiers"

    cle_competence: Mapped[int] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="CASCADE"), primary_key=True
    )
    cle_metier: Mapped[int] = mapped_column(
        ForeignKey("metiers.cle", ondelete="CASCADE"), primary_key=True, index=True
    )
    rang: Mapped[str] = mapped_column(String(20))

    __table_args__ = (parmi("rang", RangCompetence),)


class ProfilAttendu(Model):
    """Le niveau attendu d’un bloc pour un métier et un exercice, et si le bloc est de sa liste."""

    __tablename__ = "profils_attendus"

    cle_metier: Mapped[int] = mapped_column(
        ForeignKey("metiers.cle", ondelete="CASCADE"), primary_key=True
    )
    exercice: Mapped[str] = mapped_column(String(20), primary_key=True)
    cle_bloc: Mapped[int] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="CASCADE"), primary_key=True, index=True
    )
    rang: Mapped[int]
    niveau: Mapped[int | None]
    exige: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (parmi("exercice", Exercice),)


class DimensionMaturite(DeLaVersion, Model):
    """Une dimension de la grille de maturité coopérative et la description de ses niveaux."""

    __tablename__ = "dimensions_maturite"

    cle: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    rang: Mapped[int]
    intitule: Mapped[str] = mapped_column(String(200))
    #: Textes des niveaux, du premier au dernier.
    niveaux: Mapped[list[str]] = mapped_column(JSON, default=list)
    appuis: Mapped[Renvois] = mapped_column(JSON, default=list)
    blocs: Mapped[list[str]] = mapped_column(JSON, default=list)

    __table_args__ = (UniqueConstraint("cle_version", "code"),)
