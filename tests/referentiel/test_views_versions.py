"""Les versions d’un référentiel : leur suite, ce qui change, le brouillon et sa publication."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from coopmetiers.base.db import db, transaction
from coopmetiers.comptes.enums import NatureOrganisation, Role
from coopmetiers.referentiel import queries
from coopmetiers.referentiel.enums import EtatVersion
from coopmetiers.referentiel.models import VersionReferentiel
from coopmetiers.referentiel.rules import numero_suivant
from coopmetiers.referentiel.services import brouillons, publication
from tests.fabriques import comptes
from tests.fabriques import referentiel as fabrique
from tests.fabriques.retouches import changer, recoder, retirer_competence
from tests.monde import creer_monde, se_connecter

BASE = "/referentiels/petit-referentiel"
OUVRIR, PUBLIER = "#ouvrir form", "main form:has([name=lue])"


@pytest.fixture
def monde(app):
    with app.app_context(), transaction() as session:
        monde = creer_monde(session)
        publication.publier(monde.ines, fabrique.fabriquer_contenu())
    return monde


def ecrire(app, monde, version="2.0", **retouches):
    """Un brouillon d’Inès : la version 1.0, et de ses premières compétences ce qui change."""
    contenu = fabrique.fabriquer_contenu(version=version)
    if retouches:
        contenu = changer(contenu, "competences", 0, **retouches)
    return enregistrer(app, monde, contenu)


def enregistrer(app, monde, contenu):
    with app.app_context(), transaction():
        return brouillons.ouvrir(monde.ines, contenu)


def publier(app, monde, brouillon):
    with app.app_context(), transaction():
        publication.publier_brouillon(monde.ines, brouillon.version_id)


def etats(app) -> dict[str, str]:
    with app.app_context():
        lignes = db.session.scalars(select(VersionReferentiel))
        return {ligne.version: ligne.etat for ligne in lignes}


@pytest.fixture
def client(app, monkeypatch):
    """Qui envoie sans passer par un formulaire ; la garde des formulaires n’est pas en cause."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    return app.test_client()


@pytest.fixture
def etrangere(app, monde):
    """La coordination d’un autre réseau."""
    with app.app_context(), transaction():
        reseau = comptes.fabriquer_organisation(
            NatureOrganisation.RESEAU, nom="Réseau Ailleurs", sigle="RA"
        )
        personne = comptes.fabriquer_utilisateur("Ondine", "Ailleurs", email="ra@exemple.test")
        appartenance = comptes.fabriquer_appartenance(personne, reseau, Role.RESEAU)
        return replace(
            monde.ines,
            user_key=personne.id,
            organisation_key=reseau.cle,
            membership_id=appartenance.appartenance_id,
        )


# Les versions, l’une après l’autre.


def test_la_suite_des_versions_va_de_la_plus_recente_a_la_plus_ancienne(app, monde, navigateur):
    publier(app, monde, ecrire(app, monde, enonce="Tout autre chose."))
    page = navigateur.get(f"{BASE}/versions")
    lignes = page.textes(".timeline > li")
    assert [ligne.split(" publiée")[0] for ligne in lignes] == [
        "Version 2.0 Publiée",
        "Version 1.0 Remplacée",
    ]
    assert "…" in lignes[0].split("Empreinte ")[1]
    assert page.un(f'a[href="{BASE}/comparaison?de=1.0&a=2.0"]')
    assert not page.soupe.select("form[method=post] .btn--danger, #ouvrir")


def test_on_y_vient_de_la_liste_et_de_la_version(monde, navigateur):
    assert navigateur.get("/referentiels").un(f'main a[href="{BASE}/versions"]')
    assert navigateur.get(f"{BASE}/1.0").un(f'main a[href="{BASE}/versions"]')


def test_un_brouillon_ne_se_voit_que_de_qui_le_porte(app, monde, etrangere, navigateur):
    ecrire(app, monde)
    for personne in (None, monde.ada, monde.samir, etrangere):
        if personne:
            navigateur.connecter(personne)
        page = navigateur.get(f"{BASE}/versions")
        assert page.textes(".timeline .badge") == ["Publiée"]
        assert not page.soupe.select("#ouvrir, .confirm")
    navigateur.connecter(monde.ines)
    assert navigateur.get(f"{BASE}/versions").textes(".timeline .badge--draft") == ["Brouillon"]


def test_un_referentiel_inconnu_ou_tout_en_brouillon_n_existe_pas(app, monde, navigateur):
    enregistrer(app, monde, fabrique.fabriquer_contenu(code="en-chantier"))
    for fin in ("versions", "comparaison", "comparaison/classeur"):
        navigateur.get(f"/referentiels/inconnu/{fin}", statut=404)
        navigateur.get(f"/referentiels/en-chantier/{fin}", statut=404)


