"""Ce que voient en entrant le réseau, l’administration, le certificateur."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import exists, func, select

from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.certification.enums import EtatCertificat
from coopmetiers.certification.models import Certificat
from coopmetiers.comptes import queries as comptes
from coopmetiers.comptes.enums import NatureOrganisation, Role
from coopmetiers.comptes.models import Appartenance, Courriel, Organisation
from coopmetiers.comptes.queries import HabilitationVue
from coopmetiers.comptes.rules import ENVOIS_TENTES
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.models import FicheRecensee
from coopmetiers.referentiel.queries import VersionVue

#: Une habilitation qui finit dans les deux mois se renouvelle.
TERME = timedelta(days=60)


@dataclass(frozen=True)
class ReseauVu:
    """Les versions du référentiel, et où en est le recensement."""

    versions: tuple[VersionVue, ...]
    nb_fiches: int
    nb_verifiees: int


@dataclass(frozen=True)
class PlateformeVue:
    """Les organisations, ce qui leur manque, les liens entre elles."""

    nb_par_nature: tuple[tuple[NatureOrganisation, int], ...]
    #: (identifiant, nom) des organisations que personne ne conduit encore.
    sans_responsable: tuple[tuple[str, str], ...]
    #: (identifiant, nom) de celles qui délivrent ou forment sans SIRET.
    sans_siret: tuple[tuple[str, str], ...]
    habilitations: tuple[HabilitationVue, ...]
    nb_courriels_abandonnes: int

    @property
    def qui_finissent(self) -> tuple[HabilitationVue, ...]:
        """Les habilitations à renouveler."""
        terme = clock.today() + TERME
        return tuple(h for h in self.habilitations if h.jusqu_au and h.jusqu_au <= terme)


def reseau(acteur: Identity) -> ReseauVu:
    """Les versions que la personne peut lire, et le compte des fiches recensées."""
    total, verifiees = db.session.execute(
        select(
            func.count(FicheRecensee.cle),
            func.count(FicheRecensee.cle).filter(FicheRecensee.verifiee),
        )
    ).one()
    return ReseauVu(referentiel.versions_visibles(acteur), total, verifiees)


def plateforme() -> PlateformeVue:
    """Toutes les organisations, en trois requêtes."""
    conduite = exists().where(
        Appartenance.cle_organisation == Organisation.cle,
        Appartenance.role.in_((Role.RESPONSABLE, Role.RESEAU, Role.ADMINISTRATION)),
        Appartenance.acceptee_a.is_not(None),
        Appartenance.terminee_a.is_(None),
    )
    lignes = db.session.execute(
        select(Organisation, conduite.label("conduite")).order_by(Organisation.nom)
    ).all()
    toutes = [organisation for organisation, _conduite in lignes]
    abandonnes = db.session.scalar(
        select(func.count(Courriel.cle)).where(
            Courriel.envoye_a.is_(None), Courriel.essais >= ENVOIS_TENTES
        )
    )
    return PlateformeVue(
        nb_par_nature=tuple(
            (nature, sum(nature in o.natures for o in toutes)) for nature in NatureOrganisation
        ),
        sans_responsable=tuple((o.organisation_id, o.nom) for o, tenue in lignes if not tenue),
        sans_siret=tuple(
            (o.organisation_id, o.nom)
            for o in toutes
            if not o.siret and (o.est_organisme or o.est_certificateur)
        ),
        habilitations=comptes.habilitations(),
        nb_courriels_abandonnes=int(abandonnes or 0),
    )


def certificats_en_production() -> tuple[int, int]:
    """Combien de certificats de l’organisation se préparent, et combien sont délivrés."""
    en_cours, delivres = db.session.execute(
        select(
            func.count(Certificat.cle).filter(Certificat.etat == EtatCertificat.EN_PRODUCTION),
            func.count(Certificat.cle).filter(Certificat.etat == EtatCertificat.DELIVRE),
        )
    ).one()
    return en_cours, delivres
