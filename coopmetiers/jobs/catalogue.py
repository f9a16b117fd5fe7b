"""Le catalogue : le nom d’un travail, la fonction qui le fait.

Les fonctions sont nommées, pas importées : le processus qui reçoit les pages annonce des travaux
sans charger de quoi les faire.
"""

from __future__ import annotations

from collections.abc import Mapping
from pkgutil import resolve_name
from typing import Any

CATALOGUE: Mapping[str, str] = {
    "certification.produire_certificat": "coopmetiers.jobs.certification:produire_certificat",
    "comptes.envoyer_courriel": "coopmetiers.jobs.comptes:envoyer_courriel",
}

#: Ce que le tour périodique refait, pour retrouver ce qu’un message perdu aurait oublié.
BALAYAGE: tuple[str, ...] = (
    "coopmetiers.jobs.certification:balayer_certificats",
    "coopmetiers.jobs.comptes:balayer_courriels",
)


def run(name: str, ids: Mapping[str, Any]) -> None:
    """Fait un travail du catalogue ; lève `KeyError` pour un nom inconnu."""
    resolve_name(CATALOGUE[name])(**ids)


def sweep() -> int:
    """Fait le tour de ce qui attend depuis trop longtemps ; rend le nombre de travaux refaits."""
    return sum(resolve_name(tour)() for tour in BALAYAGE)
