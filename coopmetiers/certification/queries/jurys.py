"""Les jurys qu’une personne voit, et un jury entier : membres, candidatures, où il en est."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.pagination import Page, paginate
from coopmetiers.base.permissions import can
from coopmetiers.certification.enums import EtatCandidature, EtatJury, QualiteMembre, ResultatBloc
from coopmetiers.certification.models import Candidature, Decision, Jury, MembreJury
from coopmetiers.certification.permissions import A
from coopmetiers.certification.queries.deliberation import (
    Decisions,
    decisions_vivantes,
    pieces_attendues,
)
from coopmetiers.certification.rules import dossier as dossiers
from coopmetiers.certification.rules.dossier import BlocDossier, Dossier
from coopmetiers.certification.rules.jury import resultat_bloc, suggestion
from coopmetiers.comptes.enums import Role
from coopmetiers.parcours.rules.cellules import ordre_des_noms
from coopmetiers.referentiel.models import Metier, VersionReferentiel


@dataclass(frozen=True)
class LigneJury:
    """Un jury dans une liste, et ce qui l’attend."""

    jury_id: str
    numero: str
    etat: EtatJury
    metier: str
    code_referentiel: str
    version: str
    tenu_le: date
    lieu: str
    proclame_a: datetime | None
    nb_membres: int
    nb_signatures: int
    nb_candidatures: int
    nb_a_decider: int
    nb_decidees: int


@dataclass(frozen=True)
class MembreDuJury:
    """Une personne qui siège, à un titre, et quand elle a signé."""

    cle: int
    membre_id: str
    cle_utilisateur: int
    nom: str
    qualite: QualiteMembre
    fonction: str
    signe_a: datetime | None


@dataclass(frozen=True)
class RecusationVue:
    """Un membre qui ne siège pas pour une candidature, et pourquoi."""

    nom: str
    motif: str


@dataclass(frozen=True)
class BlocDuJury:
    """Un bloc d’une candidature : son résultat déduit, et ce que les faits suggèrent (k sur n)."""

    code: str
    intitule: str
    complementaire: bool
    resultat: ResultatBloc
    k: int
    n: int
    piece_attendue: str | None


@dataclass(frozen=True)
class CandidatureDuJury:
    """Une personne devant le jury : ses blocs, ce qui reste à trancher, qui ne siège pas."""

    candidature_id: str
    nom: str
    organisme_nom: str
    exercice: str
    nb_a_decider: int
    nb_decidees: int
    nb_sieges: int
    recusations: tuple[RecusationVue, ...]
    blocs: tuple[BlocDuJury, ...]

    @property
    def restant(self) -> int:
        """Compétences encore à trancher."""
        return self.nb_a_decider - self.nb_decidees

    @property
    def frise(self) -> tuple[tuple[str, int, int], ...]:
        """(code, k, n) de chaque bloc présenté."""
        return tuple((bloc.code, bloc.k, bloc.n) for bloc in self.blocs)


@dataclass(frozen=True)
class EnteteJury:
    """Ce qu’est un jury : pour quoi, quand, où, avec qui."""

    cle: int
    jury_id: str
    numero: str
    etat: EtatJury
    tenu_le: date
    lieu: str
    quorum: int
    cle_version: int
    code_referentiel: str
    version: str
    cle_metier: int
    metier: str
    ouvert_a: datetime | None
    proclame_a: datetime | None
    membres: tuple[MembreDuJury, ...]

    @property
    def presidence(self) -> MembreDuJury | None:
        """La personne qui préside, si elle est nommée."""
        return next((m for m in self.membres if m.qualite == QualiteMembre.PRESIDENCE), None)

    def membre(self, acteur: Identity) -> MembreDuJury | None:
        """Le membre qu’est cette personne, si elle siège."""
        return next((m for m in self.membres if m.cle_utilisateur == acteur.user_key), None)


@dataclass(frozen=True)
class JuryVu:
    """Un jury et les candidatures inscrites, par nom."""

    entete: EnteteJury
    candidatures: tuple[CandidatureDuJury, ...]

    @property
    def restant(self) -> int:
        """Compétences encore à trancher, toutes candidatures ensemble."""
        return sum(candidature.restant for candidature in self.candidatures)

    @property
    def sous_quorum(self) -> tuple[CandidatureDuJury, ...]:
        """Les candidatures pour lesquelles trop peu de membres siègent."""
        return tuple(c for c in self.candidatures if c.nb_sieges < self.entete.quorum)


@dataclass(frozen=True)
class CandidatureEnAttente:
    """Une candidature présentée qui n’est inscrite à aucun jury."""

    candidature_id: str
    nom: str
    organisme_nom: str
    version_id: str
    version: str
    code_metier: str
    metier: str
    exercice: str
    presentee_a: datetime
    blocs: tuple[str, ...]


def jurys_visibles(acteur: Identity, *etats: EtatJury) -> tuple[LigneJury, ...]:
    """Les jurys que la personne peut voir, dans ces états (tous à défaut), par date.

    Responsable d’un certificateur : tous ; juré·e : ceux où l’on siège ; les autres : aucun.
    """
    demande = _visibles(acteur).order_by(Jury.tenu_le, Jury.cle)
    if etats:
        demande = demande.where(Jury.etat.in_(etats))
    return _lignes(db.session.scalars(demande).all())


def page_des_jurys_proclames(acteur: Identity, numero: int) -> Page:
    """Les jurys proclamés que la personne peut voir, le dernier d’abord, page à page."""
    demande = _visibles(acteur).where(Jury.etat == EtatJury.PROCLAME)
    page = paginate(demande.order_by(Jury.tenu_le.desc(), Jury.cle.desc()), numero)
    return replace(page, items=_lignes(page.items))


def entete_du_jury(acteur: Identity, jury_id: str) -> EnteteJury:
    """Un jury que la personne peut voir, sans ses candidatures, en deux requêtes.

    Lève `NotFound` sinon.
    """
    jury = db.session.scalar(
        select(Jury)
        .where(Jury.jury_id == jury_id)
        .options(*_avec_sa_visee(), selectinload(Jury.membres))
    )
    if jury is None or not can(acteur, A.CONSULTER_JURY, jury):
        raise NotFound
    return _entete(jury)


def jury_vu(acteur: Identity, jury_id: str) -> JuryVu:
    """Un jury et ses candidatures, en cinq requêtes à toute taille ; lève `NotFound`."""
    entete = entete_du_jury(acteur, jury_id)
    lignes = db.session.scalars(
        select(Candidature)
        .where(Candidature.cle_jury == entete.cle)
        .options(selectinload(Candidature.recusations))
        .order_by(Candidature.cle)
    ).all()
    lignes = sorted(lignes, key=lambda c: ordre_des_noms(c.nom, c.prenom))
    cles = [ligne.cle for ligne in lignes]
    decisions, pieces = decisions_vivantes(cles), pieces_attendues(cles)
    noms = {membre.cle: membre.nom for membre in entete.membres}
    return JuryVu(
        entete,
        tuple(
            _candidature(ligne, noms, decisions[ligne.cle], pieces[ligne.cle]) for ligne in lignes
        ),
    )


def candidatures_en_attente(
    acteur: Identity, pour: EnteteJury | None = None
) -> tuple[CandidatureEnAttente, ...]:
    """Les candidatures qu’aucun jury n’examine encore, celles que ce jury peut prendre.

    La plus ancienne d’abord. Vide pour qui ne compose pas les jurys.
    """
    if not can(acteur, A.COMPOSER):
        return ()
    demande = (
        select(Candidature, VersionReferentiel, Metier)
        .join(VersionReferentiel, VersionReferentiel.cle == Candidature.cle_version)
        .join(Metier, Metier.cle == Candidature.cle_metier)
        .where(Candidature.cle_jury.is_(None), Candidature.etat == EtatCandidature.PRESENTEE)
        .order_by(Candidature.presentee_a, Candidature.cle)
    )
    if pour is not None:
        demande = demande.where(
            Candidature.cle_version == pour.cle_version, Candidature.cle_metier == pour.cle_metier
        )
    return tuple(
        CandidatureEnAttente(
            candidature_id=candidature.candidature_id,
            nom=candidature.nom_complet,
            organisme_nom=candidature.organisme_nom,
            version_id=version.version_id,
            version=version.version,
            code_metier=metier.code,
            metier=metier.libelle,
            exercice=candidature.exercice,
            presentee_a=candidature.presentee_a,
            blocs=tuple(b.code for b in dossiers.depuis_json(candidature.dossier).blocs),
        )
        for candidature, version, metier in db.session.execute(demande)
    )


def _visibles(acteur: Identity) -> Select[Jury]:
    demande = select(Jury).options(*_avec_sa_visee())
    if can(acteur, A.COMPOSER):
        return demande
    siege = exists().where(
        MembreJury.cle_jury == Jury.cle, MembreJury.cle_utilisateur == acteur.user_key
    )
    return demande.where(siege if acteur.role == Role.JURE else Jury.cle.is_(None))


def _avec_sa_visee() -> tuple[ORMOption, ...]:
    version = joinedload(Jury.version).joinedload(VersionReferentiel.referentiel)
    return version, joinedload(Jury.metier)


def _lignes(jurys: Sequence[Jury]) -> tuple[LigneJury, ...]:
    cles = [jury.cle for jury in jurys]
    membres, candidatures = _comptes_de_membres(cles), _comptes_de_candidatures(cles)
    return tuple(
        LigneJury(
            jury_id=jury.jury_id,
            numero=jury.numero,
            etat=EtatJury(jury.etat),
            metier=jury.metier.libelle,
            code_referentiel=jury.version.referentiel.code,
            version=jury.version.version,
            tenu_le=jury.tenu_le,
            lieu=jury.lieu,
            proclame_a=jury.proclame_a,
            nb_membres=membres.get(jury.cle, (0, 0))[0],
            nb_signatures=membres.get(jury.cle, (0, 0))[1],
            nb_candidatures=candidatures.get(jury.cle, (0, 0, 0))[0],
            nb_a_decider=candidatures.get(jury.cle, (0, 0, 0))[1],
            nb_decidees=candidatures.get(jury.cle, (0, 0, 0))[2],
        )
        for jury in jurys
    )


def _comptes_de_membres(cles: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Par jury, combien siègent et combien ont signé."""
    lignes = db.session.execute(
        select(MembreJury.cle_jury, func.count(), func.count(MembreJury.signe_a))
        .where(MembreJury.cle_jury.in_(cles))
        .group_by(MembreJury.cle_jury)
    )
    return {cle: (membres, signatures) for cle, membres, signatures in lignes}


