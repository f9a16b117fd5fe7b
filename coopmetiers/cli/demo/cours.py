"""Les formations de la démonstration : leurs modules, et ce que chacun travaille du référentiel."""

from __future__ import annotations

from dataclasses import dataclass

from coopmetiers.formation.enums import Intensite
from coopmetiers.formation.rules.formations import SaisieModule

_A, _P, _E = Intensite.ABORDEE, Intensite.PRATIQUEE, Intensite.EVALUEE


@dataclass(frozen=True)
class Module:
    """Un module : code, intitulé, heures, et l’intensité par activité ou par compétence."""

    code: str
    intitule: str
    heures: int
    travaille: dict[str, Intensite]

    @property
    def saisie(self) -> SaisieModule:
        """Ce que l’organisme en saisit."""
        return SaisieModule(self.intitule, self.heures * 60, self.code)


@dataclass(frozen=True)
class Cours:
    """Une formation au catalogue."""

    intitule: str
    objectifs: str
    public_vise: str
    modules: tuple[Module, ...]
    #: Compétences que la formation laisse de côté, même si leur activité est travaillée.
    laissees: frozenset[str] = frozenset()


ANIMER = Cours(
    "Animer une coopération",
    "Faire vivre une coopération dans la durée, pour que le collectif décide, agisse et apprenne.",
    "Bénévoles et salarié·es qui animent une coopération, structures d’accompagnement.",
    (
        Module("M1", "Lire un territoire", 21, {"A1.1": _E, "A1.3": _A}),
        Module("M2", "Diagnostic partagé", 21, {"A1.1": _P, "A1.2": _E, "A1.3": _E}),
        Module("M3", "Réunir un noyau", 14, {"A2.1": _E, "A2.2": _A}),
        Module("M4", "Animer et décider", 28, {"A2.2": _P, "A2.3": _E, "A3.1": _A}),
        Module("M5", "Gouvernance partagée", 21, {"A3.1": _E, "A3.2": _P}),
        Module("M6", "Modèle économique", 21, {"A4.1": _E, "A4.2": _P, "A4.3": _P}),
        Module("M7", "Réguler et durer", 14, {"A2.4": _E, "A3.4": _P, "A7.2": _P}),
        Module("M8", "Évaluer, capitaliser", 14, {"A6.1": _E, "A6.2": _P, "A6.3": _A}),
        Module("ST", "Mise en situation", 35, {"A2.2": _E, "A3.2": _E, "A3.3": _E, "A4.4": _P}),
        Module("AP", "Analyse de pratique", 10, {"A7.1": _P, "A7.2": _E, "A7.3": _P, "A7.4": _E}),
    ),
    frozenset({"C1.4.1", "C2.4.3", "C3.4.2", "C4.2.2"}),
)

FACILITER = Cours(
    "Faciliter un collectif coopératif",
    "Réunir des acteurs, conduire des temps collectifs utiles à l’œuvre commune.",
    "Facilitateurs et facilitatrices de tiers-lieux et de pôles territoriaux.",
    (
        Module("F1", "Comprendre où l’on est", 14, {"A1.1": _P, "A1.3": _E}),
        Module("F2", "Faciliter", 28, {"A2.1": _E, "A2.2": _E, "A2.3": _E, "A2.4": _P}),
        Module("F3", "Tenir sa place", 14, {"A7.1": _A, "A7.2": _P, "A7.4": _P}),
    ),
)

DEVELOPPER = Cours(
    "Développer des coopérations territoriales",
    "Relier des acteurs à l’échelle d’un territoire pour faire naître et grandir des coopérations.",
    "Chargé·es de développement territorial, réseaux, collectivités.",
    (
        Module("D1", "Lire un territoire et ses acteurs", 21, {"A1.1": _E, "A1.2": _E, "A1.3": _P}),
        Module("D2", "Mailler", 28, {"A5.1": _E, "A5.2": _P, "A2.1": _P}),
        Module("D3", "Négocier l’action publique", 21, {"A5.3": _E, "A4.3": _P}),
        Module("D4", "Modèles et montages", 21, {"A4.1": _E, "A4.2": _E, "A4.4": _P}),
        Module("D5", "Projets et filières", 21, {"A5.4": _E, "A6.4": _A}),
        Module("D6", "Mémoire et analyse de pratique", 14, {"A6.1": _P, "A6.2": _P, "A7.4": _E}),
    ),
)
