"""Les organisations et ce qui les lie : la fiche, la liste, les habilitations."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.pagination import Page, paginate
from coopmetiers.base.permissions import can
from coopmetiers.comptes.enums import NatureOrganisation, Role
from coopmetiers.comptes.models import Appartenance, Habilitation, Organisation
from coopmetiers.comptes.permissions import A


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
        colonnes = (Organisation.nom, Organisation.sigle, Organisation.ville)
        choix = choix.where(
            or_(*(colonne.icontains(recherche, autoescape=True) for colonne in colonnes))
        )
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
