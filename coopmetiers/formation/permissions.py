"""Qui peut lire et tenir les formations et les sessions d’un organisme."""

from __future__ import annotations

from typing import Any

from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import Action, kind, register, role, system
from coopmetiers.comptes.enums import NatureOrganisation, Role


class A(Action):
    """Les actes de la pièce."""

    LIRE_FORMATION = "formation.formation.lire"
    CREER_FORMATION = "formation.formation.creer"
    MODIFIER_FORMATION = "formation.formation.modifier"
    ARCHIVER_FORMATION = "formation.formation.archiver"
    DESARCHIVER_FORMATION = "formation.formation.desarchiver"
    CREER_MODULE = "formation.module.creer"
    MODIFIER_MODULE = "formation.module.modifier"
    DEPLACER_MODULE = "formation.module.deplacer"
    RETIRER_MODULE = "formation.module.retirer"
    RELIER = "formation.couverture.relier"
    LIRE_SESSION = "formation.session.lire"
    OUVRIR_SESSION = "formation.session.ouvrir"
    MODIFIER_SESSION = "formation.session.modifier"
    AJOUTER_CRENEAU = "formation.creneau.ajouter"
    ENGENDRER_CRENEAUX = "formation.creneau.engendrer"
    RETIRER_CRENEAU = "formation.creneau.retirer"
    AFFECTER = "formation.affectation.affecter"
    RETIRER_AFFECTATION = "formation.affectation.retirer"


def affectee(acteur: Identity, objet: Any) -> bool:
    """La personne est affectée à la session (`cles_affectees`), ou l’on ne vise aucune session."""
    return objet is None or acteur.user_key in objet.cles_affectees


_ORGANISME = kind(NatureOrganisation.ORGANISME)
_RESPONSABLE = (role(Role.RESPONSABLE), _ORGANISME)
_EQUIPE = (role(Role.RESPONSABLE, Role.FORMATEUR, Role.EVALUATEUR), _ORGANISME)
_INTERVENANT = (role(Role.FORMATEUR, Role.EVALUATEUR), _ORGANISME, affectee)

PERMISSIONS = register(
    {
        **dict.fromkeys(A, (_RESPONSABLE,)),
        A.LIRE_FORMATION: (_EQUIPE,),
        A.LIRE_SESSION: (_RESPONSABLE, _INTERVENANT, (system,)),
    }
)
