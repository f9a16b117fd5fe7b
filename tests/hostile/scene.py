"""Des formulaires remplis comme par qui y a droit, puis renvoyés avec ce qui n’y est pas."""

from __future__ import annotations

import io
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coopmetiers.base import clock
from coopmetiers.base.identifiers import reproducible
from coopmetiers.comptes.login import APPARTENANCE
from tests.acces import TABLE, Terrain
from tests.fabriques.comptes import MOT_DE_PASSE
from tests.navigateur import valeurs
from tests.personnes import Personne

#: Ce qu’on répond, dans tout formulaire, à une saisie de ce nom restée vide.
REPONSES = {
    "prenom": "Prudence",
    "nom": "Calepin",
    "email": "prudence.calepin@exemple.test",
    "naissance_le": "1990-05-04",
    "naissance_lieu": "Essai-sur-Loire",
    "sigle": "NEUF",
    "intitule": "Un intitulé d’essai",
    "lieu": "Port-Spécimen",
    "libelle": "Compte rendu d’essai",
    "adresse": "https://preuve.exemple.test/essai",
    "situation": "Réunion d’essai",
    "lignes": "Un module de plus ; 7",
    "liste": "Prénom;Nom;Courriel\nPrudence;Calepin;prudence.calepin@exemple.test",
    "debut": "09:00",
    "fin": "12:30",
    "mot_de_passe": "des pommes, un vélo et la mer",
    "encore": "des pommes, un vélo et la mer",
    "new_password": "des pommes, un vélo et la mer",
    "new_password_confirm": "des pommes, un vélo et la mer",
    "password": MOT_DE_PASSE,
    "password_confirm": "des pommes, un vélo et la mer",
}
#: Ce qu’aucune colonne ne nomme : un objet étranger, une case étrangère, un droit qu’on se donne.
FORGES = {
    "organisation": "{eve}",
    "organisme": "{eve}",
    "certificateur": "{cx}",
    "utilisateur": "{perle}",
    "appartenance": "{appartenance_perle}",
    "inscription": "{inscription_eve}",
    "jury": "{jury_cx}",
    "candidature": "{candidature_cx}",
    "emis_le": "2020-01-01",
    "role": "ADMINISTRATION",
    "roles": "ADMINISTRATION",
    "est_admin": "1",
    "is_admin": "1",
    "est_fondatrice": "1",
    "active": "1",
    "presence-{inscription_eve}": "ABSENT",
    "niveau-{inscription_eve}": "4",
    "lien-{module_eve}-C1.1.1": "EVALUEE",
    "soi-C9.9.9": "4",
    "decision-C9.9.9": "NON_ACQUISE",
}
#: Tirés au sort ailleurs que dans `identifiers`, ou qui portent un jeton qui l’est.
_TIRES = {("utilisateurs", "fs_uniquifier"), ("utilisateurs", "password"), ("courriels", "texte")}

Lignes = dict[str, tuple[tuple[str, ...], set[tuple[Any, ...]]]]
Ecarts = dict[str, list[tuple[str, ...]]]


@dataclass(frozen=True)
class Envoi:
    """Comment qui y a droit envoie le formulaire d’une route."""

    qui: str
    #: La page du formulaire, si ce n’est pas l’adresse de l’acte.
    page: str = ""
    #: Ce qui est saisi, en plus des réponses communes ; `{nom}` y est un objet de la scène.
    saisie: Mapping[str, str] = field(default_factory=dict)
    #: Paramètre d’adresse → nom de l’objet de la scène, quand le premier venu ne convient pas.
    objets: Mapping[str, str] = field(default_factory=dict)
    #: Vrai quand aucune page ne montre encore ce formulaire : on n’envoie que la saisie.
    sans_page: bool = False
    #: Le fichier de `tests/attendus` qu’on y joint.
    fichier: str = ""


@dataclass(frozen=True)
class Formulaire:
    """Un formulaire lu dans sa page : où il part, ce qu’il envoie, tous les noms qu’il a."""

    adresse: str
    donnees: dict[str, Any]
    noms: frozenset[str]

    @property
    def requete(self) -> str:
        """Ce qui suit l’adresse, « ? » compris."""
        suite = urlsplit(self.adresse).query
        return f"?{suite}" if suite else ""


