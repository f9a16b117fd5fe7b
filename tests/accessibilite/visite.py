"""Visiter tout ce qu’un rôle peut ouvrir, en ne suivant que des liens."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from tests.navigateur import Page, controler
from tests.recits.gestes import Personne

#: Les portes de la démonstration ; la première n’est à personne.
ROLES = (
    "Sans compte",
    "Responsable d’organisme",
    "Formateur·rice",
    "Évaluateur·rice",
    "Juré·e",
    "Responsable de certificateur",
    "Apprenant·e",
    "Coordination du réseau",
    "Administration",
)
#: D’où l’on part ; la dernière adresse n’existe pas, et le dit.
DEPARTS = ("/", "/connexion", "/mot-de-passe/oubli", "/demonstration", "/nulle-part")
#: Combien d’adresses d’une même page on ouvre pour y chercher des liens : une session passée ne
#: mène pas où mène une session en cours.
EXEMPLES = 3
#: Chaque essai y compte : une adresse suffit.
COMPTEES = {"certification.verification"}


class Visite:
    """Les pages d’un rôle : une liste d’adresses par page, dans l’ordre où on les trouve."""

    def __init__(self, personne: Personne, app: Flask) -> None:
        self.personne = personne
        self.pages: dict[str, list[str]] = defaultdict(list)
        self._routes: MapAdapter = app.url_map.bind("127.0.0.1")
        self._vues: set[str] = set()

    def parcourir(self) -> None:
        """Suit tous les liens depuis l’accueil ; contrôle chaque page écrite par le serveur."""
        file = deque(DEPARTS)
        while file:
            adresse = file.popleft()
            page = self.page_de(adresse)
            if adresse in self._vues or len(self.pages.get(page, ())) >= self._exemples(page):
                continue
            self._vues.add(adresse)
            file.extend(self._ouvrir(page, adresse))

    def page_de(self, adresse: str) -> str:
        """Le nom de la page que sert une adresse ; vide si aucune ne la sert."""
        try:
            return str(self._routes.match(urlsplit(adresse).path, method="GET")[0])
        except HTTPException:
            return ""

    def _exemples(self, page: str) -> int:
        return 1 if page in COMPTEES else EXEMPLES

    def _ouvrir(self, page: str, adresse: str) -> Iterator[str]:
        reponse = self.personne.contexte.request.get(adresse, fail_on_status_code=False)
        if "text/html" not in reponse.headers["content-type"]:
            return
        source = reponse.text()
        soupe = BeautifulSoup(source, "html.parser")
        arrivee = self.page_de(reponse.url)
        if arrivee == page:
            controler(Page(reponse.status, adresse, soupe, 0), source)
            assert not soupe.select("[style], main style"), f"{adresse} : un style dans la page"
            self.pages[page].append(adresse)
        yield from _liens(soupe, reponse.url)
        if page == "certification.jury":
            # Leurs liens n’apparaissent qu’à un moment du jury ; leurs pages s’ouvrent toujours.
            yield from (f"{adresse}/ouverture", f"{adresse}/proclamation")


def _liens(soupe: BeautifulSoup, adresse: str) -> Iterator[str]:
    ici = urlsplit(adresse)
    for lien in soupe.select("a[href]"):
        vise = urlsplit(urljoin(adresse, str(lien["href"])))
        if vise.netloc == ici.netloc:
            yield vise.path + (f"?{vise.query}" if vise.query else "")
