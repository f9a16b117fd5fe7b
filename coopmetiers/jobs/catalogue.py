"""Le catalogue : le nom d’un travail, la fonction qui le fait."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coopmetiers.jobs import certification, comptes

CATALOGUE: Mapping[str, Callable[..., None]] = {
    "certification.produire_certificat": certification.produire_certificat,
    "comptes.envoyer_courriel": comptes.envoyer_courriel,
}

#: Ce que le tour périodique refait, pour retrouver ce qu’un message perdu aurait oublié.
BALAYAGE: tuple[Callable[[], int], ...] = (
    certification.balayer_certificats,
    comptes.balayer_courriels,
)


def run(name: str, ids: Mapping[str, Any]) -> None:
    """Fait un travail du catalogue ; lève `KeyError` pour un nom inconnu."""
    CATALOGUE[name](**ids)


def sweep() -> int:
    """Fait le tour de ce qui attend depuis trop longtemps ; rend le nombre de travaux refaits."""
    return sum(tour() for tour in BALAYAGE)
