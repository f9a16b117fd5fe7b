"""Des feuilles lues d’un bloc : leurs titres, leurs lignes, des valeurs sous leur type."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from python_calamine import CalamineError, CalamineSheet, load_workbook

from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.reproches import FichierRefuse, Reproche
from coopmetiers.echanges.formats.tableur_lu import reperes
from coopmetiers.echanges.formats.tableur_lu.cellules import Faute, Releve
from coopmetiers.echanges.formats.tableur_lu.parties import Place, Plan

ValeurLue = str | int | float | bool | date | datetime | time | timedelta | None

_EXACT = 2**53  # au-delà, un nombre de tableur n’est plus un entier sûr
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

_SIGNE_INVISIBLE = n_("La cellule contient un signe invisible (%(signe)s) : réécrivez-la.")
_ILLISIBLE = n_("Ce classeur ne peut pas être lu : ouvrez-le, enregistrez-le puis redéposez-le.")

_T = TypeVar("_T")


class LigneLue(NamedTuple):
    """Une ligne qui a un contenu : son numéro dans le tableur, ses valeurs sous les titres."""

    numero: int
    valeurs: tuple[ValeurLue, ...]


@dataclass(frozen=True, slots=True)
class FeuilleLue:
    """Une feuille : sa première ligne remplie fait les titres ; colonnes masquées comprises.

    Toutes les lignes ont autant de valeurs qu’il y a de titres ; un titre absent est un texte vide.
    """

    nom: str
    titres: tuple[str, ...] = ()
    lignes: tuple[LigneLue, ...] = ()
    ligne_des_titres: int = 0
    cachee: bool = False


def lire_feuilles(
    paquet: bytes, plan: Plan, releves: Sequence[Releve], *, signes_ecrits: bool
) -> tuple[dict[str, FeuilleLue], list[Reproche]]:
    """Les feuilles par nom, et ce qu’on reproche à leurs cellules, dans l’ordre du classeur.

    `signes_ecrits` : une partie nomme un signe invisible (« _x0007_ »), on le cherche alors dans
    les textes. Lève `FichierRefuse` si le lecteur rapide renonce.
    """
    classeur = _lu(partial(load_workbook, io.BytesIO(paquet)))
    feuilles, reproches = {}, []
    for rang, (place, releve) in enumerate(zip(plan.feuilles, releves, strict=True)):
        page = _lu(partial(classeur.get_sheet_by_index, rang), place.nom)
        feuille = _lu(partial(_feuille, place, page), place.nom)
        fautes = [*releve.fautes, *(_fautes(feuille) if signes_ecrits else ())]
        fautes.sort(key=attrgetter("ligne", "colonne"))
        reproches += [_reproche(feuille, faute) for faute in fautes]
        feuilles[place.nom] = feuille
    return feuilles, reproches


def _lu(lire: Callable[[], _T], feuille: str = "") -> _T:
    """Le résultat d’un appel au lecteur rapide ; sa panne, quelle qu’elle soit, est un refus."""
    try:
        return lire()
    except CalamineError:
        pass
    except BaseException as panne:
        # Une panique du code compilé n’hérite pas d’`Exception` et n’a pas de nom à importer.
        if type(panne).__name__ != "PanicException":
            raise
    raise FichierRefuse([Reproche(_ILLISIBLE, feuille=feuille)])


def _feuille(place: Place, page: CalamineSheet) -> FeuilleLue:
    lignes = _lignes(page)
    premiere = next(lignes, None)
    if premiere is None:
        return FeuilleLue(place.nom, cachee=place.cachee)
    titres = tuple("" if valeur is None else str(valeur) for valeur in premiere.valeurs)
    return FeuilleLue(place.nom, titres, tuple(lignes), premiere.numero, place.cachee)


def _lignes(page: CalamineSheet) -> Iterator[LigneLue]:
    """Les lignes qui ont un contenu, complétées à gauche si la feuille ne part pas de A."""
    if page.start is None:
        return
    manque = (None,) * page.start[1]
    for numero, ligne in enumerate(page.iter_rows(), start=1):
        valeurs = tuple(
            [(brute or None) if brute.__class__ is str else _nombre(brute) for brute in ligne]
        )
        if valeurs.count(None) < len(valeurs):
            yield LigneLue(numero, manque + valeurs)


def _nombre(brute: Any) -> ValeurLue:
    """Un nombre à virgule qui tombe juste est un entier ; une date, une heure restent elles-mêmes.

    Un nombre qu’aucun tableur n’écrit (infini) revient en texte : qui attend un nombre le refusera.
    """
    if brute.__class__ is not float:
        return brute
    if brute.is_integer() and -_EXACT < brute < _EXACT:
        return int(brute)
    return brute if math.isfinite(brute) else str(brute)


def _fautes(feuille: FeuilleLue) -> Iterator[Faute]:
    """Les textes qu’on n’a pas pu taper, et que la base refuserait."""
    for ligne in feuille.lignes:
        for colonne, valeur in enumerate(ligne.valeurs, start=1):
            trouve = _INVISIBLE.search(valeur) if isinstance(valeur, str) else None
            if trouve:
                signe = f"U+{ord(trouve[0]):04X}"
                yield Faute(ligne.numero, colonne, _SIGNE_INVISIBLE, {"signe": signe})


def _reproche(feuille: FeuilleLue, faute: Faute) -> Reproche:
    """La faute, sous le titre de sa colonne ou, s’il manque, sous ses lettres."""
    titre = "".join(feuille.titres[faute.colonne - 1 : faute.colonne])
    colonne = titre or reperes.lettres(faute.colonne)
    return Reproche(faute.msgid, faute.params, feuille.nom, faute.ligne, colonne)
