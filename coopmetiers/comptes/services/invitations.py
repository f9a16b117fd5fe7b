"""Inviter une personne, ouvrir son compte."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock, mail
from coopmetiers.base.db import db
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import can, require
from coopmetiers.base.texts import n_
from coopmetiers.comptes import queries, rules
from coopmetiers.comptes.enums import LIBELLES_ROLE, Role
from coopmetiers.comptes.models import Appartenance, Organisation, Utilisateur
from coopmetiers.comptes.permissions import A
from coopmetiers.comptes.queries import EtatJeton
from coopmetiers.comptes.rules import SaisieInvitation
from coopmetiers.comptes.services import courriels
from coopmetiers.comptes.services.appartenances import verrouillee


def inviter(
    acteur: Identity, saisie: SaisieInvitation, *, organisation_id: str | None = None
) -> Utilisateur:
    """Une personne invitée deux fois dans le même rôle ne l’est qu’une fois.

    Le compte est créé, ou retrouvé par son adresse ; qui a déjà un mot de passe appartient aussitôt
    à l’organisation et en est prévenu, les autres reçoivent un lien à usage unique. Sans
    `organisation_id`, on invite dans sa propre organisation. Lève `RuleViolation`
    (`role_impossible`), `NotFound`, `Forbidden`.
    """
    organisation = _organisation_invitante(acteur, organisation_id)
    offerts = rules.roles_possibles(organisation.natures, organisation.est_fondatrice)
    if not can(acteur, A.INVITER_AILLEURS):
        offerts = tuple(role for role in offerts if role != Role.ADMINISTRATION)
    rules.verifier_role(saisie.role, offerts)
    personne = _personne(saisie)
    if _appartenance_vivante(personne, organisation, saisie.role) is None:
        appartenance = _appartenir(personne, organisation, saisie.role)
        objet = Reference(
            "appartenance", appartenance.appartenance_id, organisation.organisation_id
        )
        details = {"personne": personne.utilisateur_id, "role": str(saisie.role)}
        consigner(acteur, A.INVITER, objet, details)
        _prevenir(acteur, appartenance)
    return personne


def _organisation_invitante(acteur: Identity, organisation_id: str | None) -> Organisation:
    if organisation_id is None or organisation_id == acteur.organisation_id:
        require(acteur, A.INVITER)
        return queries.organisation(acteur.organisation_key)
    require(acteur, A.INVITER_AILLEURS)
    return queries.organisation_publique(organisation_id)


def _personne(saisie: SaisieInvitation) -> Utilisateur:
    email = rules.normaliser_email(saisie.email)
    connue = db.session.scalar(select(Utilisateur).where(Utilisateur.email == email))
    if connue is not None:
        # Un autre organisme qui l’écrit autrement ne change pas le nom d’une personne.
        return connue
    personne = Utilisateur(
        email=email,
        prenom=saisie.prenom.strip(),
        nom=saisie.nom.strip(),
        fs_uniquifier=uuid.uuid4().hex,
        cree_a=clock.now(),
    )
    db.session.add(personne)
    db.session.flush()
    return personne


def _appartenance_vivante(
    personne: Utilisateur, organisation: Organisation, role: Role
) -> Appartenance | None:
    return db.session.scalar(
        select(Appartenance).where(
            Appartenance.cle_utilisateur == personne.id,
            Appartenance.cle_organisation == organisation.cle,
            Appartenance.role == role,
            Appartenance.terminee_a.is_(None),
        )
    )


def _appartenir(personne: Utilisateur, organisation: Organisation, role: Role) -> Appartenance:
    maintenant = clock.now()
    appartenance = Appartenance(
        utilisateur=personne,
        organisation=organisation,
        role=str(role),
        invitee_a=maintenant,
        acceptee_a=maintenant if personne.password else None,
    )
    db.session.add(appartenance)
    db.session.flush()
    return appartenance


def _prevenir(acteur: Identity, appartenance: Appartenance) -> None:
    personne = appartenance.utilisateur
    nom = "courriels/appartenance.txt" if personne.password else "courriels/invitation.txt"
    chemin = "/connexion" if personne.password else queries.chemin_invitation(personne)
    objet, texte = mail.compose(
        nom,
        prenom=personne.prenom,
        organisation=appartenance.organisation.nom,
        role=LIBELLES_ROLE[Role(appartenance.role)],
        de=acteur.name,
        adresse=mail.public_address(chemin),
    )
    courriels.ecrire(destinataire=personne.email, objet=objet, texte=texte)


def accepter(acteur: Identity, jeton: str, *, mot_de_passe_hache: str) -> Utilisateur:
    """Ouvrir le lien et choisir un mot de passe ouvre le compte ; le lien ne sert plus.

    Lève `RuleViolation` (`invitation_perimee`).
    """
    require(acteur, A.ACCEPTER)
    personne = _invitee(jeton, EtatJeton.OUVERT)
    if personne is None:
        raise RuleViolation("invitation_perimee", n_("Ce lien ne peut plus servir."))
    personne.password = mot_de_passe_hache
    ouvrir_compte(personne)
    consigner(acteur, A.ACCEPTER, Reference("utilisateur", personne.utilisateur_id))
    return personne


def _invitee(jeton: str, etat: EtatJeton) -> Utilisateur | None:
    """La personne du lien, prise le temps de l’acte, si le lien vaut encore cela."""
    vue = queries.personne_du_jeton(jeton)
    if vue is None:
        return None
    personne = db.session.get(Utilisateur, vue.id, with_for_update=True, populate_existing=True)
    return personne if queries.etat_du_jeton(jeton, personne) == etat else None


def ouvrir_compte(personne: Utilisateur) -> None:
    """Un mot de passe choisi par le lien reçu confirme l’adresse et accepte ce qui attendait."""
    maintenant = clock.now()
    personne.confirmed_at = personne.confirmed_at or maintenant
    personne.essais_manques, personne.bloque_jusqu_a = 0, None
    personne.fs_uniquifier = uuid.uuid4().hex
    for appartenance in personne.appartenances:
        if appartenance.acceptee_a is None:
            appartenance.acceptee_a = maintenant


def renouveler(acteur: Identity, jeton: str) -> None:
    """Qui tient un lien périmé en reçoit un neuf à la même adresse, une fois par heure au plus.

    Ne dit jamais si le lien désignait quelqu’un.
    """
    require(acteur, A.ACCEPTER)
    personne = _invitee(jeton, EtatJeton.PERIME)
    if personne is None:
        return
    attendues = [a for a in personne.appartenances if a.acceptee_a is None and a.terminee_a is None]
    if attendues and clock.now() >= attendues[0].invitee_a + rules.DELAI_RELANCE:
        _renvoyer(acteur, attendues[0])


def relancer(acteur: Identity, appartenance_id: str) -> Appartenance:
    """Une invitation sans réponse se relance, une fois par heure au plus.

    Lève `RuleViolation` (`relance_inutile`, `relance_proche`), `NotFound`.
    """
    appartenance = verrouillee(acteur, appartenance_id)
    require(acteur, A.RELANCER, appartenance)
    rules.verifier_relance(appartenance.invitee_a, appartenance.acceptee_a, clock.now())
    _renvoyer(acteur, appartenance)
    return appartenance


def _renvoyer(acteur: Identity, appartenance: Appartenance) -> None:
    appartenance.invitee_a = clock.now()
    organisation_id = appartenance.organisation.organisation_id
    objet = Reference("appartenance", appartenance.appartenance_id, organisation_id)
    consigner(acteur, A.RELANCER, objet, {"personne": appartenance.utilisateur.utilisateur_id})
    _prevenir(acteur, appartenance)
