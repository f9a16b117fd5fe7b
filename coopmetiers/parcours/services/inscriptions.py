"""Inscrire des personnes à une session ; changer, rompre, reprendre une inscription."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.base.texts import n_
from coopmetiers.comptes.models import Utilisateur
from coopmetiers.comptes.rules import normaliser_email
from coopmetiers.parcours.enums import EtatInscription
from coopmetiers.parcours.models import Apprenant, Inscription
from coopmetiers.parcours.permissions import A
from coopmetiers.parcours.queries import fuseau, inscription_ouverte, session_ouverte
from coopmetiers.parcours.rules import inscription as rules
from coopmetiers.parcours.rules.inscription import (
    SaisieInscription,
    SaisieNaissance,
    SaisieVersion,
)
from coopmetiers.parcours.services import etats
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.queries import MetierVu


def inscrire(
    acteur: Identity, session_id: str, saisies: Sequence[SaisieInscription]
) -> tuple[Inscription, ...]:
    """Inscrit des personnes à une session, toutes ou aucune.

    Elles suivent la version que la session offre aujourd’hui. Leurs comptes existent déjà : la
    porte les a invitées dans le même acte. Lève `RuleViolation` à la première faute.
    """
    session, cible = session_ouverte(acteur, session_id, pour_ecrire=True)
    require(acteur, A.INSCRIRE, cible)
    metiers = {metier.code: metier for metier in referentiel.metiers(session.cle_version)}
    aujourd_hui = clock.today(fuseau())
    for saisie in saisies:
        _verifier(saisie, metiers, rules.verifier_identite(saisie, aujourd_hui=aujourd_hui))
    comptes = _comptes({normaliser_email(saisie.email) for saisie in saisies})
    personnes = _apprenants({compte.id for compte in comptes.values()})
    inscrites = _deja_inscrites(session.cle)
    nouvelles = []
    for saisie in saisies:
        personne = _apprenant(saisie, comptes[normaliser_email(saisie.email)], personnes)
        if personne.cle in inscrites:
            raise rules.deja_inscrite(personne.nom_complet)
        inscrites.add(personne.cle)
        inscription = Inscription(
            apprenant=personne,
            cle_session=session.cle,
            cle_version=session.cle_version,
            cle_metier=metiers[saisie.code_metier].cle,
            exercice=saisie.exercice,
            etat=EtatInscription.EN_COURS,
            inscrite_a=clock.now(),
        )
        db.session.add(inscription)
        nouvelles.append(inscription)
    db.session.flush()
    consigner(
        acteur,
        A.INSCRIRE,
        Reference("session", session.session_id, acteur.organisation_id),
        {"inscriptions": [inscription.inscription_id for inscription in nouvelles]},
    )
    return tuple(nouvelles)


def modifier(acteur: Identity, inscription_id: str, saisie: SaisieNaissance) -> Inscription:
    """Écrit la date et le lieu de naissance, que l’attestation imprimera."""
    inscription, cible = inscription_ouverte(acteur, inscription_id, pour_ecrire=True)
    require(acteur, A.MODIFIER, cible)
    rules.verifier_naissance(saisie, aujourd_hui=clock.today(fuseau()))
    personne = inscription.apprenant
    personne.naissance_le = saisie.naissance_le
    personne.naissance_lieu = saisie.naissance_lieu
    # Le journal dit ce qui a changé, jamais la donnée d’état civil elle-même.
    complete = bool(saisie.naissance_le and saisie.naissance_lieu)
    _consigner(acteur, A.MODIFIER, inscription, {"naissance_complete": complete})
    return inscription


def changer_version(acteur: Identity, inscription_id: str, saisie: SaisieVersion) -> Inscription:
    """Change la version, le métier ou l’exercice d’une inscription ; le motif reste au journal.

    Les faits restent tels qu’ils ont été dits ; ceux des compétences que la nouvelle version garde
    y comptent encore.
    """
    inscription, cible = inscription_ouverte(acteur, inscription_id, pour_ecrire=True)
    require(acteur, A.CHANGER_VERSION, cible)
    rules.verifier_en_cours(inscription.etat)
    rules.verifier_motif(saisie.motif)
    version = next(
        (v for v in referentiel.versions_offertes() if v.version_id == saisie.version_id), None
    )
    if version is None:
        raise RuleViolation(
            "version_inconnue",
            n_("Choisissez une version publiée du référentiel."),
            field="version_id",
        )
    metiers = {metier.code: metier for metier in referentiel.metiers(version.cle)}
    if saisie.code_metier not in metiers:
        raise rules.metier_inconnu(saisie.code_metier)
    rules.verifier_exercice(saisie.exercice)
    ancienne = referentiel.version_par_cle(inscription.cle_version)
    avant = [ancienne.nom, inscription.metier.code, inscription.exercice]
    inscription.cle_version = version.cle
    inscription.cle_metier = metiers[saisie.code_metier].cle
    inscription.exercice = saisie.exercice
    details = {"motif": saisie.motif, "avant": avant, "version": version.nom}
    details |= {"metier": saisie.code_metier, "exercice": saisie.exercice}
    _consigner(acteur, A.CHANGER_VERSION, inscription, details)
    etats.tenir([inscription.cle])
    return inscription


def rompre(acteur: Identity, inscription_id: str, motif: str) -> Inscription:
    """Met fin à une inscription avant son terme ; ce qui a été constaté reste."""
    inscription, cible = inscription_ouverte(acteur, inscription_id, pour_ecrire=True)
    require(acteur, A.ROMPRE, cible)
    rules.verifier_en_cours(inscription.etat)
    rules.verifier_motif(motif)
    inscription.etat = EtatInscription.ROMPUE
    _consigner(acteur, A.ROMPRE, inscription, {"motif": motif})
    return inscription


def reprendre(acteur: Identity, inscription_id: str) -> Inscription:
    """Reprend une inscription rompue, telle qu’elle était."""
    inscription, cible = inscription_ouverte(acteur, inscription_id, pour_ecrire=True)
    require(acteur, A.REPRENDRE, cible)
    rules.verifier_rompue(inscription.etat)
    inscription.etat = EtatInscription.EN_COURS
    _consigner(acteur, A.REPRENDRE, inscription, {})
    return inscription


def _verifier(
    saisie: SaisieInscription,
    metiers: Mapping[str, MetierVu],
    fautes: Sequence[RuleViolation],
) -> None:
    if fautes:
        raise fautes[0]
    if saisie.code_metier not in metiers:
        raise rules.metier_inconnu(saisie.code_metier)
    rules.verifier_exercice(saisie.exercice)


def _comptes(emails: Collection[str]) -> dict[str, Utilisateur]:
    comptes = db.session.scalars(select(Utilisateur).where(Utilisateur.email.in_(emails)))
    trouves = {compte.email: compte for compte in comptes}
    for email in sorted(emails):
        if email not in trouves:
            raise RuleViolation(
                "compte_absent",
                n_("Personne n’a encore été invité à l’adresse %(email)s."),
                {"email": email},
                field="email",
            )
    return trouves


def _apprenants(cles_utilisateurs: Collection[int]) -> dict[int, Apprenant]:
    lignes = db.session.scalars(
        select(Apprenant).where(Apprenant.cle_utilisateur.in_(cles_utilisateurs))
    )
    return {ligne.cle_utilisateur: ligne for ligne in lignes}


def _deja_inscrites(cle_session: int) -> set[int | None]:
    return set(
        db.session.scalars(
            select(Inscription.cle_apprenant).where(Inscription.cle_session == cle_session)
        )
    )


def _apprenant(
    saisie: SaisieInscription, compte: Utilisateur, connus: dict[int, Apprenant]
) -> Apprenant:
    """La personne dans cet organisme ; une naissance déjà écrite n’est pas effacée."""
    personne = connus.get(compte.id)
    if personne is None:
        personne = Apprenant(
            cle_utilisateur=compte.id,
            prenom=saisie.prenom,
            nom=saisie.nom,
            email=compte.email,
            naissance_lieu="",
        )
        db.session.add(personne)
        connus[compte.id] = personne
    personne.naissance_le = saisie.naissance_le or personne.naissance_le
    personne.naissance_lieu = saisie.naissance_lieu or personne.naissance_lieu
    db.session.flush()
    return personne


def _consigner(
    acteur: Identity, action: A, inscription: Inscription, details: Mapping[str, object]
) -> None:
    objet = Reference("inscription", inscription.inscription_id, acteur.organisation_id)
    consigner(acteur, action, objet, details)
