"""Les cellules d’une liste collée : les découper, les nettoyer, y lire une date."""

from __future__ import annotations

import csv
import re
import unicodedata
from datetime import date

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.texts import n_

_SEPARATEURS = ("\t", ";", ",")
#: Au-delà, la fin d’une ligne n’est pas lue : aucune colonne n’en demande le dixième.
_LIGNE_LA_PLUS_LONGUE = 5000


def rangees(texte: str) -> list[tuple[int, list[str]]]:
    """Les lignes non vides, découpées et nettoyées, avec leur numéro dans la liste collée.

    Séparateur : tabulation, sinon point-virgule, sinon virgule, d’après la première ligne.
    """
    lignes = texte.splitlines()
    premiere = next((ligne for ligne in lignes if ligne.strip()), "")
    separateur = next((signe for signe in _SEPARATEURS if signe in premiere), "\t")
    lues = []
    for numero, ligne in enumerate(lignes, start=1):
        # Chaque ligne est lue seule : un guillemet oublié ne mange pas les suivantes.
        entiere = ligne[:_LIGNE_LA_PLUS_LONGUE]
        cellules = [_propre(mot) for mot in next(csv.reader([entiere], delimiter=separateur), [])]
        if any(cellules):
            lues.append((numero, cellules))
    return lues


def repliee(texte: str) -> str:
    """Un texte ramené à ses lettres et chiffres, sans accent ni casse, pour comparer des mots."""
    sans = unicodedata.normalize("NFKD", texte.casefold())
    return "".join(signe for signe in sans if signe.isalnum())


def ordre_des_noms(nom: str, prenom: str) -> tuple[str, str]:
    """La clé de l’ordre alphabétique : É se range avec E, ce que toutes les bases ne font pas."""
    return repliee(nom), repliee(prenom)


def lire_date(texte: str) -> date | None:
    """Une date jj/mm/aaaa ou AAAA-MM-JJ ; lève `RuleViolation` pour toute autre écriture."""
    if not texte:
        return None
    francaise = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", texte, re.ASCII)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", texte, re.ASCII)
    if not (francaise or iso):
        raise RuleViolation(
            "date_illisible",
            n_("« %(valeur)s » n’est pas une date : écrivez par exemple 14/03/1988 ou 1988-03-14."),
            {"valeur": texte[:40]},
            field="naissance_le",
        )
    parties = iso.groups() if iso else francaise.groups()[::-1] if francaise else ()
    try:
        annee, mois, jour = map(int, parties)
        return date(annee, mois, jour)
    except ValueError:
        raise RuleViolation(
            "date_impossible",
            n_("« %(valeur)s » n’est pas une date du calendrier."),
            {"valeur": texte},
            field="naissance_le",
        ) from None


def _propre(cellule: str) -> str:
    """La cellule sans signe invisible, ses blancs (insécables compris) ramenés à une espace."""
    composee = unicodedata.normalize("NFC", cellule)
    visible = "".join(
        signe if unicodedata.category(signe)[0] != "C" else " " * (signe == "\t")
        for signe in composee
    )
    return " ".join(visible.split())