@dataclass(frozen=True)
class Trace:
    """Ce qu’a donné un envoi : la réponse, et ce qui est écrit de plus et de moins."""

    statut: int
    suite: str | None
    appartenance: str | None
    ajouts: Ecarts
    retraits: Ecarts
    #: Les tables où une ligne d’une organisation étrangère a changé.
    ailleurs: frozenset[str]

    @property
    def a_ecrit(self) -> bool:
        return bool(self.ajouts or self.retraits)


class Scene:
    """La démonstration, ses personnes, un objet dans chaque état, et des objets étrangers."""

    def __init__(
        self,
        terrain: Terrain,
        personnes: dict[str, Personne],
        objets: dict[str, str],
        etrangeres: frozenset[int],
    ) -> None:
        self.terrain, self.personnes, self.objets = terrain, personnes, objets
        #: Les clés des organisations où personne, dans ces envois, n’a rien à faire.
        self.etrangeres = etrangeres
        self._base = Path(terrain.app.extensions["coopmetiers"].data_dir) / "coopmetiers.db"
        self.avant = self.lignes()

    def lignes(self) -> Lignes:
        """Toutes les lignes de toutes les tables."""
        with closing(sqlite3.connect(self._base)) as connexion:
            tables = connexion.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            lues: Lignes = {}
            for (table,) in tables.fetchall():
                curseur = connexion.execute(f'SELECT * FROM "{table}"')
                lues[table] = tuple(c[0] for c in curseur.description), set(curseur)
            return lues

    def adresse(self, envoi: Envoi, gabarit: str, **autres: str) -> str:
        """L’adresse du gabarit, ses paramètres remplacés par les objets de l’envoi."""
        for parametre, nom in {**envoi.objets, **autres}.items():
            gabarit = re.sub(rf"<(?:[^:>]+:)?{parametre}>", self.objets[nom], gabarit)
        return self.terrain.adresse(gabarit, self.personnes[envoi.qui].devant)

    def client(self, envoi: Envoi) -> FlaskClient:
        return self.terrain.client(self.personnes[envoi.qui])

    def formulaire(self, envoi: Envoi, gabarit: str) -> Formulaire:
        """Le formulaire de cette route, lu dans sa page et rempli."""
        cible = self.adresse(envoi, gabarit)
        saisie = {nom: dit.format_map(self.objets) for nom, dit in envoi.saisie.items()}
        if envoi.sans_page:
            return Formulaire(cible, saisie, frozenset(saisie))
        page = self.adresse(envoi, envoi.page) if envoi.page else cible
        soupe = BeautifulSoup(self.client(envoi).get(page).data, "html.parser")
        for balise in soupe.select("form[method=post]"):
            adresse = urljoin(page, str(balise.get("action") or ""))
            if urlsplit(adresse).path == cible:
                noms = frozenset(str(e["name"]) for e in balise.select("[name]"))
                return Formulaire(adresse, remplir(balise) | saisie, noms | set(saisie))
        raise AssertionError(f"{page} n’a pas de formulaire pour {cible}.")

    def envoyer(self, envoi: Envoi, adresse: str, donnees: Mapping[str, Any]) -> Trace:
        """Envoie, relève ce qui est écrit, remet la base comme elle était."""
        client = self.client(envoi)
        joint = {}
        if envoi.fichier:
            octets = (TABLE.parent / envoi.fichier).read_bytes()
            joint = {"fichier": (io.BytesIO(octets), envoi.fichier)}
        with reproducible("envoi"):
            reponse = client.post(adresse, data={**donnees, **joint})
        apres = self.lignes()
        with client.session_transaction() as session:
            appartenance = session.get(APPARTENANCE)
        suite = reponse.location
        statut = self._lire(client, reponse)
        self.terrain.remettre()
        ajouts, retraits = _ecarts(self.avant, apres), _ecarts(apres, self.avant)
        return Trace(statut, suite, appartenance, ajouts, retraits, self._touchees(apres))

    def _touchees(self, apres: Lignes) -> frozenset[str]:
        return frozenset(
            table
            for table, (colonnes, lignes) in apres.items()
            for ligne in lignes ^ self.avant[table][1]
            if self._est_etrangere(table, colonnes, ligne)
        )

    def champs_forges(self, noms: frozenset[str]) -> dict[str, str]:
        """Chaque colonne de la base que le formulaire n’a pas, et ce qu’y a une autre organisation.

        S’y ajoutent les champs que la maison nomme d’après un objet, et des droits qu’on se donne.
        """
        forges: dict[str, str] = {}
        for table, (colonnes, lignes) in self.avant.items():
            ligne = self._etrangere(table, colonnes, lignes)
            valeurs_de = zip(colonnes, ligne, strict=True) if ligne else ()
            forges |= {c: str(v)[:200] for c, v in valeurs_de if v is not None}
        for nom, valeur in FORGES.items():
            forges[nom.format_map(self.objets)] = valeur.format_map(self.objets)
        return {nom: valeur for nom, valeur in forges.items() if nom not in noms}

    def _etrangere(
        self, table: str, colonnes: tuple[str, ...], lignes: set[tuple[Any, ...]]
    ) -> tuple[Any, ...] | None:
        """Une ligne d’une autre organisation ; à défaut la première venue."""
        siennes = [ligne for ligne in lignes if self._est_etrangere(table, colonnes, ligne)]
        return min(siennes or lignes, key=repr, default=None)

    def _est_etrangere(self, table: str, colonnes: tuple[str, ...], ligne: tuple[Any, ...]) -> bool:
        cle = "cle" if table == "organisations" else "cle_organisation"
        return cle in colonnes and ligne[colonnes.index(cle)] in self.etrangeres

    def _lire(self, client: FlaskClient, reponse: TestResponse) -> int:
        """L’état de la réponse ; 422 si elle dit un refus, ou si la page où elle mène en dit un."""
        statut, lue = reponse.status_code, reponse
        if statut == 303:
            lue = client.get(reponse.location)
        if lue.mimetype == "text/html":
            refus = BeautifulSoup(lue.data, "html.parser").select("[role=alert], .field__error")
            assert refus or statut != 422, "Un refus ne se dit pas en silence."
            statut = 422 if refus and statut in {200, 303} else statut
        reponse.close()
        return statut


