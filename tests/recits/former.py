"""Deuxième temps : l’organisme déclare, couvre, ouvre une session, affecte, inscrit."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from coopmetiers.base import clock
from tests.recits.fonder import Arriver, Equipe, accueillir, courriel, inviter
from tests.recits.gestes import TELEPHONE, Personne
from tests.recits.plateforme import Plateforme

FORMATION = "Porter l’économie d’une coopération"
SESSION = "Économie d’une coopération, premier groupe"
BLOC = "BC4"
#: Ce qu’un tableur colle ; la date de la seconde personne n’est pas au calendrier.
LISTE = (
    f"Noémie\tEssai\t{courriel('Noémie')}\n"
    f"Malo\tFictif\t{courriel('Malo')}\tanimateur\tinterne\t31/02/1995\tBourg-Fictif"
)


def la_formation(plateforme: Plateforme, arriver: Arriver, equipe: Equipe) -> None:
    """Une formation déclarée et couverte, une session ouverte, son groupe inscrit."""
    ada = equipe["Ada"]
    _declarer(ada)
    _couvrir(ada)
    ada.menu("Membres")
    inviter(ada, "Noé", "Gabarit", "Formateur·rice")
    equipe["Noé"] = accueillir(plateforme, arriver, "Noé")
    _ouvrir_session(ada)
    _affecter(ada)
    _inscrire_zelie(ada)
    _coller_la_liste(ada)
    equipe["Zélie"] = accueillir(plateforme, arriver, "Zélie", viewport=TELEPHONE)
    for prenom in ("Noémie", "Malo"):
        accueillir(plateforme, arriver, prenom)


def onglet(personne: Personne, nom: str) -> None:
    """Passe à un autre onglet de la session, dont le nom peut être suivi d’un nombre."""
    personne.suivre(re.compile(rf"^{re.escape(nom)}\s*\d*$"))


def ouvrir_la_session(personne: Personne) -> None:
    """Revient à la session par la navigation."""
    personne.menu("Sessions")
    personne.suivre(re.compile(re.escape(SESSION)))


def _declarer(ada: Personne) -> None:
    ada.menu("Formations")
    ada.suivre("Créer une formation")
    ada.remplir(intitule=FORMATION, objectifs="Tenir le budget d’une coopération.")
    ada.appuyer("Créer la formation")
    ada.est_sur(re.compile("^Modules de"))
    ada.remplir(lignes="Lire un modèle économique ; 14\nTenir les comptes ensemble ; 7")
    ada.appuyer("Ajouter")
    ada.voit("2 modules")


def _couvrir(ada: Personne) -> None:
    ada.suivre("Dire ce qu’ils couvrent")
    ada.voit("Aucune des")
    ada.suivre(re.compile(rf"^{BLOC} "))
    cases = ada.page.locator("table.matrice--saisie select")
    for rang in range(cases.count()):
        cases.nth(rang).select_option(("EVALUEE", "ABORDEE", "EVALUEE", "PRATIQUEE")[rang % 4])
    ada.appuyer("Enregistrer ce bloc")
    ada.voit(re.compile(r"\d+ compétences sur \d+ sont couvertes, \d+ sont évaluées"))


def _ouvrir_session(ada: Personne) -> None:
    fin = clock.today()
    debut = fin - timedelta(days=7)
    ada.menu("Formations")
    ada.suivre(re.compile(re.escape(FORMATION)))
    ada.suivre("Ouvrir une session")
    ada.remplir(
        intitule=SESSION,
        debut_le=debut.isoformat(),
        fin_le=fin.isoformat(),
        lieu="Salle du Moulin-Modèle",
    )
    ada.cocher("En présence")
    ada.appuyer("Choisir les demi-journées")
    for jour, moitie in ((debut, "MATIN"), (debut, "APRES_MIDI"), (fin, "MATIN")):
        ada.page.locator(f'input[value="{jour}.{moitie}"]').check(force=True)
    ada.appuyer("Ouvrir la session")
    ada.est_sur(SESSION)


def _affecter(ada: Personne) -> None:
    ada.suivre("Affecter")
    ada.choisir(utilisateur_id="Noé Gabarit")
    ada.cocher("Forme et évalue")
    ada.appuyer("Affecter")
    ada.voit("1 personne y forme ou y évalue.")
    ada.suivre("Revenir à la session")


def _inscrire_zelie(ada: Personne) -> None:
    onglet(ada, "Inscrit·es")
    ada.suivre("Inscrire une personne")
    ada.remplir(prenom="Zélie", nom="Modèle", email=courriel("Zélie"))
    _viser(ada)
    ada.remplir(naissance_le="1988-03-14", naissance_lieu="Ville-Modèle")
    ada.appuyer("Inscrire")
    ada.voit("1 personne suit cette session.")


def _coller_la_liste(ada: Personne) -> None:
    """Une ligne fausse arrête tout ; reprise, la liste entière s’inscrit."""
    ada.suivre("Coller une liste")
    ada.remplir(liste=LISTE)
    _viser(ada)
    ada.appuyer("Vérifier la liste")
    expect(ada.page.locator("tr", has_text="Malo")).to_contain_text("À reprendre")
    expect(ada.page.locator("tr", has_text="Noémie")).to_contain_text("Prête")
    expect(ada.page.get_by_role("button", name=re.compile("^Inscrire"))).to_have_count(0)
    ada.remplir(liste=LISTE.replace("31/02/1995", "09/01/1995"))
    ada.appuyer("Vérifier à nouveau")
    ada.appuyer("Inscrire ces 2 personnes")
    ada.voit("3 personnes suivent cette session.")


def _viser(ada: Personne) -> None:
    ada.page.locator('input[name=code_metier][value="animateur"]').check()
    ada.page.locator('input[name=exercice][value="INTERNE"]').check()
