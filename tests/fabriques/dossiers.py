"""Le dossier réel de la version 0.1, et de quoi en abîmer une copie."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from coopmetiers.paths import REFERENTIEL

VERSION = REFERENTIEL / "cooperation-territoriale" / "0.1"
RECENSEMENT = REFERENTIEL / "recensement"


def copier(dossier: Path, ou: Path) -> Path:
    """Une copie que le test peut abîmer."""
    return Path(shutil.copytree(dossier, ou / "copie"))


def lignes(chemin: Path) -> list[list[str]]:
    with chemin.open(encoding="utf-8-sig", newline="") as flux:
        return list(csv.reader(flux, delimiter=";"))


def ecrire(chemin: Path, rangees: list[list[str]], separateur: str = ";") -> None:
    with chemin.open("w", encoding="utf-8", newline="") as flux:
        csv.writer(flux, delimiter=separateur, lineterminator="\n").writerows(rangees)


def changer_cellule(dossier: Path, fichier: str, ligne: int, colonne: str, valeur: str) -> None:
    """`ligne` est celle du fichier, l’en-tête étant la première."""
    rangees = lignes(dossier / fichier)
    rangees[ligne - 1][rangees[0].index(colonne)] = valeur
    ecrire(dossier / fichier, rangees)


def ajouter_ligne(dossier: Path, fichier: str, *cellules: str) -> int:
    """Ajoute une ligne ; rend son numéro."""
    rangees = [*lignes(dossier / fichier), list(cellules)]
    ecrire(dossier / fichier, rangees)
    return len(rangees)


def garder_lignes(dossier: Path, fichier: str, *, sauf: str) -> None:
    """Retire les lignes dont une cellule vaut exactement `sauf`."""
    rangees = lignes(dossier / fichier)
    ecrire(dossier / fichier, [rangee for rangee in rangees if sauf not in rangee])


def changer_texte(dossier: Path, fichier: str, avant: str, apres: str) -> None:
    """Remplace la première apparition, qui doit exister."""
    chemin = dossier / fichier
    texte = chemin.read_text(encoding="utf-8-sig")
    assert avant in texte
    chemin.write_text(texte.replace(avant, apres, 1), encoding="utf-8")
