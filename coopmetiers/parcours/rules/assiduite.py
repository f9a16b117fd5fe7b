"""Qui était là, demi-journée par demi-journée, et pour combien de temps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.texts import n_
from coopmetiers.parcours.enums import Presence


@dataclass(frozen=True)
class Constat:
    """Une présence constatée ; `corrige` nomme le constat que celui-ci remplace."""

    cle: int
    cle_creneau: int
    cle_inscription: int
    presence: str
    corrige: int | None = None


@dataclass(frozen=True)
class DureeCreneau:
    """Un créneau, son jour, sa durée en minutes."""

    cle: int
    jour: date
    minutes: int


@dataclass(frozen=True)
class SaisiePresence:
    """Ce qu’une personne constate à un créneau."""

    creneau_id: str
    inscription_id: str
    presence: Presence


@dataclass(frozen=True)
class Assiduite:
    """Les heures d’une personne, en minutes, et ce qui reste à émarger."""

    minutes_presentes: int
    minutes_constatees: int
    minutes_prevues: int
    nb_a_emarger: int

    @property
    def taux(self) -> int | None:
        """Part des heures constatées où la personne était là, en pour cent ; rien sans constat."""
        if not self.minutes_constatees:
            return None
        return round(100 * self.minutes_presentes / self.minutes_constatees)


def constats_courants(constats: Iterable[Constat]) -> dict[tuple[int, int], Constat]:
    """Le constat qui compte pour chaque (inscription, créneau) : celui que rien ne corrige."""
    connus = tuple(constats)
    corriges = {constat.corrige for constat in connus}
    courants = sorted((c for c in connus if c.cle not in corriges), key=lambda c: c.cle)
    return {(c.cle_inscription, c.cle_creneau): c for c in courants}


def assiduite(
    creneaux: Sequence[DureeCreneau], presences: Mapping[int, str], *, aujourd_hui: date
) -> Assiduite:
    """Les heures d’une personne : `presences` donne la présence constatée de chaque créneau.

    Une absence excusée compte comme une absence. Un créneau passé sans constat ne compte ni pour
    ni contre : il est à émarger.
    """
    constates = [c for c in creneaux if c.cle in presences]
    presents = [c for c in constates if presences[c.cle] == Presence.PRESENT]
    passes = [c for c in creneaux if c.jour <= aujourd_hui]
    return Assiduite(
        minutes_presentes=sum(c.minutes for c in presents),
        minutes_constatees=sum(c.minutes for c in constates),
        minutes_prevues=sum(c.minutes for c in creneaux),
        nb_a_emarger=sum(1 for c in passes if c.cle not in presences),
    )


def verifier_creneau_emargeable(jour: date, aujourd_hui: date) -> None:
    """Refuse d’émarger une demi-journée avant son jour : une présence se constate."""
    if jour > aujourd_hui:
        raise RuleViolation(
            "creneau_a_venir",
            n_("La demi-journée du %(jour)s n’a pas eu lieu : elle s’émarge à partir de ce jour."),
            {"jour": f"{jour:%d/%m/%Y}"},
        )