def _comptes_de_candidatures(cles: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """Par jury : candidatures, compétences à trancher, compétences tranchées."""
    tranchees = db.session.execute(
        select(Candidature.cle_jury, func.count())
        .join(Decision, Decision.cle_candidature == Candidature.cle)
        .where(Candidature.cle_jury.in_(cles), Decision.remplacee_a.is_(None))
        .group_by(Candidature.cle_jury)
    )
    decidees = dict(tranchees.all())
    lignes = db.session.execute(
        select(Candidature.cle_jury, func.count(), func.sum(Candidature.nb_a_decider))
        .where(Candidature.cle_jury.in_(cles))
        .group_by(Candidature.cle_jury)
    )
    return {cle: (nombre, total, decidees.get(cle, 0)) for cle, nombre, total in lignes if cle}


def _entete(jury: Jury) -> EnteteJury:
    return EnteteJury(
        cle=jury.cle,
        jury_id=jury.jury_id,
        numero=jury.numero,
        etat=EtatJury(jury.etat),
        tenu_le=jury.tenu_le,
        lieu=jury.lieu,
        quorum=jury.quorum,
        cle_version=jury.cle_version,
        code_referentiel=jury.version.referentiel.code,
        version=jury.version.version,
        cle_metier=jury.cle_metier,
        metier=jury.metier.libelle,
        ouvert_a=jury.ouvert_a,
        proclame_a=jury.proclame_a,
        membres=tuple(
            MembreDuJury(
                cle=membre.cle,
                membre_id=membre.membre_id,
                cle_utilisateur=membre.cle_utilisateur,
                nom=membre.nom,
                qualite=QualiteMembre(membre.qualite),
                fonction=membre.fonction,
                signe_a=membre.signe_a,
            )
            for membre in jury.membres
        ),
    )


def _candidature(
    ligne: Candidature, noms: Mapping[int, str], decisions: Decisions, pieces: Mapping[str, str]
) -> CandidatureDuJury:
    dossier = dossiers.depuis_json(ligne.dossier)
    return CandidatureDuJury(
        candidature_id=ligne.candidature_id,
        nom=ligne.nom_complet,
        organisme_nom=ligne.organisme_nom,
        exercice=ligne.exercice,
        nb_a_decider=ligne.nb_a_decider,
        nb_decidees=len(decisions),
        nb_sieges=len(noms) - len(ligne.recusations),
        recusations=tuple(RecusationVue(noms[r.cle_membre], r.motif) for r in ligne.recusations),
        blocs=tuple(
            bloc_du_jury(dossier, bloc, decisions, pieces.get(bloc.code)) for bloc in dossier.blocs
        ),
    )


def bloc_du_jury(
    dossier: Dossier, bloc: BlocDossier, decisions: Decisions, piece: str | None
) -> BlocDuJury:
    """Un bloc tel que le jury le voit : k compte ce qui est déjà acquis ou suggéré acquis."""
    seules = dossier.referentiel.jamais_seules
    return BlocDuJury(
        code=bloc.code,
        intitule=bloc.intitule,
        complementaire=bloc.complementaire,
        resultat=resultat_bloc(bloc, decisions, piece),
        k=sum(1 for c in bloc.competences if c.deja_acquise or suggestion(c, seules).favorable),
        n=len(bloc.competences),
        piece_attendue=piece,
    )
