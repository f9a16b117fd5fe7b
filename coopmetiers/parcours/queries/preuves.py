"""Les preuves d’une personne, et celle qu’on ouvre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.comptes.models import Utilisateur
from coopmetiers.parcours.enums import NaturePreuve
from coopmetiers.parcours.models import (
    Evaluation,
    EvaluationPreuve,
    Inscription,
    Preuve,
    PreuveCompetence,
)
from coopmetiers.parcours.queries.acces import inscription_ouverte
from coopmetiers.referentiel.models import Competence


@dataclass(frozen=True)
class PreuveVue:
    """Une preuve : ce qu’elle montre, où elle est, ce qu’elle éclaire."""

    cle: int
    preuve_id: str
    nature: NaturePreuve
    libelle: str
    commentaire: str
    adresse: str | None
    empreinte: str | None
    nom_fichier: str | None
    type_mime: str | None
    taille_octets: int | None
    deposee_a: datetime
    deposant: str
    codes: tuple[str, ...]
    #: Vrai quand une évaluation vivante s’appuie dessus : elle ne se retire pas.
    est_employee: bool


def preuves_de(cle_inscription: int) -> tuple[PreuveVue, ...]:
    """Les preuves non retirées d’une inscription, la plus récente d’abord, en trois requêtes."""
    lignes = db.session.execute(
        select(Preuve, Utilisateur)
        .join(Utilisateur, Utilisateur.id == Preuve.cle_deposant)
        .where(Preuve.cle_inscription == cle_inscription, Preuve.retiree_a.is_(None))
        .order_by(Preuve.deposee_a.desc(), Preuve.cle.desc())
    ).all()
    cles = [preuve.cle for preuve, _deposant in lignes]
    codes, employees = _codes(cles), preuves_employees(cles)
    return tuple(
        PreuveVue(
            cle=preuve.cle,
            preuve_id=preuve.preuve_id,
            nature=NaturePreuve(preuve.nature),
            libelle=preuve.libelle,
            commentaire=preuve.commentaire,
            adresse=preuve.adresse,
            empreinte=preuve.empreinte,
            nom_fichier=preuve.nom_fichier,
            type_mime=preuve.type_mime,
            taille_octets=preuve.taille_octets,
            deposee_a=preuve.deposee_a,
            deposant=deposant.nom_complet,
            codes=tuple(codes.get(preuve.cle, ())),
            est_employee=preuve.cle in employees,
        )
        for preuve, deposant in lignes
    )


def fichier_ouvert(acteur: Identity, preuve_id: str) -> Preuve:
    """La preuve déposée sous forme de fichier, si la personne peut voir cette inscription.

    Lève `NotFound` aussi pour un lien et pour une preuve retirée.
    """
    ligne = db.session.execute(
        select(Preuve, Inscription.inscription_id)
        .join(Inscription, Inscription.cle == Preuve.cle_inscription)
        .where(
            Preuve.preuve_id == preuve_id,
            Preuve.nature == NaturePreuve.FICHIER,
            Preuve.retiree_a.is_(None),
        )
    ).one_or_none()
    if ligne is None:
        raise NotFound
    preuve, inscription_id = ligne
    inscription_ouverte(acteur, inscription_id)
    return preuve


def preuves_employees(cles: list[int]) -> frozenset[int]:
    """Parmi ces preuves, celles sur lesquelles s’appuie un fait que rien ne corrige."""
    corriges = select(Evaluation.cle_corrige).where(Evaluation.cle_corrige.is_not(None))
    return frozenset(
        db.session.scalars(
            select(EvaluationPreuve.cle_preuve)
            .join(Evaluation, Evaluation.cle == EvaluationPreuve.cle_evaluation)
            .where(
                EvaluationPreuve.cle_preuve.in_(cles),
                Evaluation.annule.is_(False),
                Evaluation.cle.not_in(corriges),
            )
        )
    )


def _codes(cles: list[int]) -> dict[int, list[str]]:
    """Les compétences que chaque preuve éclaire, sous leur code de la version suivie."""
    nommee, suivie = aliased(Competence), aliased(Competence)
    lignes = db.session.execute(
        select(PreuveCompetence.cle_preuve, suivie.code)
        .join(Preuve, Preuve.cle == PreuveCompetence.cle_preuve)
        .join(Inscription, Inscription.cle == Preuve.cle_inscription)
        .join(nommee, nommee.cle == PreuveCompetence.cle_competence)
        .join(
            suivie,
            and_(
                suivie.element_id == nommee.element_id,
                suivie.cle_version == Inscription.cle_version,
            ),
        )
        .where(PreuveCompetence.cle_preuve.in_(cles))
        .order_by(suivie.code)
    )
    codes: dict[int, list[str]] = {}
    for cle, code in lignes:
        codes.setdefault(cle, []).append(code)
    return codes
