"""La vie d’un jury : convoqué, ouvert, signé ; `compositions` et `proclamation` font le reste."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.base.texts import n_
from coopmetiers.certification.enums import EtatJury
from coopmetiers.certification.models import Candidature, Jury, MembreJury, Recusation
from coopmetiers.certification.permissions import A
from coopmetiers.certification.queries.deliberation import etat_deliberation
from coopmetiers.certification.rules import dossier as dossiers
from coopmetiers.certification.rules import jury as rules
from coopmetiers.certification.rules.registre import numero_jury, verifier_emetteur
from coopmetiers.certification.services import numeros
from coopmetiers.comptes import queries as comptes
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.enums import EtatVersion


def convoquer(acteur: Identity, saisie: rules.SaisieJury) -> Jury:
    """Le certificateur convoque un jury, pour une version et un métier ; il reçoit son numéro.

    Lève `RuleViolation` pour un quorum nul, une version au brouillon ou un métier d’une autre.
    """
    require(acteur, A.COMPOSER)
    if saisie.quorum < 1:
        raise RuleViolation("quorum_nul", n_("Le quorum est d’au moins un membre."), field="quorum")
    version, metier = _visee(acteur, saisie)
    annee = clock.today(comptes.organisation(acteur.organisation_key).fuseau).year
    jury = Jury(
        numero=numero_jury(annee, numeros.suivant(numeros.JURYS, annee)),
        cle_version=version.cle,
        cle_metier=metier.cle,
        tenu_le=saisie.tenu_le,
        lieu=saisie.lieu,
        quorum=saisie.quorum,
        cree_a=clock.now(),
    )
    db.session.add(jury)
    db.session.flush()
    _consigner(acteur, A.COMPOSER, jury, {"convoque_le": saisie.tenu_le.isoformat()})
    return jury


def _visee(
    acteur: Identity, saisie: rules.SaisieJury
) -> tuple[referentiel.VersionVue, referentiel.MetierVu]:
    for version in referentiel.versions_visibles(acteur):
        if version.version_id == saisie.version_id and version.etat != EtatVersion.BROUILLON:
            for metier in referentiel.metiers(version.cle):
                if metier.code == saisie.code_metier:
                    return version, metier
    raise RuleViolation(
        "visee_inconnue",
        n_("Un jury se réunit pour un métier d’une version publiée."),
        field="visee",
    )


def ouvrir(acteur: Identity, jury_id: str) -> Jury:
    """Ouvre la délibération : les dossiers sont figés, la composition aussi.

    Un membre qui a évalué la personne pendant son parcours, ou qui est cette personne, est récusé
    d’office pour elle. Lève `RuleViolation` sans présidence, sans candidature ou sans quorum, et si
    le certificateur n’a pas de quoi délivrer.
    """
    jury = jury_verrouille(jury_id)
    require(acteur, A.COMPOSER, jury)
    rules.verifier_composition(EtatJury(jury.etat))
    certificateur = comptes.organisation(jury.cle_organisation)
    verifier_emetteur(
        nom=certificateur.nom,
        siret=certificateur.siret,
        representant=certificateur.representant_nom,
    )
    _recuser_qui_est_lie(jury)
    db.session.flush()
    etat = etat_deliberation(jury)
    rules.verifier_ouverture(etat.membres, jury.quorum, etat.recuses)
    jury.etat, jury.ouvert_a = EtatJury.OUVERT, clock.now()
    _consigner(acteur, A.COMPOSER, jury, {"ouvert": True})
    return jury


def _recuser_qui_est_lie(jury: Jury) -> None:
    publics = comptes.identifiants_publics([m.cle_utilisateur for m in jury.membres])
    for candidature in jury.candidatures:
        lu = dossiers.depuis_json(candidature.dossier)
        evaluateurs = {f.evaluateur_id for _bloc, c in lu.competences() for f in c.faits}
        deja = {recusation.cle_membre for recusation in candidature.recusations}
        for membre in jury.membres:
            if membre.cle in deja:
                continue
            if membre.cle_utilisateur == candidature.cle_utilisateur:
                motif = "se présente devant ce jury"
            elif publics.get(membre.cle_utilisateur) in evaluateurs:
                motif = "a évalué cette personne pendant son parcours"
            else:
                continue
            candidature.recusations.append(Recusation(cle_membre=membre.cle, motif=motif))


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
    jury = db.session.scalar(
        select(Jury)
        .where(Jury.jury_id == jury_id)
        .options(
            selectinload(Jury.membres),
            selectinload(Jury.candidatures).selectinload(Candidature.recusations),
        )
        .with_for_update(of=Jury)
    )
    if jury is None:
        raise NotFound
    return jury


def _consigner(
    acteur: Identity, action: A, jury: Jury, details: dict[str, object] | None = None
) -> None:
    consigner(acteur, action, Reference("jury", jury.jury_id, acteur.organisation_id), details)
