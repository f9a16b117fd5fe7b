"""Écrire une version avant de la publier : l’ouvrir, en changer le contenu, l’abandonner.

Un brouillon n’est visible que du réseau qui porte le référentiel ; rien ne peut encore s’y
rattacher, et son contenu se remplace en entier, ou pas du tout.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, select

from coopmetiers.audit import services as audit
from coopmetiers.audit.services import Reference
from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.texts import n_
from coopmetiers.referentiel import permissions, queries
from coopmetiers.referentiel.contenu import ContenuVersion, empreinte
from coopmetiers.referentiel.enums import EtatVersion
from coopmetiers.referentiel.models import (
    DimensionMaturite,
    Echelle,
    ElementReferentiel,
    Metier,
    ModaliteEvaluation,
    Phase,
    Ressource,
    Source,
    VersionReferentiel,
    version_figee,
)
from coopmetiers.referentiel.models.gel import BROUILLON
from coopmetiers.referentiel.permissions import A
from coopmetiers.referentiel.rules import impossibles, verifier_coherence
from coopmetiers.referentiel.services import versions
from coopmetiers.referentiel.services.enregistrement import enregistrer_contenu

#: Ce qu’un brouillon contient, les éléments d’abord : ils retiennent l’échelle qu’ils citent.
_TABLES: tuple[Any, ...] = (
    ElementReferentiel,
    Metier,
    Echelle,
    Ressource,
    Phase,
    ModaliteEvaluation,
    Source,
    DimensionMaturite,
)


@dataclass(frozen=True, slots=True)
class Ouverture:
    """Un brouillon, et l’empreinte de ce qu’il dit."""

    cle_version: int
    version_id: str
    code: str
    version: str
    empreinte: str


def ouvrir(acteur: Identity, contenu: ContenuVersion, *, porteuse: str = "") -> Ouverture:
    """Ouvre un brouillon qui dit ce contenu ; un code nouveau crée le référentiel.

    Réservé au réseau qui porte le référentiel, et au système. Un contenu lacunaire s’ouvre : ses
    lacunes se combleront. Lève `RuleViolation` : `numero_pris`, `contenu_impossible` (un code en
    double, un renvoi à rien), `porteuse_inconnue`.
    """
    referentiel = versions.referentiel_verrouille(acteur, contenu, porteuse)
    permissions.require(acteur, A.ECRIRE, referentiel.cle_porteuse)
    _verifier_enregistrable(contenu)
    db.session.add(referentiel)
    db.session.flush()
    numero = contenu.presentation.version
    if versions.version_du_meme_numero(referentiel, numero) is not None:
        message = n_("La version %(version)s existe déjà : choisissez un autre numéro.")
        raise RuleViolation("numero_pris", message, {"version": numero}, "version")
    version = versions.enregistrer(referentiel, contenu)
    return _consigner(acteur, version, contenu, "ouvert")


def deriver(acteur: Identity, version: queries.VersionVue, numero: str) -> Ouverture:
    """Ouvre un brouillon à partir de n’importe quelle version que la personne peut lire."""
    contenu = queries.contenu(version.cle)
    presentation = replace(contenu.presentation, version=numero, date=clock.today())
    return ouvrir(acteur, replace(contenu, presentation=presentation))


def remplacer(acteur: Identity, version_id: str, contenu: ContenuVersion, *, lue: str) -> Ouverture:
    """Met ce contenu à la place de celui du brouillon, en entier ou pas du tout.

    `lue` est l’empreinte du contenu qu’on a lu avant de décider. Lève `NotFound`, ou
    `RuleViolation` : `brouillon_change` (quelqu’un l’a écrit depuis), `contenu_impossible`.
    """
    version = brouillon_verrouille(acteur, version_id)
    permissions.require(acteur, A.ECRIRE, version.referentiel.cle_porteuse)
    if empreinte(queries.contenu(version.cle)) != lue:
        message = n_("Ce brouillon a changé depuis que vous l’avez lu : reprenez la comparaison.")
        raise RuleViolation("brouillon_change", message)
    _verifier_enregistrable(contenu)
    _vider(version)
    version.titre, version.langue = contenu.presentation.titre, contenu.presentation.langue
    enregistrer_contenu(version, contenu)
    return _consigner(acteur, version, contenu, "remplace")


def abandonner(acteur: Identity, version_id: str) -> None:
    """Efface un brouillon et tout ce qu’il dit ; le journal garde qu’il a existé."""
    version = brouillon_verrouille(acteur, version_id)
    permissions.require(acteur, A.ECRIRE, version.referentiel.cle_porteuse)
    details = {"geste": "abandonne", "version": version.version}
    _vider(version)
    db.session.delete(version)
    audit.consigner(acteur, A.ECRIRE, Reference("version_referentiel", version_id), details)


def brouillon_verrouille(acteur: Identity, version_id: str) -> VersionReferentiel:
    """Le brouillon de cet identifiant, que la personne peut lire.

    Lève `NotFound` pour qui ne le porte pas ; s’il est publié, `Forbidden` pour qui ne le porte
    pas, `RuleViolation` (`version_figee`) pour les autres.
    """
    version = db.session.scalar(
        select(VersionReferentiel)
        .where(VersionReferentiel.version_id == version_id)
        .with_for_update()
    )
    if version is None:
        raise NotFound
    publiee = version.etat != EtatVersion.BROUILLON
    if not publiee and not permissions.can(acteur, A.ECRIRE, version.referentiel.cle_porteuse):
        raise NotFound
    permissions.require(acteur, A.ECRIRE, version.referentiel.cle_porteuse)
    if publiee:
        raise version_figee()
    return version


def _verifier_enregistrable(contenu: ContenuVersion) -> None:
    trouvees = impossibles(verifier_coherence(contenu))
    if trouvees:
        raise RuleViolation(
            "contenu_impossible",
            n_("Ce contenu ne peut pas s’écrire : %(premiere)s"),
            {"premiere": trouvees[0].message},
        )


def _vider(version: VersionReferentiel) -> None:
    option = {BROUILLON: version.cle, "synchronize_session": False}
    for classe in _TABLES:
        db.session.execute(
            delete(classe).where(classe.cle_version == version.cle), execution_options=option
        )
    db.session.expire_all()


def _consigner(
    acteur: Identity, version: VersionReferentiel, contenu: ContenuVersion, geste: str
) -> Ouverture:
    code, ecrite = contenu.presentation.code, empreinte(contenu)
    audit.consigner(
        acteur,
        A.ECRIRE,
        Reference("version_referentiel", version.version_id),
        {"geste": geste, "referentiel": code, "version": version.version, "empreinte": ecrite},
    )
    return Ouverture(version.cle, version.version_id, code, version.version, ecrite)
