"""Quatrième temps : présenter, composer, délibérer, signer, proclamer."""

from __future__ import annotations

import re

from coopmetiers.base import clock
from tests.recits.fonder import Arriver, Equipe, accueillir, inviter
from tests.recits.former import BLOC, onglet, ouvrir_la_session
from tests.recits.gestes import Personne
from tests.recits.plateforme import Plateforme

#: Prénom, nom, qualité, structure.
MEMBRES = (
    ("Octave", "Filigrane", "Présidence du jury", "Réseau de l’Ouest-Modèle"),
    ("Hélène", "Croquis", "Praticien·ne", "Tiers-lieu du Moulin-Modèle"),
    ("Saïd", "Décor", "Employeur ou membre d’instance", "Commune de Bourg-Fictif"),
)
#: Présenté sans preuve : le jury le refuse.
AUTRE_BLOC = "BC7"
MOTIF = "Aucune évaluation au dossier."


def le_jury(plateforme: Plateforme, arriver: Arriver, equipe: Equipe, nombre: int) -> None:
    """De la candidature aux résultats proclamés."""
    _presenter(equipe["Ada"])
    aline = equipe["Aline"]
    for prenom, nom, *_reste in MEMBRES:
        aline.menu("Membres")
        inviter(aline, prenom, nom, "Juré·e")
        equipe[prenom] = accueillir(plateforme, arriver, prenom)
    _convoquer(aline)
    _composer(aline)
    _deliberer(equipe["Hélène"], nombre)
    for prenom, *_reste in MEMBRES:
        _ouvrir_le_jury(equipe[prenom])
        equipe[prenom].appuyer("Signer les décisions")
        equipe[prenom].voit("Votre signature est enregistrée.")
    _proclamer(plateforme, equipe["Octave"])


def _presenter(ada: Personne) -> None:
    ouvrir_la_session(ada)
    onglet(ada, "Candidatures")
    ada.page.get_by_role("checkbox", name="Présenter Zélie Modèle").check()
    blocs = ada.page.get_by_role("list", name="Blocs de Zélie Modèle")
    # Le bloc prouvé est coché d’avance ; Ada en tente un second.
    assert blocs.get_by_role("checkbox", name=re.compile(f"^{BLOC}")).is_checked()
    blocs.get_by_role("checkbox", name=re.compile(f"^{AUTRE_BLOC}")).check()
    ada.appuyer("Présenter les personnes cochées")
    ada.voit("1 candidature présentée.")


def _convoquer(aline: Personne) -> None:
    aline.menu("Jurys")
    aline.suivre(re.compile("^Convoquer"))
    aline.page.locator("select[name=visee]").select_option(
        label=aline.page.locator("select[name=visee] option", has_text="nimat").first.inner_text()
    )
    aline.remplir(tenu_le=clock.today().isoformat(), lieu="Port-Spécimen")
    aline.appuyer("Convoquer")
    aline.voit("Le jury est convoqué.")


def _composer(aline: Personne) -> None:
    for rang, (prenom, nom, qualite, fonction) in enumerate(MEMBRES):
        if rang:
            aline.page.locator("main summary", has_text="Nommer un membre").click()
        aline.choisir(utilisateur=f"{prenom} {nom}", qualite=qualite)
        aline.remplir(fonction=fonction)
        aline.appuyer("Nommer")
        aline.voit(re.compile(f"{prenom} {nom}.*{qualite}", re.DOTALL))
    aline.appuyer("Inscrire au jury")
    aline.voit("1 candidature est inscrite.")
    aline.suivre("Ouvrir la délibération")
    aline.appuyer("Ouvrir la délibération")
    aline.voit("les dossiers sont figés")


def _ouvrir_le_jury(personne: Personne) -> None:
    personne.menu("Jurys")
    personne.suivre("Ouvrir")


def _deliberer(helene: Personne, nombre: int) -> None:
    """Le jury suit les suggestions du bloc prouvé, et refuse l’autre en disant pourquoi."""
    _ouvrir_le_jury(helene)
    helene.suivre("Délibérer")
    helene.suivre(f"{BLOC} {nombre} à trancher")
    helene.appuyer(re.compile("^Suivre les suggestions"))
    helene.voit(f"{nombre} décisions enregistrées.")
    restants = helene.page.locator("main").get_by_role("link", name=re.compile("à trancher$"))
    while restants.count():
        restants.first.click()
        _refuser_le_bloc(helene)
    helene.voit("Tout est tranché : il manque 3 signatures.")


def _refuser_le_bloc(helene: Personne) -> None:
    helene.remplir(motif_commun=MOTIF)
    helene.appuyer("Refuser le reste du bloc")
    helene.voit(re.compile("décisions? enregistrée"))


def _proclamer(plateforme: Plateforme, octave: Personne) -> None:
    """La présidence proclame ; l’attestation se dessine ensuite, hors de la page."""
    _ouvrir_le_jury(octave)
    octave.suivre("Proclamer les résultats")
    octave.voit("1 attestation sera numérotée")
    octave.appuyer("Proclamer les résultats")
    octave.voit("Les résultats sont proclamés")
    assert plateforme.travailler() >= 1
    octave.page.reload()
    octave.voit("1 sur 1 attestation délivrée")
