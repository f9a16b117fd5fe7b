"""Le calendrier où l’on coche des demi-journées, et les jours d’une session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from coopmetiers.formation.enums import DemiJournee
from coopmetiers.formation.forms.sessions import HorairesForm
from coopmetiers.formation.queries import CreneauVu
from coopmetiers.formation.rules import sessions as regles
from coopmetiers.formation.rules.sessions import SaisieSession

MOITIES = tuple(DemiJournee)


@dataclass(frozen=True)
class CaseCalendrier:
    """Une demi-journée du calendrier : à cocher, cochée, ou déjà posée."""

    valeur: str
    demi_journee: DemiJournee
    cochee: bool
    posee: bool


@dataclass(frozen=True)
class JourCalendrier:
    """Un jour d’une semaine ; sans case quand il est hors de la session."""

    jour: date
    cases: tuple[CaseCalendrier, ...]


Semaines = tuple[tuple[JourCalendrier, ...], ...]


def calendrier(
    form: HorairesForm,
    dates: SaisieSession,
    *,
    etape: str = "",
    posees: Sequence[tuple[date, DemiJournee]] = (),
) -> Semaines:
    """Les semaines de la session, leurs demi-journées cochées au besoin selon le rythme demandé.

    Lève `RuleViolation` si les dates ne tiennent pas.
    """
    regles.verifier_session(dates)
    semaines = regles.semaines(dates.debut_le, dates.fin_le)
    jours = [j for semaine in semaines for j in semaine if dates.debut_le <= j <= dates.fin_le]
    if etape == "cocher":
        form.cocher(jours)
    dedans = set(jours)
    cochees, deja = form.choisies, set(posees)
    return tuple(
        tuple(
            JourCalendrier(jour, _cases(jour, cochees, deja) if jour in dedans else ())
            for jour in semaine
        )
        for semaine in semaines
    )


def _cases(
    jour: date,
    cochees: frozenset[tuple[date, DemiJournee]],
    deja: set[tuple[date, DemiJournee]],
) -> tuple[CaseCalendrier, ...]:
    return tuple(
        CaseCalendrier(
            valeur=f"{jour.isoformat()}.{moitie}",
            demi_journee=moitie,
            cochee=(jour, moitie) in cochees,
            posee=(jour, moitie) in deja,
        )
        for moitie in MOITIES
    )


def par_jour(creneaux: Sequence[CreneauVu]) -> tuple[tuple[date, tuple[CreneauVu, ...]], ...]:
    """Les créneaux d’une session rangés par jour."""
    return tuple((jour, tuple(groupe)) for jour, groupe in groupby(creneaux, key=lambda c: c.jour))
