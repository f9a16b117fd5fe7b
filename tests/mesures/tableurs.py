"""Lire un classeur : le nôtre, contrôles compris, contre openpyxl en lecture seule."""

from __future__ import annotations

import io

import openpyxl

from coopmetiers.echanges.formats import tableur_lu
from coopmetiers.echanges.formats.classeur import Colonne, Feuille
from tests.fabriques.classeurs import ecrire
from tests.fabriques.dossiers import VERSION, lignes
from tests.mesures.chronometre import Mesure, calcul, rapport

_CIBLE = 0.2
_COMPETENCES = 1_000


def lecture_du_referentiel() -> Mesure:
    """Le classeur de notre référentiel : toutes ses feuilles, tous ses textes."""
    feuilles = tuple(_feuille(chemin.stem, lignes(chemin)) for chemin in VERSION.glob("*.csv"))
    return _mesure("lire le classeur de notre référentiel / openpyxl", feuilles)


def lecture_de_mille_competences() -> Mesure:
    """Un référentiel de mille compétences, trois critères chacune."""
    competences = [["id", "Code", "Énoncé", "Phase", "Rang", "Seuil"]] + [
        [f"{n:036d}", f"C{n}", f"Énoncé de la compétence {n}, " * 4, "création", n, n % 4 + 1]
        for n in range(_COMPETENCES)
    ]
    criteres = [["Compétence", "Rang", "Critère"]] + [
        [f"C{n // 3}", n % 3 + 1, f"Critère {n}, qui dit ce qu’on observe"]
        for n in range(3 * _COMPETENCES)
    ]
    feuilles = (_feuille("Compétences", competences), _feuille("Critères", criteres))
    return _mesure("lire un classeur de 1 000 compétences / openpyxl", feuilles)


def _feuille(nom: str, rangees: list[list]) -> Feuille:
    titres, *suite = rangees
    colonnes = tuple(Colonne(titre) for titre in titres)
    return Feuille(nom[:31], colonnes, tuple(tuple(rangee) for rangee in suite))


def _mesure(nom: str, feuilles: tuple[Feuille, ...]) -> Mesure:
    octets = ecrire(*feuilles)
    valeur = rapport(
        calcul(lambda: tableur_lu.lire(octets)), calcul(lambda: _openpyxl(octets)), tours=9
    )
    return Mesure(nom, valeur, _CIBLE)


def _openpyxl(octets: bytes) -> list[list[tuple]]:
    livre = openpyxl.load_workbook(io.BytesIO(octets), read_only=True, data_only=True)
    return [list(page.iter_rows(values_only=True)) for page in livre.worksheets]
