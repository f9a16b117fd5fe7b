"""Dataclasses figées et JSON : une seule écriture, relue sans rien ajouter ni taire."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_values(frozen: Any) -> Any:
    """La dataclass en valeurs JSON : dates en AAAA-MM-JJ, suites en listes."""
    if is_dataclass(frozen):
        return {field.name: to_values(getattr(frozen, field.name)) for field in fields(frozen)}
    if isinstance(frozen, tuple):
        return [to_values(value) for value in frozen]
    return frozen.isoformat() if isinstance(frozen, date) else frozen


def from_values(form: type[T], values: Any) -> T:
    """Construit `form` : textes, entiers, booléens, dates, suites, parties en option (`X | None`).

    Lève `ValueError`, en disant où, si un champ manque, est inconnu ou n’a pas sa forme.
    """
    built: T = _read(form, values, form.__name__)
    return built


def canonical(values: Any) -> bytes:
    """La seule écriture de ces valeurs en octets : UTF-8, clés triées, sans espace (RFC 8785).

    Les valeurs n’ont pas de nombre à virgule, dont l’écriture varierait.
    """
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def composed(values: Any) -> Any:
    """Les textes en forme Unicode composée (NFC) et sans blanc de bord, à toute profondeur."""
    if isinstance(values, str):
        return unicodedata.normalize("NFC", values).strip()
    if isinstance(values, dict):
        return {key: composed(value) for key, value in values.items()}
    return [composed(value) for value in values] if isinstance(values, list) else values


@cache
def _hints(form: Any) -> dict[str, Any]:
    # Relire les annotations coûte dix fois plus que lire les valeurs.
    return get_type_hints(form)


def _read(form: Any, value: Any, place: str) -> Any:
    if isinstance(form, UnionType):
        return None if value is None else _read(get_args(form)[0], value, place)
    if isinstance(form, type) and is_dataclass(form):
        expected = _hints(form)
        if not isinstance(value, Mapping) or value.keys() != expected.keys():
            raise ValueError(f"{place} : champs attendus {sorted(expected)}.")
        parts = {name: _read(f, value[name], f"{place}.{name}") for name, f in expected.items()}
        return form(**parts)
    if get_origin(form) is tuple and isinstance(value, list):
        return tuple(_read(get_args(form)[0], v, f"{place}[{n}]") for n, v in enumerate(value))
    if form is date and isinstance(value, str):
        return date.fromisoformat(value)
    # `type(...) is` et non `isinstance` : True n’est pas un entier ici.
    if form not in (str, int, bool) or type(value) is not form:
        raise ValueError(f"{place} : {value!r} n’a pas la forme attendue.")
    return value
