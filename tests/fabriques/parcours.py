"""Apprenant·es, inscriptions, preuves, évaluations, présences : valides par défaut.

À appeler dans un acte ouvert, sous la portée de l’organisme (`tenancy.bound(organisme.cle)`).
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.comptes.models import Utilisateur
from coopmetiers.formation.models import Creneau, SessionFormation
from coopmetiers.parcours.enums import EtatInscription, NaturePreuve, Presence
from coopmetiers.parcours.models import Apprenant, Emargement, Evaluation, Inscription, Preuve
from coopmetiers.parcours.services import etats
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.models import Competence, Metier, ModaliteEvaluation
from tests.fabriques.comptes import fabriquer_utilisateur


def fabriquer_apprenant(
    personne: Identity | Utilisateur | None = None, **ecarts: object
) -> Apprenant:
    """Une personne de l’organisme lié ; sans `personne`, un compte neuf."""
    compte = _compte(personne)
    valeurs = {
        "cle_utilisateur": compte.id,
        "prenom": compte.prenom,
        "nom": compte.nom,
        "email": compte.email,
        "naissance_le": date(1988, 3, 14),
        "naissance_lieu": "Essai-sur-Loire",
    }
    return _ajouter(Apprenant(**{**valeurs, **ecarts}))


def fabriquer_inscription(
    session: SessionFormation,
    personne: Identity | Utilisateur | None = None,
    *,
    code_metier: str | None = None,
    **ecarts: object,
) -> Inscription:
    """Une inscription à cette session, vers le premier métier de sa version, en externe."""
    metiers = select(Metier).where(Metier.cle_version == session.cle_version).order_by(Metier.rang)
    if code_metier:
        metiers = metiers.where(Metier.code == code_metier)
    compte = _compte(personne)
    apprenant = db.session.scalar(select(Apprenant).where(Apprenant.cle_utilisateur == compte.id))
    valeurs = {
        "apprenant": apprenant or fabriquer_apprenant(compte),
        "session": session,
        "cle_version": session.cle_version,
        "metier": db.session.scalars(metiers).first(),
        "exercice": Exercice.EXTERNE,
        "etat": EtatInscription.EN_COURS,
        "inscrite_a": clock.now(),
    }
    return _ajouter(Inscription(**{**valeurs, **ecarts}))


def fabriquer_preuve(
    inscription: Inscription, *codes: str, par: Identity | None = None, **ecarts: object
) -> Preuve:
    """Un lien qui éclaire ces compétences ; le niveau courant en tient compte."""
    competences = [competence(inscription.cle_version, code) for code in codes]
    valeurs = {
        "cle_inscription": inscription.cle,
        "nature": NaturePreuve.LIEN,
        "libelle": "Compte rendu de séance",
        "adresse": "https://preuve.exemple.test/",
        "deposee_a": clock.now(),
        "cle_deposant": par.user_key if par else inscription.apprenant.cle_utilisateur,
        "competences": competences,
    }
    preuve = _ajouter(Preuve(**{**valeurs, **ecarts}))
    etats.tenir([inscription.cle], [c.element_id for c in competences])
    return preuve


def fabriquer_evaluation(
    inscription: Inscription, code: str, niveau: int = 3, *, par: Identity, **ecarts: object
) -> Evaluation:
    """Un fait de ce niveau, observé aujourd’hui ; le niveau courant le suit."""
    modalite = db.session.scalars(
        select(ModaliteEvaluation)
        .where(ModaliteEvaluation.cle_version == inscription.cle_version)
        .order_by(ModaliteEvaluation.rang)
    ).first()
    evaluee = competence(inscription.cle_version, code)
    valeurs = {
        "cle_inscription": inscription.cle,
        "competence": evaluee,
        "niveau": niveau,
        "situation": "Séance au tiers-lieu de la Gare-Modèle",
        "modalite": modalite,
        "observee_le": clock.today(),
        "enregistree_a": clock.now(),
        "cle_evaluateur": par.user_key,
        "evaluateur_nom": par.name,
    }
    fait = _ajouter(Evaluation(**{**valeurs, **ecarts}))
    etats.tenir([inscription.cle], [evaluee.element_id])
    return fait


def fabriquer_constat(
    creneau: Creneau,
    inscription: Inscription,
    presence: Presence = Presence.PRESENT,
    *,
    par: Identity,
    **ecarts: object,
) -> Emargement:
    valeurs = {
        "cle_creneau": creneau.cle,
        "cle_inscription": inscription.cle,
        "presence": presence,
        "constate_a": clock.now(),
        "cle_constateur": par.user_key,
    }
    return _ajouter(Emargement(**{**valeurs, **ecarts}))


def competence(cle_version: int, code: str) -> Competence:
    """La compétence de ce code."""
    return db.session.scalars(
        select(Competence).where(Competence.cle_version == cle_version, Competence.code == code)
    ).one()


def _compte(personne: Identity | Utilisateur | None) -> Utilisateur:
    if isinstance(personne, Identity):
        return db.session.get_one(Utilisateur, personne.user_key)
    return personne or fabriquer_utilisateur()


def _ajouter(ligne):
    db.session.add(ligne)
    db.session.flush()
    return ligne
