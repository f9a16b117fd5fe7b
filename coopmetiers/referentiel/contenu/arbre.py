"""L’arbre : blocs, activités et leurs situations, compétences et leurs critères."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coopmetiers.referentiel.contenu.situe import CitationLue, Situe
from coopmetiers.referentiel.enums import RangCompetence


@dataclass(frozen=True, slots=True, kw_only=True)
class BlocLu(Situe):
    """Un bloc de compétences et les métiers qu’il concerne."""

    FICHIER: ClassVar[str] = "blocs.csv"
    element_id: str
    code: str
    intitule: str
    libelle_court: str
    finalite: str
    metiers: tuple[str, ...]
    sources: tuple[CitationLue, ...]
    remarque: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiviteLue(Situe):
    """Une activité ; `parent` est le code de son bloc."""

    FICHIER: ClassVar[str] = "activites.csv"
    element_id: str
    code: str
    parent: str
    intitule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementLu(Situe):
    """Un élément d’un niveau propre à un autre référentiel : « Domaine », « Famille », « Strand ».

    `niveau_arbre` est le nom de ce niveau ; `parent` le code de qui le porte, vide à la racine.
    """

    FICHIER: ClassVar[str] = "elements.csv"
    element_id: str
    code: str
    parent: str
    niveau_arbre: str
    intitule: str
    libelle_court: str = ""
    remarque: str = ""
    sources: tuple[CitationLue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AjoutLu(Situe):
    """Ce qu’un format disait de plus, gardé pour lui être rendu : `valeur` est un texte JSON.

    `objet` est l’identifiant d’un élément, ou vide quand la version entière est en cause ; `nom`
    dit le format et le champ (« case.CFItem.extensions », « tableur.Remarque interne »).
    """

    FICHIER: ClassVar[str] = "ajouts.csv"
    objet: str
    nom: str
    valeur: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationLue(Situe):
    """Une situation de travail d’une activité."""

    FICHIER: ClassVar[str] = "situations.csv"
    activite: str
    rang: int
    enonce: str


@dataclass(frozen=True, slots=True)
class RangMetier:
    """La place d’une compétence dans un métier."""

    metier: str
    rang: RangCompetence


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetenceLue(Situe):
    """Une compétence, avec ce qu’elle mobilise et la façon de l’évaluer.

    `parent` est le code de son activité ; ailleurs, de n’importe quel élément, ou vide à la racine.
    `niveau_arbre` nomme son niveau quand le référentiel ne dit pas « compétence ». Une `echelle`
    vide : le référentiel n’en dit aucune.
    """

    FICHIER: ClassVar[str] = "competences.csv"
    element_id: str
    code: str
    parent: str
    libelle_court: str
    enonce: str
    rangs: tuple[RangMetier, ...]
    interne: bool
    externe: bool
    phases: tuple[str, ...]
    echelle: str
    ressources: tuple[str, ...]
    modalites: tuple[str, ...]
    sources: tuple[CitationLue, ...]
    remarque: str
    niveau_arbre: str = ""

    def rang_pour(self, metier: str) -> RangCompetence | None:
        """Sa place dans ce métier ; `None` quand elle n’en est pas."""
        return next((place.rang for place in self.rangs if place.metier == metier), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CritereLu(Situe):
    """Ce que deux évaluateurs observent."""

    FICHIER: ClassVar[str] = "criteres.csv"
    competence: str
    rang: int
    enonce: str