# Ouvrir et abandonner un brouillon.


def test_ouvrir_un_brouillon_propose_le_numero_suivant(app, monde, navigateur):
    navigateur.connecter(monde.ines)
    page = navigateur.get(f"{BASE}/versions")
    assert page.un(f"{OUVRIR} [name=version]")["value"] == "1.1"
    page = navigateur.soumettre(page, OUVRIR)
    assert "Le brouillon 1.1 est ouvert." in page.texte
    assert etats(app) == {"1.0": EtatVersion.PUBLIEE, "1.1": EtatVersion.BROUILLON}


def test_on_repart_de_la_version_choisie(app, monde, navigateur):
    publier(app, monde, ecrire(app, monde, enonce="Tout autre chose."))
    navigateur.connecter(monde.ines)
    page = navigateur.get(f"{BASE}/versions?depuis=1.0")
    assert page.un(f"{OUVRIR} option[selected]")["value"] == "1.0"
    navigateur.soumettre(page, OUVRIR)
    page = navigateur.get(f"{BASE}/comparaison?de=1.0&a=2.1")
    assert page.textes(".empty h2") == ["Aucun changement"]


@pytest.mark.parametrize(
    ("numero", "refus"),
    [
        ("1.0", "La version 1.0 existe déjà"),
        ("", "Cette réponse est nécessaire."),
        ("versions", "Un numéro commence par un chiffre"),
        ("2/0", "Un numéro commence par un chiffre"),
        ("2" * 41, "Quarante signes au plus."),
    ],
)
def test_un_numero_refuse_se_dit_sur_le_champ_et_rien_n_est_perdu(
    app, monde, navigateur, numero, refus
):
    navigateur.connecter(monde.ines)
    page = navigateur.get(f"{BASE}/versions")
    page = navigateur.soumettre(page, OUVRIR, {"version": numero}, statut=422)
    assert refus in page.un("#version-erreur").get_text()
    assert page.un(f"{OUVRIR} [name=version]")["value"] == numero
    assert etats(app) == {"1.0": EtatVersion.PUBLIEE}


def test_une_version_de_depart_forgee_est_refusee(app, monde, navigateur):
    navigateur.connecter(monde.ines)
    page = navigateur.get(f"{BASE}/versions")
    page = navigateur.soumettre(page, OUVRIR, {"depuis": "9.9"}, statut=422)
    assert page.un("#depuis-erreur")
    assert len(etats(app)) == 1


def test_abandonner_demande_confirmation_et_efface(app, monde, navigateur):
    ecrire(app, monde)
    navigateur.connecter(monde.ines)
    page = navigateur.get(f"{BASE}/versions")
    assert "sans retour" in page.un(".confirm").get_text()
    page = navigateur.soumettre(page, ".confirm form")
    assert "Le brouillon 2.0 est abandonné." in page.texte
    assert list(etats(app)) == ["1.0"]


def test_abandonner_la_seule_version_ramene_a_la_liste(app, monde, navigateur):
    enregistrer(app, monde, fabrique.fabriquer_contenu(code="en-chantier"))
    navigateur.connecter(monde.ines)
    page = navigateur.get("/referentiels/en-chantier/versions")
    assert navigateur.soumettre(page, ".confirm form").adresse == "/referentiels"


def test_une_version_publiee_ne_s_abandonne_pas(app, monde, client):
    se_connecter(client, monde.ines)
    reponse = client.post(f"{BASE}/1.0/abandon", follow_redirects=True)
    assert 'role="alert"' in reponse.get_data(as_text=True)
    assert etats(app) == {"1.0": EtatVersion.PUBLIEE}


def test_personne_d_autre_n_ouvre_n_abandonne_ni_ne_publie(app, monde, etrangere, client):
    ecrire(app, monde)
    depart = etats(app)
    actes = {
        f"{BASE}/versions": 403,
        f"{BASE}/1.0/abandon": 403,
        f"{BASE}/1.0/publication": 403,
        f"{BASE}/2.0/abandon": 404,
        f"{BASE}/2.0/publication": 404,
    }
    saisie = {"depuis": "1.0", "version": "3.0", "lue": "", "cle_porteuse": "1"}
    for adresse in actes:
        recu = client.post(adresse, data=saisie)
        assert (recu.status_code, recu.location.split("?")[0]) == (302, "/connexion")
    for personne in (monde.ada, monde.aline, monde.samir, etrangere):
        se_connecter(client, personne)
        recus = {a: client.post(a, data=saisie).status_code for a in actes}
        assert recus == actes, personne.name
    assert client.get(f"{BASE}/2.0/publication").status_code == 404
    assert etats(app) == depart


# Ce qui change.


