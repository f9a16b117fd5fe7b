"""La feuille d’émargement d’une session, et les heures d’une personne."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.tenancy import current_scope
from coopmetiers.comptes.models import Organisation
from coopmetiers.formation import queries as formation
from coopmetiers.formation.models import Creneau
from coopmetiers.formation.queries import CreneauVu
from coopmetiers.parcours.enums import EtatInscription
from coopmetiers.parcours.models import Apprenant, Emargement, Inscription
from coopmetiers.parcours.rules.assiduite import (
    Assiduite,
    Constat,
    DureeCreneau,
    assiduite,
    constats_courants,
)
from coopmetiers.parcours.rules.cellules import ordre_des_noms


@dataclass(frozen=True)
class PersonneEmargee:
    """Une ligne de la feuille : la personne, sa présence à chaque créneau constaté, ses heures."""

    inscription_id: str
    nom: str
    #: `creneau_id` → présence constatée.
    presences: Mapping[str, str]
    heures: Assiduite


@dataclass(frozen=True)
class PresencesVues:
    """Les demi-journées de la session d’une personne, et ce qui y est constaté d’elle."""

    creneaux: tuple[CreneauVu, ...]
    #: Clé de créneau → présence constatée.
    presences: Mapping[int, str]
    heures: Assiduite


@dataclass(frozen=True)
class EmargementVu:
    """La feuille d’une session : créneaux en colonnes, personnes en lignes."""

    creneaux: tuple[CreneauVu, ...]
    personnes: tuple[PersonneEmargee, ...]

    def a_emarger(self, aujourd_hui: date) -> CreneauVu | None:
        """Le premier créneau du jour ou passé qui attend un constat ; à défaut le plus proche."""
        passes = [c for c in self.creneaux if c.jour <= aujourd_hui]
        attendus = [c for c in passes if not self.est_constate(c.creneau_id)]
        return next(iter(attendus or passes[-1:] or self.creneaux[:1]), None)

    def nb_a_emarger(self, aujourd_hui: date) -> int:
        """Combien de demi-journées du jour ou passées attendent encore un constat."""
        passes = [c.creneau_id for c in self.creneaux if c.jour <= aujourd_hui]
        return sum(1 for creneau_id in passes if not self.est_constate(creneau_id))

    def ouvre_un_jour(self, creneau: CreneauVu) -> bool:
        """Vrai pour le premier créneau de son jour."""
        return next(c for c in self.creneaux if c.jour == creneau.jour) == creneau

    def nb_presents(self, creneau_id: str) -> int:
        """Combien de personnes étaient là."""
        return sum(1 for p in self.personnes if p.presences.get(creneau_id) == "PRESENT")

    def est_constate(self, creneau_id: str) -> bool:
        """Vrai quand chaque personne a un constat à ce créneau."""
        return all(creneau_id in p.presences for p in self.personnes)


def emargement(cle_session: int) -> EmargementVu:
    """La feuille d’une session, en quatre requêtes quelle que soit sa taille."""
    creneaux = formation.creneaux(cle_session)
    constats = courants_de_la_session(cle_session)
    aujourd_hui = clock.today(fuseau())
    durees = [DureeCreneau(c.cle, c.jour, c.minutes) for c in creneaux]
    personnes = []
    for cle, inscription_id, prenom, nom in _inscrites(cle_session):
        presences = {
            c.cle: constats[cle, c.cle].presence for c in creneaux if (cle, c.cle) in constats
        }
        personnes.append(
            PersonneEmargee(
                inscription_id=inscription_id,
                nom=f"{prenom} {nom}",
                presences={c.creneau_id: presences[c.cle] for c in creneaux if c.cle in presences},
                heures=assiduite(durees, presences, aujourd_hui=aujourd_hui),
            )
        )
    return EmargementVu(creneaux, tuple(personnes))


def presences_de(cle_inscription: int, cle_session: int) -> PresencesVues:
    """Les demi-journées d’une personne, ce qui y est constaté, ses heures, en trois requêtes."""
    creneaux = formation.creneaux(cle_session)
    constats = constats_courants(_constats(cle_session, cle_inscription))
    presences = {cle_creneau: c.presence for (_cle, cle_creneau), c in constats.items()}
    return PresencesVues(
        creneaux=creneaux,
        presences=presences,
        heures=assiduite(
            [DureeCreneau(c.cle, c.jour, c.minutes) for c in creneaux],
            presences,
            aujourd_hui=clock.today(fuseau()),
        ),
    )


def assiduite_de(cle_inscription: int, cle_session: int) -> Assiduite:
    """Les heures d’une personne dans sa session, en trois requêtes."""
    return presences_de(cle_inscription, cle_session).heures


def courants_de_la_session(cle_session: int) -> dict[tuple[int, int], Constat]:
    """Le constat qui compte pour chaque (inscription, créneau) d’une session."""
    return constats_courants(_constats(cle_session))


def fuseau() -> str:
    """Le fuseau de l’organisation liée : une date légale se lit sur place."""
    trouve = db.session.scalar(
        select(Organisation.fuseau).where(Organisation.cle == current_scope())
    )
    return trouve or clock.DEFAULT_ZONE


def _inscrites(cle_session: int) -> list[tuple[int, str, str, str]]:
    lignes = db.session.execute(
        select(Inscription.cle, Inscription.inscription_id, Apprenant.prenom, Apprenant.nom)
        .join(Apprenant, Apprenant.cle == Inscription.cle_apprenant)
        .where(Inscription.cle_session == cle_session, Inscription.etat != EtatInscription.ROMPUE)
    )
    inscrites = [(cle, inscription_id, prenom, nom) for cle, inscription_id, prenom, nom in lignes]
    return sorted(inscrites, key=lambda ligne: (*ordre_des_noms(ligne[3], ligne[2]), ligne[0]))


def _constats(cle_session: int, cle_inscription: int | None = None) -> list[Constat]:
    demande = (
        select(
            Emargement.cle,
            Emargement.cle_creneau,
            Emargement.cle_inscription,
            Emargement.presence,
            Emargement.cle_corrige,
        )
        .join(Creneau, Creneau.cle == Emargement.cle_creneau)
        .where(Creneau.cle_session == cle_session)
    )
    if cle_inscription is not None:
        demande = demande.where(Emargement.cle_inscription == cle_inscription)
    return [Constat(*ligne) for ligne in db.session.execute(demande)]
