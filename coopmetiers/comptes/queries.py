"""Ce qu’on lit des personnes, des organisations, de leurs liens."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.pagination import Page, paginate
from coopmetiers.base.permissions import can
from coopmetiers.comptes.enums import NatureOrganisation, Role
from coopmetiers.comptes.models import (
    Appartenance,
    Courriel,
    Habilitation,
    Organisation,
    Utilisateur,
)
from coopmetiers.comptes.permissions import A
from coopmetiers.comptes.rules import ENVOIS_TENTES


@dataclass(frozen=True)
class AppartenanceVue:
    """Une appartenance vivante de la personne connectée."""

    appartenance_id: str
    role: Role
    cle_organisation: int
    organisation_id: str
    organisation_nom: str
    natures: tuple[NatureOrganisation, ...]


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


@dataclass(frozen=True)
class HabilitationVue:
    """Un certificateur admet les candidatures d’un organisme."""

    habilitation_id: str
    certificateur_id: str
    certificateur_nom: str
    organisme_id: str
    organisme_nom: str
    depuis_le: date
    jusqu_au: date | None


def appartenances_vivantes(cle_utilisateur: int) -> tuple[AppartenanceVue, ...]:
    """Les appartenances d’une personne, de la plus ancienne à la plus récente."""
    lignes = db.session.scalars(
        select(Appartenance)
        .where(Appartenance.cle_utilisateur == cle_utilisateur, Appartenance.terminee_a.is_(None))
        .options(joinedload(Appartenance.organisation))
        .order_by(Appartenance.cle)
    )
    return tuple(
        AppartenanceVue(
            ligne.appartenance_id,
            Role(ligne.role),
            ligne.cle_organisation,
            ligne.organisation.organisation_id,
            ligne.organisation.nom,
            ligne.organisation.natures,
        )
        for ligne in lignes
    )


def identite(personne: Utilisateur, active: AppartenanceVue | None) -> Identity:
    """L’identité détachée d’une personne au titre d’une de ses appartenances, ou d’aucune."""
    seule = Identity(
        user_key=personne.id, user_id=personne.utilisateur_id, name=personne.nom_complet
    )
    if active is None:
        return seule
    return replace(
        seule,
        organisation_key=active.cle_organisation,
        organisation_id=active.organisation_id,
        organisation_name=active.organisation_nom,
        role=str(active.role),
        kinds=frozenset(active.natures),
        membership_id=active.appartenance_id,
    )


def organisation(cle: int | None) -> Organisation:
    """L’organisation de cette clé ; lève `NotFound`."""
    trouvee = db.session.get(Organisation, cle) if cle is not None else None
    if trouvee is None:
        raise NotFound
    return trouvee


def organisation_publique(organisation_id: str) -> Organisation:
    """L’organisation de cet identifiant public ; lève `NotFound`."""
    trouvee = db.session.scalar(
        select(Organisation).where(Organisation.organisation_id == organisation_id)
    )
    if trouvee is None:
        raise NotFound
    return trouvee


def organisation_visible(acteur: Identity, organisation_id: str) -> Organisation:
    """L’organisation, si l’acteur peut en lire la fiche ; lève `NotFound` sinon."""
    trouvee = organisation_publique(organisation_id)
    if not can(acteur, A.CONSULTER_ORGANISATION, trouvee):
        raise NotFound
    return trouvee


def organisations(nature: NatureOrganisation | None = None) -> tuple[Organisation, ...]:
    """Toutes les organisations, ou celles d’une nature, par nom."""
    choix = select(Organisation).order_by(Organisation.nom)
    if nature is not None:
        choix = choix.where(getattr(Organisation, f"est_{nature.lower()}"))
    return tuple(db.session.scalars(choix))


def certificateurs() -> tuple[Organisation, ...]:
    """Les certificateurs, par nom."""
    return organisations(NatureOrganisation.CERTIFICATEUR)


def page_des_organisations(acteur: Identity, recherche: str, page: int) -> Page:
    """Les organisations dont le nom, le sigle ou la ville contient le texte cherché."""
    choix = select(Organisation).order_by(Organisation.nom, Organisation.cle)
    if not can(acteur, A.LISTER_ORGANISATIONS):
        choix = choix.where(Organisation.cle == acteur.organisation_key)
    if recherche:
        motif = _motif(recherche)
        colonnes = (Organisation.nom, Organisation.sigle, Organisation.ville)
        choix = choix.where(or_(*(colonne.ilike(motif, escape="\\") for colonne in colonnes)))
    return paginate(choix, page)


def nb_membres(cles_organisations: Collection[int]) -> Mapping[int, int]:
    """Combien de personnes, hors apprenant·es, travaillent dans chaque organisation."""
    lignes = db.session.execute(
        select(Appartenance.cle_organisation, func.count(Appartenance.cle_utilisateur.distinct()))
        .where(
            Appartenance.cle_organisation.in_(cles_organisations),
            Appartenance.terminee_a.is_(None),
            Appartenance.role != Role.APPRENANT,
        )
        .group_by(Appartenance.cle_organisation)
    )
    return dict(lignes.all())


def membres(acteur: Identity, role: Role | None = None) -> tuple[MembreVu, ...]:
    """Les membres de l’organisation de l’acteur, par nom, pour choisir parmi eux."""
    return _membres_vus(_membres(acteur.organisation_key, role))


def page_des_membres(acteur: Identity, role: Role | None, recherche: str, page: int) -> Page:
    """Les membres de l’organisation de l’acteur ; l’administration n’y lit aucun·e apprenant·e."""
    choix = _membres(acteur.organisation_key, role)
    if acteur.role == Role.ADMINISTRATION:
        choix = choix.where(Appartenance.role != Role.APPRENANT)
    if recherche:
        motif = _motif(recherche)
        colonnes = (Utilisateur.prenom, Utilisateur.nom, Utilisateur.email)
        choix = choix.where(or_(*(colonne.ilike(motif, escape="\\") for colonne in colonnes)))
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


def identifiants_publics(cles: Collection[int]) -> Mapping[int, str]:
    """L’identifiant public de chaque compte."""
    lignes = db.session.execute(
        select(Utilisateur.id, Utilisateur.utilisateur_id).where(Utilisateur.id.in_(cles))
    )
    return dict(lignes.all())


def certificateurs_habilitants(cle_organisme: int | None) -> tuple[Organisation, ...]:
    """Les certificateurs qui admettent aujourd’hui les candidatures de cet organisme, par nom."""
    return tuple(
        db.session.scalars(
            select(Organisation)
            .join(Habilitation, Habilitation.cle_certificateur == Organisation.cle)
            .where(Habilitation.cle_organisme == cle_organisme, *_en_vigueur())
            .order_by(Organisation.nom)
        )
    )


def habilitations(cle_organisation: int | None = None) -> tuple[HabilitationVue, ...]:
    """Les habilitations en vigueur, toutes ou celles qu’une organisation accorde ou reçoit."""
    choix = (
        select(Habilitation)
        .where(*_en_vigueur())
        .options(joinedload(Habilitation.certificateur), joinedload(Habilitation.organisme))
        .order_by(Habilitation.depuis_le, Habilitation.cle)
    )
    if cle_organisation is not None:
        choix = choix.where(
            or_(
                Habilitation.cle_certificateur == cle_organisation,
                Habilitation.cle_organisme == cle_organisation,
            )
        )
    return tuple(
        HabilitationVue(
            ligne.habilitation_id,
            ligne.certificateur.organisation_id,
            ligne.certificateur.nom,
            ligne.organisme.organisation_id,
            ligne.organisme.nom,
            ligne.depuis_le,
            ligne.jusqu_au,
        )
        for ligne in db.session.scalars(choix)
    )


def _en_vigueur() -> tuple[ColumnElement[bool], ...]:
    jour = clock.today()
    return (
        Habilitation.depuis_le <= jour,
        or_(Habilitation.jusqu_au.is_(None), Habilitation.jusqu_au >= jour),
    )


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


def _motif(recherche: str) -> str:
    """Un texte cherché tel quel : ses % et _ ne sont pas des jokers."""
    garde = recherche.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{garde}%"
