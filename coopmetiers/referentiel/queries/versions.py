"""Les référentiels et leurs versions : lesquelles existent, lesquelles on peut voir."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.comptes.models import Organisation
from coopmetiers.referentiel import permissions
from coopmetiers.referentiel.enums import EtatVersion, NatureElement
from coopmetiers.referentiel.models import (
    ElementReferentiel,
    Metier,
    Referentiel,
    VersionReferentiel,
)


@dataclass(frozen=True, slots=True)
class VersionVue:
    """Une version, son référentiel et l’organisation qui le porte."""

    cle: int
    version_id: str
    code: str
    version: str
    titre: str
    langue: str
    etat: EtatVersion
    presentation: Mapping[str, Any]
    empreinte: str
    creee_a: datetime
    publiee_a: datetime | None
    cle_porteuse: int | None
    porteuse: str
    porteuse_id: str

    @property
    def nom(self) -> str:
        """« cooperation-territoriale 0.1 »."""
        return f"{self.code} {self.version}"

    @property
    def est_brouillon(self) -> bool:
        """Elle peut encore changer, et n’existe que pour qui la porte."""
        return self.etat is EtatVersion.BROUILLON

    @property
    def empreinte_courte(self) -> str:
        """« 9f2c…a410 », pour la reconnaître d’un coup d’œil ; vide pour un brouillon."""
        return f"{self.empreinte[:4]}…{self.empreinte[-4:]}" if self.empreinte else ""


@dataclass(frozen=True, slots=True)
class ComptesVus:
    """Combien de métiers, de blocs, d’activités et de compétences."""

    metiers: int = 0
    blocs: int = 0
    activites: int = 0
    competences: int = 0


def versions_offertes() -> tuple[VersionVue, ...]:
    """Les versions publiées : celles que de nouvelles sessions peuvent suivre."""
    return _versions(VersionReferentiel.etat == EtatVersion.PUBLIEE)


def versions_visibles(acteur: Identity) -> tuple[VersionVue, ...]:
    """Toutes les versions que cette personne peut lire, la plus récente d’abord dans chacun."""
    return _versions(_visible_par(acteur))


def version_visible(acteur: Identity, code: str, version: str) -> VersionVue:
    """Une version que cette personne peut lire ; un brouillon n’existe que pour qui le porte."""
    return _une(_visible_par(acteur), *_nommee(code, version))


def version_nommee(acteur: Identity, code: str, version: str = "") -> VersionVue:
    """La version de ce numéro, ou sans numéro celle qui est publiée ; lève `NotFound` sinon."""
    if version:
        return version_visible(acteur, code, version)
    return _une(VersionReferentiel.etat == EtatVersion.PUBLIEE, Referentiel.code == code)


def versions_du_referentiel(acteur: Identity, code: str) -> tuple[VersionVue, ...]:
    """Celles d’un référentiel que cette personne peut lire, la plus récente d’abord.

    Lève `NotFound` s’il n’y en a aucune.
    """
    toutes = _versions(_visible_par(acteur), Referentiel.code == code)
    if not toutes:
        raise NotFound("Aucune version de référentiel n’est ouverte sous ce nom.")
    return toutes


def derniere_version(acteur: Identity, code: str) -> VersionVue | None:
    """La version la plus récente que cette personne peut lire sous ce code, brouillon compris."""
    toutes = _versions(_visible_par(acteur), Referentiel.code == code)
    return toutes[0] if toutes else None


def version_publiee(code: str, version: str) -> VersionVue:
    """Une version publiée un jour, même remplacée ou retirée depuis ; lève `NotFound` sinon."""
    return _une(VersionReferentiel.etat != EtatVersion.BROUILLON, *_nommee(code, version))


def version_par_id(acteur: Identity, version_id: str) -> VersionVue:
    """La version de cet identifiant, que cette personne peut lire ; lève `NotFound` sinon."""
    return _une(_visible_par(acteur), VersionReferentiel.version_id == version_id)


def version_par_cle(cle_version: int) -> VersionVue:
    """La version que désigne une session, une inscription, un jury."""
    return _une(VersionReferentiel.cle == cle_version)


def comptes(cles: Collection[int]) -> Mapping[int, ComptesVus]:
    """Ce que contient chacune de ces versions, en deux requêtes."""
    par_nature: dict[int, dict[str, int]] = {cle: {} for cle in cles}
    elements = (
        select(ElementReferentiel.cle_version, ElementReferentiel.nature, func.count())
        .where(ElementReferentiel.cle_version.in_(cles))
        .group_by(ElementReferentiel.cle_version, ElementReferentiel.nature)
    )
    for cle, nature, nombre in db.session.execute(elements):
        par_nature[cle][nature] = nombre
    metiers = (
        select(Metier.cle_version, func.count())
        .where(Metier.cle_version.in_(cles))
        .group_by(Metier.cle_version)
    )
    nb_metiers = dict(db.session.execute(metiers).all())
    return {
        cle: ComptesVus(
            metiers=nb_metiers.get(cle, 0),
            blocs=nombres.get(NatureElement.BLOC, 0),
            activites=nombres.get(NatureElement.ACTIVITE, 0),
            competences=nombres.get(NatureElement.COMPETENCE, 0),
        )
        for cle, nombres in par_nature.items()
    }


def _nommee(code: str, version: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Referentiel.code == code, VersionReferentiel.version == version


def _visible_par(acteur: Identity) -> ColumnElement[bool]:
    if acteur.system:
        return true()
    publique = VersionReferentiel.etat != EtatVersion.BROUILLON
    if not permissions.ecrit_des_referentiels(acteur, None):
        return publique
    return or_(publique, Referentiel.cle_porteuse == acteur.organisation_key)


def _selection(
    *conditions: ColumnElement[bool],
) -> Select[VersionReferentiel, Referentiel, str, str]:
    return (
        select(VersionReferentiel, Referentiel, Organisation.nom, Organisation.organisation_id)
        .join(Referentiel, Referentiel.cle == VersionReferentiel.cle_referentiel)
        .outerjoin(Organisation, Organisation.cle == Referentiel.cle_porteuse)
        .where(*conditions)
        .order_by(Referentiel.titre, Referentiel.code, VersionReferentiel.cle.desc())
    )


def _versions(*conditions: ColumnElement[bool]) -> tuple[VersionVue, ...]:
    return tuple(_vue(*ligne) for ligne in db.session.execute(_selection(*conditions)))


def _une(*conditions: ColumnElement[bool]) -> VersionVue:
    ligne = db.session.execute(_selection(*conditions)).one_or_none()
    if ligne is None:
        raise NotFound("Aucune version de référentiel n’est ouverte sous ce nom.")
    return _vue(*ligne)


def _vue(
    ligne: VersionReferentiel,
    referentiel: Referentiel,
    porteuse: str | None,
    porteuse_id: str | None,
) -> VersionVue:
    return VersionVue(
        cle=ligne.cle,
        version_id=ligne.version_id,
        code=referentiel.code,
        version=ligne.version,
        titre=ligne.titre,
        langue=ligne.langue,
        etat=EtatVersion(ligne.etat),
        presentation=ligne.presentation,
        empreinte=ligne.empreinte or "",
        creee_a=ligne.creee_a,
        publiee_a=ligne.publiee_a,
        cle_porteuse=referentiel.cle_porteuse,
        porteuse=porteuse or "",
        porteuse_id=porteuse_id or "",
    )
