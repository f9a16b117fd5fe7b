"""Les formules des accueils."""

from datetime import date, time, timedelta

import pytest

from coopmetiers.referentiel.enums import RangCompetence
from coopmetiers.referentiel.rules import CompetenceExigee, ExigenceBloc
from coopmetiers.tableaux.rules import (
    DemiJourneeSuivie,
    Observation,
    PersonneSuivie,
    SessionSuivie,
    prochaines,
)

JOUR = date(2026, 11, 23)


def exigence(*codes, exige=True, complementaire=False):
    competences = tuple(CompetenceExigee(code, 3, RangCompetence.PRINCIPAL) for code in codes)
    return ExigenceBloc("B1", "Bloc", competences, len(codes), exige, complementaire)


def personne(*exigences, inscription_id="i1", **vues):
    observations = {code.replace("_", "."): Observation(*vue) for code, vue in vues.items()}
    return PersonneSuivie(inscription_id, exigences, observations)


def demi(jour, nb_constats=0, debut=9):
    return DemiJourneeSuivie(jour, "MATIN", time(debut), time(debut + 3), nb_constats)


def session(**ecarts):
    valeurs = {
        "session_id": "s1",
        "intitule": "Animer",
        "debut_le": JOUR,
        "fin_le": JOUR,
        "lieu": "",
    }
    return SessionSuivie(**{**valeurs, **ecarts})


@pytest.mark.parametrize(
    ("exigences", "vues", "reste"),
    [
        ((exigence("C1", "C2"),), {}, 2),
        ((exigence("C1", "C2"),), {"C1": (1, False)}, 1),
        ((exigence("C1"), exigence("C2", complementaire=True)), {}, 2),
        ((exigence("C1"), exigence("C2", exige=False)), {}, 1),
        ((exigence("C1"),), {"C9": (4, True)}, 1),
        ((), {}, 0),
    ],
)
def test_une_competence_exigee_reste_a_evaluer_tant_que_rien_n_est_vu(exigences, vues, reste):
    assert personne(*exigences, **vues).nb_a_evaluer == reste


@pytest.mark.parametrize(
    ("exigences", "vues", "presentable"),
    [
        ((exigence("C1", "C2"),), {"C1": (3, True), "C2": (4, True)}, True),
        ((exigence("C1", "C2"),), {"C1": (3, True)}, False),
        ((exigence("C1"),), {"C1": (2, True)}, False),
        ((exigence("C1"),), {"C1": (3, False)}, False),
        ((exigence("C1", complementaire=True),), {"C1": (3, True)}, False),
        ((exigence("C1", exige=False),), {"C1": (3, True)}, False),
        ((exigence("C1"), exigence("C2")), {"C2": (3, True)}, True),
        ((), {}, False),
    ],
)
def test_on_presente_qui_a_un_bloc_entier_et_prouve(exigences, vues, presentable):
    assert personne(*exigences, **vues).est_presentable is presentable


def test_une_demi_journee_se_fait_signer_jusqu_a_ce_que_chacun_y_soit_constate():
    suivie = session(
        personnes=(personne(), personne(inscription_id="i2")),
        demi_journees=(
            demi(JOUR - timedelta(days=1), 2),
            demi(JOUR - timedelta(days=1), 1),
            demi(JOUR, 0),
            demi(JOUR + timedelta(days=1), 0),
        ),
    )
    assert [d.nb_constats for d in suivie.a_emarger(JOUR)] == [1, 0]


def test_une_session_sans_inscrit_n_attend_aucune_signature():
    assert session(demi_journees=(demi(JOUR),)).a_emarger(JOUR) == ()


@pytest.mark.parametrize(("fin", "attendu"), [(15, 0), (14, 2), (0, 2), (-30, 2)])
def test_les_evaluations_se_rappellent_deux_semaines_avant_la_fin(fin, attendu):
    suivie = session(fin_le=JOUR + timedelta(days=fin), personnes=(personne(exigence("C1", "C2")),))
    assert suivie.nb_a_evaluer(JOUR) == attendu


def test_on_ne_represente_pas_qui_l_est_deja():
    prete = personne(exigence("C1"), C1=(3, True))
    assert session(personnes=(prete,)).nb_a_presenter == 1
    assert session(personnes=(prete,), presentees=frozenset({"i1"})).nb_a_presenter == 0


def test_les_prochaines_demi_journees_vont_d_aujourd_hui_a_sept_jours():
    jours = [JOUR + timedelta(days=n) for n in (-1, 0, 6, 7)]
    suivie = session(demi_journees=tuple(demi(jour) for jour in reversed(jours)))
    assert [d.jour for _session, d in prochaines([suivie], JOUR)] == jours[1:3]
    assert len(prochaines([suivie] * 9, JOUR)) == 5
