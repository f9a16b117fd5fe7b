"""La feuille d’émargement : une demi-journée, toute la feuille, la feuille à signer."""

from __future__ import annotations

import pytest

from coopmetiers.parcours.models import Emargement

FORMULAIRE = "#creneau form"


def feuille(printemps, rang=None):
    suite = "" if rang is None else f"?creneau={printemps.creneaux[rang]}"
    return f"/sessions/{printemps.session_id}/emargement{suite}"


def test_la_premiere_demi_journee_a_emarger_s_ouvre_d_elle_meme(monde, printemps, navigateur):
    navigateur.connecter(monde.noe)
    page = navigateur.get(feuille(printemps))
    assert "Il reste 4 demi-journées à émarger." in page.texte
    assert page.un("#creneau h2").text == "Dimanche 22 novembre 2026, matin"


def test_tout_le_monde_est_la(monde, printemps, navigateur, lignes):
    navigateur.connecter(monde.noe)
    page = navigateur.get(feuille(printemps))
    faite = navigateur.soumettre(page, FORMULAIRE, {"tous": "PRESENT"})
    assert "2 présences constatées." in faite.texte
    assert [constat.presence for constat in lignes(Emargement)] == ["PRESENT", "PRESENT"]
    assert "Il reste 3 demi-journées" in faite.texte


def test_tout_le_monde_est_la_garde_l_absence_choisie(monde, printemps, navigateur, lignes):
    navigateur.connecter(monde.noe)
    page = navigateur.get(feuille(printemps))
    saisie = {"tous": "PRESENT", f"presence-{printemps.youssef_id}": "ABSENT"}
    navigateur.soumettre(page, FORMULAIRE, saisie)
    assert sorted(constat.presence for constat in lignes(Emargement)) == ["ABSENT", "PRESENT"]


def test_un_changement_s_ajoute(monde, printemps, navigateur, lignes):
    navigateur.connecter(monde.noe)
    faite = navigateur.soumettre(
        navigateur.get(feuille(printemps, 1)), FORMULAIRE, {"tous": "PRESENT"}
    )
    change = navigateur.soumettre(faite, FORMULAIRE, {f"presence-{printemps.zelie_id}": "EXCUSE"})
    assert "1 présence constatée." in change.texte
    assert lignes(Emargement)[-1].cle_corrige is not None
    redite = navigateur.soumettre(change, FORMULAIRE)
    assert "Rien n’a changé" in redite.texte


def test_demain_ne_s_emarge_pas(monde, printemps, navigateur, lignes):
    navigateur.connecter(monde.noe)
    page = navigateur.get(feuille(printemps, 4))
    assert "n’a pas encore eu lieu" in page.texte
    assert not page.soupe.select(FORMULAIRE)
    jeton = navigateur.get(feuille(printemps)).un(f"{FORMULAIRE} [name=csrf_token]")["value"]
    forge = {"tous": "PRESENT", "csrf_token": jeton}
    assert navigateur.client.post(feuille(printemps, 4), data=forge).status_code == 422
    assert lignes(Emargement) == []


def test_une_presence_forgee_est_ignoree(monde, printemps, navigateur, lignes):
    navigateur.connecter(monde.noe)
    page = navigateur.get(feuille(printemps))
    navigateur.soumettre(page, FORMULAIRE, {f"presence-{printemps.zelie_id}": "PARTOUT"})
    assert lignes(Emargement) == []


@pytest.mark.parametrize(
    ("qui", "statut"), [("basile", 403), ("zelie", 403), ("driss", 404), ("rim", 404)]
)
def test_qui_n_emarge_pas(monde, printemps, navigateur, qui, statut):
    navigateur.connecter(getattr(monde, qui))
    navigateur.get(feuille(printemps), statut=statut)
    navigateur.get(f"/sessions/{printemps.session_id}/emargement/feuille", statut=statut)


def test_la_feuille_a_signer_a_une_case_par_personne_et_par_demi_journee(
    monde, printemps, navigateur
):
    navigateur.connecter(monde.noe)
    page = navigateur.get(f"/sessions/{printemps.session_id}/emargement/feuille")
    feuilles = page.soupe.select(".signature")
    assert [len(f.select("thead th")) - 1 for f in feuilles] == [4, 2]
    assert page.textes(".signature:first-child tbody th")[:2] == [
        "Zélie Modèle",
        "Youssef Spécimen",
    ]
    assert "Noé Gabarit" in page.texte
    assert "11755555575" in page.texte
