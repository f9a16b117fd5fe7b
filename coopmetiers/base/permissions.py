"""Les droits sont des données : une carte par pièce, un seul évaluateur.

Une action est permise quand **une** clause est vraie ; une clause est vraie quand **tous** ses
prédicats le sont. Une action sans clause n’est permise à personne. Le système (ligne de commande,
travaux de fond) n’échappe pas à la carte : il y figure par le prédicat `system`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from coopmetiers.base.errors import Forbidden
from coopmetiers.base.identity import Identity

Predicate = Callable[[Identity, Any], bool]
Clause = Sequence[Predicate]


class Action(StrEnum):
    """Racine des actions de chaque pièce ; grammaire `piece.objet.verbe`."""


PermissionMap = Mapping[Action, Sequence[Clause]]
_MAP: dict[Action, Sequence[Clause]] = {}


def register(room: PermissionMap) -> PermissionMap:
    """Inscrit la carte d’une pièce ; lève `ValueError` si une action y figure déjà."""
    for action, clauses in room.items():
        if action in _MAP and _MAP[action] is not clauses:
            raise ValueError(f"L’action {action} est déjà dans la carte.")
        _MAP[action] = clauses
    return room


def full_map() -> Mapping[Action, Sequence[Clause]]:
    """La carte entière, dans l’ordre des actions."""
    return dict(sorted(_MAP.items()))


def can(actor: Identity, action: Action, target: Any = None) -> bool:
    """Vrai si l’une des clauses de l’action est satisfaite."""
    return any(all(test(actor, target) for test in clause) for clause in _MAP.get(action, ()))


def require(actor: Identity, action: Action, target: Any = None) -> None:
    """Lève `Forbidden` si la carte ne permet pas l’action à cette personne sur cet objet."""
    if not can(actor, action, target):
        raise Forbidden(str(action))


def role(*roles: str) -> Predicate:
    """L’appartenance active porte l’un de ces rôles."""

    def has_role(actor: Identity, target: Any) -> bool:
        return actor.role in roles

    has_role.__name__ = "role(" + ", ".join(roles) + ")"
    return has_role


def kind(*kinds: str) -> Predicate:
    """L’organisation active est de l’une de ces natures."""

    def has_kind(actor: Identity, target: Any) -> bool:
        return bool(actor.kinds.intersection(kinds))

    has_kind.__name__ = "nature(" + ", ".join(kinds) + ")"
    return has_kind


def system(actor: Identity, target: Any) -> bool:
    """L’acte vient de la ligne de commande ou d’un travail de fond."""
    return bool(actor.system)


def connected(actor: Identity, target: Any) -> bool:
    """Toute personne connectée."""
    return actor.user_key is not None


def anyone(actor: Identity, target: Any) -> bool:
    """Tout le monde, sans compte."""
    return True
