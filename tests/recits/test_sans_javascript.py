"""Les gestes de tous les jours sans script : les liens et les formulaires suffisent."""

import re

import pytest
from playwright.sync_api import expect

from coopmetiers.base import clock
from tests.recits.former import onglet

EN_COURS = re.compile("^Développer des coopérations")
SITUATION = "Séance du comité, tenue devant le groupe."


@pytest.fixture
def sans_script(demo, arriver):
    """Fait entrer quelqu’un par un rôle, dans un navigateur dont les scripts sont coupés."""

    def entrer(porte):
        personne = arriver(demo.adresse, java_script_enabled=False)
        personne.entrer(porte)
        return personne

    return entrer


def ouvrir_session_en_cours(personne, nom):
    personne.menu("Sessions")
    personne.suivre(EN_COURS)
    onglet(personne, nom)


def dire_ce_qu_on_a_vu(noe):
    noe.remplir(situation=SITUATION, observee_le=clock.today().isoformat())
    noe.page.locator("select[name=code_modalite]").select_option(index=1)


def test_on_entre_en_un_clic(sans_script):
    ada = sans_script("Responsable d’organisme")
    expect(ada.page.locator("header.topbar")).to_contain_text("Ada Exemple")
    ada.menu("Sessions")
    expect(ada.page.get_by_role("link", name=EN_COURS)).to_be_visible()


def test_noter_une_case_de_la_grille(sans_script):
    noe = sans_script("Formateur·rice")
    ouvrir_session_en_cours(noe, "Évaluer")
    case = noe.page.locator("table.matrice tbody a.case").first
    nom = noe.page.locator("table.matrice tbody th").first.inner_text().strip()
    case.click()
    expect(noe.page.locator("#fiche")).to_contain_text(nom)
    # Comme au doigt : on appuie sur le niveau, pas sur le bouton radio qu’il recouvre.
    choix = noe.page.locator('input[name=niveau][value="4"]')
    noe.page.locator("#fiche label").filter(has=choix).click()
    expect(choix).to_be_checked()
    dire_ce_qu_on_a_vu(noe)
    noe.appuyer("Enregistrer", "#fiche")
    expect(noe.page.locator("table.matrice tbody a.case").first).to_contain_text("N4")
    expect(noe.page.locator("[role=status]")).to_contain_text(f"N4 donné à {nom}")
    noe.appuyer("Annuler")
    noe.voit("le niveau d’avant est rétabli")


def test_noter_tout_un_groupe(sans_script):
    noe = sans_script("Formateur·rice")
    ouvrir_session_en_cours(noe, "Évaluer")
    noe.page.locator("table.matrice a.colcode").first.click()
    dire_ce_qu_on_a_vu(noe)
    lignes = noe.page.locator("#niveaux li")
    nombre = lignes.count()
    for ligne in lignes.all():
        ligne.locator('input[value="3"]').check(force=True)
    noe.appuyer("Enregistrer ces niveaux")
    expect(lignes.get_by_text("niveau actuel N3")).to_have_count(nombre)


def test_emarger_une_demi_journee(sans_script):
    noe = sans_script("Formateur·rice")
    ouvrir_session_en_cours(noe, "Émargement")
    noe.page.locator('.presents input[value="ABSENT"]').first.check(force=True)
    noe.appuyer("Tout le monde est là")
    noe.voit("8 présences constatées.")


def test_deposer_une_preuve(sans_script):
    zelie = sans_script("Apprenant·e")
    zelie.aller("/moi/preuves")
    zelie.suivre("Déposer une preuve")
    zelie.remplir(libelle="Compte rendu de la séance d’essai")
    zelie.page.locator("input[name=fichier]").set_input_files(
        {"name": "seance.txt", "mimeType": "text/plain", "buffer": b"Compte rendu de theatre.\n"}
    )
    bloc = zelie.page.locator("details.choix-bloc").first
    bloc.locator("summary").click()
    bloc.get_by_role("checkbox").first.check()
    zelie.appuyer("Déposer")
    zelie.voit("La preuve est déposée.")
    zelie.voit("Compte rendu de la séance d’essai")


def test_decider_en_jury(sans_script):
    octave = sans_script("Juré·e")
    octave.menu("Jurys")
    octave.suivre("Ouvrir")
    octave.suivre("Délibérer")
    bloc = octave.page.locator("#decision-titre").inner_text().split(",")[0]
    octave.remplir(motif_commun="Les pièces ne montrent pas la part de la personne.")
    octave.appuyer("Refuser le reste du bloc")
    octave.voit(re.compile("décisions? enregistrées?"))
    octave.suivre(re.compile(rf"^{bloc}\b"))
    expect(octave.page.locator('input[value="NON_ACQUISE"]:checked')).not_to_have_count(0)


def test_verifier_un_document_par_son_fichier(demo, demonstration, arriver):
    inconnu = arriver(demo.adresse, java_script_enabled=False)
    pdf = next((demonstration / "certificats").glob("*.pdf")).read_bytes()
    for octets, dit in (
        (pdf, "Le fichier est intact."),
        (pdf[:-1] + b"?", "Ce fichier est inconnu du registre."),
        (b"un texte", "Ce fichier n’est pas un PDF."),
    ):
        inconnu.aller("/v")
        inconnu.page.locator("input[type=file]").set_input_files(
            {"name": "recu.pdf", "mimeType": "application/pdf", "buffer": octets}
        )
        inconnu.appuyer("Vérifier")
        inconnu.voit(dit)
