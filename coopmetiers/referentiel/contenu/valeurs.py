"""Un contenu en valeurs simples, pour le garder, et de ces valeurs à lui."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from coopmetiers.base.frozen import to_values
from coopmetiers.referentiel.contenu import ContenuVersion


def en_valeurs(contenu: ContenuVersion) -> dict[str, Any]:
    """Tout ce que dit une version, en valeurs JSON ; `depuis_valeurs` fait le chemin inverse."""
    valeurs: dict[str, Any] = to_values(contenu)
    return valeurs


def depuis_valeurs(valeurs: Mapping[str, Any]) -> ContenuVersion:
    """Le contenu que disent ces valeurs : un mot par champ, une liste par suite."""
    contenu: ContenuVersion = _lire(ContenuVersion, valeurs)
    return contenu


@cache
def _formes(partie: type[Any]) -> Mapping[str, Any]:
    # Relire les annotations coûte dix fois plus que lire les valeurs.
    return get_type_hints(partie)


def _lire(forme: Any, valeur: Any) -> Any:
    """La valeur dans la forme du contenu : suites figées, mots des listes, dates."""
    if isinstance(forme, UnionType):
        return None if valeur is None else _lire(get_args(forme)[0], valeur)
    if get_origin(forme) is tuple:
        return tuple(_lire(get_args(forme)[0], partie) for partie in valeur)
    if is_dataclass(forme):
        if isinstance(valeur, list):
            return forme(*valeur)  # type: ignore[operator]
        formes = _formes(forme)  # type: ignore[arg-type]
        return forme(**{nom: _lire(formes[nom], v) for nom, v in valeur.items()})  # type: ignore[operator]
    if forme is date and isinstance(valeur, str):
        return date.fromisoformat(valeur)
    return forme(valeur) if issubclass(forme, StrEnum) else valeur
