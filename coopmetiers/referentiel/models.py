"""Le référentiel : une table d’éléments en arbre, et ce qui décrit chaque élément.

Rien n’est cloisonné : une version publiée est à tout le monde. Un élément garde son `element_id`
d’une version à l’autre ; son code, lui, peut changer.
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
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopmetiers.base.db import Model, UTCDateTime
from coopmetiers.base.identifiers import public_id
from coopmetiers.referentiel.enums import (
    EtatVersion,
    Exercice,
    NatureElement,
    NatureRessource,
    RangCompetence,
    RelationAlignement,
)


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
    #: Ce que le dossier dit de lui-même : statut, périmètre, définitions, règles de forme, réserves.
    presentation: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    empreinte: Mapped[str | None] = mapped_column(String(64))
    creee_a: Mapped[datetime] = mapped_column(UTCDateTime)
    publiee_a: Mapped[datetime | None] = mapped_column(UTCDateTime)

    referentiel: Mapped[Referentiel] = relationship(back_populates="versions")

    __table_args__ = (
        UniqueConstraint("cle_referentiel", "version"),
        parmi("etat", EtatVersion),
        CheckConstraint(
            f"etat = '{EtatVersion.BROUILLON}' OR (empreinte IS NOT NULL AND publiee_a IS NOT NULL)",
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


class ElementReferentiel(DeLaVersion, Model):
    """Un nœud de l’arbre : bloc, activité, compétence, ou tout autre niveau d’un autre référentiel."""

    __tablename__ = "elements_referentiel"

    cle: Mapped[int] = mapped_column(primary_key=True)
    element_id: Mapped[str] = mapped_column(String(36))
    cle_parent: Mapped[int | None] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="CASCADE"), index=True
    )
    rang: Mapped[int]
    nature: Mapped[str] = mapped_column(String(20))
    #: Nom du niveau dans ce référentiel quand il n’est ni bloc, ni activité, ni compétence.
    niveau_arbre: Mapped[str] = mapped_column(String(80), default="")
    code: Mapped[str] = mapped_column(String(80))
    enonce: Mapped[str] = mapped_column(Text)
    libelle_court: Mapped[str] = mapped_column(String(200), default="")

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


class DescripteurNiveau(Model):
    """Ce qu’un niveau veut dire pour un bloc (ou une compétence)."""

    __tablename__ = "descripteurs_niveau"

    cle: Mapped[int] = mapped_column(primary_key=True)
    cle_element: Mapped[int] = mapped_column(
        ForeignKey("elements_referentiel.cle", ondelete="CASCADE"), index=True
    )
    niveau: Mapped[int]
    texte: Mapped[str] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("cle_element", "niveau"),)


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
    cle_source: Mapped[int] = mapped_column(ForeignKey("sources.cle", ondelete="CASCADE"), index=True)
    rang: Mapped[int]
    repere: Mapped[str] = mapped_column(String(200), default="")


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
    niveau: Mapped[int | None]
    exige: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (parmi("exercice", Exercice),)


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
    sources: Mapped[str] = mapped_column(String(200), default="")
    reserve: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (parmi("relation", RelationAlignement),)


class DimensionMaturite(DeLaVersion, Model):
    """Une dimension de la grille de maturité coopérative et la description de ses niveaux."""

    __tablename__ = "dimensions_maturite"

    cle: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    rang: Mapped[int]
    intitule: Mapped[str] = mapped_column(String(200))
    #: Textes des niveaux, du premier au dernier.
    niveaux: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    appuis: Mapped[str] = mapped_column(Text, default="")
    blocs: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (UniqueConstraint("cle_version", "code"),)


class FicheRecensee(Model):
    """Une formation repérée chez un tiers : ce que dit sa source, à une date, et rien d’autre."""

    __tablename__ = "fiches_recensees"

    cle: Mapped[int] = mapped_column(primary_key=True)
    fiche_id: Mapped[str] = mapped_column(String(40), unique=True, default=public_id)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    organisme: Mapped[str] = mapped_column(String(300))
    intitule: Mapped[str] = mapped_column(String(400))
    source: Mapped[str] = mapped_column(Text)
    vue_le: Mapped[date] = mapped_column(Date)
    verifiee: Mapped[bool] = mapped_column(default=False)
    #: Les autres champs, tels que la source les dit ; absents quand elle ne dit rien.
    details: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)

    def __repr__(self) -> str:
        return f"<FicheRecensee {self.code}>"

