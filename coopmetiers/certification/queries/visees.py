"""Pour quoi un jury peut se réunir, et ce qui attend qu’il se réunisse."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import can
from coopmetiers.certification.enums import EtatCandidature
from coopmetiers.certification.models import Candidature
from coopmetiers.certification.permissions import A
from coopmetiers.referentiel.enums import EtatVersion
from coopmetiers.referentiel.models import Metier, Referentiel, VersionReferentiel


@dataclass(frozen=True)
class Visee:
    """Un métier d’une version, et combien de candidatures attendent un jury pour lui."""

    version_id: str
    code_metier: str
    metier: str
    titre: str
    version: str
    nb_en_attente: int

    @property
    def valeur(self) -> str:
        """Ce qui la désigne dans une liste : la version, une espace, le métier."""
        return f"{self.version_id} {self.code_metier}"


def visees(acteur: Identity) -> tuple[Visee, ...]:
    """Les métiers des versions publiées un jour, la version la plus récente d’abord."""
    en_attente = _en_attente() if can(acteur, A.COMPOSER) else {}
    lignes = db.session.execute(
        select(Metier, VersionReferentiel, Referentiel.titre)
        .join(VersionReferentiel, VersionReferentiel.cle == Metier.cle_version)
        .join(Referentiel, Referentiel.cle == VersionReferentiel.cle_referentiel)
        .where(VersionReferentiel.etat != EtatVersion.BROUILLON)
        .order_by(Referentiel.titre, VersionReferentiel.cle.desc(), Metier.rang)
    )
    return tuple(
        Visee(
            version_id=version.version_id,
            code_metier=metier.code,
            metier=metier.libelle,
            titre=titre,
            version=version.version,
            nb_en_attente=en_attente.get((version.cle, metier.cle), 0),
        )
        for metier, version, titre in lignes
    )


def _en_attente() -> dict[tuple[int, int], int]:
    lignes = db.session.execute(
        select(Candidature.cle_version, Candidature.cle_metier, func.count())
        .where(Candidature.cle_jury.is_(None), Candidature.etat == EtatCandidature.PRESENTEE)
        .group_by(Candidature.cle_version, Candidature.cle_metier)
    )
    return {(version, metier): nombre for version, metier, nombre in lignes}
