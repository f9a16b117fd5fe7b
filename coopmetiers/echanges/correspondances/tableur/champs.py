"""Ce qu’une cellule dit d’un champ, et comment elle se relit : les deux faces d’une même sorte."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from coopmetiers.base.texts import folded, n_
from coopmetiers.echanges.formats.classeur import Valeur
from coopmetiers.referentiel.contenu import CitationLue

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|(?P<j>\d{2})/(?P<m>\d{2})/(?P<a>\d{4})")
_SEPARATEURS = re.compile(r"[,;|\n]")


class SaisieFausse(ValueError):
    """La cellule ne dit rien que ce champ puisse garder."""

    def __init__(self, msgid: str, **params: object) -> None:
        self.msgid, self.params = msgid, params
        super().__init__(msgid)


@dataclass(frozen=True, slots=True)
class Sorte:
    """Du champ à la cellule, et de la cellule au champ ; `lire` lève `SaisieFausse`."""

    ecrire: Callable[[Any], Valeur]
    lire: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Champ:
    """Une colonne et le champ qu’elle porte ; `mots` en fait une liste au choix."""

    nom: str
    titre: str
    sorte: Sorte
    largeur: int = 14
    a_la_ligne: bool = False
    centree: bool = False
    requis: bool = False
    cachee: bool = False
    mots: tuple[str, ...] = ()


def texte(valeur: Any) -> str:
    """Le texte d’une cellule, en forme composée, sans blanc de bord ; une cellule vide est vide."""
    if valeur is None:
        return ""
    if isinstance(valeur, float) and valeur.is_integer():
        valeur = int(valeur)
    return unicodedata.normalize("NFC", str(valeur)).strip()


def _entier(valeur: Any) -> int | None:
    dit = texte(valeur)
    if not dit:
        return None
    if not re.fullmatch(r"\d{1,3}", dit):
        raise SaisieFausse(n_("« %(valeur)s » n’est pas un nombre entier."), valeur=dit)
    return int(dit)


def _oui_non(valeur: Any) -> bool:
    dit = folded(texte(valeur))
    if dit in ("oui", "o", "x", "true", "vrai", "1"):
        return True
    if dit in ("", "non", "n", "false", "faux", "0"):
        return False
    raise SaisieFausse(n_("« %(valeur)s » : écrivez « oui » ou « non »."), valeur=texte(valeur))


def _jour(valeur: Any) -> date:
    if isinstance(valeur, datetime):
        return valeur.date()
    if isinstance(valeur, date):
        return valeur
    dit = texte(valeur)
    trouve = _DATE.fullmatch(dit)
    if trouve:
        jour, mois, annee = trouve["j"], trouve["m"], trouve["a"]
        try:
            return date.fromisoformat(dit if annee is None else f"{annee}-{mois}-{jour}")
        except ValueError:
            pass
    raise SaisieFausse(n_("« %(valeur)s » n’est pas une date (jj/mm/aaaa)."), valeur=dit)


def _citations(valeur: Any) -> tuple[CitationLue, ...]:
    lignes = (ligne.strip() for ligne in texte(valeur).split("\n"))
    return tuple(CitationLue(*_coupee(ligne)) for ligne in lignes if ligne)


def _coupee(ligne: str) -> tuple[str, str]:
    source, _blanc, repere = ligne.partition(" ")
    return source, repere.strip()


def _suite(motif: re.Pattern[str]) -> Callable[[Any], tuple[str, ...]]:
    def lire(valeur: Any) -> tuple[str, ...]:
        return tuple(dit for partie in motif.split(texte(valeur)) if (dit := partie.strip()))

    return lire


TEXTE = Sorte(lambda champ: champ, texte)
ENTIER = Sorte(lambda champ: champ, _entier)
OUI_NON = Sorte(lambda champ: "oui" if champ else "non", _oui_non)
JOUR = Sorte(lambda champ: champ, _jour)
#: Une suite de textes, un par ligne de la cellule.
LIGNES = Sorte("\n".join, _suite(re.compile(r"\n")))
#: Une suite de codes, séparés par des virgules.
CODES = Sorte(", ".join, _suite(_SEPARATEURS))
CITATIONS = Sorte(
    lambda champ: "\n".join(f"{c.source} {c.repere}".strip() for c in champ), _citations
)


def choix(mots: Mapping[str, StrEnum], *, facultatif: bool = False) -> Sorte:
    """Un mot d’une liste fermée ; `mots` dit, par mot écrit, ce qu’il veut dire."""
    ecrits = {valeur: mot for mot, valeur in mots.items()}
    lus = {folded(mot): valeur for mot, valeur in mots.items()}

    def lire(valeur: Any) -> StrEnum | None:
        dit = texte(valeur)
        if not dit and facultatif:
            return None
        if folded(dit) not in lus:
            message = n_("« %(valeur)s » : écrivez %(mots)s.")
            raise SaisieFausse(message, valeur=dit, mots=", ".join(f"« {mot} »" for mot in mots))
        return lus[folded(dit)]

    return Sorte(lambda champ: ecrits.get(champ, ""), lire)
