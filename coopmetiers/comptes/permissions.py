"""Qui peut quoi sur les comptes, les organisations, les habilitations."""

from __future__ import annotations

from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import Action, anyone, connected, register, role, system
from coopmetiers.comptes.enums import Role
from coopmetiers.comptes.models import Appartenance, Organisation


class A(Action):
    CONSULTER_DROITS = "comptes.droits.consulter"
    SE_CONNECTER = "comptes.session.ouvrir"
    #: Consignée, jamais demandée : c’est la règle des essais qui bloque, pas une personne.
    BLOQUER = "comptes.compte.bloquer"
    DEMANDER_MOT_DE_PASSE = "comptes.mot_de_passe.demander"
    REINITIALISER_MOT_DE_PASSE = "comptes.mot_de_passe.reinitialiser"
    CHANGER_MOT_DE_PASSE = "comptes.mot_de_passe.changer"
    CHOISIR_APPARTENANCE = "comptes.appartenance.choisir"
    CONSULTER_MEMBRES = "comptes.membre.consulter"
    INVITER = "comptes.membre.inviter"
    RELANCER = "comptes.membre.relancer"
    TERMINER = "comptes.membre.terminer"
    ACCEPTER = "comptes.invitation.accepter"
    LISTER_ORGANISATIONS = "comptes.organisation.lister"
    CONSULTER_ORGANISATION = "comptes.organisation.consulter"
    CREER_ORGANISATION = "comptes.organisation.creer"
    FONDER = "comptes.organisation.fonder"
    MODIFIER_ORGANISATION = "comptes.organisation.modifier"
    INVITER_AILLEURS = "comptes.organisation.inviter"
    HABILITER = "comptes.habilitation.accorder"
    RETIRER_HABILITATION = "comptes.habilitation.retirer"
    ENVOYER_COURRIEL = "comptes.courriel.envoyer"


_CONDUIT = role(Role.RESPONSABLE, Role.RESEAU, Role.ADMINISTRATION)
_ADMINISTRE = role(Role.ADMINISTRATION)


def sienne(actor: Identity, target: Organisation | None) -> bool:
    """L’organisation est celle au titre de laquelle la personne agit."""
    return target is not None and target.cle == actor.organisation_key


def de_la_sienne(actor: Identity, target: Appartenance | None) -> bool:
    """L’appartenance est à l’organisation au titre de laquelle la personne agit."""
    return target is not None and target.cle_organisation == actor.organisation_key


PERMISSIONS = register(
    {
        A.CONSULTER_DROITS: ((connected,),),
        A.SE_CONNECTER: ((anyone,),),
        A.DEMANDER_MOT_DE_PASSE: ((anyone,),),
        A.REINITIALISER_MOT_DE_PASSE: ((anyone,),),
        A.CHANGER_MOT_DE_PASSE: ((connected,),),
        A.CHOISIR_APPARTENANCE: ((connected,),),
        A.CONSULTER_MEMBRES: ((_CONDUIT,),),
        A.INVITER: ((_CONDUIT,), (system,)),
        A.RELANCER: ((_CONDUIT, de_la_sienne), (_ADMINISTRE,), (system,)),
        A.TERMINER: ((_CONDUIT, de_la_sienne), (_ADMINISTRE,)),
        A.ACCEPTER: ((anyone,),),
        A.LISTER_ORGANISATIONS: ((_ADMINISTRE,),),
        A.CONSULTER_ORGANISATION: ((_ADMINISTRE,), (role(Role.RESPONSABLE, Role.RESEAU), sienne)),
        A.CREER_ORGANISATION: ((_ADMINISTRE,), (system,)),
        A.FONDER: ((system,),),
        A.MODIFIER_ORGANISATION: ((_ADMINISTRE,), (role(Role.RESPONSABLE), sienne)),
        A.INVITER_AILLEURS: ((_ADMINISTRE,), (system,)),
        A.HABILITER: ((_ADMINISTRE,), (system,)),
        A.RETIRER_HABILITATION: ((_ADMINISTRE,),),
        A.ENVOYER_COURRIEL: ((system,),),
    }
)
