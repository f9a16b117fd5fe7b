"""Le numéro qu’on propose à la version qui suit."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DERNIER_NOMBRE = re.compile(r"(.*?)(\d+)\Z", re.DOTALL)


def numero_suivant(numeros: Sequence[str]) -> str:
    """Après le plus récent, donné le premier, un numéro qu’aucun ne porte : 0.1, puis 0.2."""
    coupe = _DERNIER_NOMBRE.match(numeros[0])
    debut, rang = (coupe[1], int(coupe[2])) if coupe else (f"{numeros[0]}.", 0)
    pris = set(numeros)
    return next(
        propose
        for plus in range(1, len(pris) + 2)
        if (propose := f"{debut}{rang + plus}") not in pris
    )
