"""Un classeur devenu fichier : son nom, ses octets."""

from __future__ import annotations

from dataclasses import dataclass

from coopmetiers.echanges.formats.classeur import Classeur


@dataclass(frozen=True)
class Emporte:
    """Un fichier à donner : son nom, ses octets."""

    nom: str
    octets: bytes


def emporter(classeur: Classeur, nom: str) -> Emporte:
    """Met un classeur en octets."""
    # Chargée ici seulement : le processus des pages n’a pas besoin de savoir écrire un classeur.
    from coopmetiers.echanges.formats import tableur

    return Emporte(nom, tableur.ecrire(classeur))
