"""Troisième temps : émarger, noter, prouver, corriger ; l’apprenante se voit avancer."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.recits.fonder import Equipe
from tests.recits.former import BLOC, onglet, ouvrir_la_session
from tests.recits.gestes import Personne

GROUPE = ("Malo Fictif", "Noémie Essai", "Zélie Modèle")
PREUVE = b"Budget de la conserverie fictive\n\nDocument de theatre, tenu par le groupe.\n"


def la_pratique(equipe: Equipe) -> tuple[str, ...]:
    """Une demi-journée émargée, un bloc entier noté et prouvé ; rend les codes du bloc."""
    noe = equipe["Noé"]
    ouvrir_la_session(noe)
    _emarger(noe)
    codes = _noter(noe)
    _deposer_une_preuve(noe, len(codes))
    _corriger(noe, codes[0])
    _se_voir_avancer(equipe["Zélie"], len(codes))
    return codes


def _emarger(noe: Personne) -> None:
    onglet(noe, "Émargement")
    _dans(noe, "Malo Fictif", "ABSENT")
    noe.appuyer("Tout le monde est là")
    noe.voit("3 présences constatées.")


def _dans(noe: Personne, nom: str, valeur: str) -> None:
    """Choisit une réponse sur la ligne d’une personne."""
    ligne = noe.page.locator("main li", has_text=nom)
    ligne.locator(f'input[value="{valeur}"]').check(force=True)


def _noter(noe: Personne) -> tuple[str, ...]:
    """Une compétence pour tout le groupe, les autres pour Zélie ; la première est mal notée."""
    onglet(noe, "Évaluer")
    noe.suivre(BLOC)
    premiere = noe.page.locator("table.matrice a.colcode").first
    premiere.click()
    noe.remplir(situation="Tenue du budget de la conserverie, devant les partenaires.")
    noe.page.locator("select[name=code_modalite]").select_option(index=1)
    for nom in GROUPE:
        _dans(noe, nom, "1")
    noe.appuyer("Enregistrer ces niveaux")
    codes = [noe.page.locator("h1").inner_text().split(",")[0]]
    while (suivante := noe.page.locator("main nav a.btn--sm:last-child")).count():
        if suivante.inner_text().strip() < codes[-1]:
            break
        suivante.click()
        if noe.page.get_by_text("n’est exigée de personne").count():
            continue
        _dans(noe, "Zélie Modèle", "2")
        noe.appuyer("Enregistrer ces niveaux")
        codes.append(noe.page.locator("h1").inner_text().split(",")[0])
    return tuple(codes)


def _deposer_une_preuve(noe: Personne, nombre: int) -> None:
    """Une seule preuve nomme toutes les compétences du bloc."""
    _ouvrir_zelie(noe)
    noe.suivre("Déposer une preuve")
    noe.remplir(libelle="Budget de la conserverie, tenu par le groupe")
    noe.page.locator("input[name=fichier]").set_input_files(
        {"name": "budget.txt", "mimeType": "text/plain", "buffer": PREUVE}
    )
    bloc = noe.page.locator("details.choix-bloc", has_text=BLOC)
    bloc.locator("summary").click()
    cases = bloc.get_by_role("checkbox")
    expect(cases).to_have_count(nombre)
    for case in cases.all():
        case.check()
    noe.appuyer("Déposer")
    noe.voit("La preuve est déposée.")


def _ouvrir_zelie(noe: Personne) -> None:
    ouvrir_la_session(noe)
    onglet(noe, "Inscrit·es")
    noe.suivre("Zélie Modèle")


def _corriger(noe: Personne, code: str) -> None:
    """Le niveau mal noté ne s’efface pas : un nouveau fait le corrige, et dit pourquoi."""
    ouvrir_la_session(noe)
    onglet(noe, "Évaluer")
    noe.suivre(BLOC)
    noe.page.locator("table.matrice tbody tr", has_text="Zélie").locator("a.case").first.click()
    noe.suivre(f"Corriger le N1 de {code}", "aside#fiche")
    noe.page.locator('input[name=niveau][value="2"]').check(force=True)
    noe.champ("Motif de la correction").fill("Ligne lue de travers.")
    noe.appuyer("Enregistrer la correction")
    noe.voit("l’ancienne reste lisible")
    expect(noe.page.locator("del").first).to_have_text("N1")


def _se_voir_avancer(zelie: Personne, nombre: int) -> None:
    """Sur son téléphone, l’apprenante lit où elle en est ; rien ne déborde."""
    zelie.aller("/moi")
    zelie.est_sur("Où j’en suis")
    zelie.voit(f"{nombre} sur {nombre}")
    zelie.voit("au niveau attendu")
    large = zelie.page.evaluate("document.documentElement.scrollWidth")
    assert large <= zelie.page.viewport_size["width"]
