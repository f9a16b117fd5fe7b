"""Qui est une personne, au titre de quoi elle agit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.texts import n_
from coopmetiers.comptes.enums import NatureOrganisation, Role
from coopmetiers.comptes.models import Appartenance, Organisation, Utilisateur


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
class CompteVu:
    """Ce qu’une personne lit de son propre compte."""

    prenom: str
    nom: str
    email: str


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


def compte(acteur: Identity) -> CompteVu:
    """Le compte de la personne connectée ; lève `NotFound` pour les autres."""
    personne = db.session.get(Utilisateur, acteur.user_key) if acteur.user_key else None
    if personne is None:
        raise NotFound
    return CompteVu(personne.prenom, personne.nom, personne.email)


def identifiants_publics(cles: Collection[int]) -> Mapping[int, str]:
    """L’identifiant public de chaque compte."""
    lignes = db.session.execute(
        select(Utilisateur.id, Utilisateur.utilisateur_id).where(Utilisateur.id.in_(cles))
    )
    return dict(lignes.all())


@dataclass(frozen=True)
class PorteVue:
    """Un rôle de la démonstration : qui le tient, et ce qu’on peut y essayer."""

    cle: str
    role: Role
    nature: NatureOrganisation
    libelle: str
    texte: str
    cle_utilisateur: int = 0
    appartenance_id: str = ""
    nom: str = ""
    organisation: str = ""


#: Les rôles qu’on peut essayer, dans l’ordre où ils se présentent.
_PORTES = (
    PorteVue(
        "responsable-organisme",
        Role.RESPONSABLE,
        NatureOrganisation.ORGANISME,
        n_("Responsable d’organisme"),
        n_("Voir ce qui presse, présenter des candidatures"),
    ),
    PorteVue(
        "formateur",
        Role.FORMATEUR,
        NatureOrganisation.ORGANISME,
        n_("Formateur·rice"),
        n_("Faire signer une demi-journée, évaluer un groupe"),
    ),
    PorteVue(
        "evaluateur",
        Role.EVALUATEUR,
        NatureOrganisation.ORGANISME,
        n_("Évaluateur·rice"),
        n_("Noter ce qu’une personne a montré"),
    ),
    PorteVue(
        "jure",
        Role.JURE,
        NatureOrganisation.CERTIFICATEUR,
        n_("Juré·e"),
        n_("Délibérer sur un dossier"),
    ),
    PorteVue(
        "responsable-certificateur",
        Role.RESPONSABLE,
        NatureOrganisation.CERTIFICATEUR,
        n_("Responsable de certificateur"),
        n_("Composer un jury, suivre les attestations"),
    ),
    PorteVue(
        "apprenant",
        Role.APPRENANT,
        NatureOrganisation.ORGANISME,
        n_("Apprenant·e"),
        n_("Savoir où j’en suis, déposer une preuve"),
    ),
    PorteVue(
        "reseau",
        Role.RESEAU,
        NatureOrganisation.RESEAU,
        n_("Coordination du réseau"),
        n_("Écrire et publier une version du référentiel"),
    ),
    PorteVue(
        "administration",
        Role.ADMINISTRATION,
        NatureOrganisation.RESEAU,
        n_("Administration"),
        n_("Ouvrir une organisation, habiliter un organisme"),
    ),
)


def portes_de_la_demonstration() -> tuple[PorteVue, ...]:
    """La première personne de la base dans chaque rôle qu’on peut essayer."""
    lignes = db.session.execute(
        select(Appartenance, Utilisateur, Organisation)
        .join(Utilisateur, Utilisateur.id == Appartenance.cle_utilisateur)
        .join(Organisation, Organisation.cle == Appartenance.cle_organisation)
        .where(Appartenance.terminee_a.is_(None), Appartenance.acceptee_a.is_not(None))
        .order_by(Appartenance.cle)
    ).all()
    ouvertes = []
    for porte in _PORTES:
        for lien, personne, lieu in lignes:
            if lien.role == porte.role and porte.nature in lieu.natures:
                ouvertes.append(
                    replace(
                        porte,
                        cle_utilisateur=personne.id,
                        appartenance_id=lien.appartenance_id,
                        nom=personne.nom_complet,
                        organisation=lieu.nom,
                    )
                )
                break
    return tuple(ouvertes)
