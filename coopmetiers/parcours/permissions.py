"""Qui inscrit, émarge, évalue, dépose ; et qui peut voir le parcours d’une personne."""

from __future__ import annotations

from dataclasses import dataclass

from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import Action, kind, register, role, system
from coopmetiers.comptes.enums import NatureOrganisation, Role
from coopmetiers.formation.enums import RoleSession


class A(Action):
    """Les actes de la pièce."""

    LISTER_APPRENANTS = "parcours.apprenant.lister"
    CONSULTER_GROUPE = "parcours.groupe.consulter"
    CONSULTER_INSCRIPTION = "parcours.inscription.consulter"
    SUIVRE = "parcours.progression.suivre"
    INSCRIRE = "parcours.inscription.creer"
    MODIFIER = "parcours.inscription.modifier"
    CHANGER_VERSION = "parcours.inscription.changer_version"
    ROMPRE = "parcours.inscription.rompre"
    REPRENDRE = "parcours.inscription.reprendre"
    EMARGER = "parcours.assiduite.emarger"
    DEPOSER = "parcours.preuve.deposer"
    RETIRER = "parcours.preuve.retirer"
    EVALUER = "parcours.evaluation.creer"
    CORRIGER = "parcours.evaluation.corriger"
    SE_SITUER = "parcours.autopositionnement.declarer"
    RECONSTRUIRE = "parcours.etat.reconstruire"


@dataclass(frozen=True)
class Cible:
    """La session, et l’inscription s’il y en a une, telles que les voit qui agit."""

    cle_session: int
    #: Ce que la personne qui agit fait dans cette session ; rien si elle n’y est pas affectée.
    role_session: str | None = None
    #: Le compte de la personne inscrite.
    cle_titulaire: int | None = None


def affectee(acteur: Identity, cible: Cible | None) -> bool:
    """La personne forme ou évalue dans la session (ou l’on ne vise aucune session)."""
    return cible is None or cible.role_session is not None


def forme(acteur: Identity, cible: Cible | None) -> bool:
    """La personne forme dans la session (ou l’on ne vise aucune session)."""
    return cible is None or cible.role_session == RoleSession.FORMATEUR


def titulaire(acteur: Identity, cible: Cible | None) -> bool:
    """Le parcours est le sien (ou l’on ne vise aucun parcours)."""
    return cible is None or (acteur.user_key is not None and cible.cle_titulaire == acteur.user_key)


_ORGANISME = kind(NatureOrganisation.ORGANISME)
_RESPONSABLE = (role(Role.RESPONSABLE), _ORGANISME)
_EVALUE = (role(Role.FORMATEUR, Role.EVALUATEUR), _ORGANISME, affectee)
_FORME = (role(Role.FORMATEUR), _ORGANISME, forme)
_SIEN = (role(Role.APPRENANT), _ORGANISME, titulaire)

PERMISSIONS = register(
    {
        A.LISTER_APPRENANTS: (_RESPONSABLE, _EVALUE),
        A.CONSULTER_GROUPE: (_RESPONSABLE, _EVALUE, (system,)),
        A.CONSULTER_INSCRIPTION: (_RESPONSABLE, _EVALUE, _SIEN, (system,)),
        A.SUIVRE: (_SIEN,),
        A.INSCRIRE: (_RESPONSABLE, (system,)),
        A.MODIFIER: (_RESPONSABLE, (system,)),
        A.CHANGER_VERSION: (_RESPONSABLE,),
        A.ROMPRE: (_RESPONSABLE,),
        A.REPRENDRE: (_RESPONSABLE,),
        A.EMARGER: (_RESPONSABLE, _FORME),
        A.DEPOSER: (_RESPONSABLE, _FORME, _SIEN),
        A.RETIRER: (_RESPONSABLE, _FORME, _SIEN),
        A.EVALUER: (_RESPONSABLE, _EVALUE),
        A.CORRIGER: (_RESPONSABLE, _EVALUE),
        A.SE_SITUER: (_SIEN,),
        A.RECONSTRUIRE: ((system,), _RESPONSABLE),
    }
)
