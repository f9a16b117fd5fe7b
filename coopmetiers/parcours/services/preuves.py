"""Déposer une preuve, la retirer."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock, vault
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.parcours.enums import NaturePreuve
from coopmetiers.parcours.models import Inscription, Preuve
from coopmetiers.parcours.permissions import A
from coopmetiers.parcours.queries import inscription_ouverte, preuves_employees
from coopmetiers.parcours.rules import preuve as rules
from coopmetiers.parcours.rules.fichier import verifier_fichier
from coopmetiers.parcours.rules.inscription import verifier_en_cours
from coopmetiers.parcours.rules.preuve import SaisiePreuve
from coopmetiers.parcours.services import etats
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.models import Competence


def deposer(
    acteur: Identity, inscription_id: str, saisie: SaisiePreuve, octets: bytes | None = None
) -> Preuve:
    """Dépose un fichier ou un lien qui montre une pratique réelle d’une ou plusieurs compétences.

    Les octets vont au coffre avant l’enregistrement : un fichier sans ligne ne gêne personne, une
    ligne sans fichier mentirait. Lève `RuleViolation` ; rien n’est alors écrit.
    """
    inscription, cible = inscription_ouverte(acteur, inscription_id, pour_ecrire=True)
    require(acteur, A.DEPOSER, cible)
    verifier_en_cours(inscription.etat)
    rules.verifier_preuve(saisie, a_fichier=octets is not None, exigees=_codes_exiges(inscription))
    preuve = Preuve(
        cle_inscription=inscription.cle,
        nature=NaturePreuve.LIEN if octets is None else NaturePreuve.FICHIER,
        libelle=saisie.libelle,
        commentaire=saisie.commentaire,
        adresse=saisie.adresse or None,
        deposee_a=clock.now(),
        cle_deposant=acteur.user_key,
    )
    if octets is not None:
        fichier = verifier_fichier(saisie.nom_fichier, octets)
        preuve.empreinte = vault.store(octets)
        preuve.nom_fichier = fichier.nom
        preuve.type_mime = fichier.type_mime
        preuve.taille_octets = fichier.taille
    preuve.competences = _competences(inscription.cle_version, saisie.codes)
    db.session.add(preuve)
    etats.tenir([inscription.cle], [c.element_id for c in preuve.competences])
    _consigner(acteur, A.DEPOSER, preuve, inscription)
    return preuve


def retirer(acteur: Identity, preuve_id: str) -> Preuve:
    """Retire une preuve sur laquelle aucune évaluation ne s’appuie ; elle ne prouve plus rien."""
    preuve, inscription_id = _preuve(preuve_id)
    inscription, cible = inscription_ouverte(acteur, inscription_id, pour_ecrire=True)
    require(acteur, A.RETIRER, cible)
    rules.verifier_retirable(
        deja_retiree=preuve.retiree_a is not None,
        employee=bool(preuves_employees([preuve.cle])),
    )
    preuve.retiree_a = clock.now()
    etats.tenir([inscription.cle], [c.element_id for c in preuve.competences])
    _consigner(acteur, A.RETIRER, preuve, inscription)
    return preuve


def _preuve(preuve_id: str) -> tuple[Preuve, str]:
    ligne = db.session.execute(
        select(Preuve, Inscription.inscription_id)
        .join(Inscription, Inscription.cle == Preuve.cle_inscription)
        .where(Preuve.preuve_id == preuve_id)
    ).one_or_none()
    if ligne is None:
        raise NotFound
    preuve, inscription_id = ligne
    return preuve, inscription_id


def _codes_exiges(inscription: Inscription) -> frozenset[str]:
    exigences = referentiel.exigences(
        inscription.cle_version, inscription.cle_metier, Exercice(inscription.exercice)
    )
    return frozenset(c.code for bloc in exigences for c in bloc.competences)


def _competences(cle_version: int, codes: Collection[str]) -> list[Competence]:
    return list(
        db.session.scalars(
            select(Competence)
            .where(Competence.cle_version == cle_version, Competence.code.in_(codes))
            .order_by(Competence.cle)
        )
    )


def _consigner(acteur: Identity, action: A, preuve: Preuve, inscription: Inscription) -> None:
    details = {
        "inscription": inscription.inscription_id,
        "nature": preuve.nature,
        "empreinte": preuve.empreinte,
        "competences": [c.code for c in preuve.competences],
    }
    objet = Reference("preuve", preuve.preuve_id, acteur.organisation_id)
    consigner(acteur, action, objet, details)
