"""Qui entre où : chaque personne devant chaque adresse de l’application, dans la démonstration.

Une personne est *chez elle* (les objets sont les siens, ou ceux de son organisation), *voisine*
(même organisation et même rôle, mais pas affectée, pas inscrite, pas membre) ou *étrangère* (même
rôle, dans une autre organisation).
"""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Map, Rule
from werkzeug.test import TestResponse

from coopmetiers.base.db import db
from tests.monde import se_connecter
from tests.objets import Objets
from tests.personnes import ANONYME, Personne

TABLE = Path(__file__).parent / "attendus" / "acces.csv"
TOUS, CONNECTE = "tous", "connecte"
#: Quand le rôle ne suffit pas : l’objet doit être le sien (affecté, inscrit, membre).
SIEN = "(sien)"

#: Ces pages mènent elles-mêmes à la connexion, une fois faites.
_MENENT_A_LA_CONNEXION = {"security.logout", "security.reset_password"}
#: Ce qui, dans une adresse, désigne un objet que tout le monde peut voir.
PUBLICS = {
    "/demonstration/<role>": {"role"},
    "/invitations/": {"jeton"},
    "/mot-de-passe/": {"token"},
    "/recensement/": {"code"},
    "/referentiels/": {"code", "version", "code_element", "code_metier"},
    "/static/": {"filename"},
    "/v/": {"code"},
}

#: Ce qu’il faut dire pour que l’acte désigne quelque chose ; les autres s’envoient vides.
_DEMANDES: Mapping[str, Callable[[Personne], dict[str, str]]] = {
    "/appartenance": lambda personne: {
        "appartenance": personne.identite.membership_id if personne.identite else ""
    },
    "/formations/<formation_id>/modules/<module_id>/deplacement": lambda _: {"sens": "MONTER"},
}

#: Ce que l’adresse porte après « ? » quand l’acte en dépend.
_SUITES = {
    ("GET", "/referentiels/<code>/comparaison/classeur"): "?de=<version>&a=<version>",
    ("POST", "/sessions/<session_id>/evaluation"): "?case=<inscription_id>:<code_competence>",
}


@dataclass(frozen=True)
class Ligne:
    """Une ligne de la table : une méthode à une adresse, et à qui elle est ouverte."""

    methode: str
    adresse: str
    endpoint: str
    ouverte_a: str

    @property
    def admis(self) -> frozenset[str]:
        """Les rôles admis, la condition ôtée ; vide pour « tous » et « connecte »."""
        if self.ouverte_a in {TOUS, CONNECTE}:
            return frozenset()
        return frozenset(mot.removesuffix(SIEN) for mot in self.ouverte_a.split(", ") if mot)

    @property
    def prives(self) -> frozenset[str]:
        """Les paramètres de l’adresse qui désignent un objet de quelqu’un."""
        publics = next((p for debut, p in PUBLICS.items() if self.adresse.startswith(debut)), set())
        return frozenset(parametres(self.adresse)) - publics

    def __str__(self) -> str:
        return f"{self.methode} {self.adresse}"


def parametres(adresse: str) -> list[str]:
    """Les paramètres d’une adresse : `/sessions/<session_id>` en a un."""
    return re.findall(r"<(?:[^:>]+:)?([^>]+)>", adresse)


def routes(carte: Map) -> list[tuple[str, Rule]]:
    """Chaque méthode de chaque adresse, dans l’ordre des adresses."""
    return sorted(
        (
            (methode, regle)
            for regle in carte.iter_rules()
            for methode in (regle.methods or set()) - {"HEAD", "OPTIONS"}
        ),
        key=lambda route: (route[1].rule, route[0]),
    )


def lire_table() -> list[Ligne]:
    """La table relue."""
    with TABLE.open(encoding="utf-8", newline="") as fichier:
        return [Ligne(**ligne) for ligne in csv.DictReader(fichier, delimiter=";")]


def ecrire_table(lignes: list[Ligne]) -> None:
    """Écrit la table ; à relire comme du code."""
    with TABLE.open("w", encoding="utf-8", newline="") as fichier:
        plume = csv.writer(fichier, delimiter=";", lineterminator="\n")
        plume.writerow(Ligne.__dataclass_fields__)
        plume.writerows(vars(ligne).values() for ligne in lignes)


