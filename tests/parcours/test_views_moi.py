"""Le parcours vu par la personne : où j’en suis, dates, preuves, documents."""

from __future__ import annotations

from io import BytesIO

import pytest

from coopmetiers.base.db import db
from coopmetiers.parcours.models import Inscription, Preuve
from tests.fabriques import parcours as fabrique

PDF = b"%PDF-1.7\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"
#: Une lecture ouvre son unité par deux ordres (sens, début), qui ne sont pas des requêtes.
OUVERTURE = 2


def evaluer(acte, monde, printemps, *faits):
    with acte():
        zelie = db.session.get_one(Inscription, printemps.cle_zelie)
        for code, niveau in faits:
            fabrique.fabriquer_evaluation(zelie, code, niveau, par=monde.noe)


def depot(printemps, code="C1.1.1"):
    return f"/inscriptions/{printemps.zelie_id}/preuves/nouvelle?competence={code}"


def test_ou_j_en_suis_repond_en_grand(acte, monde, printemps, navigateur):
    evaluer(acte, monde, printemps, ("C1.1.1", 3), ("C1.1.2", 2))
    navigateur.connecter(monde.zelie)
    page = navigateur.get("/moi")
    assert page.un(".hero__f").text == "1 sur 4"
    assert "Il vous reste 3 compétences, dont 1 à un niveau près." in page.texte
    assert "il ne manque qu’une preuve" in page.texte
    assert page.textes(".blk__n") == ["1 sur 2", "0 sur 2"]
    raison = page.un("[id='C1.1.2'] .because").text
    assert "N2 parce que Noé Gabarit l’a observé le 23 novembre 2026" in raison
    assert "Le niveau attendu est N3." in raison
    assert "ce n’est pas un zéro" in page.un("[id='C2.1.1'] .because").text


def test_la_page_tient_en_douze_requetes_a_toute_taille(acte, monde, printemps, navigateur):
    evaluer(acte, monde, printemps, ("C1.1.1", 3))
    navigateur.connecter(monde.zelie)
    petite = navigateur.get("/moi").requetes
    evaluer(acte, monde, printemps, *(("C1.1.1", 3), ("C1.1.2", 2), ("C2.1.1", 1)) * 5)
    grande = navigateur.get("/moi").requetes
    assert petite == grande <= 12 + OUVERTURE


def test_tout_au_seuil_et_prouve_ne_suggere_plus_rien(acte, monde, printemps, navigateur):
    codes = ("C1.1.1", "C1.1.2", "C2.1.1", "C2.1.2")
    evaluer(acte, monde, printemps, *((code, 3) for code in codes))
    with acte():
        zelie = db.session.get_one(Inscription, printemps.cle_zelie)
        fabrique.fabriquer_preuve(zelie, *codes)
    navigateur.connecter(monde.zelie)
    page = navigateur.get("/moi")
    assert page.un(".hero__f").text == "4 sur 4"
    assert "Prochaine étape" not in page.texte
    assert "Tout ce que votre métier demande est au niveau attendu." in page.texte


def test_deposer_un_fichier_depuis_la_prochaine_etape(acte, monde, printemps, navigateur, lignes):
    evaluer(acte, monde, printemps, ("C1.1.1", 3))
    navigateur.connecter(monde.zelie)
    page = navigateur.get(depot(printemps))
    assert page.un("[name=codes][checked]")["value"] == "C1.1.1"
    saisie = {"libelle": "Compte rendu", "fichier": (BytesIO(PDF), "compte rendu.pdf")}
    mienne = navigateur.soumettre(page, "main form[method=post]", saisie)
    assert "La preuve est déposée." in mienne.texte
    (preuve,) = lignes(Preuve)
    lue = navigateur.client.get(f"/preuves/{preuve.preuve_id}/fichier")
    assert (lue.data, lue.mimetype) == (PDF, "application/pdf")
    assert lue.headers["X-Content-Type-Options"] == "nosniff"
    assert lue.headers["Cache-Control"] == "no-store"
    assert "il ne manque qu’une preuve" not in navigateur.get("/moi").texte


