"""Qui peut écrire un référentiel, et tenir le recensement."""

from __future__ import annotations

from typing import Any

from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import Action, can, kind, register, require, role, system
from coopmetiers.comptes.enums import NatureOrganisation, Role

__all__ = ["A", "PERMISSIONS", "can", "ecrit_des_referentiels", "require"]


class A(Action):
    """Les actes de la pièce ; lire une version publiée est permis à tout le monde."""

    ECRIRE = "referentiel.brouillon.ecrire"
    PUBLIER = "referentiel.version.publier"
    RECENSER = "referentiel.recensement.charger"


def ecrit_des_referentiels(acteur: Identity, cible: Any) -> bool:
    """Membre d’un réseau, au titre du réseau."""
    return _ROLE(acteur, cible) and _NATURE(acteur, cible)


def de_la_porteuse(acteur: Identity, cle_porteuse: Any) -> bool:
    """L’organisation active est celle qui porte ce référentiel."""
    return cle_porteuse is not None and cle_porteuse == acteur.organisation_key


_ROLE = role(Role.RESEAU)
_NATURE = kind(NatureOrganisation.RESEAU)

PERMISSIONS = register(
    {
        A.ECRIRE: ((system,), (_ROLE, _NATURE, de_la_porteuse)),
        A.PUBLIER: ((system,), (_ROLE, _NATURE, de_la_porteuse)),
        A.RECENSER: ((system,), (_ROLE, _NATURE)),
    }
)
