"""Décider, compétence par compétence ; un changement d’avis est une nouvelle ligne."""

from __future__ import annotations

from sqlalchemy import select

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.certification.enums import EtatJury, Resultat
from coopmetiers.certification.models import Candidature, Decision, Jury, MembreJury, PieceAttendue
from coopmetiers.certification.permissions import A
from coopmetiers.certification.queries.deliberation import decisions_vivantes
from coopmetiers.certification.rules import dossier as dossiers
from coopmetiers.certification.rules import jury as rules
from coopmetiers.certification.services.jurys import jury_verrouille, membre_connecte


def enregistrer(
    acteur: Identity, jury_id: str, candidature_id: str, saisies: tuple[rules.SaisieDecision, ...]
) -> int:
    """Un membre non récusé inscrit les décisions du jury sur une candidature.

    Une décision identique à la précédente ne fait rien ; une décision changée efface les
    signatures déjà données. Rend le nombre de décisions changées. Lève `RuleViolation`.
    """
    jury, candidature, membre = _en_deliberation(acteur, jury_id, candidature_id)
    dossier = dossiers.depuis_json(candidature.dossier)
    rules.verifier_decisions(
        dossier,
        saisies,
        recuse=_est_recuse(candidature, membre),
        niveau_maximum=len(dossier.referentiel.niveaux),
    )
    vivantes = decisions_vivantes([candidature.cle])[candidature.cle]
    changees = [s for s in saisies if not _identiques(vivantes.get(s.code), s)]
    for saisie in changees:
        _remplacer(candidature, membre, saisie)
    if changees:
        _effacer_signatures(jury)
        consigner(
            acteur,
            A.DECIDER,
            Reference("candidature", candidature_id, acteur.organisation_id),
            {"decisions": {s.code: s.resultat for s in changees}, "jury": jury.numero},
        )
    return len(changees)


def suivre_suggestions(acteur: Identity, jury_id: str, candidature_id: str, code_bloc: str) -> int:
    """Le jury fait siennes les suggestions d’acquisition d’un bloc, là où il n’a rien décidé.

    Ce qui n’est pas suggéré acquis demande un motif, donc une décision une à une. Rend leur nombre.
    """
    _jury, candidature, _membre = _en_deliberation(acteur, jury_id, candidature_id)
    dossier = dossiers.depuis_json(candidature.dossier)
    decidees = decisions_vivantes([candidature.cle])[candidature.cle]
    saisies = []
    for competence in dossier.bloc(code_bloc).competences:
        proposee = rules.suggestion(competence, dossier.referentiel.jamais_seules)
        libre = competence.code not in decidees and not competence.deja_acquise
        if libre and proposee.resultat == Resultat.ACQUISE:
            saisies.append(
                rules.SaisieDecision(competence.code, Resultat.ACQUISE, proposee.niveau, "")
            )
    return enregistrer(acteur, jury_id, candidature_id, tuple(saisies)) if saisies else 0


def attendre_piece(
    acteur: Identity, jury_id: str, candidature_id: str, *, code_bloc: str, libelle: str
) -> None:
    """Le jury nomme la pièce qu’il attend, et le bloc est ajourné ; un libellé vide l’efface."""
    jury, candidature, membre = _en_deliberation(acteur, jury_id, candidature_id)
    libelle = libelle.strip()
    dossiers.depuis_json(candidature.dossier).bloc(code_bloc)
    rules.verifier_siege(recuse=_est_recuse(candidature, membre))
    attendue = db.session.scalar(
        select(PieceAttendue).where(
            PieceAttendue.cle_candidature == candidature.cle, PieceAttendue.code_bloc == code_bloc
        )
    )
    if (attendue.libelle if attendue else "") == libelle:
        return
    if libelle:
        attendue = attendue or PieceAttendue(cle_candidature=candidature.cle, code_bloc=code_bloc)
        attendue.libelle = libelle
        db.session.add(attendue)
    elif attendue is not None:
        db.session.delete(attendue)
    _effacer_signatures(jury)
    consigner(
        acteur,
        A.DECIDER,
        Reference("candidature", candidature_id, acteur.organisation_id),
        {"bloc": code_bloc, "piece_attendue": libelle},
    )


def _en_deliberation(
    acteur: Identity, jury_id: str, candidature_id: str
) -> tuple[Jury, Candidature, MembreJury]:
    jury = jury_verrouille(jury_id)
    require(acteur, A.DECIDER, jury)
    rules.verifier_ouvert(EtatJury(jury.etat))
    for candidature in jury.candidatures:
        if candidature.candidature_id == candidature_id:
            return jury, candidature, membre_connecte(acteur, jury)
    raise NotFound


def _est_recuse(candidature: Candidature, membre: MembreJury) -> bool:
    return any(recusation.cle_membre == membre.cle for recusation in candidature.recusations)


def _identiques(ancienne: rules.DecisionVue | None, saisie: rules.SaisieDecision) -> bool:
    niveau = saisie.niveau if saisie.resultat == Resultat.ACQUISE else None
    return ancienne is not None and (ancienne.resultat, ancienne.niveau, ancienne.motif) == (
        saisie.resultat,
        niveau,
        saisie.motif,
    )


def _remplacer(candidature: Candidature, membre: MembreJury, saisie: rules.SaisieDecision) -> None:
    maintenant = clock.now()
    ancienne = db.session.scalar(
        select(Decision).where(
            Decision.cle_candidature == candidature.cle,
            Decision.code_competence == saisie.code,
            Decision.remplacee_a.is_(None),
        )
    )
    if ancienne is not None:
        ancienne.remplacee_a = maintenant
        # L’ancienne se ferme avant que la nouvelle s’ouvre : une seule est vivante à la fois.
        db.session.flush()
    db.session.add(
        Decision(
            cle_candidature=candidature.cle,
            code_competence=saisie.code,
            resultat=saisie.resultat,
            niveau=saisie.niveau if saisie.resultat == Resultat.ACQUISE else None,
            motif=saisie.motif,
            prise_a=maintenant,
            cle_membre=membre.cle,
        )
    )
    db.session.flush()


def _effacer_signatures(jury: Jury) -> None:
    for membre in jury.membres:
        membre.signe_a = None
