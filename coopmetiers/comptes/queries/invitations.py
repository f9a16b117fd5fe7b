"""Le lien d’une invitation : ce qu’il vaut, qui il désigne."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from coopmetiers.base import security
from coopmetiers.base.db import db
from coopmetiers.comptes import rules
from coopmetiers.comptes.models import Utilisateur
from coopmetiers.comptes.queries.identites import appartenances_vivantes

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


def chemin_invitation(personne: Utilisateur) -> str:
    """Le chemin du lien à usage unique de cette personne ; il cesse de valoir quand il a servi."""
    valeur = f"{personne.utilisateur_id}.{_marque(personne)}"
    return f"/invitations/{security.sign(valeur, purpose=_USAGE)}"


def _marque(personne: Utilisateur) -> str:
    # Le lien ne porte qu’une empreinte : `fs_uniquifier` est ce qui ouvre les sessions.
    return security.keyed_digest(f"invitation:{personne.fs_uniquifier}")[:32]


def personne_du_jeton(jeton: str) -> Utilisateur | None:
    """Qui le lien désigne, qu’il vaille encore ou non."""
    signe = security.unsign(jeton, purpose=_USAGE, max_age=_OUBLI)
    if signe is None:
        return None
    utilisateur_id = signe.partition(".")[0]
    return db.session.scalar(
        select(Utilisateur).where(Utilisateur.utilisateur_id == utilisateur_id)
    )


def etat_du_jeton(jeton: str, personne: Utilisateur | None) -> EtatJeton:
    """Un lien vaut sept jours, une fois, pour un compte qui n’a pas encore de mot de passe."""
    signe = security.unsign(jeton, purpose=_USAGE, max_age=_OUBLI)
    if signe is None or personne is None or not personne.active:
        return EtatJeton.INCONNU
    if personne.password or not security.same(signe.partition(".")[2], _marque(personne)):
        return EtatJeton.DEJA_SERVI
    if security.unsign(jeton, purpose=_USAGE, max_age=rules.DUREE_INVITATION) is None:
        return EtatJeton.PERIME
    return EtatJeton.OUVERT


def invitation(jeton: str) -> InvitationVue:
    """Ce que vaut le lien, et qui il invite où ; un lien qui ne vaut plus ne nomme personne."""
    personne = personne_du_jeton(jeton)
    etat = etat_du_jeton(jeton, personne)
    if etat != EtatJeton.OUVERT or personne is None:
        return InvitationVue(etat)
    noms = dict.fromkeys(lien.organisation_nom for lien in appartenances_vivantes(personne.id))
    return InvitationVue(etat, personne.prenom, personne.nom, personne.email, tuple(noms))