def remplir(formulaire: Tag) -> dict[str, Any]:
    """Ce que le formulaire propose, le premier choix où il n’en propose pas, nos réponses."""
    donnees = valeurs(formulaire)
    for saisie in formulaire.select("input[name], select[name], textarea[name]"):
        nom, sorte = str(saisie["name"]), saisie.get("type")
        dit = donnees.get(nom)
        if (dit and "".join(dit).strip()) or sorte in {"hidden", "checkbox", "file"}:
            continue
        if saisie.name == "select":
            offerts = [str(o.get("value", o.text)) for o in saisie.select("option")]
            donnees[nom] = next((offert for offert in offerts if offert), "")
        elif sorte == "radio":
            donnees[nom] = str(saisie["value"])
        elif nom.startswith("motif"):
            donnees[nom] = "Un motif d’essai."
        elif sorte == "date" and nom not in {*REPONSES, "jusqu_au"}:
            donnees[nom] = clock.today().isoformat()
        else:
            donnees[nom] = REPONSES.get(nom, "")
    for case in formulaire.select("input[type=checkbox][checked]"):
        nom = str(case["name"])
        donnees[nom] = [*(donnees[nom] if isinstance(donnees[nom], list) else ()), case["value"]]
    return donnees


def _ecarts(avant: Lignes, apres: Lignes) -> Ecarts:
    """Les lignes qui ne sont qu’après, sans ce qui est tiré au sort."""
    return {
        table: sorted(
            tuple(
                f"{colonne}={valeur!r}"
                for colonne, valeur in zip(colonnes, ligne, strict=True)
                if (table, colonne) not in _TIRES
            )
            for ligne in lignes - avant[table][1]
        )
        for table, (colonnes, lignes) in apres.items()
        if lignes - avant[table][1]
    }
