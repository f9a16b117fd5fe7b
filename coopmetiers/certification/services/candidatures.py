"""Présenter une personne à un certificateur : son dossier est copié chez lui."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.base.tenancy import crossing
from coopmetiers.base.texts import n_
from coopmetiers.certification import documents
from coopmetiers.certification.enums import EtatCandidature, EtatJury
from coopmetiers.certification.models import Candidature, PieceCandidature, Presentation
from coopmetiers.certification.permissions import A
from coopmetiers.certification.queries.acquisitions import acquises_avant
from coopmetiers.certification.rules import dossier as rules
from coopmetiers.certification.services import dossiers
from coopmetiers.comptes import queries as comptes
from coopmetiers.comptes.models import Organisation
from coopmetiers.parcours import queries as parcours


@dataclass(frozen=True)
class CandidaturePresentee:
    """Ce que l’organisme retient d’une présentation : l’identifiant chez le certificateur."""

    candidature_id: str
    remplacee: bool


def presenter(
    acteur: Identity, inscription_id: str, certificateur_id: str, *, blocs: Collection[str]
) -> CandidaturePresentee:
    """Un organisme habilité présente une personne à un certificateur, pour les blocs choisis.

    Le dossier (version, énoncés, seuils, niveaux, faits, preuves) de ces blocs (leurs codes) est
    copié chez le certificateur, avec les preuves qui les concernent. Présenter de nouveau remplace
    le dossier tant que le jury n’est pas ouvert. Lève `RuleViolation` : habilitation, naissance,
    aucun bloc ou un bloc hors du métier, rien à trancher, nom qui ne tient pas sur le papier, jury
    ouvert.
    """
    vu = parcours.faits_du_dossier(acteur, inscription_id)
    require(acteur, A.PRESENTER, vu)
    certificateur = _certificateur_habilitant(acteur, certificateur_id)
    documents.verifier_nom(vu.prenom, vu.nom)
    maintenant = clock.now()
    with crossing("candidatures.presenter", certificateur.cle):
        avant = acquises_avant(vu.cle_utilisateur, vu.cle_version)
        dossier = rules.limiter_aux_blocs(dossiers.composer(vu, avant), blocs)
        rules.verifier_presentation(
            dossier, naissance_le=vu.naissance_le, naissance_lieu=vu.naissance_lieu
        )
        candidature = _candidature_vivante(inscription_id)
        remplacee = candidature is not None
        candidature = candidature or Candidature(
            inscription_id=inscription_id, etat=EtatCandidature.PRESENTEE
        )
        _copier(candidature, vu, dossier)
        candidature.organisme_id = acteur.organisation_id
        candidature.organisme_nom = acteur.organisation_name
        candidature.presentee_a = maintenant
        db.session.add(candidature)
        _copier_pieces(candidature, vu, dossier)
        db.session.flush()
        _consigner(acteur, candidature, certificateur.organisation_id, remplacee=remplacee)
    _retenir(candidature, certificateur, dossier)
    _consigner(acteur, candidature, acteur.organisation_id, remplacee=remplacee)
    return CandidaturePresentee(candidature.candidature_id, remplacee)


def _certificateur_habilitant(acteur: Identity, certificateur_id: str) -> Organisation:
    habilitants = comptes.certificateurs_habilitants(acteur.organisation_key)
    for certificateur in habilitants:
        if certificateur.organisation_id == certificateur_id:
            return certificateur
    raise RuleViolation(
        "habilitation",
        n_("Ce certificateur n’admet pas les candidatures de votre organisme."),
        field="certificateur",
    )


def _candidature_vivante(inscription_id: str) -> Candidature | None:
    candidature = db.session.scalar(
        select(Candidature)
        .where(
            Candidature.inscription_id == inscription_id,
            Candidature.etat == EtatCandidature.PRESENTEE,
        )
        .with_for_update()
    )
    if candidature and candidature.jury and candidature.jury.etat != EtatJury.COMPOSITION:
        raise RuleViolation(
            "dossier_fige",
            n_("Le jury est ouvert : le dossier de %(nom)s ne change plus."),
            {"nom": candidature.nom_complet},
        )
    return candidature


def _copier(candidature: Candidature, vu: parcours.DossierVu, dossier: rules.Dossier) -> None:
    candidature.cle_utilisateur = vu.cle_utilisateur
    candidature.prenom = vu.prenom
    candidature.nom = vu.nom
    # `verifier_presentation` a refusé une fiche sans naissance.
    candidature.naissance_le = vu.naissance_le  # type: ignore[assignment]
    candidature.naissance_lieu = vu.naissance_lieu
    candidature.cle_version = vu.cle_version
    candidature.cle_metier = vu.cle_metier
    candidature.exercice = vu.exercice
    candidature.dossier = rules.vers_json(dossier)
    candidature.nb_a_decider = len(dossier.a_decider())


def _copier_pieces(
    candidature: Candidature, vu: parcours.DossierVu, dossier: rules.Dossier
) -> None:
    """Remplace les pièces ; leurs octets sont déjà au coffre, sous leur empreinte.

    Une preuve qui ne concerne aucun bloc présenté reste chez l’organisme.
    """
    juges = {competence.code: competence for _bloc, competence in dossier.competences()}
    citees = {preuve for c in juges.values() for fait in c.faits for preuve in fait.preuves}
    for ancienne in list(candidature.pieces):
        db.session.delete(ancienne)
    db.session.flush()
    candidature.pieces = [
        PieceCandidature(
            preuve_id=preuve.preuve_id,
            libelle=preuve.libelle,
            codes=[code for code in preuve.codes if code in juges],
            deposee_a=preuve.deposee_a,
            adresse=preuve.adresse,
            empreinte=preuve.empreinte,
            nom_fichier=preuve.nom_fichier,
            type_mime=preuve.type_mime,
        )
        for preuve in vu.preuves
        if preuve.preuve_id in citees or not juges.keys().isdisjoint(preuve.codes)
    ]


def _retenir(candidature: Candidature, certificateur: Organisation, dossier: rules.Dossier) -> None:
    presentation = db.session.scalar(
        select(Presentation).where(Presentation.candidature_id == candidature.candidature_id)
    ) or Presentation(candidature_id=candidature.candidature_id)
    presentation.inscription_id = candidature.inscription_id
    presentation.certificateur_id = certificateur.organisation_id
    presentation.certificateur_nom = certificateur.nom
    presentation.presentee_a = candidature.presentee_a
    presentation.blocs = [bloc.code for bloc in dossier.blocs]
    db.session.add(presentation)


def _consigner(acteur: Identity, candidature: Candidature, chaine: str, *, remplacee: bool) -> None:
    consigner(
        acteur,
        A.PRESENTER,
        Reference("candidature", candidature.candidature_id, chaine),
        {"inscription": candidature.inscription_id, "remplacee": remplacee},
    )
