"""Formations, modules, liens, sessions, créneaux, affectations : valides par défaut.

À appeler dans un acte ouvert, sous la portée de l’organisme (`tenancy.bound(organisme.cle)`).
"""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import count

from sqlalchemy import select

from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.formation.enums import DemiJournee, Intensite, RoleSession
from coopmetiers.formation.models import (
    Affectation,
    Couverture,
    Creneau,
    Formation,
    ModuleFormation,
    SessionFormation,
)
from coopmetiers.referentiel.models import Competence
from coopmetiers.referentiel.queries import VersionVue
from tests.fabriques.referentiel import fabriquer_version

_SUITE = count(1)
#: Les heures d’une demi-journée, quand rien d’autre n’est dit.
HEURES = {
    DemiJournee.MATIN: (time(9), time(12, 30)),
    DemiJournee.APRES_MIDI: (time(13, 30), time(17)),
}


def fabriquer_formation(
    version: VersionVue | None = None, *, nb_modules: int = 2, **ecarts: object
) -> Formation:
    """Une formation qui suit cette version (à défaut, la petite version des tests)."""
    valeurs = {
        "cle_version": (version or fabriquer_version()).cle,
        "intitule": f"Animer une coopération, parcours {next(_SUITE)}",
        "objectifs": "Réunir, faire décider et faire durer un collectif.",
        "creee_a": clock.now(),
    }
    formation = _ajouter(Formation(**{**valeurs, **ecarts}))
    for _rang in range(nb_modules):
        fabriquer_module(formation)
    return formation


def fabriquer_module(formation: Formation, **ecarts: object) -> ModuleFormation:
    rang = len(formation.modules) + 1
    valeurs = {
        "formation": formation,
        "rang": rang,
        "code": f"M{rang}",
        "intitule": f"Module {rang}",
        "duree_minutes": 14 * 60,
    }
    return _ajouter(ModuleFormation(**{**valeurs, **ecarts}))


def fabriquer_lien(
    module: ModuleFormation, code: str, intensite: Intensite = Intensite.EVALUEE
) -> Couverture:
    competence = db.session.scalars(
        select(Competence).where(
            Competence.cle_version == module.formation.cle_version, Competence.code == code
        )
    ).one()
    return _ajouter(
        Couverture(cle_module=module.cle, cle_competence=competence.cle, intensite=intensite)
    )


def fabriquer_session(
    formation: Formation, *, nb_jours: int = 2, **ecarts: object
) -> SessionFormation:
    """Une session de jours pleins, matin et après-midi, qui commence aujourd’hui."""
    rang = next(_SUITE)
    debut_le = ecarts.get("debut_le", clock.today())
    assert isinstance(debut_le, date)
    valeurs = {
        "formation": formation,
        "cle_version": formation.cle_version,
        "code": f"ESSAI-{rang}",
        "intitule": f"Session d’essai {rang}",
        "debut_le": debut_le,
        "fin_le": debut_le + timedelta(days=max(nb_jours, 1) - 1),
        "lieu": "Salle du Moulin-Modèle",
        "creee_a": clock.now(),
    }
    session = _ajouter(SessionFormation(**{**valeurs, **ecarts}))
    for jour in range(nb_jours):
        for moitie in DemiJournee:
            fabriquer_creneau(session, debut_le + timedelta(days=jour), moitie)
    return session


def fabriquer_creneau(
    session: SessionFormation,
    jour: date,
    moitie: DemiJournee = DemiJournee.MATIN,
    **ecarts: object,
) -> Creneau:
    debut, fin = HEURES[moitie]
    valeurs = {
        "session": session,
        "jour": jour,
        "demi_journee": moitie,
        "debut": debut,
        "fin": fin,
    }
    return _ajouter(Creneau(**{**valeurs, **ecarts}))


def fabriquer_affectation(
    session: SessionFormation,
    personne: Identity,
    role: RoleSession = RoleSession.FORMATEUR,
    **ecarts: object,
) -> Affectation:
    valeurs = {
        "cle_session": session.cle,
        "cle_utilisateur": personne.user_key,
        "role": role,
        "depuis_a": clock.now(),
    }
    return _ajouter(Affectation(**{**valeurs, **ecarts}))


def _ajouter(ligne):
    db.session.add(ligne)
    db.session.flush()
    return ligne
