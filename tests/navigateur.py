"""Une personne devant les pages : elle les ouvre, les lit, remplit leurs formulaires.

Toute page ouverte est contrôlée : HTML valide, un seul titre de premier rang, repris dans l’onglet,
aucun identifiant en double, une étiquette à chaque saisie, un jeton à chaque formulaire qui écrit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import html5lib
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from tests.monde import se_connecter

#: Des saisies qui se nomment elles-mêmes, ou qu’on ne voit pas.
SANS_ETIQUETTE = {"hidden", "submit", "button", "image", "reset"}


@dataclass(frozen=True)
class Page:
    """Une réponse lue : son état, son adresse, son contenu, ce qu’elle a coûté à la base."""

    statut: int
    adresse: str
    soupe: BeautifulSoup
    requetes: int

    def un(self, selecteur: str) -> Tag:
        """Le seul élément que désigne le sélecteur ; échoue s’il y en a zéro ou plusieurs."""
        trouves = self.soupe.select(selecteur)
        assert len(trouves) == 1, f"{len(trouves)} éléments pour « {selecteur} » ({self.adresse})"
        return trouves[0]

    def textes(self, selecteur: str) -> list[str]:
        return [en_texte(element) for element in self.soupe.select(selecteur)]

    @property
    def texte(self) -> str:
        return en_texte(self.un("main"))


class Navigateur:
    """Ouvre, lit, remplit, envoie ; suit les redirections comme le ferait un vrai navigateur."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def connecter(self, personne: Identity) -> None:
        """Entre au nom d’un personnage du monde, sans passer par la page de connexion."""
        se_connecter(self.client, personne)

    def get(self, adresse: str, statut: int = 200) -> Page:
        with compter_requetes(self.client.application) as compte:
            reponse = self.client.get(adresse, follow_redirects=True)
        return self._lire(reponse, statut, compte["requetes"])

    def soumettre(
        self, page: Page, formulaire: str, saisie: dict[str, Any] | None = None, statut: int = 200
    ) -> Page:
        """Remplit le formulaire que désigne le sélecteur et l’envoie, avec ses valeurs cachées."""
        balise = page.un(formulaire)
        adresse = urljoin(page.adresse, str(balise.get("action") or ""))
        donnees = valeurs(balise) | (saisie or {})
        inconnus = set(saisie or {}) - {element["name"] for element in balise.select("[name]")}
        assert not inconnus, f"Le formulaire n’a pas de champ {inconnus}."
        envoyer = self.client.post if balise.get("method") == "post" else self.client.get
        cle = "data" if balise.get("method") == "post" else "query_string"
        with compter_requetes(self.client.application) as compte:
            reponse = envoyer(adresse, follow_redirects=True, **{cle: donnees})
        return self._lire(reponse, statut, compte["requetes"])

    def _lire(self, reponse: TestResponse, statut: int, requetes: int) -> Page:
        assert reponse.status_code == statut, reponse.get_data(as_text=True)[:2000]
        soupe = BeautifulSoup(reponse.data, "html.parser")
        page = Page(statut, reponse.request.path, soupe, requetes)
        controler(page, reponse.get_data(as_text=True))
        return page


def controler(page: Page, source: str) -> None:
    """Refuse une page mal formée ; le message dit laquelle et pourquoi."""
    lecteur = html5lib.HTMLParser()
    lecteur.parse(source)
    assert not lecteur.errors, f"{page.adresse} : {lecteur.errors[:3]}"
    titre = en_texte(page.un("h1"))
    assert en_texte(page.un("head > title")) == f"{titre} — coopmetiers", page.adresse
    doubles = [
        nom for nom, n in Counter(e["id"] for e in page.soupe.select("[id]")).items() if n > 1
    ]
    assert not doubles, f"{page.adresse} : identifiants en double {doubles}"
    nus = [str(saisie) for saisie in page.soupe.select("input, select, textarea") if nue(saisie)]
    assert not nus, f"{page.adresse} : saisies sans étiquette {nus}"
    for formulaire in page.soupe.select("form[method=post]"):
        assert formulaire.select_one("[name=csrf_token]"), f"{page.adresse} : {formulaire}"[:300]


def nue(saisie: Tag) -> bool:
    """Vrai si rien ne dit à quoi sert la saisie."""
    if saisie.get("type") in SANS_ETIQUETTE or saisie.get("aria-label"):
        return False
    if saisie.get("aria-labelledby") or saisie.find_parent("label"):
        return False
    document = saisie.find_parent("html")
    return not (document and document.select_one(f'label[for="{saisie.get("id")}"]'))


def valeurs(formulaire: Tag) -> dict[str, Any]:
    """Ce que le formulaire enverrait tel quel : champs cachés, cases cochées, choix en place."""
    resultat: dict[str, Any] = {}
    for saisie in formulaire.select("input[name], select[name], textarea[name]"):
        nom, sorte = str(saisie["name"]), saisie.get("type")
        if sorte in {"checkbox", "radio"} and not saisie.has_attr("checked"):
            continue
        if sorte in {"submit", "file"}:
            continue
        if saisie.name == "select":
            choisis = [str(o.get("value", o.text)) for o in saisie.select("option[selected]")]
            premier = saisie.select_one("option")
            resultat[nom] = choisis or ([str(premier.get("value", ""))] if premier else [])
        else:
            resultat[nom] = (
                saisie.text if saisie.name == "textarea" else str(saisie.get("value", ""))
            )
    return resultat


def en_texte(element: Tag) -> str:
    """Le texte d’un élément, sans les blancs de mise en page (les insécables restent)."""
    return " ".join(mot for mot in element.get_text(" ").replace("\n", " ").split(" ") if mot)


@contextmanager
def compter_requetes(app: Flask) -> Iterator[Counter[str]]:
    """Compte les ordres envoyés à la base pendant le bloc."""
    compte: Counter[str] = Counter()
    with app.app_context():
        engine = db.engine

    def noter(*details: Any) -> None:
        compte["requetes"] += 1

    event.listen(engine, "before_cursor_execute", noter)
    try:
        yield compte
    finally:
        event.remove(engine, "before_cursor_execute", noter)
