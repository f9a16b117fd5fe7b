"""Proclamer : résultats, acquisitions, numéros et registre en un seul acte ; le dessin suit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.certification.enums import EtatCandidature, EtatJury
from coopmetiers.certification.models import (
    AcquisitionBloc,
    AcquisitionCompetence,
    Candidature,
    Certificat,
    Jury,
)
from coopmetiers.certification.permissions import A
from coopmetiers.certification.queries.deliberation import decisions_vivantes, etat_deliberation
from coopmetiers.certification.rules import acquisition as acquisitions
from coopmetiers.certification.rules import dossier as dossiers
from coopmetiers.certification.rules import jury as rules
from coopmetiers.certification.services import emission, numeros
from coopmetiers.certification.services.jurys import jury_verrouille
from coopmetiers.comptes import queries as comptes
from coopmetiers.comptes.models import Organisation


@dataclass(frozen=True)
class Proclamation:
    """Ce qu’une proclamation a fait : combien de personnes, de blocs acquis, d’attestations."""

    nb_candidatures: int
    nb_competences: int
    nb_attestations: int


def proclamer(acteur: Identity, jury_id: str) -> Proclamation:
    """La présidence proclame : ce qui est acquis le reste, et chaque bloc acquis est attesté.

    Tout se fait en un acte : acquisitions, numéros sans trou, lignes du registre. Lève
    `RuleViolation` s’il manque une décision, une signature, le quorum, ou si un nom ne tient pas
    sur le papier (rien n’est alors proclamé).
    """
    # Un jury à la fois chez un certificateur : deux jurys d’une même personne ne se croisent pas.
    numeros.verrouiller()
    jury = jury_verrouille(jury_id)
    require(acteur, A.PROCLAMER, jury)
    rules.verifier_ouvert(EtatJury(jury.etat))
    etat = etat_deliberation(jury)
    rules.verifier_proclamation(etat.membres, jury.quorum, etat.recuses, etat.restant)
    certificateur = comptes.organisation(jury.cle_organisation)
    instant = clock.now()
    jury.etat, jury.proclame_a = EtatJury.PROCLAME, instant
    jour = clock.today(certificateur.fuseau)
    decisions = decisions_vivantes([c.cle for c in jury.candidatures])
    nb_competences = nb_attestations = 0
    for candidature in jury.candidatures:
        prises = decisions[candidature.cle]
        nb_competences += _acquerir_competences(jury, candidature, prises, jour)
        emis = _attester(acteur, jury, candidature, certificateur=certificateur, decisions=prises)
        nb_attestations += len(emis)
        candidature.etat = EtatCandidature.PROCLAMEE
    resultat = Proclamation(len(jury.candidatures), nb_competences, nb_attestations)
    consigner(
        acteur,
        A.PROCLAMER,
        Reference("jury", jury.jury_id, acteur.organisation_id),
        {"jury": jury.numero, "attestations": nb_attestations},
    )
    return resultat


def _acquerir_competences(
    jury: Jury, candidature: Candidature, decisions: Mapping[str, rules.DecisionVue], jour: date
) -> int:
    dossier = dossiers.depuis_json(candidature.dossier)
    nouvelles = acquisitions.competences_nouvelles(dossier, decisions)
    connues = {
        ligne.code: ligne
        for ligne in db.session.scalars(
            select(AcquisitionCompetence).where(
                AcquisitionCompetence.cle_utilisateur == candidature.cle_utilisateur,
                AcquisitionCompetence.cle_version == candidature.cle_version,
            )
        )
    }
    for acquise in nouvelles:
        ligne = connues.get(acquise.code) or AcquisitionCompetence(
            cle_utilisateur=candidature.cle_utilisateur,
            cle_version=candidature.cle_version,
            code=acquise.code,
            niveau=0,
        )
        # Acquise à un niveau qui ne suffisait pas ici, le niveau monte ; il ne descend jamais.
        if acquise.niveau > ligne.niveau:
            ligne.niveau, ligne.cle_jury, ligne.acquise_le = acquise.niveau, jury.cle, jour
            db.session.add(ligne)
    return len(nouvelles)


def _attester(
    acteur: Identity,
    jury: Jury,
    candidature: Candidature,
    *,
    certificateur: Organisation,
    decisions: Mapping[str, rules.DecisionVue],
) -> list[Certificat]:
    dossier = dossiers.depuis_json(candidature.dossier)
    deja = db.session.scalars(
        select(AcquisitionBloc.code_bloc).where(
            AcquisitionBloc.cle_utilisateur == candidature.cle_utilisateur,
            AcquisitionBloc.cle_version == candidature.cle_version,
            AcquisitionBloc.cle_metier == candidature.cle_metier,
            AcquisitionBloc.exercice == candidature.exercice,
        )
    ).all()
    emis = []
    for bloc in acquisitions.blocs_a_attester(dossier, decisions, frozenset(deja)):
        acquisition = AcquisitionBloc(
            cle_utilisateur=candidature.cle_utilisateur,
            cle_version=candidature.cle_version,
            cle_metier=candidature.cle_metier,
            exercice=candidature.exercice,
            code_bloc=bloc.code,
            cle_jury=jury.cle,
            cle_candidature=candidature.cle,
            acquis_le=clock.today(certificateur.fuseau),
        )
        db.session.add(acquisition)
        db.session.flush()
        source = emission.Source(jury, candidature, certificateur, dossier, bloc)
        emis.append(emission.emettre(acteur, acquisition, source, decisions))
    return emis
