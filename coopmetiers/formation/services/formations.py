"""Créer une formation, la corriger, la sortir du catalogue, l’y remettre."""

from __future__ import annotations

from sqlalchemy import select

from coopmetiers.audit import services as audit
from coopmetiers.base import clock, permissions
from coopmetiers.base.db import db
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.texts import n_
from coopmetiers.formation import queries, references
from coopmetiers.formation.models import Formation
from coopmetiers.formation.permissions import A
from coopmetiers.formation.rules import formations as regles
from coopmetiers.formation.rules.formations import SaisieFormation
from coopmetiers.referentiel.enums import EtatVersion
from coopmetiers.referentiel.models import VersionReferentiel

_CHAMPS = ("intitule", "objectifs", "public_vise", "prerequis")


def creer(acteur: Identity, saisie: SaisieFormation) -> Formation:
    """Met une formation au catalogue ; elle suit une version publiée du référentiel, pour toujours.

    Lève `Forbidden`, `RuleViolation` (intitulé, version qui n’est pas publiée).
    """
    permissions.require(acteur, A.CREER_FORMATION)
    regles.verifier_formation(saisie)
    version = _version_publiee(saisie.version_id)
    formation = Formation(
        cle_version=version.cle,
        creee_a=clock.now(),
        **{champ: getattr(saisie, champ) for champ in _CHAMPS},
    )
    db.session.add(formation)
    db.session.flush()
    audit.consigner(
        acteur,
        A.CREER_FORMATION,
        references.de_la_formation(formation, acteur),
        {"intitule": formation.intitule, "version": version.version},
    )
    return formation


def modifier(acteur: Identity, formation_id: str, saisie: SaisieFormation) -> Formation:
    """Corrige la fiche d’une formation ; la version du référentiel, elle, ne change pas.

    Les liens de couverture nomment les compétences de cette version. Lève `Forbidden`, `NotFound`,
    `RuleViolation` (intitulé, formation archivée).
    """
    permissions.require(acteur, A.MODIFIER_FORMATION)
    formation = queries.formation_par_id(formation_id, pour_ecrire=True)
    regles.verifier_ouverte(formation.archivee_a is not None)
    regles.verifier_formation(saisie)
    changes = [c for c in _CHAMPS if getattr(formation, c) != getattr(saisie, c)]
    for champ in changes:
        setattr(formation, champ, getattr(saisie, champ))
    if changes:
        audit.consigner(
            acteur,
            A.MODIFIER_FORMATION,
            references.de_la_formation(formation, acteur),
            {"champs": changes},
        )
    return formation


def archiver(acteur: Identity, formation_id: str) -> Formation:
    """Sort une formation du catalogue : elle se lit encore, ses sessions suivent leur cours.

    Archiver deux fois ne fait rien de plus. Lève `Forbidden`, `NotFound`.
    """
    permissions.require(acteur, A.ARCHIVER_FORMATION)
    formation = queries.formation_par_id(formation_id, pour_ecrire=True)
    if formation.archivee_a is None:
        formation.archivee_a = clock.now()
        audit.consigner(acteur, A.ARCHIVER_FORMATION, references.de_la_formation(formation, acteur))
    return formation


def desarchiver(acteur: Identity, formation_id: str) -> Formation:
    """Remet une formation au catalogue, telle qu’elle était. Lève `Forbidden`, `NotFound`."""
    permissions.require(acteur, A.DESARCHIVER_FORMATION)
    formation = queries.formation_par_id(formation_id, pour_ecrire=True)
    if formation.archivee_a is not None:
        formation.archivee_a = None
        audit.consigner(
            acteur, A.DESARCHIVER_FORMATION, references.de_la_formation(formation, acteur)
        )
    return formation


def _version_publiee(version_id: str) -> VersionReferentiel:
    version = db.session.scalar(
        select(VersionReferentiel).where(
            VersionReferentiel.version_id == version_id,
            VersionReferentiel.etat == EtatVersion.PUBLIEE,
        )
    )
    if version is None:
        raise RuleViolation(
            "version_non_publiee",
            n_("Choisissez une version publiée du référentiel."),
            field="version_id",
        )
    return version
