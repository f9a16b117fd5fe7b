"""Une des deux versions comparées, rangée pour qu’on y trouve tout sans la parcourir."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from coopmetiers.referentiel.contenu import (
    ContenuVersion,
    CritereLu,
    NiveauLu,
    SituationLue,
    Situe,
)
from coopmetiers.referentiel.contenu.noeuds import Noeud, nature, noeuds, parties

P = TypeVar("P", bound=Situe)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cote:
    """Un côté de la comparaison.

    Un code cité y est résolu en l’identifiant de l’élément qu’il désigne : un élément recodé ne
    change rien à ce qui le cite, et un code repris par un autre élément se voit.
    """

    contenu: ContenuVersion
    #: Identifiant → nœud, dans l’ordre de l’arbre.
    noeuds: Mapping[str, Noeud]
    #: Identifiant → identifiant de la racine (le bloc) qui le porte.
    racines: Mapping[str, str]
    elements: Mapping[str, str]
    metiers: Mapping[str, str]
    criteres: Mapping[str, Sequence[CritereLu]]
    situations: Mapping[str, Sequence[SituationLue]]
    niveaux: Mapping[str, Sequence[NiveauLu]]

    def element(self, code: str) -> str:
        """L’identifiant de l’élément qui porte ce code, ou le code s’il n’est à personne."""
        return self.elements.get(code, code)

    def metier(self, code: str) -> str:
        """L’identifiant du métier qui porte ce code, ou le code s’il n’est à personne."""
        return self.metiers.get(code, code)

    def code(self, element_id: str) -> str:
        """Le code que porte cet élément ; vide s’il n’est pas de cette version."""
        noeud = self.noeuds.get(element_id)
        return noeud.code if noeud else ""


def ranger(contenu: ContenuVersion) -> Cote:
    """Le contenu d’une version, prêt à être comparé."""
    arbre = {noeud.element_id: noeud for noeud in _tous(contenu)}
    racines: dict[str, str] = {}
    for element_id, noeud in arbre.items():
        racines[element_id] = racines.get(noeud.parent_id, element_id)
    return Cote(
        contenu=contenu,
        noeuds=arbre,
        racines=racines,
        elements={noeud.code: element_id for element_id, noeud in arbre.items()},
        metiers={metier.code: metier.element_id for metier in contenu.metiers},
        criteres=_par_porteur((c.competence, c) for c in contenu.criteres),
        situations=_par_porteur((s.activite, s) for s in contenu.situations),
        niveaux=_par_porteur((n.echelle, n) for n in contenu.niveaux),
    )


def _tous(contenu: ContenuVersion) -> Iterator[Noeud]:
    """Les nœuds de l’arbre, puis ceux qu’un brouillon n’a encore rattachés à rien."""
    arbre = noeuds(contenu)
    yield from arbre
    places = {noeud.element_id for noeud in arbre}
    for partie in parties(contenu):
        if partie.element_id not in places:
            yield Noeud(partie, nature(partie), None, 0, 0)


def _par_porteur(parties: Iterable[tuple[str, P]]) -> Mapping[str, Sequence[P]]:
    """Code de qui les porte → ses critères, ses situations, ses niveaux, du rang 1 au dernier."""
    groupes: dict[str, list[P]] = defaultdict(list)
    for porteur, partie in parties:
        groupes[porteur].append(partie)
    for groupe in groupes.values():
        groupe.sort(key=lambda partie: partie.rang)  # type: ignore[attr-defined]
    return groupes
