"""Qui peut présenter, composer, décider, proclamer, révoquer, télécharger."""

from __future__ import annotations

from typing import Any

from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import Action, kind, register, role, system
from coopmetiers.certification.enums import QualiteMembre
from coopmetiers.comptes.enums import NatureOrganisation, Role


class A(Action):
    """Les actions de la pièce."""

    PRESENTER = "certification.candidature.presenter"
    LISTER_JURYS = "certification.jury.lister"
    CONSULTER_JURY = "certification.jury.consulter"
    COMPOSER = "certification.jury.composer"
    DECIDER = "certification.jury.decider"
    SIGNER = "certification.jury.signer"
    PROCLAMER = "certification.jury.proclamer"
    CONSULTER_CERTIFICATS = "certification.certificat.consulter"
    PRODUIRE = "certification.certificat.produire"
    REVOQUER = "certification.certificat.revoquer"
    TELECHARGER = "certification.certificat.telecharger"


def membre(acteur: Identity, jury: Any) -> bool:
    """Siège dans ce jury."""
    return any(m.cle_utilisateur == acteur.user_key for m in jury.membres)


def preside(acteur: Identity, jury: Any) -> bool:
    """Préside ce jury."""
    return any(
        m.cle_utilisateur == acteur.user_key and m.qualite == QualiteMembre.PRESIDENCE
        for m in jury.membres
    )


def titulaire(acteur: Identity, entree: Any) -> bool:
    """Le document est à son nom."""
    return acteur.user_key is not None and entree.cle_utilisateur == acteur.user_key


def organisme_presentateur(acteur: Identity, entree: Any) -> bool:
    """Son organisme a présenté la personne."""
    return bool(acteur.organisation_id) and entree.organisme_id == acteur.organisation_id


def emetteur(acteur: Identity, entree: Any) -> bool:
    """Son organisation a délivré le document."""
    emise_par = entree.extrait["certificateur_id"]
    return bool(acteur.organisation_id) and emise_par == acteur.organisation_id


_CERTIFICATEUR = kind(NatureOrganisation.CERTIFICATEUR)
_ORGANISME = kind(NatureOrganisation.ORGANISME)
_RESPONSABLE = role(Role.RESPONSABLE)
_JURE = role(Role.JURE)

PERMISSIONS = register(
    {
        A.PRESENTER: ((_RESPONSABLE, _ORGANISME),),
        A.LISTER_JURYS: ((_RESPONSABLE, _CERTIFICATEUR), (_JURE, _CERTIFICATEUR)),
        A.CONSULTER_JURY: ((_RESPONSABLE, _CERTIFICATEUR), (_JURE, _CERTIFICATEUR, membre)),
        A.COMPOSER: ((_RESPONSABLE, _CERTIFICATEUR),),
        A.DECIDER: ((_JURE, _CERTIFICATEUR, membre),),
        A.SIGNER: ((_JURE, _CERTIFICATEUR, membre),),
        A.PROCLAMER: ((_JURE, _CERTIFICATEUR, preside),),
        A.CONSULTER_CERTIFICATS: ((_RESPONSABLE, _CERTIFICATEUR),),
        A.PRODUIRE: ((system,),),
        A.REVOQUER: ((_RESPONSABLE, _CERTIFICATEUR),),
        A.TELECHARGER: (
            (titulaire,),
            (_RESPONSABLE, _ORGANISME, organisme_presentateur),
            (_RESPONSABLE, _CERTIFICATEUR, emetteur),
            (_JURE, _CERTIFICATEUR, emetteur),
        ),
    }
)
