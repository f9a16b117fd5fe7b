"""Chronométrer : tour à tour, plusieurs fois, et n’en garder que la médiane."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Mesure:
    """Un chiffre, ce qu’il vaut au plus pour être atteint, et comment il s’écrit."""

    nom: str
    valeur: float
    cible: float
    unite: str = "×"

    @property
    def ligne(self) -> str:
        """La ligne du tableau ; elle finit par son verdict."""
        verdict = "atteint" if self.valeur <= self.cible else "manqué"
        chiffre = f"{self.valeur:8.2f} {self.unite}"
        return f"{self.nom:<66} {chiffre}   au plus {self.cible:g} {self.unite}   {verdict}"


def rapport(une: Callable[[], float], autre: Callable[[], float], *, tours: int = 7) -> float:
    """La médiane des rapports une/autre, mesurés tour à tour ; le premier tour ne compte pas."""
    une(), autre()
    return statistics.median(une() / autre() for _ in range(tours))


def processeur(*arguments: str) -> Callable[[], float]:
    """Le temps de calcul (secondes) d’un programme Python neuf, enfants compris."""

    def courir() -> float:
        avant = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, timeout=120
        )
        apres = resource.getrusage(resource.RUSAGE_CHILDREN)
        return apres.ru_utime + apres.ru_stime - avant.ru_utime - avant.ru_stime

    return courir


def calcul(faire: Callable[[], object]) -> Callable[[], float]:
    """Le temps de calcul (secondes) d’un appel dans ce processus."""

    def courir() -> float:
        debut = time.process_time()
        faire()
        return time.process_time() - debut

    return courir


def tableau(mesures: Sequence[Mesure]) -> str:
    """Les lignes, dans l’ordre."""
    return "\n".join(mesure.ligne for mesure in mesures)
