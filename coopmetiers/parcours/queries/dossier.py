"""Tout ce qu’une candidature fige : ce qui est exigé, observé, prouvé, à l’instant où on le lit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coopmetiers.base.identity import Identity
from coopmetiers.comptes import queries as comptes
from coopmetiers.parcours.queries.acces import inscription_ouverte
from coopmetiers.parcours.queries.faits import FaitVu, faits_de
from coopmetiers.parcours.queries.preuves import PreuveVue, preuves_de
from coopmetiers.parcours.queries.suivi import observations_de
from coopmetiers.parcours.rules.progression import Observation
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.queries import CompetenceVue, EchelleVue, ModaliteVue, VersionVue
from coopmetiers.referentiel.rules import ExigenceBloc


@dataclass(frozen=True)
class FaitDuDossier:
    """Un fait vivant : niveau, situation, modalité (code), jour, évaluateur·rice, preuves."""

    evaluation_id: str
    niveau: int
    observee_le: date
    enregistree_a: datetime
    evaluateur_id: str
    evaluateur_nom: str
    situation: str
    commentaire: str
    code_modalite: str | None
    #: Identifiants des preuves sur lesquelles il s’appuie.
    preuves: tuple[str, ...]


@dataclass(frozen=True)
class CompetenceDuDossier:
    """Une compétence exigée : son énoncé, son seuil, son niveau courant, ses faits vivants."""

    code: str
    element_id: str
    enonce: str
    libelle_court: str
    code_activite: str
    intitule_activite: str
    seuil: int
    #: Codes des modalités par lesquelles elle s’évalue.
    modalites: tuple[str, ...]
    niveau: int | None
    a_preuve: bool
    en_desaccord: bool
    #: Le plus récent d’abord : le premier donne le niveau.
    faits: tuple[FaitDuDossier, ...]


@dataclass(frozen=True)
class BlocDuDossier:
    """Un bloc de la liste du métier et ses compétences exigées, dans l’ordre du référentiel."""

    code: str
    intitule: str
    nb_competences_du_bloc: int
    complementaire: bool
    #: Intitulé de l’épreuve du bloc, s’il en a une.
    epreuve: str | None
    competences: tuple[CompetenceDuDossier, ...]


@dataclass(frozen=True)
class DossierVu:
    """Une personne, ce qu’elle vise, et tout ce que son parcours en montre."""

    inscription_id: str
    cle_inscription: int
    cle_utilisateur: int
    utilisateur_id: str
    prenom: str
    nom: str
    naissance_le: date | None
    naissance_lieu: str
    session_intitule: str
    cle_version: int
    version: VersionVue
    cle_metier: int
    code_metier: str
    metier: str
    exercice: Exercice
    echelle: EchelleVue
    modalites: tuple[ModaliteVue, ...]
    blocs: tuple[BlocDuDossier, ...]
    preuves: tuple[PreuveVue, ...]


def faits_du_dossier(acteur: Identity, inscription_id: str) -> DossierVu:
    """Le dossier d’une inscription que la personne peut voir ; lève `NotFound` sinon.

    Les faits corrigés ou annulés n’y sont pas, les preuves retirées non plus.
    """
    inscription, _cible = inscription_ouverte(acteur, inscription_id)
    personne, metier = inscription.apprenant, inscription.metier
    version = referentiel.version_par_cle(inscription.cle_version)
    exercice = Exercice(inscription.exercice)
    preuves = preuves_de(inscription.cle)
    faits = faits_de(inscription.cle)
    auteurs = comptes.identifiants_publics(
        {personne.cle_utilisateur, *(fait.cle_evaluateur for fait in faits)}
    )
    return DossierVu(
        inscription_id=inscription.inscription_id,
        cle_inscription=inscription.cle,
        cle_utilisateur=personne.cle_utilisateur,
        utilisateur_id=auteurs[personne.cle_utilisateur],
        prenom=personne.prenom,
        nom=personne.nom,
        naissance_le=personne.naissance_le,
        naissance_lieu=personne.naissance_lieu,
        session_intitule=inscription.session.intitule,
        cle_version=version.cle,
        version=version,
        cle_metier=metier.cle,
        code_metier=metier.code,
        metier=metier.libelle,
        exercice=exercice,
        echelle=referentiel.echelle(version.cle),
        modalites=referentiel.modalites(version.cle),
        blocs=_blocs(
            referentiel.exigences(version.cle, metier.cle, exercice),
            version.cle,
            observations_de([inscription.cle]).get(inscription.cle, {}),
            _faits_vivants(faits, auteurs),
        ),
        preuves=preuves,
    )


def _faits_vivants(
    faits: Sequence[FaitVu], auteurs: Mapping[int, str]
) -> dict[str, list[FaitDuDossier]]:
    """`element_id` de la compétence → ses faits vivants, le plus récent d’abord."""
    vivants: dict[str, list[FaitDuDossier]] = {}
    for fait in faits:
        if fait.est_vivant:
            vivants.setdefault(fait.element_id, []).append(
                FaitDuDossier(
                    evaluation_id=fait.evaluation_id,
                    niveau=fait.niveau,
                    observee_le=fait.observee_le,
                    enregistree_a=fait.enregistree_a,
                    evaluateur_id=auteurs[fait.cle_evaluateur],
                    evaluateur_nom=fait.evaluateur_nom,
                    situation=fait.situation,
                    commentaire=fait.commentaire,
                    code_modalite=fait.code_modalite or None,
                    preuves=tuple(preuve_id for preuve_id, _libelle in fait.preuves),
                )
            )
    return vivants


def _blocs(
    exigences: Sequence[ExigenceBloc],
    cle_version: int,
    observations: Mapping[str, Observation],
    faits: Mapping[str, Sequence[FaitDuDossier]],
) -> tuple[BlocDuDossier, ...]:
    competences = referentiel.competences(cle_version)
    epreuves = referentiel.epreuves(cle_version)
    return tuple(
        BlocDuDossier(
            code=bloc.code,
            intitule=bloc.intitule,
            nb_competences_du_bloc=bloc.nb_competences_du_bloc,
            complementaire=bloc.complementaire,
            epreuve=epreuves[bloc.code].intitule if bloc.code in epreuves else None,
            competences=tuple(
                _competence(
                    competences[exigee.code],
                    exigee.seuil,
                    observations.get(exigee.code),
                    faits.get(competences[exigee.code].element_id, ()),
                )
                for exigee in bloc.competences
            ),
        )
        for bloc in exigences
        if bloc.exige
    )


def _competence(
    competence: CompetenceVue,
    seuil: int,
    observation: Observation | None,
    faits: Sequence[FaitDuDossier],
) -> CompetenceDuDossier:
    return CompetenceDuDossier(
        code=competence.code,
        element_id=competence.element_id,
        enonce=competence.enonce,
        libelle_court=competence.libelle_court,
        code_activite=competence.code_activite,
        intitule_activite=competence.intitule_activite,
        seuil=seuil,
        modalites=competence.modalites,
        niveau=observation.niveau if observation else None,
        a_preuve=bool(observation and observation.a_preuve),
        en_desaccord=bool(observation and observation.en_desaccord),
        faits=tuple(faits),
    )
