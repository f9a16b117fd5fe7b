"""Le catalogue : le nom d’un travail, la fonction qui le fait."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

CATALOGUE: Mapping[str, Callable[..., None]] = {}


def run(name: str, ids: dict[str, Any]) -> None:
    """Fait un travail du catalogue ; lève `KeyError` pour un nom inconnu."""
    CATALOGUE[name](**ids)
