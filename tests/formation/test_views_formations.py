"""Le catalogue, la fiche, les modules : remplis et envoyés comme on le ferait."""

import pytest

from coopmetiers.base import tenancy
from coopmetiers.base.db import transaction
from coopmetiers.formation.services import formations
from tests.fabriques.formation import fabriquer_formation


def adresse(exemple, suite=""):
    return f"/formations/{exemple.formation_id}{suite}"


def test_un_catalogue_vide_dit_a_quoi_il_sert(monde, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/formations")
    assert "Aucune formation pour l’instant" in page.texte
    assert page.un(".empty a.btn--primary")["href"] == "/formations/nouvelle"


def test_sans_referentiel_publie_on_ne_cree_rien(monde, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/formations/nouvelle")
    assert "Aucun référentiel publié" in page.texte
    assert not page.soupe.select("main form")


def test_creer_une_formation_mene_a_ses_modules(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/formations/nouvelle")
    saisie = {"intitule": "Faire vivre un tiers-lieu", "objectifs": "Tenir la durée."}
    modules = navigateur.soumettre(page, "main form[method=post]", saisie)
    assert "est au catalogue" in modules.texte
    assert modules.un("h1").text == "Modules de «\u00a0Faire vivre un tiers-lieu\u00a0»"
    ajoutes = navigateur.soumettre(
        modules, "#ajouter form", {"lignes": "Lire un lieu ; 21\nTenir un lieu ; 3 h 30"}
    )
    assert "2 modules ajoutés." in ajoutes.texte
    assert ajoutes.textes("table.modules tbody th") == ["M1 Lire un lieu", "M2 Tenir un lieu"]


def test_une_saisie_refusee_garde_tout_et_dit_le_champ(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/formations/nouvelle")
    saisie = {"intitule": "F", "objectifs": "À garder"}
    refusee = navigateur.soumettre(page, "main form[method=post]", saisie, statut=422)
    assert refusee.un("#intitule")["aria-invalid"] == "true"
    assert "3 à 200 signes" in refusee.un("#intitule-erreur").text
    assert refusee.un("#objectifs").text.strip() == "À garder"
    assert refusee.un(".error-summary a")["href"] == "#intitule"


def test_une_ligne_de_module_fautive_est_dite_par_son_numero(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse(exemple, "/modules"))
    lignes = "Lire ; 21\nTenir ; longtemps"
    refusee = navigateur.soumettre(page, "#ajouter form", {"lignes": lignes}, statut=422)
    assert "Ligne 2" in refusee.un("#lignes-erreur").text
    assert "longtemps" in refusee.un("#lignes").text


def test_la_fiche_repond_par_la_couverture(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse(exemple))
    attendue = f"2 compétences sur {2 + len(exemple.trous)} sont couvertes, 1 est évaluée."
    assert attendue in page.un(".pagehead strong").text.replace("\n", " ")
    assert page.textes("#modules tbody th") == ["M1 Module 1", "M2 Module 2"]
    assert page.textes("#sessions tbody th a") == ["Groupe Printemps"]
    assert page.requetes <= 22


def test_modifier_la_fiche_ne_change_pas_la_version(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse(exemple, "/modification"))
    assert not page.soupe.select("[name=version_id]")
    fiche = navigateur.soumettre(page, "main form", {"intitule": "Animer et faire durer"})
    assert fiche.un("h1").text == "Animer et faire durer"


def test_les_champs_forges_sont_ignores(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/formations/nouvelle")
    donnees = {
        "csrf_token": page.soupe.select_one("[name=csrf_token]")["value"],
        "intitule": "Formation forgée",
        "version_id": exemple.version_id,
        "formation_id": "choisi",
        "organisation_id": monde.eve.organisation_id,
        "cle_organisation": str(monde.eve.cle),
        "archivee_a": "2020-01-01",
    }
    reponse = navigateur.client.post("/formations/nouvelle", data=donnees)
    assert reponse.status_code == 303
    assert "/formations/choisi" not in reponse.location
    assert "Formation forgée" in navigateur.get("/formations").texte
    navigateur.connecter(monde.driss)
    assert "Formation forgée" not in navigateur.get("/formations").texte


def test_archiver_se_confirme_et_se_defait(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse(exemple, "/archivage"))
    assert "1 session en cours ou à venir" in page.texte
    archivee = navigateur.soumettre(page, "main form[method=post]")
    assert "archivée depuis le" in archivee.texte
    assert "Animer une coopération" not in navigateur.get("/formations").textes("tbody th a")
    assert navigateur.get("/formations?archivees=1").textes("tbody th a") == [
        "Animer une coopération"
    ]
    remise = navigateur.soumettre(archivee, ".note form")
    assert "de nouveau au catalogue" in remise.texte
    assert not remise.soupe.select(".note--warn")


def test_un_module_se_range_se_modifie_et_se_retire(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse(exemple, "/modules"))
    premier, second = exemple.modules
    descendre = f"#module-{premier} form:nth-of-type(2)"
    rangee = navigateur.soumettre(page, descendre, {"sens": "DESCENDRE"})
    assert rangee.textes("table.modules tbody th") == ["M2 Module 2", "M1 Module 1"]
    module = navigateur.get(adresse(exemple, f"/modules/{premier}"))
    assert module.un("#heures")["value"] == "14"
    corrige = navigateur.soumettre(module, "main form", {"heures": "3 h 30", "code": "LT"})
    assert corrige.textes("table.modules tbody th") == ["M2 Module 2", "LT Module 1"]
    retrait = navigateur.get(adresse(exemple, f"/modules/{second}/retrait"))
    assert retrait.textes(".note .codetag") == [exemple.pratiquee]
    reste = navigateur.soumettre(retrait, "main form[method=post]")
    assert reste.textes("table.modules tbody th") == ["LT Module 1"]


def test_une_duree_illisible_est_dite_sur_le_champ(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse(exemple, f"/modules/{exemple.modules[0]}"))
    refusee = navigateur.soumettre(page, "main form", {"heures": "beaucoup"}, statut=422)
    assert "n’est pas une durée" in refusee.un("#heures-erreur").text


def test_un_sens_inconnu_n_existe_pas(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse(exemple, "/modules"))
    formulaire = f"#module-{exemple.modules[0]} form:nth-of-type(2)"
    navigateur.soumettre(page, formulaire, {"sens": "DE_CÔTÉ"}, statut=404)


def test_un_module_ne_se_deplace_pas_depuis_une_autre_formation(app, monde, exemple, navigateur):
    with app.app_context(), tenancy.bound(monde.sp.cle), transaction():
        autre = fabriquer_formation().formation_id
    navigateur.connecter(monde.ada)
    page = navigateur.get(f"/formations/{autre}/modules")
    jeton = page.soupe.select_one("[name=csrf_token]")["value"]
    reponse = navigateur.client.post(
        f"/formations/{autre}/modules/{exemple.modules[0]}/deplacement",
        data={"csrf_token": jeton, "sens": "DESCENDRE"},
    )
    assert reponse.status_code == 404


def test_une_page_sans_module_invite_a_en_ecrire(app, monde, exemple, navigateur):
    with app.app_context(), tenancy.bound(monde.sp.cle), transaction():
        vide = fabriquer_formation(nb_modules=0).formation_id
    navigateur.connecter(monde.ada)
    for suite in ("", "/modules", "/couverture"):
        assert "odule" in navigateur.get(f"/formations/{vide}{suite}").texte


@pytest.mark.parametrize(
    "suite",
    ["", "/modification", "/archivage", "/modules", "/couverture", "/sessions/nouvelle"],
)
def test_driss_ne_trouve_aucune_page_de_la_formation(monde, exemple, navigateur, suite):
    navigateur.connecter(monde.driss)
    navigateur.get(adresse(exemple, suite), statut=404)
    navigateur.get(adresse(exemple, f"/modules/{exemple.modules[0]}"), statut=404)


@pytest.mark.parametrize("suite", ["/modification", "/archivage", "/modules", "/sessions/nouvelle"])
def test_noe_lit_la_formation_sans_la_changer(monde, exemple, navigateur, suite):
    navigateur.connecter(monde.noe)
    fiche = navigateur.get(adresse(exemple))
    assert not fiche.soupe.select("main .btn")
    assert not navigateur.get(adresse(exemple, "/couverture")).soupe.select("a.case")
    navigateur.get(adresse(exemple, suite), statut=403)


@pytest.mark.parametrize("qui", ["zelie", "helene", "aline", "ines", "samir"])
def test_le_catalogue_est_a_l_equipe_de_l_organisme(monde, exemple, navigateur, qui):
    navigateur.connecter(getattr(monde, qui))
    navigateur.get("/formations", statut=403)
    navigateur.get("/formations/nouvelle", statut=403)
    navigateur.get(adresse(exemple), statut=404)


def test_une_formation_archivee_ne_montre_plus_de_quoi_la_changer(monde, exemple, agir, navigateur):
    agir(formations.archiver, monde.ada, exemple.formation_id)
    navigateur.connecter(monde.ada)
    assert not navigateur.get(adresse(exemple, "/couverture")).soupe.select("a.case")
    assert not navigateur.get(adresse(exemple, "/modules")).soupe.select("#ajouter")
    page = navigateur.get(adresse(exemple, "/modification"))
    refusee = navigateur.soumettre(page, "main form", {"intitule": "Autre nom"}, statut=422)
    assert "archivée" in refusee.texte


def test_le_catalogue_se_cherche(monde, exemple, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/formations")
    trouvees = navigateur.soumettre(page, "form.filters", {"q": "COOPERATION"})
    assert trouvees.textes("tbody th a") == ["Animer une coopération"]
    vide = navigateur.soumettre(page, "form.filters", {"q": "menuiserie"})
    assert "Aucune formation ne répond" in vide.texte
