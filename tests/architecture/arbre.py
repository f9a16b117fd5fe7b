"""L’arbre des sources, lu pour les règles de la maison."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
PAQUET = RACINE / "coopmetiers"


@cache
def modules() -> tuple[Path, ...]:
    """Les modules du paquet, dans l’ordre des noms."""
    return tuple(sorted(PAQUET.rglob("*.py")))


@cache
def lu(chemin: Path) -> ast.Module:
    """L’arbre syntaxique d’un module."""
    return ast.parse(chemin.read_text(encoding="utf-8"), str(chemin))


def nom(chemin: Path) -> str:
    """Le chemin depuis la racine, pour un message qu’on peut suivre."""
    return str(chemin.relative_to(RACINE))


def fonctions(chemin: Path) -> Iterator[ast.FunctionDef]:
    """Toutes les fonctions et méthodes d’un module."""
    for noeud in ast.walk(lu(chemin)):
        if isinstance(noeud, ast.FunctionDef):
            yield noeud


def lignes(noeud: ast.FunctionDef | ast.ClassDef) -> int:
    """Le nombre de lignes d’une définition, docstring non comprise."""
    total = (noeud.end_lineno or noeud.lineno) - noeud.lineno + 1
    premier = noeud.body[0]
    if isinstance(premier, ast.Expr) and isinstance(premier.value, ast.Constant):
        total -= (premier.end_lineno or premier.lineno) - premier.lineno + 1
    return total


def role(chemin: Path) -> str:
    """Le rôle d’un module dans sa pièce : `services`, `rules`, `queries`…"""
    parties = chemin.relative_to(PAQUET).with_suffix("").parts
    return parties[1] if len(parties) > 1 else parties[0]


def piece(chemin: Path) -> str:
    """La pièce d’un module."""
    return chemin.relative_to(PAQUET).with_suffix("").parts[0]