def test_un_fichier_qui_se_dit_pdf_est_refuse_clairement(monde, printemps, navigateur, lignes):
    navigateur.connecter(monde.zelie)
    page = navigateur.get(depot(printemps))
    saisie = {"libelle": "Compte rendu", "fichier": (BytesIO(b"MZ programme"), "bilan.pdf")}
    refusee = navigateur.soumettre(page, "main form[method=post]", saisie, statut=422)
    assert "se dit PDF et n’en est pas un" in refusee.texte
    assert refusee.un("[name=libelle]")["value"] == "Compte rendu"
    assert lignes(Preuve) == []


def test_une_preuve_se_retire_apres_confirmation(acte, monde, printemps, navigateur, lignes):
    with acte():
        fabrique.fabriquer_preuve(db.session.get_one(Inscription, printemps.cle_zelie), "C1.1.1")
    navigateur.connecter(monde.zelie)
    page = navigateur.get("/moi/preuves")
    assert "personne ne pourra plus l’ouvrir" in page.texte
    retiree = navigateur.soumettre(page, "form[action$=retrait]")
    assert "Pas encore de preuve" in retiree.texte
    assert lignes(Preuve)[0].retiree_a is not None


@pytest.mark.parametrize("page", ["/moi/dates", "/moi/preuves", "/moi/documents"])
def test_chaque_page_vide_dit_a_quoi_elle_sert(monde, printemps, navigateur, page):
    navigateur.connecter(monde.zelie)
    assert navigateur.get(page).un("h1")


def test_mes_dates_disent_ma_presence(acte, monde, printemps, navigateur):
    with acte():
        zelie = db.session.get_one(Inscription, printemps.cle_zelie)
        fabrique.fabriquer_constat(zelie.session.creneaux[0], zelie, par=monde.noe)
    navigateur.connecter(monde.zelie)
    page = navigateur.get("/moi/dates")
    constat = "3\u202fh\u202f30 de présence sur 3\u202fh\u202f30 constatées"
    assert f"{constat}\u202f; 21\u202fh prévues en tout." in page.texte
    assert page.textes("main h2") == ["À venir", "Passées"]


def test_sans_inscription_la_page_dit_ce_qui_viendra(monde, navigateur):
    navigateur.connecter(monde.zelie)
    assert "Aucune inscription" in navigateur.get("/moi").texte
    assert "Aucun document" in navigateur.get("/moi/documents").texte


def test_plusieurs_inscriptions_se_choisissent(acte, monde, printemps, navigateur):
    with acte():
        autre = (
            db.session.query(Inscription)
            .filter_by(inscription_id=printemps.ailleurs_inscription_id)
            .one()
        )
        seconde = fabrique.fabriquer_inscription(autre.session, monde.zelie).inscription_id
    navigateur.connecter(monde.zelie)
    page = navigateur.get("/moi")
    assert "Groupe Automne" in page.texte
    assert "Groupe Printemps" in page.texte
    choisie = navigateur.get(f"/moi?inscription={seconde}")
    assert choisie.textes("nav[aria-label='Mes inscriptions'] [aria-current]") == ["Groupe Automne"]


@pytest.mark.parametrize("adresse", ["/moi?inscription={autre}", "/inscriptions/{autre}"])
def test_zelie_ne_voit_pas_le_parcours_de_youssef(monde, printemps, navigateur, adresse):
    navigateur.connecter(monde.zelie)
    navigateur.get(adresse.format(autre=printemps.youssef_id), statut=404)


def test_sa_propre_fiche_mene_a_ou_j_en_suis(monde, printemps, navigateur):
    navigateur.connecter(monde.zelie)
    assert navigateur.get(f"/inscriptions/{printemps.zelie_id}").un("h1").text == "Où j’en suis"


@pytest.mark.parametrize("qui", ["ada", "noe", "octave", "ines"])
def test_moi_n_est_qu_aux_apprenants(monde, printemps, navigateur, qui):
    navigateur.connecter(getattr(monde, qui))
    navigateur.get("/moi", statut=403)


def test_basile_evalue_et_ne_depose_pas(monde, printemps, navigateur):
    navigateur.connecter(monde.basile)
    navigateur.get(depot(printemps), statut=403)
    navigateur.connecter(monde.driss)
    navigateur.get(depot(printemps), statut=404)
    navigateur.get("/preuves/inconnue/fichier", statut=404)
