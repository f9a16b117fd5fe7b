"""L’arbre d’une version, nœud après nœud, quelle que soit sa forme et sa profondeur."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from coopmetiers.referentiel.contenu import ContenuVersion
from coopmetiers.referentiel.contenu.arbre import ActiviteLue, BlocLu, CompetenceLue, ElementLu
from coopmetiers.referentiel.enums import NatureElement

Partie = BlocLu | ActiviteLue | CompetenceLue | ElementLu


@dataclass(frozen=True, slots=True)
class Noeud:
    """Une partie de l’arbre et sa place ; `profondeur` vaut 0 à la racine, `rang` commence à 1."""

    partie: Partie
    nature: NatureElement
    parent: Partie | None
    profondeur: int
    rang: int

    @property
    def element_id(self) -> str:
        """L’identifiant gardé d’une version à l’autre."""
        return self.partie.element_id

    @property
    def code(self) -> str:
        """Le code, propre à cette version."""
        return self.partie.code

    @property
    def texte(self) -> str:
        """L’énoncé d’une compétence, l’intitulé de tout autre élément."""
        return texte(self.partie)

    @property
    def parent_id(self) -> str:
        """L’identifiant du parent, vide à la racine."""
        return self.parent.element_id if self.parent else ""


def texte(partie: Partie) -> str:
    """L’énoncé d’une compétence, l’intitulé de tout autre élément."""
    return partie.enonce if isinstance(partie, CompetenceLue) else partie.intitule


def nature(partie: Partie) -> NatureElement:
    """Ce qu’est cette partie de l’arbre."""
    return _NATURES[type(partie)]


def noeuds(contenu: ContenuVersion) -> tuple[Noeud, ...]:
    """Tous les nœuds, parent d’abord, les frères dans l’ordre du référentiel.

    Un élément dont le parent est absent, ou qu’un cycle retient, n’y figure pas :
    `rules.coherence` le dit.
    """
    enfants = _enfants(contenu)
    trouves: list[Noeud] = []
    # Une pile, et non un appel dans un appel : un arbre peut avoir cinquante niveaux.
    pile: list[tuple[Partie, Partie | None, int, int]] = [
        (partie, None, 0, rang) for rang, partie in _numerotes(enfants.get("", []))
    ]
    vus: set[str] = set()
    while pile:
        partie, parent, profondeur, rang = pile.pop()
        # Un code vide ou porté deux fois mènerait deux fois aux mêmes enfants.
        if partie.element_id in vus:
            continue
        vus.add(partie.element_id)
        trouves.append(Noeud(partie, nature(partie), parent, profondeur, rang))
        pile.extend(
            (enfant, partie, profondeur + 1, place)
            for place, enfant in _numerotes(enfants.get(partie.code, []))
        )
    return tuple(trouves)


def parties(contenu: ContenuVersion) -> tuple[Partie, ...]:
    """Tout ce qui est dans l’arbre, liste après liste."""
    return (*contenu.blocs, *contenu.activites, *contenu.autres, *contenu.competences)


_NATURES: dict[type[Partie], NatureElement] = {
    BlocLu: NatureElement.BLOC,
    ActiviteLue: NatureElement.ACTIVITE,
    CompetenceLue: NatureElement.COMPETENCE,
    ElementLu: NatureElement.AUTRE,
}


def _enfants(contenu: ContenuVersion) -> Mapping[str, list[Partie]]:
    """Code d’un parent (vide : la racine) → ses enfants, dans l’ordre."""
    places = {element_id: place for place, element_id in enumerate(contenu.ordre)}
    fratries: dict[str, list[Partie]] = defaultdict(list)
    for partie in parties(contenu):
        fratries["" if isinstance(partie, BlocLu) else partie.parent].append(partie)
    if places:
        for fratrie in fratries.values():
            fratrie.sort(key=lambda partie: places.get(partie.element_id, len(places)))
    return fratries


def _numerotes(fratrie: list[Partie]) -> list[tuple[int, Partie]]:
    """Les frères et leur rang, le dernier d’abord : une pile se lit à l’envers."""
    return list(enumerate(fratrie, start=1))[::-1]
