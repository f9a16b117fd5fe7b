"""Ce qu’on rapporte d’une comparaison : des changements, ce qui les constitue, et leur compte."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from coopmetiers.base.texts import n_
from coopmetiers.referentiel.diff.mots import Fragment, fragments


class Genre(StrEnum):
    """Ce qui a changé."""

    BLOC = "BLOC"
    ACTIVITE = "ACTIVITE"
    COMPETENCE = "COMPETENCE"
    ELEMENT = "ELEMENT"
    PRESENTATION = "PRESENTATION"
    AXE = "AXE"
    RUBRIQUE = "RUBRIQUE"
    GRILLE = "GRILLE"
    METIER = "METIER"
    EPREUVE = "EPREUVE"
    DESCRIPTEUR = "DESCRIPTEUR"
    PROFIL = "PROFIL"
    ECHELLE = "ECHELLE"
    RESSOURCE = "RESSOURCE"
    PHASE = "PHASE"
    MODALITE = "MODALITE"
    SOURCE = "SOURCE"
    ALIGNEMENT = "ALIGNEMENT"
    DIMENSION = "DIMENSION"
    AJOUT = "AJOUT"


class Sorte(StrEnum):
    """En quoi cela a changé ; un même changement est souvent de plusieurs sortes.

    Ajouté, retiré ; déplacé (un autre parent, un autre rang parmi ses frères) ; recodé ;
    reformulé (énoncé, intitulé) ; niveau (échelle, seuil, descripteur, niveau attendu) ; critère ;
    renvoi (ressource, phase, modalité, source, métier, exercice, alignement) ; autre.
    """

    AJOUTE = "AJOUTE"
    RETIRE = "RETIRE"
    DEPLACE = "DEPLACE"
    RECODE = "RECODE"
    REFORMULE = "REFORMULE"
    NIVEAU = "NIVEAU"
    CRITERE = "CRITERE"
    RENVOI = "RENVOI"
    AUTRE = "AUTRE"


class Bilan(StrEnum):
    """Ce pour quoi un changement compte, une seule fois."""

    AJOUT = "AJOUT"
    RETRAIT = "RETRAIT"
    DEPLACEMENT = "DEPLACEMENT"
    MODIFICATION = "MODIFICATION"


LIBELLES_GENRE = {
    Genre.BLOC: n_("Bloc de compétences"),
    Genre.ACTIVITE: n_("Activité"),
    Genre.COMPETENCE: n_("Compétence"),
    Genre.ELEMENT: n_("Élément"),
    Genre.PRESENTATION: n_("Présentation"),
    Genre.AXE: n_("Axe"),
    Genre.RUBRIQUE: n_("Rubrique"),
    Genre.GRILLE: n_("Grille de maturité"),
    Genre.METIER: n_("Métier"),
    Genre.EPREUVE: n_("Épreuve"),
    Genre.DESCRIPTEUR: n_("Descripteur de niveau"),
    Genre.PROFIL: n_("Profil attendu"),
    Genre.ECHELLE: n_("Échelle"),
    Genre.RESSOURCE: n_("Ressource"),
    Genre.PHASE: n_("Phase"),
    Genre.MODALITE: n_("Modalité d’évaluation"),
    Genre.SOURCE: n_("Source"),
    Genre.ALIGNEMENT: n_("Alignement"),
    Genre.DIMENSION: n_("Dimension de maturité"),
    Genre.AJOUT: n_("Champ gardé d’un autre format"),
}

LIBELLES_SORTE = {
    Sorte.AJOUTE: n_("Ajouté"),
    Sorte.RETIRE: n_("Retiré"),
    Sorte.DEPLACE: n_("Déplacé"),
    Sorte.RECODE: n_("Recodé"),
    Sorte.REFORMULE: n_("Reformulé"),
    Sorte.NIVEAU: n_("Niveau"),
    Sorte.CRITERE: n_("Critère"),
    Sorte.RENVOI: n_("Renvoi"),
    Sorte.AUTRE: n_("Autre"),
}

#: L’ordre de la phrase, et le mot qui y compte.
_MOTS_DU_BILAN = {
    Bilan.AJOUT: "ajout",
    Bilan.RETRAIT: "retrait",
    Bilan.DEPLACEMENT: "déplacement",
    Bilan.MODIFICATION: "modification",
}


@dataclass(frozen=True, slots=True)
class Champ:
    """Un champ changé, dit avant et après ; vide là où il n’y était pas.

    `repere` dit lequel, quand la partie en a plusieurs : le rang d’un critère, le code d’un niveau.
    """

    nom: str
    libelle: str
    sorte: Sorte
    avant: str
    apres: str
    repere: str = ""

    @property
    def fragments(self) -> tuple[Fragment, ...]:
        """Les mots gardés, retirés, ajoutés ; à calculer pour ce qu’on montre."""
        return fragments(self.avant, self.apres)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changement:
    """Ce qui a changé d’une partie.

    `identifiant` la désigne dans les deux versions ; `place` est le code du bloc où elle est (de la
    racine, dans un arbre d’une autre forme), vide hors de l’arbre ; `niveau_arbre` nomme son niveau
    quand le référentiel a les siens. Un code vide : elle n’est pas dans cette version.
    """

    genre: Genre
    identifiant: str
    code_avant: str
    code_apres: str
    libelle: str
    place: str
    sortes: frozenset[Sorte]
    champs: tuple[Champ, ...] = ()
    niveau_arbre: str = ""

    @property
    def code(self) -> str:
        """Son code d’après, ou celui qu’elle portait quand elle n’y est plus."""
        return self.code_apres or self.code_avant

    @property
    def bilan(self) -> Bilan:
        """Ce pour quoi elle compte : déplacée et reformulée, c’est une modification.

        Déplacée et recodée sans plus, elle est déplacée : son code suit sa place.
        """
        if Sorte.AJOUTE in self.sortes:
            return Bilan.AJOUT
        if Sorte.RETIRE in self.sortes:
            return Bilan.RETRAIT
        portee_ailleurs = Sorte.DEPLACE in self.sortes
        if portee_ailleurs and self.sortes <= {Sorte.DEPLACE, Sorte.RECODE}:
            return Bilan.DEPLACEMENT
        return Bilan.MODIFICATION


@dataclass(frozen=True)
class Comparaison:
    """Tous les changements, dans l’ordre de l’arbre, puis liste après liste."""

    changements: tuple[Changement, ...]

    @property
    def est_vide(self) -> bool:
        """Les deux versions disent la même chose."""
        return not self.changements

    @property
    def total(self) -> int:
        """Combien de parties ont changé."""
        return len(self.changements)

    @cached_property
    def comptes(self) -> Mapping[Sorte, int]:
        """Combien de changements de chaque sorte ; la somme peut dépasser le total."""
        return Counter(sorte for changement in self.changements for sorte in changement.sortes)

    @cached_property
    def bilan(self) -> Mapping[Bilan, int]:
        """Ajouts, retraits, déplacements, modifications ; la somme est le total."""
        return Counter(changement.bilan for changement in self.changements)

    def phrase(self) -> str:
        """« 12 changements : 9 ajouts, 3 modifications », pour la ligne de commande."""
        dits = [_compte(self.bilan[b], mot) for b, mot in _MOTS_DU_BILAN.items() if self.bilan[b]]
        total = _compte(self.total, "changement")
        return f"{total} : {', '.join(dits)}" if dits else total


def _compte(nombre: int, singulier: str) -> str:
    """En français, zéro reste au singulier."""
    return f"{nombre} {singulier}{'s' if nombre > 1 else ''}"
