"""Une compétence vaut la plus forte intensité de ses modules ; sans lien, c’est un trou."""

import pytest

from coopmetiers.formation.enums import Intensite
from coopmetiers.formation.rules.couverture import BlocALire, lire, module_proche, plus_fortes

A, P, E = Intensite.ABORDEE, Intensite.PRATIQUEE, Intensite.EVALUEE


@pytest.mark.parametrize(
    ("liens", "attendue"),
    [
        ((A,), A),
        ((A, P), P),
        ((P, A), P),
        ((E, A, P), E),
        ((A, A), A),
        ((P, E), E),
    ],
)
def test_la_plus_forte_intensite_l_emporte(liens, attendue):
    assert plus_fortes(("C1", intensite) for intensite in liens) == {"C1": attendue}


def test_les_competences_ne_se_melangent_pas():
    assert plus_fortes([("C1", A), ("C2", E), ("C1", P)]) == {"C1": P, "C2": E}


def test_sans_lien_il_n_y_a_rien():
    assert plus_fortes([]) == {}


BLOCS = (
    BlocALire("B1", "Faire", ("C1", "C2", "C3", "C4")),
    BlocALire("B2", "Durer", ("C5",), complementaire=True),
)


def test_chaque_competence_est_dans_une_seule_liste():
    lecture = lire(BLOCS, {"C1": E, "C2": P, "C3": A})
    bloc = lecture.blocs[0]
    assert (bloc.evaluees, bloc.pratiquees, bloc.abordees, bloc.trous) == (
        ("C1",),
        ("C2",),
        ("C3",),
        ("C4",),
    )
    assert (bloc.nb_competences, bloc.nb_couvertes) == (4, 3)
    assert bloc.sans_evaluation == ("C2", "C3")


def test_la_lecture_compte_tous_les_blocs():
    lecture = lire(BLOCS, {"C1": E, "C2": P, "C3": A})
    assert (lecture.nb_competences, lecture.nb_couvertes, lecture.nb_evaluees) == (5, 3, 1)
    assert lecture.sans_evaluation == ("C2", "C3")
    assert lecture.trous == ("C4", "C5")


def test_une_competence_hors_des_blocs_demandes_ne_compte_pas():
    lecture = lire(BLOCS, {"C1": E, "C9": E})
    assert (lecture.nb_couvertes, lecture.nb_competences) == (1, 5)


def test_un_bloc_complementaire_le_reste():
    assert [bloc.complementaire for bloc in lire(BLOCS, {}).blocs] == [False, True]


def test_une_formation_sans_lien_n_est_que_trous():
    lecture = lire(BLOCS, {})
    assert (lecture.nb_couvertes, len(lecture.trous)) == (0, 5)


def test_sans_bloc_a_lire_tout_est_nul():
    lecture = lire((), {"C1": E})
    assert (lecture.nb_competences, lecture.nb_couvertes, lecture.trous) == (0, 0, ())


PLACES = {
    "C1": ("B1", "A1"),
    "C2": ("B1", "A1"),
    "C3": ("B1", "A2"),
    "C4": ("B1", "A2"),
    "C5": ("B2", "A3"),
}


@pytest.mark.parametrize(
    ("trou", "liens", "proche"),
    [
        ("C1", [("M1", "C2")], "M1"),
        ("C1", [("M1", "C3"), ("M1", "C4"), ("M2", "C2")], "M2"),
        ("C1", [("M1", "C3"), ("M2", "C3"), ("M2", "C4")], "M2"),
        ("C1", [("M1", "C5")], None),
        ("C1", [("M1", "C99")], None),
        ("C5", [], None),
    ],
)
def test_le_module_le_plus_proche_travaille_les_voisines_du_trou(trou, liens, proche):
    assert module_proche(trou, PLACES, liens) == proche
