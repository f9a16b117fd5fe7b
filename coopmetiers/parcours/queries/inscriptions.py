"""Les inscriptions : celle d’une personne, celles d’une session, celles de l’organisme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.comptes.enums import Role
from coopmetiers.comptes.models import Utilisateur
from coopmetiers.comptes.rules import normaliser_email
from coopmetiers.formation.models import Affectation, SessionFormation
from coopmetiers.parcours.enums import EtatInscription
from coopmetiers.parcours.models import Apprenant, Inscription
from coopmetiers.parcours.permissions import A, Cible
from coopmetiers.parcours.queries.acces import inscription_ouverte
from coopmetiers.parcours.rules.cellules import ordre_des_noms
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.models import Metier, Referentiel, VersionReferentiel


@dataclass(frozen=True)
class InscriptionVue:
    """Une personne dans une session, ce qu’elle vise, et ce que l’acteur est pour elle."""

    cle: int
    inscription_id: str
    etat: EtatInscription
    inscrite_a: datetime
    apprenant_id: str
    cle_utilisateur: int
    prenom: str
    nom: str
    email: str
    naissance_le: date | None
    naissance_lieu: str
    cle_session: int
    session_id: str
    session_code: str
    session_intitule: str
    debut_le: date
    fin_le: date
    lieu: str
    cle_version: int
    version_id: str
    code_referentiel: str
    version: str
    cle_metier: int
    code_metier: str
    metier: str
    exercice: Exercice
    cible: Cible

    @property
    def nom_complet(self) -> str:
        """Prénom puis nom."""
        return f"{self.prenom} {self.nom}"

    @property
    def est_rompue(self) -> bool:
        """Vrai quand plus rien ne s’y ajoute."""
        return self.etat == EtatInscription.ROMPUE


@dataclass(frozen=True)
class LigneInscription:
    """Une ligne de la liste d’une session."""

    cle: int
    inscription_id: str
    etat: EtatInscription
    prenom: str
    nom: str
    email: str
    metier: str
    exercice: Exercice
    naissance_complete: bool
    inscrite_a: datetime
    #: Vrai quand la personne a ouvert son compte.
    compte_ouvert: bool

    @property
    def nom_complet(self) -> str:
        """Prénom puis nom."""
        return f"{self.prenom} {self.nom}"


@dataclass(frozen=True)
class LigneApprenant:
    """Une personne de l’organisme et ses inscriptions, de la plus récente à la plus ancienne."""

    apprenant_id: str
    prenom: str
    nom: str
    email: str
    inscriptions: tuple[tuple[str, str, EtatInscription], ...]

    @property
    def nom_complet(self) -> str:
        """Prénom puis nom."""
        return f"{self.prenom} {self.nom}"


def inscription_vue(acteur: Identity, inscription_id: str) -> InscriptionVue:
    """Une inscription que la personne peut voir, en deux requêtes ; lève `NotFound` sinon."""
    inscription, cible = inscription_ouverte(acteur, inscription_id)
    return _vue(inscription, cible, _version(inscription.cle_version))


def mes_inscriptions(acteur: Identity) -> tuple[InscriptionVue, ...]:
    """Les inscriptions de la personne dans l’organisme actif, la plus récente d’abord."""
    require(acteur, A.SUIVRE)
    lignes = db.session.execute(
        select(
            Inscription, VersionReferentiel.version_id, Referentiel.code, VersionReferentiel.version
        )
        .join(Inscription.apprenant)
        .join(VersionReferentiel, VersionReferentiel.cle == Inscription.cle_version)
        .join(Referentiel, Referentiel.cle == VersionReferentiel.cle_referentiel)
        .where(Apprenant.cle_utilisateur == acteur.user_key)
        .options(
            contains_eager(Inscription.apprenant),
            joinedload(Inscription.metier, innerjoin=True),
            joinedload(Inscription.session, innerjoin=True),
        )
        .order_by(Inscription.inscrite_a.desc(), Inscription.cle.desc())
    )
    return tuple(
        _vue(ligne, Cible(ligne.cle_session, None, acteur.user_key), (version_id, code, version))
        for ligne, version_id, code, version in lignes
    )


def inscriptions_de(cle_session: int) -> tuple[LigneInscription, ...]:
    """Toutes les inscriptions d’une session, par nom, en une requête."""
    lignes = db.session.execute(
        select(Inscription, Apprenant, Metier.libelle, Utilisateur.confirmed_at)
        .join(Apprenant, Apprenant.cle == Inscription.cle_apprenant)
        .join(Metier, Metier.cle == Inscription.cle_metier)
        .join(Utilisateur, Utilisateur.id == Apprenant.cle_utilisateur)
        .where(Inscription.cle_session == cle_session)
    )
    vues = (
        LigneInscription(
            cle=inscription.cle,
            inscription_id=inscription.inscription_id,
            etat=EtatInscription(inscription.etat),
            prenom=personne.prenom,
            nom=personne.nom,
            email=personne.email,
            metier=metier,
            exercice=Exercice(inscription.exercice),
            naissance_complete=bool(personne.naissance_le and personne.naissance_lieu),
            inscrite_a=inscription.inscrite_a,
            compte_ouvert=confirme_a is not None,
        )
        for inscription, personne, metier, confirme_a in lignes
    )
    return tuple(sorted(vues, key=lambda v: (*ordre_des_noms(v.nom, v.prenom), v.cle)))


def courriels_inscrits(cle_session: int) -> frozenset[str]:
    """Les adresses déjà inscrites à une session, celle du compte et celle de la fiche."""
    lignes = db.session.execute(
        select(Apprenant.email, Utilisateur.email)
        .join(Inscription, Inscription.cle_apprenant == Apprenant.cle)
        .join(Utilisateur, Utilisateur.id == Apprenant.cle_utilisateur)
        .where(Inscription.cle_session == cle_session)
    )
    return frozenset(normaliser_email(email) for ligne in lignes for email in ligne)


def nb_inscriptions(cles_sessions: Sequence[int]) -> dict[int, int]:
    """Combien d’inscriptions non rompues dans chacune de ces sessions."""
    lignes = db.session.execute(
        select(Inscription.cle_session, func.count(Inscription.cle))
        .where(
            Inscription.cle_session.in_(cles_sessions), Inscription.etat != EtatInscription.ROMPUE
        )
        .group_by(Inscription.cle_session)
    )
    return {ligne[0]: ligne[1] for ligne in lignes}


def apprenants(acteur: Identity, recherche: str = "") -> Select[Apprenant]:
    """Les personnes qui se forment dans l’organisme, par nom, à paginer.

    Un·e responsable les voit toutes ; qui forme ou évalue, celles de ses sessions.
    """
    require(acteur, A.LISTER_APPRENANTS)
    demande = select(Apprenant).order_by(Apprenant.nom, Apprenant.prenom, Apprenant.cle)
    if acteur.role != Role.RESPONSABLE:
        demande = demande.where(Apprenant.cle.in_(_dans_ses_sessions(acteur)))
    if recherche:
        colonnes = (Apprenant.prenom, Apprenant.nom, Apprenant.email)
        nom_complet = Apprenant.prenom + " " + Apprenant.nom
        demande = demande.where(
            or_(*(c.icontains(recherche, autoescape=True) for c in (*colonnes, nom_complet)))
        )
    return demande


def lignes_apprenants(
    acteur: Identity, personnes: Sequence[Apprenant]
) -> tuple[LigneApprenant, ...]:
    """Ces personnes et leurs inscriptions visibles, en une requête."""
    demande = (
        select(
            Inscription.cle_apprenant,
            Inscription.inscription_id,
            SessionFormation.intitule,
            Inscription.etat,
        )
        .join(SessionFormation, SessionFormation.cle == Inscription.cle_session)
        .where(Inscription.cle_apprenant.in_([personne.cle for personne in personnes]))
        .order_by(Inscription.inscrite_a.desc(), Inscription.cle.desc())
    )
    if acteur.role != Role.RESPONSABLE:
        demande = demande.where(Inscription.cle_session.in_(_ses_sessions(acteur)))
    par_personne: dict[int, list[tuple[str, str, EtatInscription]]] = {}
    for cle, inscription_id, intitule, etat in db.session.execute(demande):
        par_personne.setdefault(cle, []).append((inscription_id, intitule, EtatInscription(etat)))
    return tuple(
        LigneApprenant(
            personne.apprenant_id,
            personne.prenom,
            personne.nom,
            personne.email,
            tuple(par_personne.get(personne.cle, ())),
        )
        for personne in personnes
    )


def _ses_sessions(acteur: Identity) -> Select[int]:
    return select(Affectation.cle_session).where(
        Affectation.cle_utilisateur == acteur.user_key, Affectation.retiree_a.is_(None)
    )


def _dans_ses_sessions(acteur: Identity) -> Select[int]:
    return select(Inscription.cle_apprenant).where(
        Inscription.cle_session.in_(_ses_sessions(acteur))
    )


def _version(cle: int) -> tuple[str, str, str]:
    """Identifiant public de la version, code du référentiel, version."""
    version_id, code, version = db.session.execute(
        select(VersionReferentiel.version_id, Referentiel.code, VersionReferentiel.version)
        .join(Referentiel, Referentiel.cle == VersionReferentiel.cle_referentiel)
        .where(VersionReferentiel.cle == cle)
    ).one()
    return version_id, code, version


def _vue(inscription: Inscription, cible: Cible, suivie: tuple[str, str, str]) -> InscriptionVue:
    version_id, code_referentiel, version = suivie
    personne, session, metier = inscription.apprenant, inscription.session, inscription.metier
    return InscriptionVue(
        cle=inscription.cle,
        inscription_id=inscription.inscription_id,
        etat=EtatInscription(inscription.etat),
        inscrite_a=inscription.inscrite_a,
        apprenant_id=personne.apprenant_id,
        cle_utilisateur=personne.cle_utilisateur,
        prenom=personne.prenom,
        nom=personne.nom,
        email=personne.email,
        naissance_le=personne.naissance_le,
        naissance_lieu=personne.naissance_lieu,
        cle_session=session.cle,
        session_id=session.session_id,
        session_code=session.code,
        session_intitule=session.intitule,
        debut_le=session.debut_le,
        fin_le=session.fin_le,
        lieu=session.lieu,
        cle_version=inscription.cle_version,
        version_id=version_id,
        code_referentiel=code_referentiel,
        version=version,
        cle_metier=metier.cle,
        code_metier=metier.code,
        metier=metier.libelle,
        exercice=Exercice(inscription.exercice),
        cible=cible,
    )
