"""Les chiffres des accueils : chaque formule est dite, et se refait à la main."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from coopmetiers.referentiel.rules import ExigenceBloc

#: Une session dont la fin approche à moins de deux semaines appelle ses évaluations.
PREAVIS = timedelta(days=14)
#: Passés deux mois, une session close n’est plus une chose à faire d’aujourd’hui.
OUBLI = timedelta(days=60)
#: Jusqu’où l’accueil regarde devant soi.
HORIZON = timedelta(days=30)
SEMAINE = timedelta(days=7)


@dataclass(frozen=True)
class Observation:
    """Le niveau courant d’une compétence, et s’il est prouvé."""

    niveau: int
    a_preuve: bool


@dataclass(frozen=True)
class PersonneSuivie:
    """Une personne inscrite : ce qu’on attend d’elle, ce qu’on a vu d’elle."""

    inscription_id: str
    exigences: tuple[ExigenceBloc, ...]
    observations: Mapping[str, Observation]

    @property
    def nb_a_evaluer(self) -> int:
        """Combien de compétences exigées n’ont encore aucun niveau."""
        exigees = {c.code for bloc in self.exigences if bloc.exige for c in bloc.competences}
        return len(exigees - self.observations.keys())

    @property
    def est_presentable(self) -> bool:
        """Vrai si un bloc entier est au seuil, chaque niveau étant prouvé.

        Un bloc complémentaire n’a pas d’attestation à lui : il ne suffit pas.
        """
        return any(
            all(self._tient(c.code, c.seuil) for c in bloc.competences)
            for bloc in self.exigences
            if bloc.exige and not bloc.complementaire
        )

    def _tient(self, code: str, seuil: int) -> bool:
        vue = self.observations.get(code)
        return vue is not None and vue.a_preuve and vue.niveau >= seuil


@dataclass(frozen=True)
class DemiJourneeSuivie:
    """Une demi-journée, et combien de personnes y ont une présence constatée."""

    jour: date
    demi_journee: str
    debut: time
    fin: time
    nb_constats: int


@dataclass(frozen=True)
class SessionSuivie:
    """Une session proche : ses demi-journées, ses personnes, ce qui manque."""

    session_id: str
    intitule: str
    debut_le: date
    fin_le: date
    lieu: str
    demi_journees: tuple[DemiJourneeSuivie, ...] = ()
    personnes: tuple[PersonneSuivie, ...] = ()
    #: Inscriptions déjà présentées à un certificateur.
    presentees: frozenset[str] = field(default_factory=frozenset)

    def a_emarger(self, jour: date) -> tuple[DemiJourneeSuivie, ...]:
        """Les demi-journées du jour ou passées où il manque la présence de quelqu’un."""
        return tuple(
            demi
            for demi in self.demi_journees
            if demi.jour <= jour and demi.nb_constats < len(self.personnes)
        )

    def nb_a_evaluer(self, jour: date) -> int:
        """Combien de niveaux manquent, quand la session finit bientôt ou vient de finir."""
        if jour < self.fin_le - PREAVIS:
            return 0
        return sum(personne.nb_a_evaluer for personne in self.personnes)

    @property
    def nb_a_presenter(self) -> int:
        """Combien de personnes ont un bloc entier prouvé et n’ont pas encore été présentées."""
        return sum(
            personne.est_presentable and personne.inscription_id not in self.presentees
            for personne in self.personnes
        )


def prochaines(
    sessions: Sequence[SessionSuivie], jour: date, *, au_plus: int = 5
) -> tuple[tuple[SessionSuivie, DemiJourneeSuivie], ...]:
    """Les demi-journées d’aujourd’hui et des sept jours qui suivent, dans l’ordre."""
    toutes = [
        (session, demi)
        for session in sessions
        for demi in session.demi_journees
        if jour <= demi.jour < jour + SEMAINE
    ]
    toutes.sort(key=lambda couple: (couple[1].jour, couple[1].debut, couple[0].intitule))
    return tuple(toutes[:au_plus])
