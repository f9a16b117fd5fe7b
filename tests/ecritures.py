"""Une pièce n’écrit que ses propres tables : surveillé pendant toute la suite.

Chaque ligne construite, modifiée ou supprimée l’est par la pièce dont le code est le plus proche
dans la pile des appels. Le journal n’y fait pas exception : c’est son propre service qui l’écrit.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Mapper, ORMExecuteState, Session

#: Des portes et des outils : ce qu’ils écrivent, ils le demandent aux services.
_SANS_TABLE = {"api", "app", "base", "cli", "config", "jobs", "paths", "wsgi"}
#: Au moment de verser, quelle que soit la lecture qui y pousse, les clés se posent toutes seules.
_AU_VERSEMENT = {"coopmetiers.base.tenancy", "sqlalchemy.orm.unitofwork"}


class EcritureAilleursError(AssertionError):
    """Une pièce a écrit une ligne d’une autre ; le message dit qui, et quoi."""


def surveiller() -> None:
    """Pose la surveillance ; à faire avant que le premier modèle soit défini."""
    event.listen(Mapper, "init", lambda ligne, args, kwargs: verifier(type(ligne)))
    event.listen(object, "attribute_instrument", _surveiller_attribut)
    event.listen(Session, "before_flush", _surveiller_suppressions)
    event.listen(Session, "do_orm_execute", _surveiller_ordre)


def verifier(modele: type) -> None:
    """Lève `EcritureAilleursError` si la pièce qui agit n’est pas celle du modèle."""
    chez = _piece(modele.__module__)
    if chez is None:
        return
    # Les écouteurs et SQLAlchemy sont au-dessus ; ils ne sont d’aucune pièce.
    cadre: FrameType | None = sys._getframe(1)
    while cadre is not None:
        module = cadre.f_globals.get("__name__", "")
        if module in _AU_VERSEMENT:
            return
        auteur = _piece(module)
        if auteur is not None and ".models" not in module:
            if auteur != chez:
                ou = f"{module}:{cadre.f_lineno}"
                raise EcritureAilleursError(f"{ou} écrit {modele.__name__}, qui est à « {chez} ».")
            return
        cadre = cadre.f_back


def _piece(module: str) -> str | None:
    """La pièce d’un module, s’il est d’une pièce qui peut avoir des tables."""
    racine, _point, reste = module.partition(".")
    piece = reste.partition(".")[0]
    return piece if racine == "coopmetiers" and piece and piece not in _SANS_TABLE else None


def _surveiller_attribut(modele: type, nom: str, attribut: Any) -> None:
    if _piece(modele.__module__) is None:
        return
    for acte in ("set", "append", "remove"):
        event.listen(attribut, acte, lambda ligne, *reste: verifier(type(ligne)))


def _surveiller_suppressions(session: Session, *reste: Any) -> None:
    # Une lecture du journal peut pousser à verser ce qu’un service vient de supprimer : il suffit
    # que la pièce de la ligne soit parmi celles qui agissent.
    agissent = set(_agissent())
    for ligne in session.deleted:
        if agissent and _piece(type(ligne).__module__) not in agissent:
            raise EcritureAilleursError(f"{agissent} supprime {type(ligne).__name__}.")


def _agissent() -> Iterator[str]:
    """Les pièces dans la pile des appels."""
    cadre: FrameType | None = sys._getframe(1)
    while cadre is not None:
        auteur = _piece(cadre.f_globals.get("__name__", ""))
        if auteur is not None:
            yield auteur
        cadre = cadre.f_back


def _surveiller_ordre(etat: ORMExecuteState) -> None:
    ecrit = etat.is_insert or etat.is_update or etat.is_delete
    if ecrit and etat.bind_mapper is not None:
        verifier(etat.bind_mapper.class_)


def pytest_configure(config: pytest.Config) -> None:
    surveiller()
