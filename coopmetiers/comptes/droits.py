"""La carte des droits, mise à plat : chaque action, et ce que chaque rôle y peut.

Elle se lit sur la carte elle-même, jamais à côté : la page, le fichier relu par l’équipe et le
contrôle du code ne peuvent pas se contredire.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from coopmetiers.base.permissions import Action, Clause, Predicate, anyone, connected, system
from coopmetiers.base.texts import n_
from coopmetiers.comptes.enums import (
    LIBELLES_NATURE,
    LIBELLES_ROLE,
    ROLES_PAR_NATURE,
    NatureOrganisation,
    Role,
)

SYSTEME = "SYSTEME"
ANONYME = "ANONYME"

_LIBELLES = {SYSTEME: n_("Système"), ANONYME: n_("Sans compte")}


@dataclass(frozen=True)
class Case:
    """Ce qu’un rôle peut d’une action : non, oui, ou oui à l’une de ces conditions."""

    permise: bool
    conditions: tuple[tuple[Predicate, ...], ...] = ()

    def __str__(self) -> str:
        if not self.permise:
            return ""
        if not self.conditions:
            return "oui"
        return "si " + " | ".join(" et ".join(map(_nom, voie)) for voie in self.conditions)

    @property
    def dites(self) -> tuple[str, ...]:
        """Chaque condition en mots : la première phrase de ce que le prédicat dit de lui."""
        return tuple(" · ".join(map(_dire, voie)) for voie in self.conditions)


@dataclass(frozen=True)
class Droit:
    """Une action et sa case pour chaque colonne."""

    action: str
    cases: tuple[Case, ...]


def colonnes() -> tuple[tuple[str, str], ...]:
    """Les colonnes de la carte : chaque rôle, le système, qui n’a pas de compte."""
    roles = tuple((str(role), libelle) for role, libelle in LIBELLES_ROLE.items())
    return roles + tuple(_LIBELLES.items())


def carte(toutes: Mapping[Action, Sequence[Clause]]) -> tuple[Droit, ...]:
    """Une ligne par action, dans l’ordre de leurs codes."""
    return tuple(
        Droit(str(action), tuple(_case(clauses, colonne) for colonne, _libelle in colonnes()))
        for action, clauses in sorted(toutes.items())
    )


@dataclass(frozen=True)
class PieceVue:
    """Les droits d’une pièce, et les conditions que ses cases citent par leur rang."""

    piece: str
    droits: tuple[Droit, ...]
    notes: tuple[str, ...]

    def rangs(self, case: Case) -> tuple[int, ...]:
        """Le rang, à partir de un, de chaque condition d’une case."""
        return tuple(self.notes.index(dite) + 1 for dite in case.dites)


def par_piece(toutes: Mapping[Action, Sequence[Clause]]) -> tuple[PieceVue, ...]:
    """Les lignes de la carte, pièce par pièce ; une condition n’y est dite qu’une fois."""
    vues = []
    for piece, groupe in groupby(carte(toutes), key=lambda droit: droit.action.partition(".")[0]):
        droits = tuple(groupe)
        dites = (dite for droit in droits for case in droit.cases for dite in case.dites)
        vues.append(PieceVue(piece, droits, tuple(dict.fromkeys(dites))))
    return tuple(vues)


def _case(clauses: Sequence[Clause], colonne: str) -> Case:
    voies = [voie for clause in clauses if (voie := _voie(clause, colonne)) is not None]
    if not voies:
        return Case(permise=False)
    if () in voies:
        return Case(permise=True)
    return Case(permise=True, conditions=tuple(dict.fromkeys(voies)))


def _voie(clause: Clause, colonne: str) -> tuple[Predicate, ...] | None:
    """Ce qu’il reste à remplir pour que la clause soit vraie dans cette colonne, ou rien."""
    reste = []
    for predicat in clause:
        verdict = _verdict(predicat, colonne)
        if verdict is False:
            return None
        if verdict is None:
            reste.append(predicat)
    return tuple(reste)


def _verdict(predicat: Predicate, colonne: str) -> bool | None:
    """Vrai ou faux quand la colonne suffit à trancher ; rien quand cela dépend de l’objet."""
    nom, mots = _nom(predicat), _mots(predicat)
    if predicat is anyone:
        return True
    if predicat is system:
        return colonne == SYSTEME
    if colonne == SYSTEME:
        return False
    if predicat is connected:
        return colonne != ANONYME
    if nom.startswith("role("):
        return colonne in mots
    if nom.startswith("nature("):
        return _verdict_nature(mots, colonne)
    return False if colonne == ANONYME else None


def _verdict_nature(natures: frozenset[str], colonne: str) -> bool | None:
    if colonne == ANONYME:
        return False
    donnent = {str(n) for n, roles in ROLES_PAR_NATURE.items() if Role(colonne) in roles}
    if donnent <= natures:
        return True
    return None if donnent & natures else False


def _nom(predicat: Predicate) -> str:
    return predicat.__name__


def _mots(predicat: Predicate) -> frozenset[str]:
    dedans = _nom(predicat).partition("(")[2].rstrip(")")
    return frozenset(mot.strip() for mot in dedans.split(",") if mot.strip())


def _dire(predicat: Predicate) -> str:
    if _nom(predicat).startswith("nature("):
        return ", ".join(
            LIBELLES_NATURE[NatureOrganisation(mot)] for mot in sorted(_mots(predicat))
        )
    premiere = (predicat.__doc__ or _nom(predicat)).strip().splitlines()[0]
    return premiere.rstrip(".")
