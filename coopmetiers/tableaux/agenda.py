"""Ce qui vient et ce qui est en cours : demi-journées, sessions, jurys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from flask import url_for

from coopmetiers.base.i18n import _, day_short, hours, long_date, ngettext
from coopmetiers.certification.enums import LIBELLES_JURY
from coopmetiers.certification.queries import LigneJury
from coopmetiers.formation.enums import LIBELLES_DEMI_JOURNEE, DemiJournee
from coopmetiers.tableaux.rules import SessionSuivie, prochaines


@dataclass(frozen=True)
class Date:
    """Une date à venir, telle que l’agenda la montre."""

    jour: str
    numero: int
    titre: str
    texte: str
    adresse: str


@dataclass(frozen=True)
class Rang:
    """Une chose en cours : une session, une version du référentiel."""

    titre: str
    texte: str
    adresse: str
    etat: str


def demi_journees(sessions: Sequence[SessionSuivie], jour: date) -> tuple[Date, ...]:
    """Les demi-journées d’aujourd’hui et de la semaine."""
    return tuple(
        Date(
            day_short(demi.jour).split()[0],
            demi.jour.day,
            session.intitule,
            _("%(moment)s, %(debut)s à %(fin)s. %(inscrits)s",
              moment=_(LIBELLES_DEMI_JOURNEE[DemiJournee(demi.demi_journee)]).capitalize(),
              debut=_heure(demi.debut), fin=_heure(demi.fin),
              inscrits=ngettext("%(num)s inscrit·e", "%(num)s inscrit·es", len(session.personnes))),
            url_for("formation.session", session_id=session.session_id),
        )
        for session, demi in prochaines(sessions, jour)
    )  # fmt: skip


def en_cours(sessions: Sequence[SessionSuivie], jour: date) -> tuple[Rang, ...]:
    """Les sessions ouvertes à ce jour."""
    return tuple(
        Rang(
            session.intitule,
            _("Jusqu’au %(fin)s, %(inscrits)s", fin=long_date(session.fin_le),
              inscrits=ngettext("%(num)s inscrit·e", "%(num)s inscrit·es", len(session.personnes))),
            url_for("formation.session", session_id=session.session_id),
            "En cours",
        )
        for session in sessions
        if session.debut_le <= jour <= session.fin_le
    )  # fmt: skip


def _heure(moment: time) -> str:
    return hours(moment.hour * 60 + moment.minute)


def dates_des_jurys(jurys: Sequence[LigneJury], jour: date) -> tuple[Date, ...]:
    """Les jurys d’aujourd’hui et d’après."""
    return tuple(
        Date(
            day_short(jury.tenu_le).split()[0],
            jury.tenu_le.day,
            _("Jury %(numero)s, %(metier)s", numero=jury.numero, metier=jury.metier),
            f"{day_short(jury.tenu_le)}, {jury.lieu}. {_(LIBELLES_JURY[jury.etat])}",
            url_for("certification.jury", jury_id=jury.jury_id),
        )
        for jury in jurys
        if jury.tenu_le >= jour
    )
