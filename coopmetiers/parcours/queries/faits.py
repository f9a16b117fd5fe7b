"""Les faits : ceux d’une personne, ceux d’une case, avec leurs corrections et leurs preuves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.parcours.models import Evaluation, EvaluationPreuve, Inscription, Preuve
from coopmetiers.parcours.permissions import Cible
from coopmetiers.parcours.queries.acces import inscription_ouverte
from coopmetiers.parcours.rules.evaluation import Contexte
from coopmetiers.referentiel.models import Competence, ModaliteEvaluation


@dataclass(frozen=True)
class FaitVu:
    """Une évaluation, telle qu’elle a été dite ; `corrige_par` nomme celle qui la remplace."""

    cle: int
    evaluation_id: str
    #: Identifiant de la compétence, le même d’une version à l’autre.
    element_id: str
    code: str
    niveau: int
    situation: str
    commentaire: str
    code_modalite: str
    modalite: str
    observee_le: date
    enregistree_a: datetime
    cle_evaluateur: int
    evaluateur_nom: str
    motif_correction: str
    annule: bool
    #: Vrai quand ce fait en corrige un autre.
    est_correction: bool
    corrige_par: str | None
    #: (identifiant, libellé) des preuves sur lesquelles il s’appuie.
    preuves: tuple[tuple[str, str], ...]

    @property
    def est_vivant(self) -> bool:
        """Vrai tant que rien ne le corrige et qu’il n’annule rien."""
        return self.corrige_par is None and not self.annule


def faits_de(cle_inscription: int) -> tuple[FaitVu, ...]:
    """Tous les faits d’une inscription, le plus récent d’abord, en deux requêtes."""
    return _faits(Evaluation.cle_inscription == cle_inscription)


def faits_de_la_case(cle_inscription: int, element_id: str) -> tuple[FaitVu, ...]:
    """Les faits d’une personne pour une compétence, quelle que soit la version qui la disait."""
    return _faits(
        Evaluation.cle_inscription == cle_inscription, Competence.element_id == element_id
    )


def fait_ouvert(
    acteur: Identity, evaluation_id: str, *, pour_ecrire: bool = False
) -> tuple[FaitVu, Inscription, Cible]:
    """Un fait d’une inscription que la personne peut voir, verrouillée si on va y écrire.

    Lève `NotFound`.
    """
    inscription_id = db.session.scalar(
        select(Inscription.inscription_id)
        .join(Evaluation, Evaluation.cle_inscription == Inscription.cle)
        .where(Evaluation.evaluation_id == evaluation_id)
    )
    if inscription_id is None:
        raise NotFound
    inscription, cible = inscription_ouverte(acteur, inscription_id, pour_ecrire=pour_ecrire)
    (fait,) = _faits(Evaluation.evaluation_id == evaluation_id)
    return fait, inscription, cible


def dernier_contexte(acteur: Identity, cle_session: int, *, depuis: datetime) -> Contexte | None:
    """Ce que la personne a écrit en dernier dans cette session depuis cet instant."""
    ligne = db.session.execute(
        select(Evaluation.situation, ModaliteEvaluation.code, Evaluation.observee_le)
        .join(Inscription, Inscription.cle == Evaluation.cle_inscription)
        .join(ModaliteEvaluation, ModaliteEvaluation.cle == Evaluation.cle_modalite)
        .where(
            Inscription.cle_session == cle_session,
            Evaluation.cle_evaluateur == acteur.user_key,
            Evaluation.annule.is_(False),
            Evaluation.enregistree_a >= depuis,
        )
        .order_by(Evaluation.cle.desc())
        .limit(1)
    ).one_or_none()
    return Contexte(ligne[0], ligne[1], ligne[2]) if ligne else None


def _faits(*conditions: ColumnElement[bool]) -> tuple[FaitVu, ...]:
    correction = aliased(Evaluation)
    lignes = db.session.execute(
        select(
            Evaluation,
            Competence.element_id,
            Competence.code,
            ModaliteEvaluation.code,
            ModaliteEvaluation.libelle,
            correction.evaluation_id,
        )
        .join(Competence, Competence.cle == Evaluation.cle_competence)
        .outerjoin(ModaliteEvaluation, ModaliteEvaluation.cle == Evaluation.cle_modalite)
        .outerjoin(correction, correction.cle_corrige == Evaluation.cle)
        .where(*conditions)
        .order_by(
            Evaluation.observee_le.desc(), Evaluation.enregistree_a.desc(), Evaluation.cle.desc()
        )
    ).all()
    preuves = _preuves([ligne[0].cle for ligne in lignes])
    return tuple(
        _vu(fait, element_id, code, (code_modalite or "", modalite or ""), corrige_par, preuves)
        for fait, element_id, code, code_modalite, modalite, corrige_par in lignes
    )


def _vu(
    fait: Evaluation,
    element_id: str,
    code: str,
    modalite: tuple[str, str],
    corrige_par: str | None,
    preuves: Mapping[int, Sequence[tuple[str, str]]],
) -> FaitVu:
    return FaitVu(
        cle=fait.cle,
        evaluation_id=fait.evaluation_id,
        element_id=element_id,
        code=code,
        niveau=fait.niveau,
        situation=fait.situation,
        commentaire=fait.commentaire,
        code_modalite=modalite[0],
        modalite=modalite[1],
        observee_le=fait.observee_le,
        enregistree_a=fait.enregistree_a,
        cle_evaluateur=fait.cle_evaluateur,
        evaluateur_nom=fait.evaluateur_nom,
        motif_correction=fait.motif_correction,
        annule=fait.annule,
        est_correction=fait.cle_corrige is not None,
        corrige_par=corrige_par,
        preuves=tuple(preuves.get(fait.cle, ())),
    )


def _preuves(cles: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    lignes = db.session.execute(
        select(EvaluationPreuve.cle_evaluation, Preuve.preuve_id, Preuve.libelle)
        .join(Preuve, Preuve.cle == EvaluationPreuve.cle_preuve)
        .where(EvaluationPreuve.cle_evaluation.in_(cles))
        .order_by(Preuve.deposee_a, Preuve.cle)
    )
    preuves: dict[int, list[tuple[str, str]]] = {}
    for cle, preuve_id, libelle in lignes:
        preuves.setdefault(cle, []).append((preuve_id, libelle))
    return preuves
