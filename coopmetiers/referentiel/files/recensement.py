"""Les formations repérées ailleurs : ce que dit une source, à une date, et rien d’autre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

from coopmetiers.base.texts import n_
from coopmetiers.referentiel.contenu import Situe
from coopmetiers.referentiel.files.cellules import (
    Cellules,
    booleen,
    champs,
    decimal_ou_rien,
    entier_ou_rien,
    jour,
)
from coopmetiers.referentiel.files.erreurs import ErreurFichier, ErreursDossier
from coopmetiers.referentiel.files.octets import texte_du_fichier
from coopmetiers.referentiel.files.tableaux import Colonnes, lignes_du_tableau


@dataclass(frozen=True, slots=True, kw_only=True)
class FicheRecenseeLue(Situe):
    """Une formation d’un tiers ; un champ vide veut dire « non renseigné par la source »."""

    FICHIER: ClassVar[str] = "formations.csv"
    code: str
    intitule: str
    organisme: str
    duree: str
    heures: Decimal | None
    effectif: str
    modalite: str
    lieu: str
    certification: str
    code_certification: str
    niveau_qualification: int | None
    prix: str
    #: Notre lecture, jamais celle de l’organisme.
    blocs: tuple[str, ...]
    #: La date que porte la source, telle qu’elle la dit ; `vue_le` est le jour de notre lecture.
    date_source: str
    vue_le: date
    verifiee: bool
    source: str
    adresses: tuple[str, ...]
    remarque: str


def lire_recensement(chemin: Path) -> tuple[FicheRecenseeLue, ...]:
    """Les fiches de `formations.csv` ; lève `ErreursDossier` avec toutes les fautes."""
    erreurs: list[ErreurFichier] = []
    fichier = FicheRecenseeLue.FICHIER
    texte = texte_du_fichier(chemin / fichier, erreurs)
    colonnes = Colonnes(champs(FicheRecenseeLue))
    lignes = lignes_du_tableau(texte, fichier, colonnes, erreurs) if texte is not None else []
    fiches = tuple(_fiche(ligne) for ligne in lignes)
    codes = [fiche.code for fiche in fiches]
    for rang, fiche in enumerate(fiches):
        if fiche.code and fiche.code in codes[:rang]:
            message = n_("« %(valeur)s » est déjà pris.")
            erreurs.append(ErreurFichier(fichier, fiche.ligne, "code", message, fiche.code))
    if erreurs:
        raise ErreursDossier(chemin, erreurs)
    return fiches


def _fiche(c: Cellules) -> FicheRecenseeLue:
    return FicheRecenseeLue(
        ligne=c.ligne,
        code=c.code("code", maxi=20),
        intitule=c.texte("intitule", maxi=400),
        organisme=c.texte("organisme", maxi=300),
        duree=c.texte("duree", requis=False),
        heures=decimal_ou_rien(c, "heures"),
        effectif=c.texte("effectif", requis=False),
        modalite=c.texte("modalite", requis=False),
        lieu=c.texte("lieu", requis=False),
        certification=c.texte("certification", requis=False),
        code_certification=c.code("code_certification", requis=False),
        niveau_qualification=entier_ou_rien(c, "niveau_qualification"),
        prix=c.texte("prix", requis=False),
        blocs=c.suite("blocs", requis=False),
        date_source=c.texte("date_source", requis=False),
        vue_le=jour(c, "vue_le"),
        verifiee=booleen(c, "verifiee"),
        source=c.code("source", requis=False),
        adresses=c.suite("adresses"),
        remarque=c.texte("remarque", requis=False),
    )
