"""Se situer soi-même : à part, jamais mêlé à l’évaluation."""

from __future__ import annotations

import pytest

from coopmetiers.base.errors import Forbidden, NotFound, RuleViolation
from coopmetiers.parcours.models import AutoPositionnement, EtatCompetence
from coopmetiers.parcours.queries import niveaux_dits_par_soi, progression
from coopmetiers.parcours.rules.progression import BlocSuivi, CompetenceSuivie, part_de_soi
from coopmetiers.parcours.services import autopositionnements, inscriptions


@pytest.mark.parametrize(
    ("niveaux", "part"),
    [({}, (0, 0)), ({"C1": 3}, (1, 2)), ({"C1": 2}, (0, 2)), ({"C1": 4, "C2": 3, "X": 4}, (2, 2))],
)
def test_l_avis_se_compte_comme_le_constat(niveaux: dict[str, int], part: tuple[int, int]) -> None:
    competences = (CompetenceSuivie("C1", 3), CompetenceSuivie("C2", 3))
    bloc = BlocSuivi("B1", "Bloc", exige=True, complementaire=False, competences=competences)
    assert part_de_soi(bloc, niveaux) == part


@pytest.mark.deux_bases
def test_se_situer_ne_change_aucun_niveau_observe(monde, printemps, agir, lignes, lire, journal):
    dits = {"C1.1.1": 4, "C2.1.1": 2}
    assert agir(autopositionnements.se_situer, monde.zelie, printemps.zelie_id, dits) == 2
    assert lire(niveaux_dits_par_soi, printemps.cle_zelie) == dits
    assert lignes(EtatCompetence) == []
    assert lire(progression, printemps.cle_zelie).k == 0
    assert journal()[-1][0] == "parcours.autopositionnement.declarer"


@pytest.mark.deux_bases
def test_changer_d_avis_ajoute_une_ligne_et_se_redire_n_ecrit_rien(
    monde, printemps, agir, lignes, lire
):
    agir(autopositionnements.se_situer, monde.zelie, printemps.zelie_id, {"C1.1.1": 2})
    assert agir(autopositionnements.se_situer, monde.zelie, printemps.zelie_id, {"C1.1.1": 2}) == 0
    assert agir(autopositionnements.se_situer, monde.zelie, printemps.zelie_id, {"C1.1.1": 3}) == 1
    assert [ligne.niveau for ligne in lignes(AutoPositionnement)] == [2, 3]
    assert lire(niveaux_dits_par_soi, printemps.cle_zelie) == {"C1.1.1": 3}


@pytest.mark.parametrize(
    ("niveaux", "code"),
    [({"C9.9.9": 2}, "competence_non_exigee"), ({"C1.1.1": 7}, "niveau_inconnu")],
)
def test_un_avis_faux_est_refuse(monde, printemps, agir, lignes, niveaux, code):
    with pytest.raises(RuleViolation) as refus:
        agir(autopositionnements.se_situer, monde.zelie, printemps.zelie_id, niveaux)
    assert refus.value.code == code
    assert lignes(AutoPositionnement) == []


def test_on_ne_se_situe_que_soi_meme(monde, printemps, agir):
    for acteur, refus in ((monde.noe, Forbidden), (monde.ada, Forbidden), (monde.driss, NotFound)):
        with pytest.raises(refus):
            agir(autopositionnements.se_situer, acteur, printemps.zelie_id, {"C1.1.1": 2})
    with pytest.raises(NotFound):
        agir(autopositionnements.se_situer, monde.zelie, printemps.youssef_id, {"C1.1.1": 2})
    agir(inscriptions.rompre, monde.ada, printemps.zelie_id, "Départ")
    with pytest.raises(RuleViolation, match="rompue"):
        agir(autopositionnements.se_situer, monde.zelie, printemps.zelie_id, {"C1.1.1": 2})


def test_dire_ou_je_me_situe_se_voit_a_part(monde, printemps, navigateur):
    navigateur.connecter(monde.zelie)
    page = navigateur.get("/moi/situer?bloc=B2")
    dite = navigateur.soumettre(page, "main form[method=post]", {"soi-C2.1.1": "4"})
    assert dite.un("[name='soi-C2.1.1'][checked]")["value"] == "4"
    mienne = navigateur.get("/moi")
    assert "Vous vous situez à N4." in mienne.un("[id='C2.1.1']").text
    assert mienne.un(".hero__f").text == "0 sur 4"
    assert mienne.soupe.select(".gfx-self")
    navigateur.connecter(monde.noe)
    grille = f"/sessions/{printemps.session_id}/evaluation?case={printemps.zelie_id}:C2.1.1"
    assert "se situe à N4" in navigateur.get(grille).texte
