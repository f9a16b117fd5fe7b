"""Le niveau courant est celui du dernier fait vivant, et rien d’autre."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from coopmetiers.parcours.rules.niveau import Fait, faits_vivants, niveau_courant

DEBUT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)


def fait(
    cle: int,
    niveau: int,
    jour: int = 1,
    *,
    par: int = 1,
    corrige: int | None = None,
    annule: bool = False,
    a_preuve: bool = False,
) -> Fait:
    """Un fait d’octobre 2026, enregistré dans l’ordre de sa clé."""
    enregistree_a = DEBUT + timedelta(minutes=cle)
    return Fait(cle, niveau, date(2026, 10, jour), enregistree_a, par, corrige, annule, a_preuve)


@pytest.mark.parametrize(
    ("faits", "attendu"),
    [
        ([], None),
        ([fait(1, 2)], 2),
        ([fait(1, 2, 3), fait(2, 3, 8)], 3),
        # Enregistré après coup, mais observé avant : il n’écrase pas le plus récent.
        ([fait(1, 3, 8), fait(2, 1, 3)], 3),
        # Le même jour, le dernier enregistré l’emporte.
        ([fait(1, 3, 8), fait(2, 2, 8)], 2),
        # Ni maximum, ni moyenne : un niveau peut redescendre.
        ([fait(1, 4, 3), fait(2, 1, 8)], 1),
        # Corrigé, il ne compte plus.
        ([fait(1, 4, 8), fait(2, 2, 8, corrige=1)], 2),
        # Annulé, il laisse le précédent.
        ([fait(1, 2, 3), fait(2, 4, 8), fait(3, 4, 8, corrige=2, annule=True)], 2),
        # Annulé seul, il ne reste rien : non évaluée, pas zéro.
        ([fait(1, 2), fait(2, 2, corrige=1, annule=True)], None),
        # La correction d’une correction.
        ([fait(1, 4, 8), fait(2, 2, 8, corrige=1), fait(3, 3, 8, corrige=2)], 3),
    ],
)
def test_le_niveau_est_celui_du_dernier_fait_vivant(faits: list[Fait], attendu: int | None) -> None:
    courant = niveau_courant(faits)
    assert (courant.niveau if courant else None) == attendu


def test_les_faits_vivants_vont_du_plus_recent_au_plus_ancien() -> None:
    assert [f.cle for f in faits_vivants([fait(1, 2, 3), fait(2, 3, 8), fait(3, 1, 5)])] == [
        2,
        3,
        1,
    ]


@pytest.mark.parametrize(
    ("sur_le_fait", "deposee", "prouve"),
    [(False, False, False), (True, False, True), (False, True, True), (True, True, True)],
)
def test_un_niveau_est_prouve_par_son_fait_ou_par_une_preuve_de_la_competence(
    *, sur_le_fait: bool, deposee: bool, prouve: bool
) -> None:
    courant = niveau_courant([fait(1, 3, a_preuve=sur_le_fait)], preuve_deposee=deposee)
    assert courant is not None
    assert courant.a_preuve is prouve


def test_la_preuve_d_un_ancien_fait_ne_prouve_pas_le_niveau_courant() -> None:
    courant = niveau_courant([fait(1, 2, 3, a_preuve=True), fait(2, 3, 8)])
    assert courant is not None
    assert not courant.a_preuve


@pytest.mark.parametrize(
    ("faits", "attendu"),
    [
        ([fait(1, 2, par=1), fait(2, 3, par=2)], True),
        ([fait(1, 3, par=1), fait(2, 3, par=2)], False),
        # La même personne qui relève son propre niveau n’est pas en désaccord.
        ([fait(1, 2, 3, par=1), fait(2, 3, 8, par=1)], False),
        # Chacune en est restée à son dernier mot.
        ([fait(1, 2, 3, par=1), fait(2, 3, 5, par=2), fait(3, 3, 8, par=1)], False),
        # Corrigé, un avis ne pèse plus.
        ([fait(1, 2, par=1), fait(2, 3, par=2), fait(3, 3, par=1, corrige=1)], False),
    ],
)
def test_le_desaccord_entre_deux_personnes_se_voit(faits: list[Fait], *, attendu: bool) -> None:
    courant = niveau_courant(faits)
    assert courant is not None
    assert courant.en_desaccord is attendu
