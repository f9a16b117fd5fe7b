"""La vie d’un jury : composé, ouvert, signé, proclamé."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.base.texts import n_
from coopmetiers.certification.enums import EtatCandidature, EtatJury, QualiteMembre
from coopmetiers.certification.models import Candidature, Jury, MembreJury, Recusation
from coopmetiers.certification.permissions import A
from coopmetiers.certification.queries.deliberation import etat_deliberation
from coopmetiers.certification.rules import dossier as dossiers
from coopmetiers.certification.rules import jury as rules
from coopmetiers.certification.rules.registre import numero_jury
from coopmetiers.certification.services import numeros
from coopmetiers.comptes import queries as comptes
from coopmetiers.comptes.enums import Role


@dataclass(frozen=True)
class SaisieJury:
    """La réunion d’un jury : pour quelle version et quel métier, quand, où, avec quel quorum."""

    cle_version: int
    cle_metier: int
    tenu_le: date
    lieu: str
    quorum: int


@dataclass(frozen=True)
class SaisieMembre:
    """Une personne du certificateur qui siégera, à un titre."""

    utilisateur_id: str
    qualite: QualiteMembre
    fonction: str


def convoquer(acteur: Identity, saisie: SaisieJury) -> Jury:
    """Le certificateur convoque un jury, pour une version et un métier ; il reçoit son numéro."""
    require(acteur, A.COMPOSER)
    if saisie.quorum < 1:
        raise RuleViolation("quorum_nul", n_("Le quorum est d’au moins un membre."), field="quorum")
    annee = clock.today().year
    jury = Jury(
        numero=numero_jury(annee, numeros.suivant(numeros.JURYS, annee)),
        cle_version=saisie.cle_version,
        cle_metier=saisie.cle_metier,
        tenu_le=saisie.tenu_le,
        lieu=saisie.lieu,
        quorum=saisie.quorum,
        cree_a=clock.now(),
    )
    db.session.add(jury)
    db.session.flush()
    _consigner(acteur, A.COMPOSER, jury, {"convoque_le": saisie.tenu_le.isoformat()})
    return jury


def nommer(acteur: Identity, jury_id: str, saisie: SaisieMembre) -> MembreJury:
    """Nomme un membre parmi les juré·es du certificateur, avant l’ouverture."""
    jury = jury_verrouille(jury_id)
    require(acteur, A.COMPOSER, jury)
    rules.verifier_composition(EtatJury(jury.etat))
    personne = comptes.membre_de(acteur, saisie.utilisateur_id, Role.JURE)
    if any(m.cle_utilisateur == personne.id for m in jury.membres):
        raise RuleViolation(
            "deja_membre",
            n_("%(nom)s siège déjà dans ce jury."),
            {"nom": personne.nom_complet},
            "utilisateur",
        )
    if saisie.qualite == QualiteMembre.PRESIDENCE and any(
        m.qualite == QualiteMembre.PRESIDENCE for m in jury.membres
    ):
        raise RuleViolation("presidence", n_("Ce jury a déjà une présidence."), field="qualite")
    membre = MembreJury(
        cle_utilisateur=personne.id,
        nom=personne.nom_complet,
        qualite=saisie.qualite,
        fonction=saisie.fonction,
    )
    jury.membres.append(membre)
    db.session.flush()
    _consigner(acteur, A.COMPOSER, jury, {"nomme": membre.nom, "qualite": saisie.qualite})
    return membre


def retirer(acteur: Identity, jury_id: str, membre_id: str) -> None:
    """Retire un membre, avant l’ouverture."""
    jury = jury_verrouille(jury_id)
    require(acteur, A.COMPOSER, jury)
    rules.verifier_composition(EtatJury(jury.etat))
    membre = _membre(jury, membre_id)
    _consigner(acteur, A.COMPOSER, jury, {"retire": membre.nom})
    db.session.delete(membre)


def inscrire_au_role(acteur: Identity, jury_id: str, candidature_ids: tuple[str, ...]) -> int:
    """Inscrit au jury des candidatures présentées pour la même version et le même métier.

    Rend leur nombre. Lève `RuleViolation` si l’une ne relève pas de ce jury.
    """
    jury = jury_verrouille(jury_id)
    require(acteur, A.COMPOSER, jury)
    rules.verifier_composition(EtatJury(jury.etat))
    trouvees = db.session.scalars(
        select(Candidature)
        .where(Candidature.candidature_id.in_(candidature_ids))
        .with_for_update()
    ).all()
    if len(trouvees) != len(set(candidature_ids)):
        raise NotFound
    for candidature in trouvees:
        _verifier_du_jury(candidature, jury)
        candidature.jury = jury
        _consigner(acteur, A.COMPOSER, jury, {"candidature": candidature.candidature_id})
    return len(trouvees)


def _verifier_du_jury(candidature: Candidature, jury: Jury) -> None:
    meme_objet = (candidature.cle_version, candidature.cle_metier) == (
        jury.cle_version,
        jury.cle_metier,
    )
    if not meme_objet or candidature.etat != EtatCandidature.PRESENTEE:
        raise RuleViolation(
            "candidature_d_un_autre_jury",
            n_("La candidature de %(nom)s vise une autre version ou un autre métier."),
            {"nom": candidature.nom_complet},
        )
    if candidature.jury is not None and candidature.jury.cle != jury.cle:
        raise RuleViolation(
            "candidature_deja_inscrite",
            n_("La candidature de %(nom)s est déjà inscrite au jury %(numero)s."),
            {"nom": candidature.nom_complet, "numero": candidature.jury.numero},
        )


def rayer_du_role(acteur: Identity, jury_id: str, candidature_id: str) -> None:
    """Retire une candidature du jury avant son ouverture ; elle attend le prochain."""
    jury = jury_verrouille(jury_id)
    require(acteur, A.COMPOSER, jury)
    rules.verifier_composition(EtatJury(jury.etat))
    candidature = _candidature(jury, candidature_id)
    candidature.jury = None
    _consigner(acteur, A.COMPOSER, jury, {"rayee": candidature_id})


def recuser(
    acteur: Identity, jury_id: str, candidature_id: str, *, membre_id: str, motif: str
) -> None:
    """Un membre lié à une personne ne siège pas pour elle ; le motif est écrit."""
    jury = jury_verrouille(jury_id)
    require(acteur, A.COMPOSER, jury)
    rules.verifier_composition(EtatJury(jury.etat))
    if not motif.strip():
        raise RuleViolation("motif_recusation", n_("Dites quel est le lien."), field="motif")
    candidature, membre = _candidature(jury, candidature_id), _membre(jury, membre_id)
    if any(r.cle_membre == membre.cle for r in candidature.recusations):
        return
    candidature.recusations.append(Recusation(cle_membre=membre.cle, motif=motif))
    _consigner(
        acteur, A.COMPOSER, jury, {"recuse": membre.nom, "candidature": candidature_id}
    )


def ouvrir(acteur: Identity, jury_id: str) -> Jury:
    """Ouvre la délibération : les dossiers sont figés, la composition aussi.

    Un membre qui a évalué la personne pendant son parcours est récusé d’office pour elle. Lève
    `RuleViolation` sans présidence, sans candidature ou sans quorum.
    """
    jury = jury_verrouille(jury_id)
    require(acteur, A.COMPOSER, jury)
    rules.verifier_composition(EtatJury(jury.etat))
    _recuser_les_evaluateurs(jury)
    db.session.flush()
    etat = etat_deliberation(jury)
    rules.verifier_ouverture(etat.membres, jury.quorum, etat.recuses)
    jury.etat, jury.ouvert_a = EtatJury.OUVERT, clock.now()
    _consigner(acteur, A.COMPOSER, jury, {"ouvert": True})
    return jury


def _recuser_les_evaluateurs(jury: Jury) -> None:
    comptes_des_membres = comptes.identifiants_publics([m.cle_utilisateur for m in jury.membres])
    for candidature in jury.candidatures:
        lu = dossiers.depuis_json(candidature.dossier)
        evaluateurs = {f.evaluateur_id for _bloc, c in lu.competences() for f in c.faits}
        deja = {recusation.cle_membre for recusation in candidature.recusations}
        for membre in jury.membres:
            lie = comptes_des_membres.get(membre.cle_utilisateur) in evaluateurs
            if lie and membre.cle not in deja:
                candidature.recusations.append(
                    Recusation(
                        cle_membre=membre.cle,
                        motif="a évalué cette personne pendant son parcours",
                    )
                )


def signer(acteur: Identity, jury_id: str) -> MembreJury:
    """Chaque membre signe, une fois tout décidé."""
    jury = jury_verrouille(jury_id)
    require(acteur, A.SIGNER, jury)
    rules.verifier_ouvert(EtatJury(jury.etat))
    rules.verifier_signature(etat_deliberation(jury).restant)
    membre = membre_connecte(acteur, jury)
    membre.signe_a = membre.signe_a or clock.now()
    _consigner(acteur, A.SIGNER, jury)
    return membre


def membre_connecte(acteur: Identity, jury: Jury) -> MembreJury:
    """Le membre qu’est la personne connectée ; lève `NotFound` si elle ne siège pas."""
    for membre in jury.membres:
        if membre.cle_utilisateur == acteur.user_key:
            return membre
    raise NotFound


def jury_verrouille(jury_id: str) -> Jury:
    """Charge un jury du certificateur lié, verrouillé ; lève `NotFound`."""
    jury = db.session.scalar(select(Jury).where(Jury.jury_id == jury_id).with_for_update())
    if jury is None:
        raise NotFound
    return jury


def _membre(jury: Jury, membre_id: str) -> MembreJury:
    for membre in jury.membres:
        if membre.membre_id == membre_id:
            return membre
    raise NotFound


def _candidature(jury: Jury, candidature_id: str) -> Candidature:
    for candidature in jury.candidatures:
        if candidature.candidature_id == candidature_id:
            return candidature
    raise NotFound


def _consigner(
    acteur: Identity, action: A, jury: Jury, details: dict[str, object] | None = None
) -> None:
    consigner(acteur, action, Reference("jury", jury.jury_id, acteur.organisation_id), details)