def test_la_comparaison_montre_les_mots_retires_et_ajoutes(app, monde, navigateur):
    avant = fabrique.fabriquer_contenu().competences[0].enonce
    publier(app, monde, ecrire(app, monde, enonce=f"{avant} et révisable"))
    page = navigateur.get(f"{BASE}/comparaison")
    assert page.un("h1").get_text() == "Ce que change la version 2.0"
    assert page.textes(".pagehead__t .mute") == [
        "1 changement\xa0: 1 modification. De la version 1.0 à la version 2.0."
    ]
    carte = page.un(".chg")
    assert carte.select_one(".codetag").get_text() == "C1.1.1"
    assert "révisable" in carte.select_one("ins").get_text()
    assert carte.select_one("ins .visually-hidden").get_text() == "ajouté : "
    assert not carte.select(".diff > div:first-child ins, .diff > div:last-child del")
    assert page.textes(".tabs a") == ["Tous 1", "Reformulés 1"]


def test_un_texte_ajoute_ou_retire_se_lit_en_entier(app, monde, navigateur):
    reduite = retirer_competence(fabrique.fabriquer_contenu(version="2.0", nb_competences=3), 2)
    complete = fabrique.fabriquer_contenu(version="2.1", nb_competences=3)
    for contenu in (reduite, complete):
        publier(app, monde, enregistrer(app, monde, contenu))
    page = navigateur.get(f"{BASE}/comparaison?sorte=ajoutes")
    assert "N’existe pas dans la version 2.0." in page.textes(".chg")[0]
    assert complete.competences[2].enonce in page.un(".chg:first-of-type .enonce, .chg ins").text
    page = navigateur.get(f"{BASE}/comparaison?de=2.1&a=2.0&sorte=retires")
    assert "N’existe plus dans la version 2.0." in page.textes(".chg")[0]


def test_un_recodage_se_lit_en_tete_et_un_champ_court_sur_une_ligne(app, monde, navigateur):
    contenu = recoder(fabrique.fabriquer_contenu(version="2.0"), "C1.1.1", "C1.1.9")
    enregistrer(app, monde, changer(contenu, "competences", 0, libelle_court="Autre libellé"))
    navigateur.connecter(monde.ines)
    page = navigateur.get(f"{BASE}/comparaison?sorte=recodes")
    assert page.textes(".chg__c .codetag") == ["C1.1.1", "C1.1.9"]
    assert "Libellé court" in page.textes(".chg .kv dt")


def test_la_page_dit_qu_il_n_y_a_rien_a_comparer(app, monde, navigateur):
    page = navigateur.get(f"{BASE}/comparaison")
    assert page.textes(".empty h2") == ["Rien ne précède cette version"]
    page = navigateur.get(f"{BASE}/comparaison?de=1.0&a=1.0")
    assert "C’est deux fois la version 1.0" in page.un("main [role=alert]").get_text()
    ecrire(app, monde)
    navigateur.connecter(monde.ines)
    page = navigateur.get(f"{BASE}/comparaison")
    assert page.textes(".empty h2") == ["Aucun changement"]


def test_une_version_inconnue_ou_au_brouillon_d_un_autre_n_existe_pas(app, monde, navigateur):
    ecrire(app, monde)
    for demande in ("de=9.9", "a=9.9", "a=2.0", "de=2.0&a=1.0"):
        for fin in ("comparaison", "comparaison/classeur"):
            navigateur.get(f"{BASE}/{fin}?{demande}", statut=404)
    navigateur.connecter(monde.ada)
    navigateur.get(f"{BASE}/comparaison?de=1.0&a=2.0", statut=404)
    navigateur.get(f"{BASE}/comparaison/classeur", statut=404)


def test_le_choix_des_versions_mene_a_leur_comparaison(app, monde, navigateur):
    ecrire(app, monde, enonce="Tout autre chose.")
    navigateur.connecter(monde.ines)
    page = navigateur.get(f"{BASE}/comparaison")
    choix = [o["value"] for o in page.soupe.select(".comparer select option[selected]")]
    assert choix == ["1.0", "2.0"]
    page = navigateur.soumettre(page, "form.comparer", {"de": "2.0", "a": "1.0"})
    assert page.un("h1").get_text() == "Ce que change la version 1.0"


def test_un_onglet_une_page_forges_ne_cassent_rien(app, monde, navigateur):
    publier(app, monde, ecrire(app, monde, enonce="Tout autre chose."))
    for demande in ("sorte=forgée", "sorte=retires", "page=99", "page=-3", "page=x"):
        assert len(navigateur.get(f"{BASE}/comparaison?{demande}").soupe.select(".chg")) == 1


def test_plus_de_cinquante_changements_se_lisent_page_a_page(app, monde, navigateur):
    publier(app, monde, enregistrer(app, monde, fabrique.fabriquer_contenu(
        version="2.0", nb_blocs=15
    )))  # fmt: skip
    page = navigateur.get(f"{BASE}/comparaison?sorte=ajoutes")
    assert len(page.soupe.select(".chg")) == 50
    suite = page.un('.pages a[rel="next"]')["href"]
    assert "sorte=ajoutes" in suite
    assert 0 < len(navigateur.get(suite).soupe.select(".chg")) <= 50


