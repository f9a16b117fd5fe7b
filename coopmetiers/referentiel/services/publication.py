"""Publier une version : la vérifier, l’enregistrer entière, la figer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from coopmetiers.audit import services as audit
from coopmetiers.audit.services import Reference
from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.texts import n_
from coopmetiers.referentiel import permissions, queries
from coopmetiers.referentiel.contenu import ContenuVersion, empreinte
from coopmetiers.referentiel.enums import EtatVersion
from coopmetiers.referentiel.models import Referentiel, VersionReferentiel, version_figee
from coopmetiers.referentiel.permissions import A
from coopmetiers.referentiel.rules import verifier_coherence
from coopmetiers.referentiel.services import brouillons, versions


@dataclass(frozen=True, slots=True)
class Publication:
    """Une version publiée ; `deja_publiee` quand elle l’était, identique : rien n’a changé."""

    cle_version: int
    version_id: str
    code: str
    version: str
    empreinte: str
    deja_publiee: bool


def publier(acteur: Identity, contenu: ContenuVersion, *, porteuse: str = "") -> Publication:
    """Publie une version : elle ne changera plus, et remplace celle qui était publiée.

    Réservé au réseau qui porte le référentiel (un référentiel nouveau est porté par le réseau qui
    le publie) et au système, qui nomme `porteuse` par son sigle ou son nom. Le même contenu publié
    une seconde fois ne change rien. Lève `RuleViolation` : `version_incoherente`, `version_figee`
    (un autre contenu sous le même numéro), `brouillon_ouvert`, `porteuse_inconnue`.
    """
    referentiel = versions.referentiel_verrouille(acteur, contenu, porteuse)
    permissions.require(acteur, A.PUBLIER, referentiel.cle_porteuse)
    _verifier(contenu)
    lue = empreinte(contenu)
    deja = versions.version_du_meme_numero(referentiel, contenu.presentation.version)
    if deja is not None:
        _verifier_identique(deja, lue)
        return _publication(referentiel, deja, deja_publiee=True)
    db.session.add(referentiel)
    referentiel.titre = contenu.presentation.titre
    db.session.flush()
    return _figer(acteur, referentiel, versions.enregistrer(referentiel, contenu), lue)


def publier_brouillon(acteur: Identity, version_id: str, *, lue: str | None = None) -> Publication:
    """Publie un brouillon tel qu’il est : il ne changera plus, et remplace la version publiée.

    Réservé au réseau qui porte le référentiel. `lue` est l’empreinte de ce qu’on a relu avant de
    décider. Lève `NotFound`, ou `RuleViolation` : `version_incoherente`, `version_figee`,
    `brouillon_change`.
    """
    version = brouillons.brouillon_verrouille(acteur, version_id)
    permissions.require(acteur, A.PUBLIER, version.referentiel.cle_porteuse)
    contenu = queries.contenu(version.cle)
    ecrite = empreinte(contenu)
    if lue is not None and lue != ecrite:
        message = n_("Ce brouillon a changé depuis que vous l’avez relu : relisez-le.")
        raise RuleViolation("brouillon_change", message)
    _verifier(contenu)
    version.referentiel.titre = version.titre
    return _figer(acteur, version.referentiel, version, ecrite)


def _figer(
    acteur: Identity, referentiel: Referentiel, version: VersionReferentiel, lue: str
) -> Publication:
    remplacees = _remplacer(referentiel)
    version.etat = EtatVersion.PUBLIEE
    version.empreinte = lue
    version.publiee_a = clock.now()
    details = {"referentiel": referentiel.code, "version": version.version, "empreinte": lue}
    audit.consigner(
        acteur,
        A.PUBLIER,
        Reference("version_referentiel", version.version_id),
        {**details, "remplace": remplacees},
    )
    return _publication(referentiel, version, deja_publiee=False)


def _verifier(contenu: ContenuVersion) -> None:
    bloquantes = [a for a in verifier_coherence(contenu) if a.bloquante]
    if bloquantes:
        raise RuleViolation(
            "version_incoherente",
            n_("Cette version a %(nombre)s incohérence : %(premiere)s"),
            {"premiere": str(bloquantes[0])},
            msgid_plural=n_("Cette version a %(nombre)s incohérences. La première : %(premiere)s"),
            number=len(bloquantes),
        )


def _verifier_identique(deja: VersionReferentiel, lue: str) -> None:
    if deja.etat == EtatVersion.BROUILLON:
        message = n_("Un brouillon porte déjà le numéro %(version)s : publiez sous un autre.")
        raise RuleViolation("brouillon_ouvert", message, {"version": deja.version})
    if deja.empreinte != lue:
        raise version_figee()


def _remplacer(referentiel: Referentiel) -> list[str]:
    """La version publiée jusqu’ici devient remplacée ; rend son numéro."""
    statement = select(VersionReferentiel).where(
        VersionReferentiel.cle_referentiel == referentiel.cle,
        VersionReferentiel.etat == EtatVersion.PUBLIEE,
    )
    remplacees = []
    for ligne in db.session.scalars(statement):
        ligne.etat = EtatVersion.REMPLACEE
        remplacees.append(ligne.version)
    return remplacees


def _publication(
    referentiel: Referentiel, version: VersionReferentiel, *, deja_publiee: bool
) -> Publication:
    return Publication(
        cle_version=version.cle,
        version_id=version.version_id,
        code=referentiel.code,
        version=version.version,
        empreinte=version.empreinte or "",
        deja_publiee=deja_publiee,
    )
