"""Tenir le niveau courant à jour, dans l’acte même qui ajoute ou corrige un fait."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select

from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.parcours.models import (
    EtatCompetence,
    Evaluation,
    EvaluationPreuve,
    Inscription,
    Preuve,
    PreuveCompetence,
)
from coopmetiers.parcours.rules.niveau import Fait, NiveauCourant, niveau_courant
from coopmetiers.referentiel.models import Competence

#: Une inscription et l’identifiant d’une compétence, le même d’une version à l’autre.
Place = tuple[int, str]


def tenir(cles_inscriptions: Collection[int], element_ids: Collection[str] | None = None) -> None:
    """Recalcule les états de ces inscriptions, pour ces compétences ou pour toutes.

    Un fait compte pour la compétence de même `element_id` dans la version que suit l’inscription :
    changer de version ne fait perdre que ce que la nouvelle ne demande plus. Même nombre de
    requêtes pour une personne et pour tout un groupe.
    """
    db.session.flush()
    competences = _competences_suivies(cles_inscriptions, element_ids)
    faits = _faits(cles_inscriptions, element_ids)
    prouvees = _places_prouvees(cles_inscriptions, element_ids)
    connus = {
        (etat.cle_inscription, etat.cle_competence): etat
        for etat in _etats(cles_inscriptions, element_ids)
    }
    for place, cle_competence in competences.items():
        etat = connus.pop((place[0], cle_competence), None)
        courant = niveau_courant(faits.get(place, ()), preuve_deposee=place in prouvees)
        _ecrire(etat, courant, place[0], cle_competence)
    for perime in connus.values():
        db.session.delete(perime)
    db.session.flush()


def _ecrire(
    etat: EtatCompetence | None,
    courant: NiveauCourant | None,
    cle_inscription: int,
    cle_competence: int,
) -> None:
    if courant is None:
        if etat is not None:
            db.session.delete(etat)
        return
    if etat is None:
        etat = EtatCompetence(cle_inscription=cle_inscription, cle_competence=cle_competence)
        db.session.add(etat)
    dit = (courant.niveau, courant.a_preuve, courant.cle_fait, courant.en_desaccord)
    if dit != (etat.niveau, etat.a_preuve, etat.cle_evaluation, etat.en_desaccord):
        etat.niveau, etat.a_preuve, etat.cle_evaluation, etat.en_desaccord = dit
        etat.mis_a_jour_a = clock.now()


def _competences_suivies(
    cles: Collection[int], element_ids: Collection[str] | None
) -> dict[Place, int]:
    demande = (
        select(Inscription.cle, Competence.element_id, Competence.cle)
        .join(Competence, Competence.cle_version == Inscription.cle_version)
        .where(Inscription.cle.in_(cles))
    )
    if element_ids is not None:
        demande = demande.where(Competence.element_id.in_(element_ids))
    return {
        (cle, element_id): competence for cle, element_id, competence in db.session.execute(demande)
    }


def _faits(cles: Collection[int], element_ids: Collection[str] | None) -> dict[Place, list[Fait]]:
    demande = (
        select(Evaluation, Competence.element_id)
        .join(Competence, Competence.cle == Evaluation.cle_competence)
        .where(Evaluation.cle_inscription.in_(cles))
    )
    if element_ids is not None:
        demande = demande.where(Competence.element_id.in_(element_ids))
    lignes = db.session.execute(demande).all()
    prouves = _faits_prouves(cles)
    faits: dict[Place, list[Fait]] = {}
    for fait, element_id in lignes:
        faits.setdefault((fait.cle_inscription, element_id), []).append(
            Fait(
                cle=fait.cle,
                niveau=fait.niveau,
                observee_le=fait.observee_le,
                enregistree_a=fait.enregistree_a,
                cle_evaluateur=fait.cle_evaluateur,
                corrige=fait.cle_corrige,
                annule=fait.annule,
                a_preuve=fait.cle in prouves,
            )
        )
    return faits


def _faits_prouves(cles: Collection[int]) -> frozenset[int]:
    return frozenset(
        db.session.scalars(
            select(EvaluationPreuve.cle_evaluation)
            .join(Preuve, Preuve.cle == EvaluationPreuve.cle_preuve)
            .where(Preuve.cle_inscription.in_(cles), Preuve.retiree_a.is_(None))
        )
    )


def _places_prouvees(
    cles: Collection[int], element_ids: Collection[str] | None
) -> frozenset[Place]:
    demande = (
        select(Preuve.cle_inscription, Competence.element_id)
        .join(PreuveCompetence, PreuveCompetence.cle_preuve == Preuve.cle)
        .join(Competence, Competence.cle == PreuveCompetence.cle_competence)
        .where(Preuve.cle_inscription.in_(cles), Preuve.retiree_a.is_(None))
    )
    if element_ids is not None:
        demande = demande.where(Competence.element_id.in_(element_ids))
    return frozenset((cle, element_id) for cle, element_id in db.session.execute(demande))


def _etats(cles: Collection[int], element_ids: Collection[str] | None) -> Iterable[EtatCompetence]:
    demande = select(EtatCompetence).where(EtatCompetence.cle_inscription.in_(cles))
    if element_ids is not None:
        demande = demande.join(Competence, Competence.cle == EtatCompetence.cle_competence).where(
            Competence.element_id.in_(element_ids)
        )
    return db.session.scalars(demande)
