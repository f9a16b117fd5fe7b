"""Ce que couvrir veut dire : une compétence vaut la plus forte intensité de ses modules.

Un lien dit une intention pédagogique ; il ne prouve rien des heures ni des acquis.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coopmetiers.formation.enums import Intensite

_FORCE = {intensite: rang for rang, intensite in enumerate(Intensite)}


@dataclass(frozen=True)
class SaisieLien:
    """Une case de la grille : le module, la compétence, l’intensité (rien : le lien est ôté)."""

    module_id: str
    code_competence: str
    intensite: Intensite | None


@dataclass(frozen=True)
class BlocALire:
    """Un bloc et les compétences dont on lit la couverture, dans l’ordre du référentiel."""

    code: str
    intitule: str
    competences: tuple[str, ...]
    complementaire: bool = False


@dataclass(frozen=True)
class BlocLu:
    """La couverture d’un bloc : chaque compétence est dans une et une seule des quatre listes."""

    code: str
    intitule: str
    evaluees: tuple[str, ...]
    pratiquees: tuple[str, ...]
    abordees: tuple[str, ...]
    trous: tuple[str, ...]
    complementaire: bool = False

    @property
    def competences(self) -> frozenset[str]:
        """Les codes des compétences lues."""
        return frozenset((*self.evaluees, *self.sans_evaluation, *self.trous))

    @property
    def sans_evaluation(self) -> tuple[str, ...]:
        """Les codes des compétences travaillées sans être évaluées par aucun module."""
        return self.pratiquees + self.abordees

    @property
    def nb_competences(self) -> int:
        """Combien de compétences du bloc sont lues."""
        return self.nb_couvertes + len(self.trous)

    @property
    def nb_couvertes(self) -> int:
        """Combien sont au moins abordées."""
        return len(self.evaluees) + len(self.sans_evaluation)


@dataclass(frozen=True)
class LectureCouverture:
    """La couverture d’un référentiel entier, ou des exigences d’un métier et d’un exercice."""

    blocs: tuple[BlocLu, ...]

    @property
    def nb_competences(self) -> int:
        """Combien de compétences sont lues."""
        return sum(bloc.nb_competences for bloc in self.blocs)

    @property
    def nb_couvertes(self) -> int:
        """Combien sont au moins abordées."""
        return sum(bloc.nb_couvertes for bloc in self.blocs)

    @property
    def nb_evaluees(self) -> int:
        """Combien sont évaluées par un module au moins."""
        return sum(len(bloc.evaluees) for bloc in self.blocs)

    @property
    def nb_pratiquees(self) -> int:
        """Combien sont pratiquées, sans plus."""
        return sum(len(bloc.pratiquees) for bloc in self.blocs)

    @property
    def nb_abordees(self) -> int:
        """Combien sont abordées, sans plus."""
        return sum(len(bloc.abordees) for bloc in self.blocs)

    @property
    def sans_evaluation(self) -> tuple[str, ...]:
        """Les codes des compétences travaillées sans être évaluées."""
        return tuple(code for bloc in self.blocs for code in bloc.sans_evaluation)

    @property
    def trous(self) -> tuple[str, ...]:
        """Les codes des compétences qu’aucun module ne travaille."""
        return tuple(code for bloc in self.blocs for code in bloc.trous)


def plus_fortes(liens: Iterable[tuple[str, Intensite]]) -> dict[str, Intensite]:
    """L’intensité d’une compétence est la plus forte de ses modules."""
    retenues: dict[str, Intensite] = {}
    for code, intensite in liens:
        deja = retenues.get(code)
        if deja is None or _FORCE[intensite] > _FORCE[deja]:
            retenues[code] = intensite
    return retenues


def module_proche(
    code: str,
    places: Mapping[str, tuple[str, str]],
    liens: Iterable[tuple[str, str]],
) -> str | None:
    """Le module le plus à même de combler un trou : celui qui travaille le plus ses voisines.

    Une voisine de la même activité compte plus que toutes celles du même bloc. `places` donne le
    bloc et l’activité d’une compétence, `liens` des couples (module, compétence). Rien si aucun
    module ne travaille le bloc.
    """
    bloc, activite = places[code]
    poids: dict[str, int] = {}
    for module_id, voisine in liens:
        place = places.get(voisine)
        if place and place[0] == bloc:
            gain = len(places) if place[1] == activite else 1
            poids[module_id] = poids.get(module_id, 0) + gain
    return max(poids, key=lambda module_id: poids[module_id]) if poids else None


def lire(blocs: Iterable[BlocALire], intensites: Mapping[str, Intensite]) -> LectureCouverture:
    """Range chaque compétence demandée : évaluée, pratiquée, abordée, ou trou.

    Une compétence reliée mais hors des blocs demandés ne compte pas.
    """
    return LectureCouverture(tuple(_lire_bloc(bloc, intensites) for bloc in blocs))


def _lire_bloc(bloc: BlocALire, intensites: Mapping[str, Intensite]) -> BlocLu:
    def de(attendue: Intensite | None) -> tuple[str, ...]:
        return tuple(code for code in bloc.competences if intensites.get(code) == attendue)

    return BlocLu(
        code=bloc.code,
        intitule=bloc.intitule,
        evaluees=de(Intensite.EVALUEE),
        pratiquees=de(Intensite.PRATIQUEE),
        abordees=de(Intensite.ABORDEE),
        trous=de(None),
        complementaire=bloc.complementaire,
    )
