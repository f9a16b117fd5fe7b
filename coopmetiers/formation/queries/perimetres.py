"""Ce qu’une formation a à couvrir : tout le référentiel, ou un métier et un exercice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coopmetiers.base.errors import NotFound
from coopmetiers.formation.queries.couvertures import CouvertureVue
from coopmetiers.formation.rules import couverture as regles
from coopmetiers.formation.rules.couverture import BlocALire, LectureCouverture
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.queries import CompetenceVue, MetierVu


@dataclass(frozen=True)
class PerimetreVu:
    """Les blocs à lire, et de quoi les nommer ; `hors_profil` : ceux que le métier n’exige pas."""

    metiers: tuple[MetierVu, ...]
    #: Toutes les compétences de la version, par code, dans l’ordre de l’arbre.
    competences: Mapping[str, CompetenceVue]
    blocs: tuple[BlocALire, ...]
    hors_profil: tuple[BlocALire, ...] = ()

    def competences_de(self, code_bloc: str) -> tuple[CompetenceVue, ...]:
        """Les compétences d’un bloc, dans l’ordre de l’arbre."""
        return tuple(vue for vue in self.competences.values() if vue.code_bloc == code_bloc)

    def lire(self, couverture: CouvertureVue) -> LectureCouverture:
        """La couverture des blocs demandés."""
        return regles.lire(self.blocs, couverture.intensites)


def perimetre(cle_version: int, metier: str = "", exercice: str = "") -> PerimetreVu:
    """Tout le référentiel, ou ce qu’exigent un métier (son code) et un exercice ; en six requêtes.

    Lève `NotFound` pour un métier ou un exercice que la version n’a pas.
    """
    competences = referentiel.competences(cle_version)
    metiers = referentiel.metiers(cle_version)
    entiers = _blocs_entiers(competences.values())
    if not (metier or exercice):
        return PerimetreVu(metiers, competences, entiers)
    cles = {vu.code: vu.cle for vu in metiers}
    if metier not in cles or exercice not in set(Exercice):
        raise NotFound
    exigences = referentiel.exigences(cle_version, cles[metier], Exercice(exercice))
    exiges = {exigence.code: exigence for exigence in exigences if exigence.exige}
    return PerimetreVu(
        metiers,
        competences,
        blocs=tuple(
            BlocALire(
                exigence.code,
                exigence.intitule,
                tuple(competence.code for competence in exigence.competences),
                exigence.complementaire,
            )
            for exigence in exiges.values()
        ),
        hors_profil=tuple(bloc for bloc in entiers if bloc.code not in exiges),
    )


def _blocs_entiers(competences: Iterable[CompetenceVue]) -> tuple[BlocALire, ...]:
    groupes: dict[str, list[CompetenceVue]] = {}
    for competence in competences:
        groupes.setdefault(competence.code_bloc, []).append(competence)
    return tuple(
        BlocALire(code, vues[0].intitule_bloc, tuple(vue.code for vue in vues))
        for code, vues in groupes.items()
    )
