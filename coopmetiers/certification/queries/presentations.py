"""Côté organisme : qui peut être présenté à un certificateur, ce qui manque, qui l’a déjà été."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, func, select

from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.certification.enums import EtatCertificat
from coopmetiers.certification.models import Presentation
from coopmetiers.certification.permissions import A
from coopmetiers.certification.queries.registre import DocumentVu, documents_presentes
from coopmetiers.certification.rules.dossier import est_propose
from coopmetiers.formation.queries import SessionVue
from coopmetiers.parcours.enums import EtatInscription
from coopmetiers.parcours.models import Apprenant, Inscription, Preuve
from coopmetiers.parcours.queries import observations_de
from coopmetiers.parcours.rules.cellules import ordre_des_noms
from coopmetiers.parcours.rules.progression import Observation
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.models import Metier
from coopmetiers.referentiel.rules import ExigenceBloc


@dataclass(frozen=True)
class PresentationVue:
    """À qui une personne a été présentée, quand pour la dernière fois, et pour quels blocs."""

    certificateur_id: str
    certificateur_nom: str
    presentee_a: datetime
    blocs: tuple[str, ...]


@dataclass(frozen=True)
class BlocAPresenter:
    """Un bloc du métier, ce que le dossier en montrerait, et s’il est proposé d’avance.

    `prouvees` compte les compétences exigées au seuil et prouvées, `sans_preuve` celles au seuil
    que rien ne prouve encore ; `atteste` : la personne en a déjà l’attestation.
    """

    code: str
    intitule: str
    exigees: int
    prouvees: int
    sans_preuve: int
    atteste: bool
    propose: bool


@dataclass(frozen=True)
class PersonneAPresenter:
    """Une personne d’une session : ce que son dossier montrerait, ce qui empêche de le présenter.

    Les `blocs` sont ceux où son métier et son exercice exigent quelque chose.
    """

    inscription_id: str
    nom: str
    metier: str
    exercice: Exercice
    naissance_le: date | None
    naissance_lieu: str
    blocs: tuple[BlocAPresenter, ...]
    nb_preuves: int
    presentations: tuple[PresentationVue, ...]
    documents: tuple[DocumentVu, ...]

    @property
    def est_presentable(self) -> bool:
        """Rien n’empêche de la présenter ; le certificateur jugera du reste."""
        return bool(self.naissance_le and self.naissance_lieu.strip() and self.blocs)

    @property
    def exigees(self) -> int:
        """Compétences exigées, tous blocs ensemble."""
        return sum(bloc.exigees for bloc in self.blocs)

    @property
    def prouvees(self) -> int:
        """Celles qui sont au seuil et prouvées."""
        return sum(bloc.prouvees for bloc in self.blocs)

    @property
    def sans_preuve(self) -> int:
        """Celles qui sont au seuil, et que rien ne prouve encore."""
        return sum(bloc.sans_preuve for bloc in self.blocs)


@dataclass(frozen=True)
class _Suites:
    """Ce qui est déjà parti : les présentations (la dernière d’abord) et les documents délivrés."""

    presentations: tuple[PresentationVue, ...]
    documents: tuple[DocumentVu, ...]

    @property
    def presentes(self) -> tuple[str, ...]:
        """Les codes des blocs présentés la dernière fois."""
        return self.presentations[0].blocs if self.presentations else ()

    def attestes(self, metier: str, exercice: Exercice) -> frozenset[str]:
        """Les blocs dont une attestation non révoquée vaut pour ce métier et cet exercice."""
        return frozenset(
            document.code_bloc
            for document in self.documents
            if document.etat != EtatCertificat.REVOQUE
            and (document.metier, document.exercice) == (metier, exercice.lower())
        )


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
            ligne,
            exigences[ligne[0].cle_version][ligne[2].code, Exercice(ligne[0].exercice)],
            observations.get(ligne[0].cle, {}),
            nb_preuves=preuves.get(ligne[0].cle, 0),
            suites=_Suites(
                tuple(presentations.get(ligne[0].inscription_id, ())),
                tuple(documents.get(ligne[1].cle_utilisateur, ())),
            ),
        )
        for ligne in lignes
    )


def _inscrites(cle_session: int) -> Sequence[Row[Inscription, Apprenant, Metier]]:
    lignes = db.session.execute(
        select(Inscription, Apprenant, Metier)
        .join(Apprenant, Apprenant.cle == Inscription.cle_apprenant)
        .join(Metier, Metier.cle == Inscription.cle_metier)
        .where(Inscription.cle_session == cle_session, Inscription.etat != EtatInscription.ROMPUE)
        .order_by(Inscription.cle)
    )
    return sorted(lignes, key=lambda ligne: ordre_des_noms(ligne[1].nom, ligne[1].prenom))


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
            PresentationVue(
                ligne.certificateur_id,
                ligne.certificateur_nom,
                ligne.presentee_a,
                tuple(ligne.blocs),
            )
        )
    return trouvees


def _documents(acteur: Identity, comptes: Collection[int]) -> dict[int, list[DocumentVu]]:
    """Par compte, les documents délivrés aux personnes que cet organisme a présentées."""
    trouves: dict[int, list[DocumentVu]] = {}
    for document in documents_presentes(acteur.organisation_id):
        if document.cle_utilisateur in comptes:
            trouves.setdefault(document.cle_utilisateur, []).append(document)
    return trouves


def _personne(
    ligne: Row[Inscription, Apprenant, Metier],
    exigences: Sequence[ExigenceBloc],
    observations: Mapping[str, Observation],
    *,
    nb_preuves: int,
    suites: _Suites,
) -> PersonneAPresenter:
    inscription, personne, metier = ligne
    exercice = Exercice(inscription.exercice)
    attestes = suites.attestes(metier.libelle, exercice)
    return PersonneAPresenter(
        inscription_id=inscription.inscription_id,
        nom=personne.nom_complet,
        metier=metier.libelle,
        exercice=exercice,
        naissance_le=personne.naissance_le,
        naissance_lieu=personne.naissance_lieu,
        blocs=tuple(
            _bloc(bloc, observations, bloc.code in attestes, bloc.code in suites.presentes)
            for bloc in exigences
            if bloc.exige and bloc.competences
        ),
        nb_preuves=nb_preuves,
        presentations=suites.presentations,
        documents=suites.documents,
    )


def _bloc(
    bloc: ExigenceBloc,
    observations: Mapping[str, Observation],
    atteste: bool,
    presente_avant: bool,
) -> BlocAPresenter:
    au_seuil = [
        observations[c.code]
        for c in bloc.competences
        if c.code in observations and observations[c.code].niveau >= c.seuil
    ]
    exigees, prouvees = len(bloc.competences), sum(1 for o in au_seuil if o.a_preuve)
    return BlocAPresenter(
        code=bloc.code,
        intitule=bloc.intitule,
        exigees=exigees,
        prouvees=prouvees,
        sans_preuve=len(au_seuil) - prouvees,
        atteste=atteste,
        propose=est_propose(
            exigees=exigees, prouvees=prouvees, atteste=atteste, presente_avant=presente_avant
        ),
    )
