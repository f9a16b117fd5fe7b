"""Le repère d’une cellule : lettres de colonne, numéro de ligne (ECMA-376 partie 1 § 18.3.1.4)."""

from __future__ import annotations


def rang(lettres: str) -> int:
    """Le rang d’une colonne : A vaut 1, Z 26, AA 27."""
    total = 0
    for lettre in lettres:
        total = total * 26 + ord(lettre) - 64
    return total


def lettres(rang_de_colonne: int) -> str:
    """Les lettres d’une colonne : 1 donne A, 27 AA."""
    dites = ""
    while rang_de_colonne > 0:
        rang_de_colonne, reste = divmod(rang_de_colonne - 1, 26)
        dites = chr(65 + reste) + dites
    return dites
