"""Les membres d’une organisation, et les courriels qui les attendent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select

from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.pagination import Page, paginate
from coopmetiers.comptes.enums import Role
from coopmetiers.comptes.models import Appartenance, Courriel, Utilisateur
from coopmetiers.comptes.rules import ENVOIS_TENTES


@dataclass(frozen=True)
class MembreVu:
    """Une personne dans son organisation."""

    appartenance_id: str
    cle_utilisateur: int
    utilisateur_id: str
    prenom: str
    nom: str
    email: str
    role: Role
    invitee_a: datetime
    acceptee_a: datetime | None

    @property
    def nom_complet(self) -> str:
        """Prénom puis nom."""
        return f"{self.prenom} {self.nom}"


def membres(acteur: Identity, role: Role | None = None) -> tuple[MembreVu, ...]:
    """Les membres de l’organisation de l’acteur, par nom, pour choisir parmi eux."""
    return _membres_vus(_membres(acteur.organisation_key, role))


def page_des_membres(acteur: Identity, role: Role | None, recherche: str, page: int) -> Page:
    """Les membres de l’organisation de l’acteur ; l’administration n’y lit aucun·e apprenant·e."""
    choix = _membres(acteur.organisation_key, role)
    if acteur.role == Role.ADMINISTRATION:
        choix = choix.where(Appartenance.role != Role.APPRENANT)
    if recherche:
        colonnes = (Utilisateur.prenom, Utilisateur.nom, Utilisateur.email)
        choix = choix.where(
            or_(*(colonne.icontains(recherche, autoescape=True) for colonne in colonnes))
        )
    lues = paginate(choix, page)
    return Page(
        tuple(_membre_vu(*ligne) for ligne in lues.items), lues.number, lues.total, lues.per_page
    )


def equipe(cle_organisation: int) -> tuple[MembreVu, ...]:
    """Les membres d’une organisation, hors apprenant·es, par nom."""
    choix = _membres(cle_organisation, None).where(Appartenance.role != Role.APPRENANT)
    return _membres_vus(choix)


def _membres(cle_organisation: int | None, role: Role | None) -> Select[Appartenance, Utilisateur]:
    choix = (
        select(Appartenance, Utilisateur)
        .join(Utilisateur, Utilisateur.id == Appartenance.cle_utilisateur)
        .where(Appartenance.cle_organisation == cle_organisation, Appartenance.terminee_a.is_(None))
        .order_by(Utilisateur.nom, Utilisateur.prenom, Appartenance.cle)
    )
    return choix.where(Appartenance.role == role) if role is not None else choix


def _membres_vus(choix: Select[Appartenance, Utilisateur]) -> tuple[MembreVu, ...]:
    return tuple(_membre_vu(lien, personne) for lien, personne in db.session.execute(choix).all())


def _membre_vu(appartenance: Appartenance, personne: Utilisateur) -> MembreVu:
    return MembreVu(
        appartenance.appartenance_id,
        personne.id,
        personne.utilisateur_id,
        personne.prenom,
        personne.nom,
        personne.email,
        Role(appartenance.role),
        appartenance.invitee_a,
        appartenance.acceptee_a,
    )


def membre_de(acteur: Identity, utilisateur_id: str, role: Role | None = None) -> Utilisateur:
    """La personne, si elle est de l’organisation de l’acteur ; lève `NotFound`."""
    choix = (
        select(Utilisateur)
        .join(Appartenance, Appartenance.cle_utilisateur == Utilisateur.id)
        .where(
            Utilisateur.utilisateur_id == utilisateur_id,
            Appartenance.cle_organisation == acteur.organisation_key,
            Appartenance.terminee_a.is_(None),
        )
    )
    if role is not None:
        choix = choix.where(Appartenance.role == role)
    trouvee = db.session.scalars(choix).first()
    if trouvee is None:
        raise NotFound
    return trouvee


def membre(acteur: Identity, appartenance_id: str) -> MembreVu:
    """Le membre de cette appartenance, dans l’organisation de l’acteur ; lève `NotFound`."""
    choix = _membres(acteur.organisation_key, None)
    trouves = _membres_vus(choix.where(Appartenance.appartenance_id == appartenance_id))
    if not trouves:
        raise NotFound
    return trouves[0]


def courriels_en_attente(limite: int = 100) -> tuple[str, ...]:
    """Les courriels qu’il est temps de retenter, les plus anciens d’abord."""
    return tuple(
        db.session.scalars(
            select(Courriel.courriel_id)
            .where(
                Courriel.envoye_a.is_(None),
                Courriel.essais < ENVOIS_TENTES,
                or_(Courriel.reprise_a.is_(None), Courriel.reprise_a <= clock.now()),
            )
            .order_by(Courriel.cle)
            .limit(limite)
        )
    )
