"""Un tableau CSV : son en-tête vérifié, ses lignes prêtes à lire."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coopmetiers.base.texts import n_
from coopmetiers.referentiel.files.cellules import Cellules
from coopmetiers.referentiel.files.erreurs import ErreurFichier


@dataclass(frozen=True, slots=True)
class Colonnes:
    """Les colonnes d’un tableau ; `prefixe` en admet d’autres, une par métier."""

    noms: tuple[str, ...]
    prefixe: str | None = None

    def admet(self, nom: str) -> bool:
        """Cette colonne a-t-elle sa place dans le tableau ?"""
        libre = self.prefixe is not None and nom.startswith(self.prefixe)
        return nom in self.noms or (libre and nom != self.prefixe)


def lignes_du_tableau(
    texte: str, fichier: str, colonnes: Colonnes, erreurs: list[ErreurFichier]
) -> list[Cellules]:
    """Les lignes non vides ; sans en-tête juste, aucune n’est lue."""
    rangees = _rangees(texte, fichier, erreurs)
    numero, entete = next(rangees, (1, []))
    noms = [nom.strip() for nom in entete]
    fautes = list(_fautes_d_entete(noms, numero, fichier, colonnes))
    erreurs.extend(fautes)
    if fautes:
        return []
    lues = []
    for numero, rangee in rangees:
        if len(rangee) == len(noms):
            lues.append(Cellules(fichier, numero, dict(zip(noms, rangee, strict=True)), erreurs))
        else:
            message = n_("%(lues)s cellules lues, %(attendues)s attendues.")
            params = {"lues": len(rangee), "attendues": len(noms)}
            erreurs.append(ErreurFichier(fichier, numero, "", message, params=params))
    return lues


def _rangees(
    texte: str, fichier: str, erreurs: list[ErreurFichier]
) -> Iterator[tuple[int, list[str]]]:
    """Les lignes qui portent quelque chose, avec le numéro où chacune commence."""
    premiere = texte.partition("\n")[0]
    separateur = ";" if premiere.count(";") >= premiere.count(",") else ","
    lecteur = csv.reader(io.StringIO(texte, newline="\n"), delimiter=separateur, strict=True)
    debut = 1
    try:
        for rangee in lecteur:
            if any(cellule.strip() for cellule in rangee):
                yield debut, rangee
            debut = lecteur.line_num + 1
    except csv.Error:
        message = n_("Guillemets mal fermés, ou cellule démesurée, à partir de cette ligne.")
        erreurs.append(ErreurFichier(fichier, debut, "", message))


def _fautes_d_entete(
    noms: Sequence[str], numero: int, fichier: str, colonnes: Colonnes
) -> Iterator[ErreurFichier]:
    if not noms:
        yield ErreurFichier(fichier, 0, "", n_("Fichier vide : une ligne d’en-tête est attendue."))
        return
    for nom in colonnes.noms:
        if nom not in noms:
            yield ErreurFichier(fichier, numero, nom, n_("Colonne manquante."))
    for nom in dict.fromkeys(noms):
        if not nom:
            yield ErreurFichier(fichier, numero, "", n_("Colonne sans nom dans l’en-tête."))
        elif not colonnes.admet(nom):
            yield ErreurFichier(fichier, numero, nom, n_("Colonne inconnue."))
        elif noms.count(nom) > 1:
            yield ErreurFichier(fichier, numero, nom, n_("Colonne écrite deux fois."))
