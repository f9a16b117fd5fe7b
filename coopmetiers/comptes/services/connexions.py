"""Ce qui se compte et se consigne autour de la connexion et du mot de passe."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from coopmetiers.audit.services import PLATEFORME, Reference, consigner
from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import Action, require
from coopmetiers.comptes import queries, rules
from coopmetiers.comptes.models import Utilisateur
from coopmetiers.comptes.permissions import A
from coopmetiers.comptes.services.invitations import ouvrir_compte


def essayer(acteur: Identity, email: str, verifier: Callable[[], bool]) -> bool | None:
    """Un essai manqué se compte sur le compte visé ; trop essayé, le compte attend.

    Pendant l’attente, même le bon mot de passe n’ouvre pas : rien n’est vérifié, et la réponse est
    `None`. `verifier` dit si l’adresse et le mot de passe vont ensemble.
    """
    require(acteur, A.SE_CONNECTER)
    # Verrouillé le temps de l’essai : deux essais simultanés comptent pour deux.
    personne = db.session.scalar(
        select(Utilisateur)
        .where(Utilisateur.email == rules.normaliser_email(email))
        .with_for_update()
    )
    if personne and personne.bloque_jusqu_a and personne.bloque_jusqu_a > clock.now():
        return None
    admis = verifier()
    if personne is not None and not admis:
        personne.essais_manques += 1
        attente = rules.attente_apres(personne.essais_manques)
        if attente is not None:
            personne.bloque_jusqu_a = clock.now() + attente
            _consigner(acteur, A.BLOQUER, personne, {"essais": personne.essais_manques})
    return admis


def ouvrir(acteur: Identity) -> None:
    """Une connexion réussie remet les essais à zéro et se consigne."""
    require(acteur, A.SE_CONNECTER)
    personne = db.session.get(Utilisateur, acteur.user_key)
    if personne is not None:
        personne.essais_manques, personne.bloque_jusqu_a = 0, None
        _consigner(acteur, A.SE_CONNECTER, personne)


def constater_demande(acteur: Identity, personne: Utilisateur) -> None:
    """Une demande de nouveau mot de passe se consigne."""
    require(acteur, A.DEMANDER_MOT_DE_PASSE)
    _consigner(acteur, A.DEMANDER_MOT_DE_PASSE, personne)


def constater_changement(acteur: Identity, personne: Utilisateur) -> None:
    """Un mot de passe changé se consigne ; les autres sessions de la personne sont fermées."""
    require(acteur, A.CHANGER_MOT_DE_PASSE)
    _consigner(acteur, A.CHANGER_MOT_DE_PASSE, personne)


def constater_reinitialisation(acteur: Identity, personne: Utilisateur) -> None:
    """Un mot de passe choisi par le lien reçu ouvre le compte et lève l’attente en cours."""
    require(acteur, A.REINITIALISER_MOT_DE_PASSE)
    ouvrir_compte(personne)
    _consigner(acteur, A.REINITIALISER_MOT_DE_PASSE, personne)


def _consigner(
    acteur: Identity,
    action: Action,
    personne: Utilisateur,
    details: dict[str, object] | None = None,
) -> None:
    chaines = [a.organisation_id for a in queries.appartenances_vivantes(personne.id)[:1]]
    chaine = acteur.organisation_id or (chaines or [PLATEFORME])[0]
    consigner(acteur, action, Reference("utilisateur", personne.utilisateur_id, chaine), details)
