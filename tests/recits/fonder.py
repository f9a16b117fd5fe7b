"""Premier temps : l’administration ouvre la plateforme, le réseau publie, les équipes arrivent."""

from __future__ import annotations

import re
from collections.abc import Callable

from coopmetiers import paths
from coopmetiers.base import clock
from tests.recits.gestes import Personne
from tests.recits.plateforme import Plateforme, premier_lien

#: Un établissement qui n’existe pas.
SIRET = "0" * 14
#: Prénom, nom, rôle, sigle de l’organisation.
EQUIPE = (
    ("Inès", "Trame", "Réseau", "RC"),
    ("Ada", "Exemple", "Responsable", "SP"),
    ("Aline", "Cartouche", "Responsable", "CC"),
)
ORGANISATIONS = (
    ("SP", "Les Sept Parcelles", "Organisme de formation", "Ada Exemple"),
    ("CC", "Certif’ Confluences", "Certificateur", "Aline Cartouche"),
)

REFERENTIEL, VERSION = "cooperation-territoriale", "0.1"

Arriver = Callable[..., Personne]
Equipe = dict[str, Personne]


def courriel(prenom: str) -> str:
    """Une adresse qui n’existe pas (RFC 6761)."""
    sans_accent = prenom.lower().translate(str.maketrans("èéï", "eei"))
    return f"{sans_accent}@exemple.test"


def la_plateforme(plateforme: Plateforme, arriver: Arriver) -> Equipe:
    """Fonde le réseau, crée les organisations, habilite, publie ; rend qui est là."""
    samir = arriver(plateforme.adresse)
    samir.ouvrir_compte(premier_lien(_creer_administration(plateforme)))
    for organisation in ORGANISATIONS:
        _creer_organisation(samir, *organisation)
    _habiliter(samir)
    equipe = {"Samir": samir}
    for prenom, nom, role, sigle in EQUIPE:
        if sigle == "RC":
            samir.menu("Membres")
        else:
            _ouvrir_organisation(samir, sigle)
        inviter(samir, prenom, nom, role)
        equipe[prenom] = accueillir(plateforme, arriver, prenom)
    _publier(plateforme, equipe["Inès"])
    return equipe


def inviter(acteur: Personne, prenom: str, nom: str, role: str) -> None:
    """Invite une personne, depuis la page des membres ou celle d’une organisation."""
    acteur.suivre("Inviter")
    acteur.remplir(prenom=prenom, nom=nom, email=courriel(prenom))
    acteur.choisir(role=role)
    acteur.appuyer("Envoyer l’invitation")
    acteur.voit(f"{prenom} {nom} est invité·e")


def accueillir(
    plateforme: Plateforme, arriver: Arriver, prenom: str, **reglages: object
) -> Personne:
    """La personne suit le lien reçu par courriel et ouvre son compte."""
    personne = arriver(plateforme.adresse, **reglages)
    personne.ouvrir_compte(plateforme.lien_recu(courriel(prenom)))
    return personne


def _creer_administration(plateforme: Plateforme) -> str:
    return plateforme.commander(
        "comptes",
        "creer-administration",
        "--organisation=Réseau Canevas",
        "--sigle=RC",
        "--prenom=Samir",
        "--nom=Liminaire",
        "--email=samir@exemple.test",
    )


def _creer_organisation(
    samir: Personne, sigle: str, nom: str, nature: str, represente: str
) -> None:
    samir.menu("Organisations")
    samir.suivre("Nouvelle organisation")
    samir.remplir(sigle=sigle, nom=nom, siret=SIRET, ville="Ville-Modèle")
    samir.remplir(representant_nom=represente, representant_fonction="Directrice")
    samir.cocher(nature)
    samir.appuyer("Créer l’organisation")
    samir.voit("L’organisation est créée")


def _habiliter(samir: Personne) -> None:
    samir.menu("Habilitations")
    samir.suivre("Habiliter un organisme")
    samir.choisir(organisme="Les Sept Parcelles", certificateur="Certif’ Confluences")
    samir.remplir(depuis_le=clock.today().isoformat())
    samir.appuyer("Habiliter")
    samir.voit("Les Sept Parcelles")


def _ouvrir_organisation(samir: Personne, sigle: str) -> None:
    (nom,) = (nom for cle, nom, *_reste in ORGANISATIONS if cle == sigle)
    samir.menu("Organisations")
    samir.suivre(nom)


def _publier(plateforme: Plateforme, ines: Personne) -> None:
    """Le réseau publie le dossier du référentiel ; la même commande, redite, ne fait rien."""
    dossier = str(paths.REFERENTIEL / REFERENTIEL / VERSION)
    dit = plateforme.commander("referentiel", "publier", dossier, "--porteuse=RC")
    assert f"{REFERENTIEL} {VERSION} : publiée." in dit
    dit = plateforme.commander("referentiel", "publier", dossier, "--porteuse=RC")
    assert "déjà publiée, identique" in dit
    ines.menu("Référentiel")
    ines.page.locator("main").get_by_role("link", name=re.compile("coopération")).first.click()
    ines.voit("BC4")
