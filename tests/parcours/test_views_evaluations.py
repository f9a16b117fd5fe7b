"""La grille, la case choisie, tout le groupe d’un coup, la correction."""

from __future__ import annotations

import pytest

from coopmetiers.base.db import db
from coopmetiers.parcours.models import Evaluation, Inscription
from tests.fabriques import parcours as fabrique

SAISIE = {
    "niveau": "3",
    "situation": "Séance du matin au tiers-lieu",
    "code_modalite": "ME1",
    "observee_le": "2026-11-23",
}
PANNEAU = "#fiche form"


def grille(printemps, case=""):
    suite = f"?case={case}" if case else ""
    return f"/sessions/{printemps.session_id}/evaluation{suite}"


def case(printemps, code="C1.1.1", qui="zelie"):
    return f"{getattr(printemps, f'{qui}_id')}:{code}"


def test_la_grille_montre_le_bloc_et_compte_au_seuil(acte, monde, printemps, navigateur):
    with acte():
        zelie = db.session.get_one(Inscription, printemps.cle_zelie)
        fabrique.fabriquer_evaluation(zelie, "C1.1.1", 3, par=monde.noe)
    navigateur.connecter(monde.noe)
    page = navigateur.get(f"{grille(printemps)}?bloc=B1")
    assert "1 niveau est au seuil sur 4 demandés, 3 restent à évaluer." in page.texte
    assert page.textes("tbody td.tot") == ["1\u00a0/\u00a02", "0\u00a0/\u00a02"]
    dite = page.un(f'a[data-case="{case(printemps)}"]')
    assert dite["aria-label"].startswith("Zélie Modèle, C1.1.1\u00a0: N3, au seuil, sans preuve")
    assert "sans-preuve" in dite["class"]
    assert "C1.1.2" in page.texte
    assert "C2.1.1" not in page.un("table.matrice").text


def test_un_nom_pieges_est_echappe(acte, monde, printemps, navigateur):
    with acte():
        zelie = db.session.get_one(Inscription, printemps.cle_zelie)
        zelie.apprenant.nom = '"><script>alert(1)</script>'
    navigateur.connecter(monde.noe)
    page = navigateur.get(grille(printemps))
    assert not page.soupe.select("table script")
    assert "<script>alert(1)</script>" in page.un("tbody tr:first-child").text or (
        "<script>alert(1)</script>" in page.un("tbody tr:last-child").text
    )


def test_evaluer_une_case_puis_l_annuler_aussitot(monde, printemps, navigateur, lignes):
    navigateur.connecter(monde.basile)
    page = navigateur.get(grille(printemps, case(printemps)))
    assert page.un("#fiche h2").text == "Tenir C1.1.1"
    faite = navigateur.soumettre(page, PANNEAU, SAISIE)
    assert "N3 donné à Zélie Modèle en C1.1.1" in faite.texte
    assert faite.un(".case--ici").text == "N3"
    annulee = navigateur.soumettre(faite, "form[action$=annulation]")
    assert "le niveau d’avant est rétabli" in annulee.texte
    assert annulee.un(".case--ici").text == "·"
    assert len(lignes(Evaluation)) == 2


def test_la_situation_dite_ce_jour_est_proposee_a_nouveau(monde, printemps, navigateur):
    navigateur.connecter(monde.noe)
    page = navigateur.get(grille(printemps, case(printemps)))
    navigateur.soumettre(page, PANNEAU, SAISIE)
    suivante = navigateur.get(grille(printemps, case(printemps, qui="youssef")))
    assert suivante.un("#fiche [name=situation]").text.strip() == SAISIE["situation"]


@pytest.mark.parametrize(
    ("ecarts", "message"),
    [
        ({"niveau": ""}, "Choisissez un niveau"),
        ({"situation": ""}, "nécessaire"),
        ({"code_modalite": ""}, "nécessaire"),
        ({"observee_le": "2026-11-24"}, "jour à venir"),
        ({"observee_le": "2026-02-31"}, "calendrier"),
    ],
)
def test_une_evaluation_refusee_garde_la_saisie(
    monde, printemps, navigateur, lignes, ecarts, message
):
    navigateur.connecter(monde.noe)
    page = navigateur.get(grille(printemps, case(printemps)))
    refusee = navigateur.soumettre(page, PANNEAU, {**SAISIE, **ecarts}, statut=422)
    assert message in refusee.texte
    if "situation" not in ecarts:
        assert refusee.un("#fiche [name=situation]").text.strip() == SAISIE["situation"]
    assert lignes(Evaluation) == []


@pytest.mark.parametrize("inconnue", ["xxxx:C1.1.1", "C1.1.1", ":", "{zelie}:C9.9.9"])
def test_une_case_inconnue_n_ouvre_rien_et_n_ecrit_rien(monde, printemps, navigateur, inconnue):
    navigateur.connecter(monde.noe)
    adresse = grille(printemps, inconnue.format(zelie=printemps.zelie_id))
    page = navigateur.get(adresse)
    assert "Choisissez une case" in page.texte
    jeton = {"csrf_token": page.soupe.select("[name=csrf_token]")[0]["value"]}
    assert navigateur.client.post(adresse, data={**SAISIE, **jeton}).status_code == 404


