"""Deuxième temps : des formations, des sessions, des groupes qui viennent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from coopmetiers.base import tenancy
from coopmetiers.base.db import read_only
from coopmetiers.base.identity import Identity
from coopmetiers.cli.demo.cours import Cours
from coopmetiers.cli.demo.fondations import accepter
from coopmetiers.cli.demo.personnages import Apprenante
from coopmetiers.cli.demo.scene import Scene
from coopmetiers.comptes.enums import Role
from coopmetiers.comptes.queries.invitations import chemin_invitation
from coopmetiers.comptes.rules import SaisieInvitation
from coopmetiers.comptes.services import invitations
from coopmetiers.formation import queries as formation
from coopmetiers.formation.enums import DemiJournee, RoleSession
from coopmetiers.formation.rules.couverture import SaisieLien
from coopmetiers.formation.rules.formations import SaisieFormation
from coopmetiers.formation.rules.sessions import SaisieHoraires, SaisieSession
from coopmetiers.formation.services import affectations, couverture, formations, modules, sessions
from coopmetiers.parcours.enums import Presence
from coopmetiers.parcours.rules.assiduite import SaisiePresence
from coopmetiers.parcours.rules.inscription import SaisieInscription
from coopmetiers.parcours.services import assiduite, inscriptions
from coopmetiers.referentiel import queries as referentiel


@dataclass
class Promotion:
    """Une session et les personnes qui la suivent."""

    session_id: str
    code: str
    cle_version: int
    metier: str
    responsable: Identity
    formateur: Identity
    personnes: tuple[Apprenante, ...]
    #: Courriel → identifiant public de l’inscription.
    inscriptions: dict[str, str] = field(default_factory=dict)

    def inscription_de(self, personne: Apprenante) -> str:
        """L’inscription de cette personne."""
        return self.inscriptions[personne.courriel]


def declarer(scene: Scene, acteur: Identity, cours: Cours, *, le: int) -> str:
    """Un organisme déclare une formation et ce qu’elle couvre ; rend son identifiant."""
    with scene.acte(acteur, le):
        version = referentiel.versions_offertes()[0]
        saisie = SaisieFormation(
            cours.intitule, version.version_id, cours.objectifs, cours.public_vise
        )
        formation_id = formations.creer(acteur, saisie).formation_id
        crees = modules.creer(acteur, formation_id, tuple(m.saisie for m in cours.modules))
        ids = {module.code: module.module_id for module in crees}
        competences = referentiel.competences(version.cle).values()
        liens = [
            SaisieLien(ids[module.code], competence.code, intensite)
            for module in cours.modules
            for competence in competences
            if (intensite := module.travaille.get(competence.code_activite))
            and competence.code not in cours.laissees
        ]
        couverture.relier(acteur, formation_id, liens)
    return formation_id


@dataclass(frozen=True)
class Calendrier:
    """Une session : son intitulé, son lieu, les jours de formation (décalages d’aujourd’hui)."""

    intitule: str
    lieu: str
    jours: tuple[int, ...]


def ouvrir(
    scene: Scene,
    formation_id: str,
    calendrier: Calendrier,
    *,
    equipe: tuple[Identity, Sequence[Identity]],
    metier: str,
    personnes: tuple[Apprenante, ...],
) -> Promotion:
    """Ouvre une session de demi-journées, y affecte l’équipe, inscrit les personnes."""
    responsable, (formateur, *evaluateurs) = equipe
    jours = [scene.jour(decalage) for decalage in calendrier.jours]
    with scene.acte(responsable, calendrier.jours[0] - 30):
        session = sessions.ouvrir(
            responsable,
            formation_id,
            SaisieSession(calendrier.intitule, jours[0], jours[-1], calendrier.lieu),
            SaisieHoraires(tuple((jour, moitie) for jour in jours for moitie in DemiJournee)),
        )
        affectations.affecter(
            responsable, session.session_id, formateur.user_id, RoleSession.FORMATEUR
        )
        for evaluateur in evaluateurs:
            affectations.affecter(
                responsable, session.session_id, evaluateur.user_id, RoleSession.EVALUATEUR
            )
        promotion = Promotion(
            session.session_id,
            session.code,
            session.cle_version,
            metier,
            responsable,
            formateur,
            personnes,
        )
    _inscrire(scene, promotion, le=calendrier.jours[0] - 20)
    return promotion


def _inscrire(scene: Scene, promotion: Promotion, *, le: int) -> None:
    acteur = promotion.responsable
    with scene.acte(acteur, le):
        for personne in promotion.personnes:
            invitee = invitations.inviter(
                acteur,
                SaisieInvitation(personne.prenom, personne.nom, personne.courriel, Role.APPRENANT),
            )
            accepter(scene, chemin_invitation(invitee))
        inscrites = inscriptions.inscrire(
            acteur, promotion.session_id, [_saisie(p, promotion) for p in promotion.personnes]
        )
        for personne, inscription in zip(promotion.personnes, inscrites, strict=True):
            promotion.inscriptions[personne.courriel] = inscription.inscription_id


def _saisie(personne: Apprenante, promotion: Promotion) -> SaisieInscription:
    return SaisieInscription(
        prenom=personne.prenom,
        nom=personne.nom,
        email=personne.courriel,
        code_metier=promotion.metier,
        exercice=personne.exercice,
        naissance_le=personne.naissance_le,
        naissance_lieu=personne.naissance_lieu,
    )


def emarger(scene: Scene, promotion: Promotion, *, jusqu_a: date) -> None:
    """Le formateur constate les présences de chaque demi-journée passée ; quelques absences."""
    with tenancy.bound(promotion.responsable.organisation_key), read_only():
        session = formation.session_vue(promotion.responsable, promotion.session_id)
        creneaux = [c for c in formation.creneaux(session.cle) if c.jour <= jusqu_a]
    for rang, creneau in enumerate(creneaux):
        saisies = [
            SaisiePresence(creneau.creneau_id, inscription_id, _presence(rang, place))
            for place, inscription_id in enumerate(promotion.inscriptions.values())
        ]
        decalage = (creneau.jour - scene.aujourd_hui).days
        with scene.acte(promotion.formateur, decalage, 18):
            assiduite.emarger(promotion.formateur, promotion.session_id, saisies)


def _presence(rang: int, place: int) -> Presence:
    if (rang * 7 + place * 3) % 23 == 0:
        return Presence.EXCUSE
    return Presence.ABSENT if (rang * 5 + place) % 41 == 7 else Presence.PRESENT
