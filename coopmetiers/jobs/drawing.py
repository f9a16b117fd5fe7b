"""Dessiner hors du processus qui reçoit : un enfant gardé au chaud, remplacé s’il tombe.

Le dessin prend un tiers de seconde et la bibliothèque n’est chargée que là. Sans enfant déclaré
(tests, démonstration, commande), on dessine sur place.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from coopmetiers.certification import contenu, documents

#: La bibliothèque perd une cinquantaine de kilo-octets par dessin : l’enfant se remplace avant que
#: cela ne compte.
_DRAWINGS_PER_CHILD = 500
_pool: ProcessPoolExecutor | None = None
_replacing = threading.Lock()


@contextmanager
def child_process() -> Iterator[None]:
    """Garde un enfant pour dessiner, le temps de servir."""
    global _pool
    _pool = _open()
    try:
        yield
    finally:
        _pool.shutdown(wait=True, cancel_futures=True)
        _pool = None


def draw(frozen: dict[str, Any], logo: bytes | None) -> bytes:
    """Dessine une attestation à partir de son contenu figé ; rend les octets du PDF."""
    pool = _pool
    if pool is None:
        return _draw(frozen, logo)
    try:
        return pool.submit(_draw, frozen, logo).result()
    except BrokenProcessPool:
        return _renewed(pool).submit(_draw, frozen, logo).result()


def _renewed(broken: ProcessPoolExecutor) -> ProcessPoolExecutor:
    """L’enfant qui remplace celui qui est tombé ; deux fils qui l’attendaient ont le même."""
    global _pool
    with _replacing:
        if _pool is None or _pool is broken:
            _pool = _open()
        return _pool


def _open() -> ProcessPoolExecutor:
    # Un enfant neuf (spawn) : une copie du serveur emporterait ses verrous et ses connexions.
    return ProcessPoolExecutor(
        1,
        mp_context=get_context("spawn"),
        initializer=_ignore_signals,
        max_tasks_per_child=_DRAWINGS_PER_CHILD,
    )


def _ignore_signals() -> None:
    # C’est le père qui arrête l’enfant, une fois le dessin en cours achevé.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _draw(frozen: dict[str, Any], logo: bytes | None) -> bytes:
    return documents.dessiner(contenu.depuis_json(frozen), logo=logo)