class Terrain:
    """L’application de la démonstration, remise en état après chaque écriture."""

    def __init__(self, app: Flask, objets: Objets, personnes: Mapping[str, list[Personne]]) -> None:
        self.app, self.objets, self.personnes = app, objets, personnes
        self._base = Path(app.extensions["coopmetiers"].data_dir) / "coopmetiers.db"
        self._modele = self._base.with_name("modele.db")
        self._poser()
        shutil.copy(self._base, self._modele)

    def chez_elles(self) -> list[Personne]:
        return self.personnes["chez elles"]

    def voisines(self) -> list[Personne]:
        return self.personnes["voisines"]

    def etrangeres(self) -> list[Personne]:
        return self.personnes["etrangeres"]

    def demander(
        self, personne: Personne, methode: str, adresse: str, donnees: Any = None
    ) -> TestResponse:
        """Ce que reçoit cette personne ; ce qu’elle aurait écrit est effacé ensuite."""
        client = self.client(personne)
        if donnees is None and methode != "GET" and adresse in _DEMANDES:
            donnees = _DEMANDES[adresse](personne)
        ou = self.adresse(adresse + _SUITES.get((methode, adresse), ""), personne.devant)
        reponse = client.open(ou, method=methode, data=donnees)
        reponse.get_data()
        reponse.close()
        if methode != "GET" and reponse.status_code not in {400, 403, 404}:
            self.remettre()
        return reponse

    def client(self, personne: Personne) -> FlaskClient:
        client = self.app.test_client()
        if personne.identite is not None:
            se_connecter(client, personne.identite)
        return client

    def adresse(self, gabarit: str, devant: str) -> str:
        """L’adresse, ses paramètres remplacés par ceux d’objets de cette organisation."""
        return re.sub(
            r"<(?:[^:>]+:)?([^>]+)>",
            lambda trouve: self.objets.valeur(trouve[1], gabarit, devant),
            gabarit,
        )

    def entre(self, personne: Personne, methode: str, adresse: str, endpoint: str) -> bool:
        """Vrai si la personne est admise ; échoue sur une page en erreur."""
        reponse = self.demander(personne, methode, adresse)
        ou = f"{methode} {adresse} par {personne.cle} : {reponse.status_code}"
        assert reponse.status_code < 500, ou
        assert reponse.status_code not in {400, 405, 429}, ou
        if reponse.status_code in {401, 403, 404}:
            return False
        vers_la_connexion = (
            reponse.status_code == 302 and urlsplit(reponse.location).path == "/connexion"
        )
        return not vers_la_connexion or endpoint in _MENENT_A_LA_CONNEXION

    def ouverte_a(self, methode: str, adresse: str, endpoint: str) -> str:
        """Ce que la table doit dire de cette route, tel qu’on l’observe."""
        admises = {p.cle for p in self.chez_elles() if self.entre(p, methode, adresse, endpoint)}
        toutes = {p.cle for p in self.chez_elles()}
        if admises == toutes:
            return TOUS
        if admises == toutes - {ANONYME}:
            return CONNECTE
        tenues = {
            p.cle
            for p in self.voisines()
            if p.cle in admises and not self.entre(p, methode, adresse, endpoint)
        }
        ordre = [p.cle for p in self.chez_elles() if p.cle in admises]
        return ", ".join(cle + (SIEN if cle in tenues else "") for cle in ordre)

    def empreinte(self) -> str:
        """L’empreinte de la base et de ce qui attend d’y être versé."""
        journal = self._base.with_name("coopmetiers.db-wal")
        octets = self._base.read_bytes() + (journal.read_bytes() if journal.exists() else b"")
        return hashlib.sha256(octets).hexdigest()

    def remettre(self) -> None:
        """Rend la base telle qu’elle était."""
        self._poser()
        shutil.copy(self._modele, self._base)

    def _poser(self) -> None:
        """Ferme la base : la dernière connexion verse le journal et l’efface."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
