"""Évaluer une personne ou tout un groupe, corriger : des faits qui s’ajoutent, jamais modifiés."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.base.texts import n_
from coopmetiers.parcours.models import Evaluation, Inscription, Preuve
from coopmetiers.parcours.permissions import A
from coopmetiers.parcours.queries import (
    FaitVu,
    fait_ouvert,
    fuseau,
    inscription_ouverte,
    session_ouverte,
)
from coopmetiers.parcours.rules import evaluation as rules
from coopmetiers.parcours.rules.evaluation import SaisieEvaluation, SaisieGroupe
from coopmetiers.parcours.rules.inscription import verifier_en_cours, verifier_motif
from coopmetiers.parcours.services import etats
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.models import Competence
from coopmetiers.referentiel.rules import ExigenceBloc


@dataclass(frozen=True)
class _Version:
    """Ce qu’une version du référentiel dit d’une compétence et de la façon de l’évaluer."""

    #: Rien quand la version n’a pas de compétence de ce code.
    competence: Competence | None
    modalites: Mapping[str, int]
    rangs: int
    exigences: Mapping[tuple[str, Exercice], tuple[ExigenceBloc, ...]]


def evaluer(acteur: Identity, inscription_id: str, saisie: SaisieEvaluation) -> Evaluation:
    """Ajoute un fait : ce niveau a été observé, ce jour, dans cette situation ; le niveau suit.

    Lève `RuleViolation` (compétence non exigée, jour à venir, situation absente, soi-même…).
    """
    inscription, cible = inscription_ouverte(acteur, inscription_id, pour_ecrire=True)
    require(acteur, A.EVALUER, cible)
    version = _version(inscription.cle_version, saisie.code_competence)
    fait = _fait(acteur, inscription, version, saisie)
    _ajouter([fait], [inscription.cle])
    _consigner(acteur, A.EVALUER, fait, {"inscription": inscription.inscription_id})
    return fait


def evaluer_groupe(
    acteur: Identity, session_id: str, saisie: SaisieGroupe
) -> tuple[Evaluation, ...]:
    """Note plusieurs personnes d’un coup sur une compétence, toutes ou aucune."""
    session, cible = session_ouverte(acteur, session_id)
    require(acteur, A.EVALUER, cible)
    rules.verifier_groupe(saisie)
    inscriptions = _inscriptions(session.cle, saisie.niveaux)
    suivies = {inscription.cle_version for inscription in inscriptions}
    versions = {cle: _version(cle, saisie.code_competence) for cle in suivies}
    faits = []
    for inscription in inscriptions:
        niveau = saisie.niveaux[inscription.inscription_id]
        seule = SaisieEvaluation(saisie.code_competence, niveau, saisie.contexte)
        faits.append(_fait(acteur, inscription, versions[inscription.cle_version], seule))
    _ajouter(faits, [inscription.cle for inscription in inscriptions])
    for fait, inscription in zip(faits, inscriptions, strict=True):
        _consigner(acteur, A.EVALUER, fait, {"inscription": inscription.inscription_id})
    return tuple(faits)


def corriger(
    acteur: Identity, evaluation_id: str, saisie: SaisieEvaluation | None, motif: str
) -> Evaluation:
    """Ajoute le fait qui en corrige un autre, ou qui l’annule (`saisie` à rien) ; rien ne s’efface.

    Un fait ne se corrige qu’une fois : c’est ensuite sa correction qui se corrige.
    """
    ancien, inscription, cible = fait_ouvert(acteur, evaluation_id, pour_ecrire=True)
    require(acteur, A.CORRIGER, cible)
    rules.verifier_corrigeable(deja_corrige=ancien.corrige_par is not None, annule=ancien.annule)
    verifier_motif(motif)
    rules.verifier_pas_soi_meme(acteur.user_key, inscription.apprenant.cle_utilisateur)
    if saisie is None:
        fait = _annulation(acteur, ancien)
    else:
        version = _version(inscription.cle_version, saisie.code_competence)
        fait = _fait(acteur, inscription, version, saisie)
        rules.verifier_meme_competence(ancien.element_id, fait.competence.element_id)
    fait.cle_corrige = ancien.cle
    fait.motif_correction = motif
    _ajouter([fait], [inscription.cle])
    details = {"inscription": inscription.inscription_id, "corrige": evaluation_id, "motif": motif}
    _consigner(acteur, A.CORRIGER, fait, details)
    return fait


def _fait(
    acteur: Identity, inscription: Inscription, version: _Version, saisie: SaisieEvaluation
) -> Evaluation:
    """Le fait vérifié, pas encore écrit."""
    verifier_en_cours(inscription.etat)
    rules.verifier_pas_soi_meme(acteur.user_key, inscription.apprenant.cle_utilisateur)
    profil = (inscription.metier.code, Exercice(inscription.exercice))
    exigees = {c.code for bloc in version.exigences[profil] for c in bloc.competences}
    rules.verifier_exigee(saisie.code_competence, exigees)
    rules.verifier_niveau(saisie.niveau, rangs=version.rangs)
    contexte = saisie.contexte
    rules.verifier_contexte(
        contexte, modalites=version.modalites, aujourd_hui=clock.today(fuseau())
    )
    return Evaluation(
        cle_inscription=inscription.cle,
        competence=version.competence,
        niveau=saisie.niveau,
        situation=contexte.situation,
        commentaire=contexte.commentaire,
        cle_modalite=version.modalites[contexte.code_modalite],
        observee_le=contexte.observee_le,
        enregistree_a=clock.now(),
        cle_evaluateur=acteur.user_key,
        evaluateur_nom=acteur.label,
        preuves=_preuves(inscription.cle, saisie.preuves),
    )


def _annulation(acteur: Identity, ancien: FaitVu) -> Evaluation:
    """Le fait qui annule redit ce qu’il annule, pour qu’on sache quoi en le lisant seul."""
    annulee = db.session.get_one(Evaluation, ancien.cle)
    return Evaluation(
        cle_inscription=annulee.cle_inscription,
        competence=annulee.competence,
        niveau=annulee.niveau,
        situation=annulee.situation,
        cle_modalite=annulee.cle_modalite,
        observee_le=annulee.observee_le,
        enregistree_a=clock.now(),
        cle_evaluateur=acteur.user_key,
        evaluateur_nom=acteur.label,
        annule=True,
    )


def _ajouter(faits: Collection[Evaluation], cles_inscriptions: Collection[int]) -> None:
    db.session.add_all(faits)
    etats.tenir(cles_inscriptions, {fait.competence.element_id for fait in faits})


def _version(cle_version: int, code: str) -> _Version:
    return _Version(
        competence=db.session.scalar(
            select(Competence).where(Competence.cle_version == cle_version, Competence.code == code)
        ),
        modalites={m.code: m.cle for m in referentiel.modalites(cle_version)},
        rangs=len(referentiel.echelle(cle_version).niveaux),
        exigences=referentiel.exigences_par_profil(cle_version),
    )


def _inscriptions(cle_session: int, identifiants: Collection[str]) -> list[Inscription]:
    """Les inscriptions nommées, verrouillées ; lève `NotFound` si l’une est d’une autre session."""
    lignes = list(
        db.session.scalars(
            select(Inscription)
            .join(Inscription.apprenant)
            .join(Inscription.metier)
            .where(
                Inscription.cle_session == cle_session,
                Inscription.inscription_id.in_(identifiants),
            )
            .options(contains_eager(Inscription.apprenant), contains_eager(Inscription.metier))
            .order_by(Inscription.cle)
            .with_for_update(of=Inscription)
        )
    )
    if len(lignes) != len(set(identifiants)):
        raise NotFound
    return lignes


def _preuves(cle_inscription: int, identifiants: Collection[str]) -> list[Preuve]:
    lignes = list(
        db.session.scalars(
            select(Preuve).where(
                Preuve.cle_inscription == cle_inscription,
                Preuve.preuve_id.in_(identifiants),
                Preuve.retiree_a.is_(None),
            )
        )
    )
    if len(lignes) != len(set(identifiants)):
        raise RuleViolation(
            "preuve_inconnue",
            n_("L’une de ces preuves n’est pas, ou n’est plus, au dossier de cette personne."),
            field="preuves",
        )
    return lignes


def _consigner(
    acteur: Identity, action: A, fait: Evaluation, details: Mapping[str, object]
) -> None:
    db.session.flush()
    dit = {"competence": fait.competence.code, "niveau": fait.niveau, "annule": fait.annule}
    objet = Reference("evaluation", fait.evaluation_id, acteur.organisation_id)
    consigner(acteur, action, objet, {**details, **dit})
