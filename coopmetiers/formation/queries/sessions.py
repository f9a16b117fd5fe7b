"""Les sessions qu’une personne peut voir, leurs créneaux, qui y forme et qui y évalue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.pagination import Page, paginate
from coopmetiers.base.permissions import can
from coopmetiers.base.texts import folded
from coopmetiers.comptes.enums import Role
from coopmetiers.comptes.models import Appartenance, Utilisateur
from coopmetiers.formation.enums import DemiJournee, EtatSession, ModaliteSession, RoleSession
from coopmetiers.formation.models import Affectation, Creneau, SessionFormation
from coopmetiers.formation.permissions import A
from coopmetiers.formation.rules import sessions as regles
from coopmetiers.formation.rules.sessions import SaisieCreneau
from coopmetiers.referentiel.models import VersionReferentiel


@dataclass(frozen=True)
class SessionVue:
    """Une session ; `cle_version` est la version offerte à qui s’inscrit maintenant."""

    cle: int
    session_id: str
    code: str
    intitule: str
    debut_le: date
    fin_le: date
    lieu: str
    modalite: ModaliteSession
    cle_organisation: int
    cle_formation: int
    formation_id: str
    formation_intitule: str
    cle_version: int
    version_id: str
    code_referentiel: str
    version: str
    #: Clés des comptes affectés aujourd’hui à la session.
    cles_affectees: frozenset[int]
    nb_creneaux: int
    minutes: int

    def etat(self, le: date) -> EtatSession:
        """À venir, en cours ou passée, au jour dit."""
        return regles.etat_de_session(self.debut_le, self.fin_le, le)


@dataclass(frozen=True)
class CreneauVu:
    """Une demi-journée de session, à l’heure du lieu."""

    cle: int
    creneau_id: str
    jour: date
    demi_journee: DemiJournee
    debut: time
    fin: time
    intitule: str

    @property
    def minutes_debut(self) -> int:
        """L’heure de début, en minutes depuis minuit."""
        return self.debut.hour * 60 + self.debut.minute

    @property
    def minutes_fin(self) -> int:
        """L’heure de fin, en minutes depuis minuit."""
        return self.fin.hour * 60 + self.fin.minute

    @property
    def minutes(self) -> int:
        """La durée, en minutes."""
        return self.minutes_fin - self.minutes_debut


@dataclass(frozen=True)
class AffectationVue:
    """Une personne qui forme, ou évalue seulement, dans une session."""

    utilisateur_id: str
    nom: str
    role: RoleSession
    depuis_a: datetime


@dataclass(frozen=True)
class MembreAffectable:
    """Une personne de l’équipe ; `peut_former` est faux pour qui n’est qu’évaluateur·rice."""

    utilisateur_id: str
    cle_utilisateur: int
    nom: str
    peut_former: bool


def session_par_id(session_id: str, *, pour_ecrire: bool = False) -> SessionFormation:
    """La ligne d’une session de l’organisation liée, verrouillée si on va l’écrire.

    Lève `NotFound`.
    """
    demande = select(SessionFormation).where(SessionFormation.session_id == session_id)
    if pour_ecrire:
        demande = demande.with_for_update()
    session = db.session.scalar(demande)
    if session is None:
        raise NotFound
    return session


def session_nommee(nom: str) -> str | None:
    """L’identifiant de la session de ce code (ou identifiant) chez l’organisme lié, ou rien."""
    return db.session.scalar(
        select(SessionFormation.session_id).where(
            or_(SessionFormation.code == nom.upper(), SessionFormation.session_id == nom)
        )
    )


def session_vue(acteur: Identity, session_id: str) -> SessionVue:
    """Une session que la personne peut lire, en trois requêtes. Lève `NotFound` sinon."""
    session = db.session.scalar(
        _avec_sa_fiche(sessions_visibles(acteur)).where(SessionFormation.session_id == session_id)
    )
    if session is None:
        raise NotFound
    return _vues((session,))[0]


def sessions_visibles(acteur: Identity) -> Select[SessionFormation]:
    """Les sessions que la personne peut lire.

    Un·e responsable : toutes celles de l’organisme ; qui forme ou évalue : celles où il ou elle est
    affecté·e ; les autres : aucune.
    """
    demande = select(SessionFormation)
    if not can(acteur, A.LIRE_SESSION):
        return demande.where(SessionFormation.cle.is_(None))
    if acteur.role in (Role.FORMATEUR, Role.EVALUATEUR):
        return demande.where(_affecte(acteur.user_key))
    return demande


def est_affecte(acteur: Identity, cle_session: int) -> bool:
    """Vrai si la personne forme ou évalue aujourd’hui dans la session."""
    demande = select(Affectation.cle).where(
        Affectation.cle_session == cle_session,
        Affectation.cle_utilisateur == acteur.user_key,
        Affectation.retiree_a.is_(None),
    )
    return db.session.scalar(demande) is not None


def liste_sessions(
    acteur: Identity,
    etat: EtatSession,
    *,
    le: date,
    recherche: str = "",
    formation_id: str | None = None,
    page: int = 1,
) -> Page:
    """Une page des sessions visibles dans un état au jour dit.

    Les passées vont de la plus récente à la plus ancienne, les autres dans l’ordre des dates.
    """
    demande = _avec_sa_fiche(sessions_visibles(acteur)).where(_dans_l_etat(etat, le))
    if recherche:
        demande = demande.where(SessionFormation.cle.in_(_trouvees(recherche)))
    if etat == EtatSession.PASSEE:
        demande = demande.order_by(SessionFormation.fin_le.desc(), SessionFormation.cle)
    else:
        demande = demande.order_by(SessionFormation.debut_le, SessionFormation.cle)
    trouvee = paginate(demande, page)
    return replace(trouvee, items=_vues(trouvee.items))


def sessions_de(acteur: Identity, cle_formation: int) -> tuple[SessionVue, ...]:
    """Les sessions visibles d’une formation, la plus récente d’abord."""
    demande = (
        _avec_sa_fiche(sessions_visibles(acteur))
        .where(SessionFormation.cle_formation == cle_formation)
        .order_by(SessionFormation.debut_le.desc(), SessionFormation.cle)
    )
    return _vues(tuple(db.session.scalars(demande)))


def nb_sessions(acteur: Identity, *, le: date) -> dict[EtatSession, int]:
    """Combien de sessions visibles dans chaque état au jour dit."""
    visibles = sessions_visibles(acteur).subquery()
    a_venir, passee = visibles.c.debut_le > le, visibles.c.fin_le < le
    ligne = db.session.execute(
        select(
            func.count(visibles.c.cle).filter(a_venir),
            func.count(visibles.c.cle).filter(~a_venir, ~passee),
            func.count(visibles.c.cle).filter(passee),
        )
    ).one()
    return dict(zip(EtatSession, ligne, strict=True))


def creneaux(cle_session: int) -> tuple[CreneauVu, ...]:
    """Les demi-journées d’une session, dans l’ordre des jours et des heures."""
    lignes = db.session.scalars(
        select(Creneau)
        .where(Creneau.cle_session == cle_session)
        .order_by(Creneau.jour, Creneau.debut)
    )
    return tuple(
        CreneauVu(
            cle=ligne.cle,
            creneau_id=ligne.creneau_id,
            jour=ligne.jour,
            demi_journee=DemiJournee(ligne.demi_journee),
            debut=ligne.debut,
            fin=ligne.fin,
            intitule=ligne.intitule,
        )
        for ligne in lignes
    )


def creneaux_dits(session: SessionFormation) -> tuple[SaisieCreneau, ...]:
    """Les créneaux d’une session, comme les règles les lisent."""
    return tuple(
        SaisieCreneau(c.jour, DemiJournee(c.demi_journee), c.debut, c.fin, c.intitule)
        for c in session.creneaux
    )


def affectations(cle_session: int) -> tuple[AffectationVue, ...]:
    """Qui forme ou évalue aujourd’hui dans une session, par nom."""
    lignes = db.session.execute(
        select(Affectation, Utilisateur)
        .join(Utilisateur, Utilisateur.id == Affectation.cle_utilisateur)
        .where(Affectation.cle_session == cle_session, Affectation.retiree_a.is_(None))
        .order_by(Utilisateur.nom, Utilisateur.prenom)
    )
    return tuple(
        AffectationVue(
            utilisateur_id=personne.utilisateur_id,
            nom=personne.nom_complet,
            role=RoleSession(affectation.role),
            depuis_a=affectation.depuis_a,
        )
        for affectation, personne in lignes
    )


def equipe(acteur: Identity) -> tuple[MembreAffectable, ...]:
    """Les personnes de l’organisme qu’on peut affecter à une session, par nom."""
    lignes = db.session.execute(
        select(Utilisateur, Appartenance.role)
        .join(Appartenance, Appartenance.cle_utilisateur == Utilisateur.id)
        .where(
            Appartenance.cle_organisation == acteur.organisation_key,
            Appartenance.terminee_a.is_(None),
            Appartenance.role.in_((Role.RESPONSABLE, Role.FORMATEUR, Role.EVALUATEUR)),
        )
        .order_by(Utilisateur.nom, Utilisateur.prenom)
    )
    membres: dict[str, MembreAffectable] = {}
    for personne, role in lignes:
        forme = role != Role.EVALUATEUR
        deja = membres.get(personne.utilisateur_id)
        membres[personne.utilisateur_id] = MembreAffectable(
            personne.utilisateur_id,
            personne.id,
            personne.nom_complet,
            forme or (deja is not None and deja.peut_former),
        )
    return tuple(membres.values())


def _affecte(cle_utilisateur: int | None) -> ColumnElement[bool]:
    return exists().where(
        Affectation.cle_session == SessionFormation.cle,
        Affectation.cle_utilisateur == cle_utilisateur,
        Affectation.retiree_a.is_(None),
    )


def _trouvees(recherche: str) -> list[int]:
    """Les clés des sessions dont le nom, le code ou le lieu contiennent ces mots, sans accents."""
    mots = folded(recherche).split()
    lignes = db.session.execute(
        select(
            SessionFormation.cle,
            SessionFormation.intitule,
            SessionFormation.code,
            SessionFormation.lieu,
        )
    )
    return [cle for cle, *dits in lignes if all(mot in folded(" ".join(dits)) for mot in mots)]


def _dans_l_etat(etat: EtatSession, le: date) -> ColumnElement[bool]:
    if etat == EtatSession.A_VENIR:
        return SessionFormation.debut_le > le
    if etat == EtatSession.PASSEE:
        return SessionFormation.fin_le < le
    return and_(SessionFormation.debut_le <= le, SessionFormation.fin_le >= le)


def _avec_sa_fiche(demande: Select[SessionFormation]) -> Select[SessionFormation]:
    version = joinedload(SessionFormation.version).joinedload(VersionReferentiel.referentiel)
    return demande.options(joinedload(SessionFormation.formation), version)


def _vues(lignes: Sequence[SessionFormation]) -> tuple[SessionVue, ...]:
    cles = [ligne.cle for ligne in lignes]
    affectees, durees = _affectees(cles), _durees(cles)
    return tuple(
        SessionVue(
            cle=ligne.cle,
            session_id=ligne.session_id,
            code=ligne.code,
            intitule=ligne.intitule,
            debut_le=ligne.debut_le,
            fin_le=ligne.fin_le,
            lieu=ligne.lieu,
            modalite=ModaliteSession(ligne.modalite),
            cle_organisation=ligne.cle_organisation,
            cle_formation=ligne.cle_formation,
            formation_id=ligne.formation.formation_id,
            formation_intitule=ligne.formation.intitule,
            cle_version=ligne.cle_version,
            version_id=ligne.version.version_id,
            code_referentiel=ligne.version.referentiel.code,
            version=ligne.version.version,
            cles_affectees=frozenset(affectees.get(ligne.cle, ())),
            nb_creneaux=durees.get(ligne.cle, (0, 0))[0],
            minutes=durees.get(ligne.cle, (0, 0))[1],
        )
        for ligne in lignes
    )


def _affectees(cles: Sequence[int]) -> dict[int, list[int]]:
    trouvees: dict[int, list[int]] = {}
    for cle_session, cle_utilisateur in db.session.execute(
        select(Affectation.cle_session, Affectation.cle_utilisateur).where(
            Affectation.cle_session.in_(cles), Affectation.retiree_a.is_(None)
        )
    ):
        trouvees.setdefault(cle_session, []).append(cle_utilisateur)
    return trouvees


def _durees(cles: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Par session, ses créneaux et leurs minutes ; les horaires communs sont comptés ensemble."""
    durees: dict[int, tuple[int, int]] = {}
    for cle_session, debut, fin, nombre in db.session.execute(
        select(Creneau.cle_session, Creneau.debut, Creneau.fin, func.count(Creneau.cle))
        .where(Creneau.cle_session.in_(cles))
        .group_by(Creneau.cle_session, Creneau.debut, Creneau.fin)
    ):
        compte, minutes = durees.get(cle_session, (0, 0))
        longueur = (fin.hour - debut.hour) * 60 + fin.minute - debut.minute
        durees[cle_session] = (compte + nombre, minutes + nombre * longueur)
    return durees