def test_noter_tout_le_groupe_d_un_coup(monde, printemps, navigateur, lignes):
    navigateur.connecter(monde.noe)
    page = navigateur.get(f"/sessions/{printemps.session_id}/evaluation/C2.1.1")
    assert page.textes(".one__n strong") == ["Zélie Modèle", "Youssef Spécimen"]
    contexte = {nom: valeur for nom, valeur in SAISIE.items() if nom != "niveau"}
    niveaux = {f"niveau-{printemps.zelie_id}": "3", f"niveau-{printemps.youssef_id}": "2"}
    faite = navigateur.soumettre(page, "main form[method=post]", {**contexte, **niveaux})
    assert "2 niveaux enregistrés en C2.1.1." in faite.texte
    assert "1 personne sur 2 est au seuil." in faite.texte
    assert sorted(fait.niveau for fait in lignes(Evaluation)) == [2, 3]


def test_noter_le_groupe_sans_choisir_personne_le_dit(monde, printemps, navigateur, lignes):
    navigateur.connecter(monde.noe)
    page = navigateur.get(f"/sessions/{printemps.session_id}/evaluation/C2.1.1")
    contexte = {nom: valeur for nom, valeur in SAISIE.items() if nom != "niveau"}
    refusee = navigateur.soumettre(page, "main form[method=post]", contexte, statut=422)
    assert "au moins une personne" in refusee.texte
    assert refusee.un("[name=situation]").text.strip() == SAISIE["situation"]
    assert lignes(Evaluation) == []
    navigateur.get(f"/sessions/{printemps.session_id}/evaluation/C9.9.9", statut=404)


def test_corriger_depuis_la_grille_garde_l_ancien_lisible(monde, printemps, navigateur):
    navigateur.connecter(monde.noe)
    page = navigateur.get(grille(printemps, case(printemps)))
    faite = navigateur.soumettre(page, PANNEAU, {**SAISIE, "niveau": "4"})
    correction = navigateur.get(faite.un("#fiche .when a")["href"])
    refusee = navigateur.soumettre(
        correction, "main form[method=post]:not(details form)", {"niveau": "2"}, statut=422
    )
    corrigee = navigateur.soumettre(
        refusee, "main form[method=post]:not(details form)", {"motif": "Erreur de case"}
    )
    assert corrigee.un(".case--ici").text == "N2"
    assert corrigee.un("#fiche del").text == "N4"
    assert "Erreur de case" in corrigee.texte


def test_annuler_depuis_la_correction(monde, printemps, navigateur):
    navigateur.connecter(monde.noe)
    page = navigateur.get(grille(printemps, case(printemps)))
    faite = navigateur.soumettre(page, PANNEAU, SAISIE)
    correction = navigateur.get(faite.un("#fiche .when a")["href"])
    annulee = navigateur.soumettre(
        correction, "form[action$=annulation]", {"motif": "Mauvaise personne"}
    )
    assert annulee.un(".case--ici").text == "·"
    assert "Mauvaise personne" in annulee.texte


@pytest.mark.parametrize(
    ("qui", "statut"), [("zelie", 403), ("driss", 404), ("octave", 404), ("ines", 404)]
)
def test_qui_n_ouvre_pas_la_grille(monde, printemps, navigateur, qui, statut):
    navigateur.connecter(getattr(monde, qui))
    navigateur.get(grille(printemps, case(printemps)), statut=statut)
    navigateur.get(f"/sessions/{printemps.session_id}/evaluation/C1.1.1", statut=statut)


def test_zelie_ne_s_evalue_pas_en_forgeant_l_envoi(monde, printemps, navigateur, lignes):
    navigateur.connecter(monde.zelie)
    page = navigateur.get(f"/inscriptions/{printemps.zelie_id}/preuves/nouvelle")
    jeton = page.un("main form [name=csrf_token]")["value"]
    reponse = navigateur.client.post(
        grille(printemps, case(printemps)), data={**SAISIE, "csrf_token": jeton}
    )
    assert reponse.status_code == 403
    assert lignes(Evaluation) == []


def test_la_grille_coute_autant_pour_dix_fois_plus_de_monde(acte, monde, printemps, navigateur):
    navigateur.connecter(monde.noe)
    petite = navigateur.get(grille(printemps)).requetes
    with acte():
        session = db.session.get_one(Inscription, printemps.cle_zelie).session
        for _rang in range(18):
            inscription = fabrique.fabriquer_inscription(session)
            fabrique.fabriquer_evaluation(inscription, "C1.1.1", par=monde.noe)
    assert navigateur.get(grille(printemps)).requetes == petite
