"""Inviter une personne, ouvrir son compte."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock, mail, security
from coopmetiers.base.db import db
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import can, require
from coopmetiers.base.texts import n_
from coopmetiers.comptes import queries, rules
from coopmetiers.comptes.enums import LIBELLES_ROLE, Role
from coopmetiers.comptes.models import Appartenance, Organisation, Utilisateur
from coopmetiers.comptes.permissions import A
from coopmetiers.comptes.rules import SaisieInvitation
from coopmetiers.comptes.services import courriels
from coopmetiers.comptes.services.appartenances import verrouillee

_USAGE = "invitation"
#: Au-delà, un jeton n’est même plus reconnu pour en demander un autre, en secondes.
_OUBLI = 365 * 24 * 3600


class EtatJeton(StrEnum):
    """Ce que vaut le lien d’une invitation quand on l’ouvre."""

    OUVERT = "OUVERT"
    PERIME = "PERIME"
    DEJA_SERVI = "DEJA_SERVI"
    INCONNU = "INCONNU"


@dataclass(frozen=True)
class InvitationVue:
    """Ce qu’une personne invitée voit avant de choisir son mot de passe."""

    etat: EtatJeton
    prenom: str = ""
    nom: str = ""
    email: str = ""
    organisations: tuple[str, ...] = ()


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
    gabarit = "appartenance" if personne.password else "invitation"
    chemin = "/connexion" if personne.password else chemin_invitation(personne)
    objet, texte = mail.compose(
        gabarit,
        prenom=personne.prenom,
        organisation=appartenance.organisation.nom,
        role=LIBELLES_ROLE[Role(appartenance.role)],
        de=acteur.name,
        adresse=mail.public_address(chemin),
    )
    courriels.ecrire(acteur, destinataire=personne.email, objet=objet, texte=texte)


def chemin_invitation(personne: Utilisateur) -> str:
    """Le chemin du lien à usage unique de cette personne ; il cesse de valoir quand il a servi."""
    valeur = f"{personne.utilisateur_id}.{_marque(personne)}"
    return f"/invitations/{security.sign(valeur, purpose=_USAGE)}"


def _marque(personne: Utilisateur) -> str:
    # Le lien ne porte qu’une empreinte : `fs_uniquifier` est ce qui ouvre les sessions.
    return security.keyed_digest(f"invitation:{personne.fs_uniquifier}")[:32]


def _lire(jeton: str, *, verrou: bool) -> tuple[EtatJeton, Utilisateur | None]:
    ancien = security.unsign(jeton, purpose=_USAGE, max_age=_OUBLI)
    if ancien is None:
        return EtatJeton.INCONNU, None
    utilisateur_id, _point, marque = ancien.partition(".")
    choix = select(Utilisateur).where(Utilisateur.utilisateur_id == utilisateur_id)
    personne = db.session.scalar(choix.with_for_update() if verrou else choix)
    if personne is None or not personne.active:
        return EtatJeton.INCONNU, None
    if personne.password or not security.same(marque, _marque(personne)):
        return EtatJeton.DEJA_SERVI, personne
    if security.unsign(jeton, purpose=_USAGE, max_age=rules.DUREE_INVITATION) is None:
        return EtatJeton.PERIME, personne
    return EtatJeton.OUVERT, personne


def montrer(acteur: Identity, jeton: str) -> InvitationVue:
    """Ce que vaut le lien, et qui il invite où ; un lien qui ne vaut plus ne nomme personne."""
    require(acteur, A.ACCEPTER)
    etat, personne = _lire(jeton, verrou=False)
    if etat != EtatJeton.OUVERT or personne is None:
        return InvitationVue(etat)
    noms = dict.fromkeys(a.organisation_nom for a in queries.appartenances_vivantes(personne.id))
    return InvitationVue(etat, personne.prenom, personne.nom, personne.email, tuple(noms))


def accepter(acteur: Identity, jeton: str, *, mot_de_passe_hache: str) -> Utilisateur:
    """Ouvrir le lien et choisir un mot de passe ouvre le compte ; le lien ne sert plus.

    Lève `RuleViolation` (`invitation_perimee`).
    """
    require(acteur, A.ACCEPTER)
    etat, personne = _lire(jeton, verrou=True)
    if etat != EtatJeton.OUVERT or personne is None:
        raise RuleViolation("invitation_perimee", n_("Ce lien ne peut plus servir."))
    personne.password = mot_de_passe_hache
    ouvrir_compte(personne)
    consigner(acteur, A.ACCEPTER, Reference("utilisateur", personne.utilisateur_id))
    return personne


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
    etat, personne = _lire(jeton, verrou=True)
    if etat != EtatJeton.PERIME or personne is None:
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
