"""Ce que publier et écrire un brouillon ont en commun : le référentiel, ses numéros, ses lignes."""

from __future__ import annotations

from sqlalchemy import or_, select

from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.texts import n_
from coopmetiers.comptes.models import Organisation
from coopmetiers.referentiel.contenu import ContenuVersion
from coopmetiers.referentiel.enums import EtatVersion
from coopmetiers.referentiel.models import Referentiel, VersionReferentiel
from coopmetiers.referentiel.services.enregistrement import enregistrer_contenu


def referentiel_verrouille(acteur: Identity, contenu: ContenuVersion, porteuse: str) -> Referentiel:
    """Le référentiel de ce code, verrouillé, ou un nouveau, pas encore enregistré.

    Un référentiel nouveau est porté par qui l’écrit ; le système nomme `porteuse` par son sigle ou
    son nom. Lève `RuleViolation` : `porteuse_inconnue`.
    """
    code = contenu.presentation.code
    statement = select(Referentiel).where(Referentiel.code == code).with_for_update()
    referentiel = db.session.scalar(statement)
    if referentiel is None:
        referentiel = Referentiel(code=code, titre=contenu.presentation.titre)
        referentiel.cle_porteuse = acteur.organisation_key
    if acteur.system and porteuse:
        referentiel.cle_porteuse = _organisation_nommee(porteuse)
    return referentiel


def version_du_meme_numero(referentiel: Referentiel, numero: str) -> VersionReferentiel | None:
    """La version de ce numéro, s’il y en a une."""
    return db.session.scalar(
        select(VersionReferentiel).where(
            VersionReferentiel.cle_referentiel == referentiel.cle,
            VersionReferentiel.version == numero,
        )
    )


def enregistrer(referentiel: Referentiel, contenu: ContenuVersion) -> VersionReferentiel:
    """Une version au brouillon, avec tout ce qu’elle dit."""
    version = VersionReferentiel(
        cle_referentiel=referentiel.cle,
        version=contenu.presentation.version,
        titre=contenu.presentation.titre,
        langue=contenu.presentation.langue,
        etat=EtatVersion.BROUILLON,
        creee_a=clock.now(),
    )
    enregistrer_contenu(version, contenu)
    return version


def _organisation_nommee(nom: str) -> int:
    statement = select(Organisation.cle).where(
        or_(Organisation.sigle == nom, Organisation.nom == nom), Organisation.est_reseau
    )
    cle = db.session.scalar(statement)
    if cle is None:
        message = n_("Aucun réseau ne s’appelle « %(nom)s ».")
        raise RuleViolation("porteuse_inconnue", message, {"nom": nom}, "porteuse")
    return cle
