"""Six parcours sans souris : Tab, Entrée, Espace, flèches ; on voit toujours où l’on est."""

import re

import pytest
from playwright.sync_api import expect

from tests.recits.clavier import Clavier
from tests.recits.former import onglet
from tests.recits.verifier import code_imprime

EN_COURS = re.compile("^Développer des coopérations")


@pytest.fixture
def au_clavier(demo, arriver):
    """Fait venir quelqu’un, par un rôle ou sans, qui n’a que son clavier."""

    def venir(porte=""):
        personne = arriver(demo.adresse)
        if porte:
            personne.entrer(porte)
        return Clavier(personne)

    return venir


def aller_a_la_session(clavier, nom):
    clavier.personne.menu("Sessions")
    clavier.personne.suivre(EN_COURS)
    onglet(clavier.personne, nom)


def test_se_connecter(au_clavier):
    clavier = au_clavier()
    clavier.ouvrir("/connexion")
    clavier.tabuler_jusqu_a("button.role", "Formateur·rice")
    clavier.presser("Enter")
    expect(clavier.page.locator("header.topbar")).to_contain_text("Noé Gabarit")
    clavier.tabuler_jusqu_a("a.skip", "Aller au contenu")
    clavier.presser("Enter")
    expect(clavier.page.locator("main")).to_be_focused()


def test_noter_dans_la_grille(au_clavier):
    clavier = au_clavier("Formateur·rice")
    aller_a_la_session(clavier, "Évaluer")
    clavier.tabuler_jusqu_a("table.matrice tbody a.case")
    premiere = clavier.focus.get_attribute("href")
    clavier.presser("ArrowRight")
    assert clavier.focus.get_attribute("href") != premiere
    clavier.presser("ArrowLeft")
    assert clavier.focus.get_attribute("href") == premiere
    clavier.presser("4")
    expect(clavier.page.locator('#fiche input[value="4"]')).to_be_checked()
    clavier.tabuler_jusqu_a("#fiche textarea[name=situation]")
    clavier.ecrire("Séance du comité, tenue devant le groupe.")
    clavier.tabuler_jusqu_a("#fiche select[name=code_modalite]")
    clavier.presser("ArrowDown")
    clavier.tabuler_jusqu_a("#fiche button", "Enregistrer")
    clavier.presser("Enter")
    expect(clavier.page.locator("[role=status]")).to_contain_text("N4 donné à")


def test_emarger(au_clavier):
    clavier = au_clavier("Formateur·rice")
    aller_a_la_session(clavier, "Émargement")
    clavier.tabuler_jusqu_a(".presents input[type=radio]")
    clavier.presser("Space")
    clavier.presser("ArrowRight")
    expect(clavier.page.locator('.presents input[value="ABSENT"]').first).to_be_checked()
    clavier.tabuler_jusqu_a("#creneau button", "Tout le monde est là")
    clavier.presser("Enter")
    clavier.personne.voit("8 présences constatées.")


def test_decider(au_clavier):
    clavier = au_clavier("Juré·e")
    clavier.personne.menu("Jurys")
    clavier.personne.suivre("Ouvrir")
    clavier.personne.suivre("Délibérer")
    clavier.tabuler_jusqu_a("li.decision input[type=radio]")
    clavier.presser("Space")
    while clavier.focus.input_value() != "NON_ACQUISE":
        clavier.presser("ArrowRight")
    clavier.tabuler_jusqu_a("li.decision textarea")
    clavier.ecrire("Les pièces ne montrent pas la part de la personne.")
    clavier.tabuler_jusqu_a("#decision button.btn--primary")
    clavier.presser("Enter")
    clavier.personne.voit("1 décision enregistrée.")


def test_verifier_un_code(au_clavier, demonstration):
    clavier = au_clavier()
    clavier.ouvrir("/v")
    clavier.tabuler_jusqu_a("input[name=code]")
    clavier.ecrire(code_imprime(next((demonstration / "certificats").glob("*.pdf"))))
    clavier.presser("Enter")
    clavier.personne.est_sur("Authentique")
    clavier.tabuler_jusqu_a("input[name=nom]")
    clavier.ecrire("Personne d’autre")
    clavier.presser("Enter")
    clavier.personne.voit("Non.")


def test_ouvrir_l_arbre_du_referentiel(au_clavier):
    clavier = au_clavier()
    clavier.ouvrir("/referentiels/cooperation-territoriale/0.1")
    clavier.tabuler_jusqu_a("main details > summary", "BC4")
    clavier.presser("Enter")
    clavier.tabuler_jusqu_a("main details details > summary", "A4.1")
    clavier.presser("Space")
    clavier.tabuler_jusqu_a("main a", "C4.1.1")
    clavier.presser("Enter")
    expect(clavier.page.locator("h1")).to_contain_text("C4.1.1")
