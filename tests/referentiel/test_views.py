"""Les pages du référentiel et du recensement, devant une personne."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coopmetiers.base.db import transaction
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.referentiel import queries
from tests.fabriques import referentiel as fabrique
from tests.monde import creer_monde

BASE = "/referentiels/cooperation-territoriale/0.1"


@pytest.fixture
def publiee(app):
    with app.app_context(), transaction():
        return fabrique.publier_referentiel_reel()


@pytest.fixture
def recensee(app, publiee):
    with app.app_context(), transaction():
        fabrique.charger_recensement_reel()


def test_sans_rien_de_publie_la_liste_dit_a_quoi_elle_sert(navigateur):
    page = navigateur.get("/referentiels")
    assert page.textes(".empty h2") == ["Aucun référentiel publié"]


def test_la_liste_dit_ce_que_contient_chaque_version_et_son_statut(publiee, navigateur):
    page = navigateur.get("/referentiels")
    assert "2 métiers, 7 blocs, 28 activités, 70 compétences" in page.texte
    assert page.textes(".badge") == ["Publiée"]
    assert "Proposition de travail" in page.textes(".chip")


def test_la_vue_d_ensemble_dit_les_chiffres_l_etat_et_l_empreinte(publiee, navigateur):
    page = navigateur.get(BASE)
    assert page.un(".lead").get_text() == "2 métiers, 7 blocs, 28 activités, 70 compétences."
    assert publiee.empreinte in page.texte
    assert "http://127.0.0.1:8000" + BASE in page.texte
    assert page.un(".note").get_text().strip().startswith("Proposition de travail, à soumettre")
    assert page.un(f'a[href="{BASE}/classeur"]')
    assert "Interne\xa0: 54 compétences exigées" in page.texte


def test_l_arbre_se_filtre_par_mot_sans_accent_et_par_code(publiee, navigateur):
    page = navigateur.soumettre(navigateur.get(BASE), ".ref__search", {"q": "OEUVRE commune"})
    assert "Construire la vision et l’œuvre commune" in page.un(".tree").get_text()
    assert "BC1" not in page.textes(".tree .tree__c")
    page = navigateur.get(f"{BASE}?q=c2.3.3")
    assert page.textes("#trouvees .rows a") == ["Faciliter une prise de décision collective"]
    page = navigateur.get(f"{BASE}?q=introuvable")
    assert page.un("#trouvees h2").get_text().startswith("0 ")


def test_une_competence_dit_tout_ce_qu_il_faut_pour_l_evaluer(publiee, navigateur):
    page = navigateur.get(f"{BASE}/elements/C2.3.3")
    assert page.un(".enonce").get_text().startswith("Faciliter une prise de décision collective,")
    assert len(page.textes("ol.crit li")) == 3
    assert page.textes(".fiche .chip")[0] == "SV09 Gouvernance partagée et modes de décision"
    assert "N3 exerce en autonomie" in page.texte
    assert "Apparentés, jamais équivalents" in page.un("#alignements").get_text()
    source = page.textes("#sources li")[0]
    assert "1:17:55–1:18:06" in source
    assert "Consultée le 22 novembre 2026" in source
    assert len(page.textes("#exigences tbody tr")) == 4
    assert [a["href"] for a in page.soupe.select(".voisins a")] == [
        f"{BASE}/elements/C2.3.2",
        f"{BASE}/elements/C2.3.4",
    ]


def test_l_arbre_est_deplie_jusqu_a_la_page_et_la_montre(publiee, navigateur):
    page = navigateur.get(f"{BASE}/elements/C2.3.3")
    assert len(page.soupe.select(".tree details[open]")) == 2
    assert page.un(".tree [aria-current]")["href"] == f"{BASE}/elements/C2.3.3"


def test_une_competence_non_exigee_le_dit_sans_zero(publiee, navigateur):
    page = navigateur.get(f"{BASE}/elements/C5.1.1")
    assert page.textes("#exigences tbody tr")[0].count("non exigée") >= 1


def test_un_bloc_dit_son_epreuve_ses_niveaux_et_s_il_est_complementaire(publiee, navigateur):
    page = navigateur.get(f"{BASE}/elements/BC3")
    assert len(page.textes(".niveaux > li")) == 4
    assert page.textes("#exigences .chip") == ["complémentaire", "complémentaire"]
    assert "Dossier de pilotage d’une coopération" in page.texte


def test_une_activite_dit_ses_situations_et_ses_competences(publiee, navigateur):
    page = navigateur.get(f"{BASE}/elements/A1.1")
    assert page.textes(".fiche ul:not([role]) li")[0] == "Prise de poste"
    assert len(page.textes(".fiche .rows li")) == 3


def test_la_fiche_d_un_metier_donne_le_profil_attendu_en_dessin_et_en_tableau(publiee, navigateur):
    page = navigateur.get(f"{BASE}/metiers/developpeur")
    assert page.textes(".profil tfoot td") == ["51", "58"]
    assert len(page.soupe.select(".profil svg")) == 14
    assert "1 sur 11 N2 complémentaire" in page.textes(".profil tbody tr")[2]
    assert "accès possible par le niveau 6" in page.texte
    page = navigateur.get(f"{BASE}/metiers/animateur")
    assert page.textes(".profil tbody tr")[4].count("non exigé") == 2


def test_la_presentation_cite_les_regles_et_toutes_les_sources(publiee, navigateur):
    page = navigateur.get(f"{BASE}/presentation")
    assert "Règles de forme suivies" in page.textes("h2")
    assert len(page.textes("#sources li")) == 49
    renvois = {a["href"].removeprefix("#") for a in page.soupe.select("a[href^='#']")}
    assert renvois <= {str(e["id"]) for e in page.soupe.select("[id]")}


def test_un_code_inconnu_propose_de_chercher_dans_la_version(publiee, navigateur):
    page = navigateur.get(f"{BASE}/elements/C9.9.9", statut=404)
    assert page.un("h1").get_text() == "C9.9.9 n’est pas dans la version 0.1"
    page = navigateur.soumettre(page, "form.filters", {"q": "C2.3.3"})
    assert len(page.textes("#trouvees .rows li")) == 1
    navigateur.get(f"{BASE}/metiers/astronaute", statut=404)


def test_une_version_inconnue_propose_celles_qui_se_lisent(publiee, navigateur):
    page = navigateur.get("/referentiels/cooperation-territoriale/9.9", statut=404)
    assert [a["href"] for a in page.soupe.select(".rows a")] == [BASE]
    navigateur.get("/referentiels/inconnu/1.0/presentation", statut=404)


def test_une_version_remplacee_se_lit_encore_et_le_dit(app, navigateur):
    with app.app_context(), transaction():
        fabrique.fabriquer_version()
        fabrique.fabriquer_version(version="2.0")
    assert "Remplacée" in navigateur.get("/referentiels/petit-referentiel/1.0").texte
    page = navigateur.get("/referentiels/petit-referentiel/1.0/elements/C1.1.1")
    assert "n’est pas celle en vigueur" in page.un(".note").get_text()


def test_un_brouillon_n_existe_que_pour_le_reseau_qui_le_porte(app, navigateur):
    with app.app_context(), transaction() as session:
        monde = creer_monde(session)
        fabrique.fabriquer_brouillon(monde.rc.cle, code="en-chantier")
    adresse = "/referentiels/en-chantier/1.0"
    autre_reseau = replace(monde.ines, organisation_key=monde.eve.cle)
    with app.app_context(), pytest.raises(NotFound):
        queries.version_visible(autre_reseau, "en-chantier", "1.0")
    for page in (adresse, f"{adresse}/presentation", f"{adresse}/classeur"):
        navigateur.get(page, statut=404)
    for personne in (monde.ada, monde.driss, monde.samir):
        navigateur.connecter(personne)
        assert "en-chantier" not in navigateur.get(adresse, statut=404).texte
        assert "Aucun référentiel publié" in navigateur.get("/referentiels").texte
    navigateur.connecter(monde.ines)
    assert "Elle peut encore changer" in navigateur.get(adresse).texte
    assert "ne se présente pas encore" in navigateur.get(f"{adresse}/presentation").texte


@pytest.mark.parametrize("fin", ["", "/presentation", "/elements/B1", "/elements/C1.1.1"])
def test_une_page_coute_autant_pour_une_version_dix_fois_plus_grande(app, navigateur, fin):
    with app.app_context(), transaction():
        fabrique.fabriquer_version(code="petite")
        fabrique.fabriquer_version(code="grande", nb_blocs=20)
    navigateur.get(f"/referentiels/petite/1.0{fin}")
    petite = navigateur.get(f"/referentiels/petite/1.0{fin}").requetes
    assert navigateur.get(f"/referentiels/grande/1.0{fin}").requetes == petite
    assert petite <= 24


def test_une_recherche_demesuree_est_ignoree(publiee, navigateur):
    page = navigateur.get(f"{BASE}?q={'x' * 500}")
    assert len(page.soupe.select(".tree > li")) == 7


def test_sans_fiche_le_recensement_dit_a_quoi_il_sert(navigateur):
    page = navigateur.get("/recensement")
    assert page.textes(".empty h2") == ["Aucune formation recensée"]


def test_le_recensement_dit_qu_il_n_est_pas_une_recommandation(recensee, navigateur):
    for adresse in ("/recensement", "/recensement/F05"):
        note = navigateur.get(adresse).un(".note").get_text()
        assert "n’est pas une recommandation" in note
        assert "aucun organisme n’a été contacté" in note


def test_le_recensement_se_cherche_se_filtre_et_se_vide(recensee, navigateur):
    page = navigateur.get("/recensement")
    assert len(page.textes(".recens tbody tr")) == 42
    assert "non renseigné par la source" in page.textes(".recens tbody tr")[1]
    page = navigateur.soumettre(page, "form.filters", {"q": "odyssee", "bloc": "BC2"})
    assert len(page.textes(".recens tbody tr")) == 1
    page = navigateur.soumettre(page, "form.filters", {"q": "introuvable"})
    assert page.textes(".empty h2") == ["Aucune formation ne répond"]
    page = navigateur.get("/recensement?bloc=forgé&modalite=forgée")
    assert len(page.textes(".recens tbody tr")) == 42


def test_une_fiche_recensee_montre_sa_source_et_ce_qu_elle_tait(recensee, navigateur):
    page = navigateur.get("/recensement/F05")
    valeurs = dict(zip(page.textes("#formation dt"), page.textes("#formation dd"), strict=True))
    assert valeurs["Durée"] == "20\xa0jours"
    assert valeurs["Prix"] == "non renseigné par la source"
    source = dict(zip(page.textes("#source dt"), page.textes("#source dd"), strict=True))
    assert source["Consultée le"] == "22 novembre 2026"
    assert source["Vérifiée"] == "Non vérifiée auprès de l’organisme"
    assert page.un('#source a[rel~="nofollow"]')["href"].startswith("https://")
    assert page.soupe.select_one("#blocs a")["href"] == f"{BASE}/elements/BC2"


def test_une_fiche_recensee_inconnue_ramene_a_la_liste(recensee, navigateur):
    page = navigateur.get("/recensement/F99", statut=404)
    assert page.un("main a")["href"] == "/recensement"


def test_une_adresse_qui_n_est_pas_du_web_n_est_pas_un_lien(app, publiee, navigateur):
    fiche = replace(fabrique.fiches_reelles()[0], adresses=("javascript:alert(1)",))
    with app.app_context(), transaction():
        fabrique.recensement.charger_recensement(Identity.as_system("cli"), [fiche])
    page = navigateur.get(f"/recensement/{fiche.code}")
    assert not page.soupe.select('a[href^="javascript"]')
    assert "javascript:alert(1)" in page.texte
