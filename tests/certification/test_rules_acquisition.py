"""Quand un bloc est acquis, ce qui reste acquis, ce qui donne une attestation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from coopmetiers.certification.enums import Resultat
from coopmetiers.certification.rules import acquisition as rules
from coopmetiers.certification.rules.dossier import AcquiseAvant
from coopmetiers.certification.rules.jury import DecisionVue
from tests.fabriques.certification import fabriquer_bloc, fabriquer_competence, fabriquer_dossier

TOUS = ("C1.1.1", "C1.1.2", "C2.1.1", "C2.1.2")


def decisions(*acquises: str, refusees: tuple[str, ...] = ()) -> dict[str, DecisionVue]:
    return {code: DecisionVue(code, Resultat.ACQUISE, 3, "") for code in acquises} | {
        code: DecisionVue(code, Resultat.NON_ACQUISE, None, "non") for code in refusees
    }


def deja(code: str, niveau: int = 3, **ecarts: object):
    return fabriquer_competence(
        code, avant=AcquiseAvant(niveau, "J-2026-001", date(2026, 5, 2)), **ecarts
    )


@pytest.mark.parametrize(
    ("prises", "deja_attestes", "attendus"),
    [
        (decisions(*TOUS), (), ["B1", "B2"]),
        (decisions(*TOUS), ("B1",), ["B2"]),
        (decisions(*TOUS), ("B1", "B2"), []),
        (decisions("C1.1.1", "C1.1.2", "C2.1.1", refusees=("C2.1.2",)), (), ["B1"]),
        (decisions("C1.1.1"), (), []),
        ({}, (), []),
    ],
)
def test_un_bloc_acquis_donne_une_attestation_et_une_seule(prises, deja_attestes, attendus):
    blocs = rules.blocs_a_attester(fabriquer_dossier(), prises, deja_attestes)
    assert [bloc.code for bloc in blocs] == attendus


def test_un_bloc_complementaire_se_decide_mais_n_est_pas_atteste():
    dossier = fabriquer_dossier(fabriquer_bloc(complementaire=True), fabriquer_bloc("B2"))
    prises = decisions(*TOUS)
    assert [b.code for b in rules.blocs_a_attester(dossier, prises, ())] == ["B2"]
    assert {c.code for c in rules.competences_nouvelles(dossier, prises)} == set(TOUS)


def test_un_bloc_se_complete_de_ce_qu_un_jury_precedent_a_acquis():
    bloc = fabriquer_bloc(competences=(deja("C1.1.1"), fabriquer_competence("C1.1.2")))
    dossier = fabriquer_dossier(bloc)
    assert rules.blocs_a_attester(dossier, decisions("C1.1.2"), ()) == (bloc,)
    assert [c.code for c in rules.competences_nouvelles(dossier, decisions("C1.1.2"))] == ["C1.1.2"]


def test_un_bloc_entierement_acquis_ailleurs_est_atteste_sans_rien_decider():
    bloc = fabriquer_bloc(competences=(deja("C1.1.1"), deja("C1.1.2", 4)))
    assert rules.blocs_a_attester(fabriquer_dossier(bloc), {}, ()) == (bloc,)


def test_une_competence_acquise_le_reste_meme_si_son_bloc_ne_l_est_pas():
    prises = decisions("C1.1.1", refusees=("C1.1.2",))
    assert rules.competences_nouvelles(fabriquer_dossier(), prises) == (
        rules.CompetenceAcquise("C1.1.1", 3),
    )


@pytest.mark.parametrize(
    ("competence", "prises", "attendu"),
    [
        (fabriquer_competence(), decisions("C1.1.1"), 3),
        (fabriquer_competence(), decisions(refusees=("C1.1.1",)), None),
        (fabriquer_competence(), {}, None),
        (deja("C1.1.1", 4), {}, 4),
        (deja("C1.1.1", 2, seuil=3), decisions("C1.1.1"), 3),
        (
            fabriquer_competence(),
            {"C1.1.1": replace(decisions("C1.1.1")["C1.1.1"], niveau=4)},
            4,
        ),
    ],
)
def test_le_niveau_imprime_est_celui_d_avant_ou_celui_que_le_jury_a_dit(
    competence, prises, attendu
):
    assert rules.niveau_acquis(competence, prises) == attendu
