"""La table des exigences de la version 0.1, case par case."""

from __future__ import annotations

import pytest

from coopmetiers.referentiel.enums import Exercice, RangCompetence
from coopmetiers.referentiel.files import lire_dossier
from coopmetiers.referentiel.rules import (
    BlocProfile,
    CompetenceExigee,
    CompetenceExigible,
    ExigenceBloc,
    exigences,
    exigences_du_contenu,
)
from tests.fabriques.dossiers import VERSION

PROFILS = {
    "animateur interne": ("animateur", Exercice.INTERNE),
    "animateur externe": ("animateur", Exercice.EXTERNE),
    "developpeur interne": ("developpeur", Exercice.INTERNE),
    "developpeur externe": ("developpeur", Exercice.EXTERNE),
}


@pytest.fixture(scope="module")
def tables() -> dict[str, dict[str, ExigenceBloc]]:
    contenu = lire_dossier(VERSION)
    return {
        nom: {bloc.code: bloc for bloc in exigences_du_contenu(contenu, metier, exercice)}
        for nom, (metier, exercice) in PROFILS.items()
    }


@pytest.mark.parametrize(
    ("profil", "total"),
    [
        ("animateur interne", 54),
        ("animateur externe", 47),
        ("developpeur interne", 51),
        ("developpeur externe", 58),
    ],
)
def test_le_total_des_competences_exigees_est_celui_des_regles(tables, profil, total):
    assert sum(len(bloc.competences) for bloc in tables[profil].values()) == total


@pytest.mark.parametrize(
    ("profil", "nombres"),
    [
        ("animateur interne", (9, 13, 11, 7, 0, 7, 7)),
        ("animateur externe", (9, 12, 4, 7, 0, 7, 8)),
        ("developpeur interne", (9, 11, 1, 8, 7, 8, 7)),
        ("developpeur externe", (9, 11, 1, 9, 12, 8, 8)),
    ],
)
def test_chaque_bloc_exige_le_nombre_de_competences_de_la_table(tables, profil, nombres):
    assert tuple(len(bloc.competences) for bloc in tables[profil].values()) == nombres


@pytest.mark.parametrize(
    ("profil", "au_niveau_2"),
    [
        ("animateur interne", {"BC4": 7, "BC6": {"C6.3.2", "C6.4.1"}}),
        ("animateur externe", {"BC4": 7, "BC6": {"C6.3.2", "C6.4.1"}, "BC7": {"C7.1.1"}}),
        ("developpeur interne", {"BC3": {"C3.2.3"}}),
        ("developpeur externe", {"BC3": {"C3.2.3"}}),
    ],
)
def test_seules_ces_competences_sont_exigees_a_n2_les_autres_a_n3(tables, profil, au_niveau_2):
    lues = {}
    for code, bloc in tables[profil].items():
        basses = {competence.code for competence in bloc.competences if competence.seuil == 2}
        assert {c.seuil for c in bloc.competences if c.code not in basses} <= {3}
        if basses:
            lues[code] = basses
    assert lues.keys() == au_niveau_2.keys()
    for code, attendu in au_niveau_2.items():
        assert lues[code] == attendu or len(lues[code]) == attendu


def test_le_bloc_du_modele_economique_est_tout_entier_a_n2_pour_animer(tables):
    for profil in ("animateur interne", "animateur externe"):
        assert [c.seuil for c in tables[profil]["BC4"].competences] == [2] * 7


def test_le_bloc_hors_liste_est_non_exige_et_ne_compte_pas(tables):
    bloc = tables["animateur externe"]["BC5"]
    assert (bloc.exige, bloc.competences, bloc.complementaire) == (False, (), False)
    assert bloc.nb_competences_du_bloc == 12


def test_le_seul_bloc_complementaire_est_bc3_pour_developper(tables):
    complementaires = {
        (profil, bloc.code)
        for profil, table in tables.items()
        for bloc in table.values()
        if bloc.complementaire
    }
    assert complementaires == {("developpeur interne", "BC3"), ("developpeur externe", "BC3")}


def test_le_papier_peut_dire_n_competences_exigees_sur_m_du_bloc(tables):
    bloc = tables["animateur externe"]["BC3"]
    assert (len(bloc.competences), bloc.nb_competences_du_bloc) == (4, 11)
    codes = [competence.code for competence in bloc.competences]
    assert codes == ["C3.1.1", "C3.2.2", "C3.2.3", "C3.3.3"]


def competence(code: str, **ecarts: object) -> CompetenceExigible:
    valeurs: dict[str, object] = {
        "code_bloc": "B",
        "rang": RangCompetence.PRINCIPAL,
        "interne": True,
        "externe": True,
        "seuil_echelle": 3,
    }
    return CompetenceExigible(code=code, **{**valeurs, **ecarts})


def seul_bloc(*competences: CompetenceExigible, niveau: int | None = 3) -> ExigenceBloc:
    bloc = BlocProfile("B", "Un bloc", niveau, exige=True)
    return exigences([bloc], competences, Exercice.INTERNE)[0]


def test_un_profil_muet_demande_le_seuil_de_l_echelle():
    bloc = seul_bloc(competence("C1", seuil_echelle=4), competence("C2"), niveau=None)
    assert [c.seuil for c in bloc.competences] == [4, 3]


def test_une_competence_secondaire_n_est_jamais_exigee_au_dessus_de_n2():
    secondaire = competence("C1", rang=RangCompetence.SECONDAIRE)
    assert seul_bloc(secondaire, niveau=3).competences == (
        CompetenceExigee("C1", 2, RangCompetence.SECONDAIRE),
    )
    assert seul_bloc(secondaire, niveau=1).competences[0].seuil == 1


def test_une_competence_d_un_autre_metier_ou_d_un_autre_exercice_n_est_pas_exigee():
    autres = (competence("C1", rang=None), competence("C2", interne=False))
    assert seul_bloc(*autres, competence("C3")).competences == (
        CompetenceExigee("C3", 3, RangCompetence.PRINCIPAL),
    )


def test_un_bloc_sans_competence_principale_est_complementaire():
    secondaires = [competence(code, rang=RangCompetence.SECONDAIRE) for code in ("C1", "C2")]
    assert seul_bloc(*secondaires).complementaire
    assert not seul_bloc(*secondaires, competence("C3")).complementaire


def test_un_bloc_d_une_seule_competence_exigee_est_complementaire():
    assert seul_bloc(competence("C1"), competence("C2", interne=False)).complementaire