def test_le_classeur_dit_les_memes_changements(app, monde, client, navigateur):
    publier(app, monde, ecrire(app, monde, enonce="Tout autre chose."))
    lien = navigateur.get(f"{BASE}/comparaison").un('a[href*="/classeur"]')["href"]
    recu = client.get(lien)
    assert recu.headers["Content-Disposition"].startswith("attachment")
    textes = {
        str(cellule)
        for feuille in load_workbook(BytesIO(recu.data))
        for ligne in feuille.iter_rows(values_only=True)
        for cellule in ligne
    }
    assert any("Tout autre chose." in texte for texte in textes)


def test_comparer_coute_autant_pour_une_version_dix_fois_plus_grande(app, monde, navigateur):
    for code, blocs in (("petite", 2), ("grande", 20)):
        for version in ("1.0", "2.0"):
            contenu = fabrique.fabriquer_contenu(
                code=code, nb_blocs=blocs, version=version, complement=version
            )
            publier(app, monde, enregistrer(app, monde, contenu))
    pages = ("versions", "comparaison")
    for page in pages:
        navigateur.get(f"/referentiels/petite/{page}")
        petite = navigateur.get(f"/referentiels/petite/{page}").requetes
        assert navigateur.get(f"/referentiels/grande/{page}").requetes == petite
        assert petite <= (4 if page == "versions" else 60)


# Publier.


def test_la_publication_se_relit_avant_de_se_faire(app, monde, navigateur):
    ecrire(app, monde, enonce="Tout autre chose.")
    navigateur.connecter(monde.ines)
    page = navigateur.get(f"{BASE}/versions")
    page = navigateur.get(page.un(f'a[href="{BASE}/2.0/publication"]')["href"])
    assert "Elle remplace la version 1.0, qui reste lisible." in page.texte
    assert "1 changement\xa0: 1 modification" in page.un("#change").get_text()
    assert page.un(f'a[href="{BASE}/comparaison?de=1.0&a=2.0"]')
    page = navigateur.soumettre(page, PUBLIER)
    assert (page.adresse, "est publiée" in page.texte) == (f"{BASE}/2.0", True)
    assert etats(app) == {"1.0": EtatVersion.REMPLACEE, "2.0": EtatVersion.PUBLIEE}


def test_une_version_incoherente_dit_pourquoi_et_n_a_pas_de_bouton(app, monde, navigateur, client):
    ecrire(app, monde, modalites=())
    navigateur.connecter(monde.ines)
    page = navigateur.get(f"{BASE}/2.0/publication")
    assert page.un(f'#bloquantes a[href="{BASE}/2.0/elements/C1.1.1"]')
    assert not page.soupe.select(PUBLIER)
    with app.app_context():
        lue = queries.publication_preparee(
            monde.ines, queries.version_visible(monde.ines, "petit-referentiel", "2.0")
        ).lue
    se_connecter(client, monde.ines)
    recu = client.post(f"{BASE}/2.0/publication", data={"lue": lue}, follow_redirects=True)
    assert "Cette version a 1 incohérence" in recu.get_data(as_text=True)
    assert etats(app)["2.0"] == EtatVersion.BROUILLON


def test_un_brouillon_change_depuis_la_relecture_ne_se_publie_pas(app, monde, navigateur):
    brouillon = ecrire(app, monde)
    navigateur.connecter(monde.ines)
    page = navigateur.get(f"{BASE}/2.0/publication")
    neuf = fabrique.fabriquer_contenu(version="2.0", complement="encore")
    with app.app_context(), transaction():
        brouillons.remplacer(monde.ines, brouillon.version_id, neuf, lue=brouillon.empreinte)
    page = navigateur.soumettre(page, PUBLIER)
    assert "a changé depuis que vous l’avez relu" in page.un("main [role=alert]").get_text()
    assert etats(app)["2.0"] == EtatVersion.BROUILLON


def test_une_version_deja_publiee_ramene_a_sa_page(monde, navigateur):
    navigateur.connecter(monde.ines)
    assert navigateur.get(f"{BASE}/1.0/publication").adresse == f"{BASE}/1.0"


@pytest.mark.parametrize(
    ("numeros", "propose"),
    [
        (["0.1"], "0.2"),
        (["1.9", "1.8"], "1.10"),
        (["1.0", "1.1"], "1.2"),
        (["2026"], "2027"),
        (["2.0-essai"], "2.0-essai.1"),
    ],
)
def test_le_numero_propose_suit_le_dernier_et_n_est_pas_pris(numeros, propose):
    assert numero_suivant(numeros) == propose
