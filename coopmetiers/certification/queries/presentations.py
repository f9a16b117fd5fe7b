"""Côté organisme : qui peut être présenté à un certificateur, ce qui manque, qui l’a déjà été."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, func, select

from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.certification.models import Presentation
from coopmetiers.certification.permissions import A
from coopmetiers.certification.queries.registre import DocumentVu, documents_presentes
from coopmetiers.formation.queries import SessionVue
from coopmetiers.parcours.enums import EtatInscription
from coopmetiers.parcours.models import Apprenant, Inscription, Preuve
from coopmetiers.parcours.queries import observations_de
from coopmetiers.parcours.rules.progression import Observation
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.models import Metier
from coopmetiers.referentiel.rules import ExigenceBloc


@dataclass(frozen=True)
class PresentationVue:
    """À qui une personne a été présentée, et quand pour la dernière fois."""

    certificateur_id: str
    certificateur_nom: str
    presentee_a: datetime


@dataclass(frozen=True)
class PersonneAPresenter:
    """Une personne d’une session : ce que son dossier montrerait, ce qui empêche de le présenter.

    `prouvees` compte les compétences exigées au seuil et prouvées, `sans_preuve` celles au seuil
    que rien ne prouve encore.
    """

    inscription_id: str
    nom: str
    metier: str
    exercice: Exercice
    naissance_le: date | None
    naissance_lieu: str
    exigees: int
    prouvees: int
    sans_preuve: int
    nb_preuves: int
    presentations: tuple[PresentationVue, ...]
    documents: tuple[DocumentVu, ...]

    @property
    def est_presentable(self) -> bool:
        """Rien n’empêche de la présenter ; le certificateur jugera du reste."""
        return bool(self.naissance_le and self.naissance_lieu.strip() and self.exigees)


def presentations_de_session(
    acteur: Identity, session: SessionVue
) -> tuple[PersonneAPresenter, ...]:
    """Les personnes d’une session qu’on peut présenter, par nom, inscriptions rompues exceptées.

    Le nombre de requêtes ne dépend pas du nombre de personnes.
    """
    require(acteur, A.PRESENTER)
    lignes = _inscrites(session.cle)
    cles = [inscription.cle for inscription, _personne, _metier in lignes]
    observations, preuves = observations_de(cles), _preuves(cles)
    presentations = _presentations([i.inscription_id for i, _p, _m in lignes])
    exigences = {
        cle: referentiel.exigences_par_profil(cle)
        for cle in {i.cle_version for i, _p, _m in lignes}
    }
    documents = _documents(acteur, {personne.cle_utilisateur for _i, personne, _m in lignes})
    return tuple(
        _personne(
            inscription,
            personne,
            metier,
            faits=_faits(
                exigences[inscription.cle_version][metier.code, Exercice(inscription.exercice)],
                observations.get(inscription.cle, {}),
            ),
            nb_preuves=preuves.get(inscription.cle, 0),
            suites=(
                tuple(presentations.get(inscription.inscription_id, ())),
                tuple(documents.get(personne.cle_utilisateur, ())),
            ),
        )
        for inscription, personne, metier in lignes
    )


def _inscrites(cle_session: int) -> Sequence[Row[Inscription, Apprenant, Metier]]:
    return db.session.execute(
        select(Inscription, Apprenant, Metier)
        .join(Apprenant, Apprenant.cle == Inscription.cle_apprenant)
        .join(Metier, Metier.cle == Inscription.cle_metier)
        .where(Inscription.cle_session == cle_session, Inscription.etat != EtatInscription.ROMPUE)
        .order_by(Apprenant.nom, Apprenant.prenom, Inscription.cle)
    ).all()


def _preuves(cles: Sequence[int]) -> dict[int, int]:
    lignes = db.session.execute(
        select(Preuve.cle_inscription, func.count())
        .where(Preuve.cle_inscription.in_(cles), Preuve.retiree_a.is_(None))
        .group_by(Preuve.cle_inscription)
    )
    return dict(lignes.all())


def _presentations(inscription_ids: Sequence[str]) -> dict[str, list[PresentationVue]]:
    trouvees: dict[str, list[PresentationVue]] = {}
    for ligne in db.session.scalars(
        select(Presentation)
        .where(Presentation.inscription_id.in_(inscription_ids))
        .order_by(Presentation.presentee_a.desc())
    ):
        trouvees.setdefault(ligne.inscription_id, []).append(
            PresentationVue(ligne.certificateur_id, ligne.certificateur_nom, ligne.presentee_a)
        )
    return trouvees


def _documents(acteur: Identity, comptes: Collection[int]) -> dict[int, list[DocumentVu]]:
    """Par compte, les documents délivrés aux personnes que cet organisme a présentées."""
    trouves: dict[int, list[DocumentVu]] = {}
    for document in documents_presentes(acteur.organisation_id):
        if document.cle_utilisateur in comptes:
            trouves.setdefault(document.cle_utilisateur, []).append(document)
    return trouves


def _faits(
    exigences: Sequence[ExigenceBloc], observations: Mapping[str, Observation]
) -> tuple[int, int, int]:
    """Compétences exigées, au seuil et prouvées, au seuil sans preuve."""
    exigees = [c for bloc in exigences if bloc.exige for c in bloc.competences]
    au_seuil = [
        observations[c.code]
        for c in exigees
        if c.code in observations and observations[c.code].niveau >= c.seuil
    ]
    prouvees = sum(1 for observation in au_seuil if observation.a_preuve)
    return len(exigees), prouvees, len(au_seuil) - prouvees


def _personne(
    inscription: Inscription,
    personne: Apprenant,
    metier: Metier,
    *,
    faits: tuple[int, int, int],
    nb_preuves: int,
    suites: tuple[tuple[PresentationVue, ...], tuple[DocumentVu, ...]],
) -> PersonneAPresenter:
    exigees, prouvees, sans_preuve = faits
    return PersonneAPresenter(
        inscription_id=inscription.inscription_id,
        nom=personne.nom_complet,
        metier=metier.libelle,
        exercice=Exercice(inscription.exercice),
        naissance_le=personne.naissance_le,
        naissance_lieu=personne.naissance_lieu,
        exigees=exigees,
        prouvees=prouvees,
        sans_preuve=sans_preuve,
        nb_preuves=nb_preuves,
        presentations=suites[0],
        documents=suites[1],
    )
