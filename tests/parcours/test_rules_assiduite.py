"""Présences et heures."""

from __future__ import annotations

from datetime import date

import pytest

from coopmetiers.base.errors import RuleViolation
from coopmetiers.parcours.enums import Presence
from coopmetiers.parcours.rules.assiduite import (
    Assiduite,
    Constat,
    DureeCreneau,
    assiduite,
    constats_courants,
    verifier_creneau_emargeable,
)

LUNDI, MARDI, MERCREDI = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
CRENEAUX = [DureeCreneau(1, LUNDI, 210), DureeCreneau(2, MARDI, 180), DureeCreneau(3, MERCREDI, 60)]


def test_un_constat_corrige_laisse_la_place_au_nouveau() -> None:
    constats = [
        Constat(1, 7, 40, Presence.PRESENT),
        Constat(2, 7, 41, Presence.PRESENT),
        Constat(3, 7, 40, Presence.ABSENT, corrige=1),
    ]
    courants = constats_courants(constats)
    assert courants[40, 7].cle == 3
    assert courants[41, 7].cle == 2


@pytest.mark.parametrize(
    ("presences", "attendu", "taux"),
    [
        ({}, Assiduite(0, 0, 450, 2), None),
        ({1: Presence.PRESENT}, Assiduite(210, 210, 450, 1), 100),
        ({1: Presence.PRESENT, 2: Presence.ABSENT}, Assiduite(210, 390, 450, 0), 54),
        ({1: Presence.EXCUSE, 2: Presence.PRESENT}, Assiduite(180, 390, 450, 0), 46),
        ({1: Presence.ABSENT, 2: Presence.ABSENT}, Assiduite(0, 390, 450, 0), 0),
    ],
)
def test_les_heures_ne_comptent_que_ce_qui_est_constate(
    presences: dict[int, str], attendu: Assiduite, taux: int | None
) -> None:
    heures = assiduite(CRENEAUX, presences, aujourd_hui=MARDI)
    assert heures == attendu
    assert heures.taux == taux


def test_une_demi_journee_s_emarge_a_partir_de_son_jour() -> None:
    verifier_creneau_emargeable(LUNDI, LUNDI)
    verifier_creneau_emargeable(LUNDI, MARDI)
    with pytest.raises(RuleViolation) as refus:
        verifier_creneau_emargeable(MARDI, LUNDI)
    assert refus.value.code == "creneau_a_venir"
    assert "24/11/2026" in refus.value.text()
