"""Une ligne de tableau (ou une table TOML), dont on tire des valeurs en notant ce qui cloche.

Une valeur refusée laisse une erreur et rend de quoi continuer : on lit tout, puis on dit tout.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from coopmetiers.base.texts import n_
from coopmetiers.referentiel.contenu import CitationLue, Situe
from coopmetiers.referentiel.files.erreurs import ErreurFichier

#: Signes d’un énoncé, d’une description : une page dense, pas un chapitre.
TEXTE_MAX = 2_000
CODE_MAX = 40

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]*")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_JOUR = re.compile(r"(?P<a>[0-9]{4})-(?P<m>[0-9]{2})-(?P<j>[0-9]{2})")
# Un tableur français réécrit ainsi les dates qu’il reconnaît.
_JOUR_TABLEUR = re.compile(r"(?P<j>[0-9]{2})/(?P<m>[0-9]{2})/(?P<a>[0-9]{4})")

Mot = TypeVar("Mot", bound=StrEnum)


class Cellules:
    """Les valeurs d’une ligne, par nom de colonne ; une suite est un tuple ou « a | b »."""

    def __init__(
        self,
        fichier: str,
        ligne: int,
        valeurs: Mapping[str, str | tuple[str, ...]],
        erreurs: list[ErreurFichier],
    ) -> None:
        self.fichier = fichier
        self.ligne = ligne
        self.valeurs = valeurs
        self._erreurs = erreurs

    def refuser(self, colonne: str, msgid: str, valeur: str = "", **params: object) -> None:
        """Note une faute à cette ligne."""
        self._erreurs.append(
            ErreurFichier(self.fichier, self.ligne, colonne, msgid, valeur, params)
        )

    def texte(self, colonne: str, *, requis: bool = True, maxi: int = TEXTE_MAX) -> str:
        """Le texte de la cellule, sans blanc de bord."""
        valeur = self.valeurs[colonne]
        if isinstance(valeur, tuple):
            self.refuser(colonne, n_("Un texte est attendu, pas une liste."))
            return ""
        valeur = valeur.strip()
        if requis and not valeur:
            self.refuser(colonne, n_("Cellule vide : une valeur est attendue."))
        if len(valeur) > maxi:
            message = n_("Texte trop long : %(longueur)s signes, %(maxi)s au plus.")
            self.refuser(colonne, message, valeur, longueur=len(valeur), maxi=maxi)
        return valeur

    def code(self, colonne: str, *, requis: bool = True, maxi: int = CODE_MAX) -> str:
        """Un code : lettres sans accent, chiffres, point, tiret."""
        valeur = self.texte(colonne, requis=requis, maxi=maxi)
        if valeur and not _CODE.fullmatch(valeur):
            self.refuser(colonne, n_("« %(valeur)s » n’est pas un code."), valeur)
        return valeur

    def suite(self, colonne: str, *, requis: bool = True, maxi: int = TEXTE_MAX) -> tuple[str, ...]:
        """Les valeurs d’une cellule « a | b | c », sans vide et sans doublon."""
        valeur = self.valeurs[colonne]
        brutes = valeur if isinstance(valeur, tuple) else tuple(valeur.split("|"))
        suite = tuple(propre for brute in brutes if (propre := brute.strip()))
        if requis and not suite:
            self.refuser(colonne, n_("Cellule vide : une valeur est attendue."))
        for double in sorted({mot for mot in suite if suite.count(mot) > 1}):
            self.refuser(colonne, n_("« %(valeur)s » est écrit deux fois."), double)
        for long in (mot for mot in suite if len(mot) > maxi):
            message = n_("Texte trop long : %(longueur)s signes, %(maxi)s au plus.")
            self.refuser(colonne, message, long, longueur=len(long), maxi=maxi)
        return suite

    def citations(self, colonne: str, *, requis: bool = False) -> tuple[CitationLue, ...]:
        """Des renvois « code repère » ; qu’il en faille au moins un est une règle de cohérence."""
        coupes = (mot.partition(" ") for mot in self.suite(colonne, requis=requis, maxi=200))
        return tuple(CitationLue(code, repere.strip()) for code, _, repere in coupes)


def champs(partie: type[Situe], *sans: str, parent: str = "parent") -> tuple[str, ...]:
    """Les noms des champs d’une partie, qui sont ceux de ses colonnes.

    `parent` dit comment se nomme, dans ce tableau, la colonne du parent : « bloc », « activite ».
    """
    noms = (champ.name for champ in fields(partie) if champ.name not in ("ligne", *sans))
    return tuple(parent if nom == "parent" else nom for nom in noms)


def identite(cellules: Cellules, colonne: str = "element_id") -> str:
    """Un UUID en minuscules."""
    valeur = cellules.texte(colonne)
    if valeur and not _UUID.fullmatch(valeur):
        cellules.refuser(colonne, n_("« %(valeur)s » n’est pas un UUID en minuscules."), valeur)
    return valeur


def entier(cellules: Cellules, colonne: str) -> int:
    """Un nombre entier de 0 à 99."""
    return entier_ou_rien(cellules, colonne) or 0 if cellules.texte(colonne) else 0


def entier_ou_rien(cellules: Cellules, colonne: str) -> int | None:
    """Un nombre entier de 0 à 99, ou rien."""
    valeur = cellules.texte(colonne, requis=False)
    if not valeur:
        return None
    if not re.fullmatch("[0-9]{1,2}", valeur):
        cellules.refuser(colonne, n_("« %(valeur)s » n’est pas un nombre entier."), valeur)
        return 0
    return int(valeur)


def decimal_ou_rien(cellules: Cellules, colonne: str) -> Decimal | None:
    """Un nombre d’heures, virgule ou point, ou rien."""
    valeur = cellules.texte(colonne, requis=False)
    if not valeur:
        return None
    if not re.fullmatch("[0-9]{1,5}([.,][0-9]{1,2})?", valeur):
        cellules.refuser(colonne, n_("« %(valeur)s » n’est pas un nombre."), valeur)
        return None
    return Decimal(valeur.replace(",", "."))


def booleen(cellules: Cellules, colonne: str) -> bool:
    """`oui` ou `non`."""
    valeur = cellules.texte(colonne).lower()
    if valeur not in ("", "oui", "non"):
        cellules.refuser(colonne, n_("« %(valeur)s » : écrire oui ou non."), valeur)
    return valeur == "oui"


def jour(cellules: Cellules, colonne: str) -> date:
    """Une date, 2026-11-22 ou 22/11/2026."""
    valeur = cellules.texte(colonne)
    trouve = _JOUR.fullmatch(valeur) or _JOUR_TABLEUR.fullmatch(valeur)
    try:
        if trouve:
            return date(int(trouve["a"]), int(trouve["m"]), int(trouve["j"]))
    except ValueError:  # le 31 février : refusé comme toute autre date fausse
        trouve = None
    if valeur:
        message = n_("« %(valeur)s » n’est pas une date (2026-11-22).")
        cellules.refuser(colonne, message, valeur)
    return date.min


def choix(cellules: Cellules, colonne: str, mots: type[Mot]) -> Mot:
    """Un mot d’une liste fermée, écrit en minuscules dans le fichier."""
    premier = next(iter(mots))
    return choix_ou_rien(cellules, colonne, mots) or premier if cellules.texte(colonne) else premier


def choix_ou_rien(cellules: Cellules, colonne: str, mots: type[Mot]) -> Mot | None:
    """Un mot d’une liste fermée, ou rien."""
    valeur = cellules.texte(colonne, requis=False)
    connus = {mot.value.lower(): mot for mot in mots}
    if valeur and valeur.lower() not in connus:
        message = n_("« %(valeur)s » n’est pas un des mots attendus : %(mots)s.")
        cellules.refuser(colonne, message, valeur, mots=", ".join(connus))
    return connus.get(valeur.lower())
