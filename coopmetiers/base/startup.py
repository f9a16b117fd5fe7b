"""Démarrer sans se relire : ce qui s’assemble alors vivra aussi longtemps que le programme."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def assembling() -> Iterator[None]:
    """Suspend le ramasse-miettes pendant l’assemblage, puis met à part ce qui vient d’être créé.

    Il reparcourrait en vain modèles, pages et bibliothèques : un quart du démarrage. Mis à part
    (`gc.freeze`), ils restent aussi partagés entre les processus d’un même serveur.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()
