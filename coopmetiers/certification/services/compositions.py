"""Composer un jury avant son ouverture : ses membres, ses candidatures, qui n’y siège pas."""

from __future__ import annotations

from sqlalchemy import select

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.base.texts import n_
from coopmetiers.certification.enums import EtatCandidature, EtatJury, QualiteMembre
from coopmetiers.certification.models import Candidature, Jury, MembreJury, Recusation
from coopmetiers.certification.permissions import A
from coopmetiers.certification.rules import jury as rules
from coopmetiers.certification.services.jurys import jury_verrouille
from coopmetiers.comptes import queries as comptes
from coopmetiers.comptes.enums import Role


def nommer(acteur: Identity, jury_id: str, saisie: rules.SaisieMembre) -> MembreJury:
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
    _consigner(acteur, jury, {"nomme": membre.nom, "qualite": saisie.qualite})
    return membre


def retirer(acteur: Identity, jury_id: str, membre_id: str) -> None:
    """Retire un membre, avant l’ouverture."""
    jury = jury_verrouille(jury_id)
    require(acteur, A.COMPOSER, jury)
    rules.verifier_composition(EtatJury(jury.etat))
    membre = _membre(jury, membre_id)
    _consigner(acteur, jury, {"retire": membre.nom})
    db.session.delete(membre)


def inscrire_au_role(acteur: Identity, jury_id: str, candidature_ids: tuple[str, ...]) -> int:
    """Inscrit au jury des candidatures présentées pour la même version et le même métier.

    Rend leur nombre. Lève `RuleViolation` si l’une ne relève pas de ce jury.
    """
    jury = jury_verrouille(jury_id)
    require(acteur, A.COMPOSER, jury)
    rules.verifier_composition(EtatJury(jury.etat))
    trouvees = db.session.scalars(
        select(Candidature).where(Candidature.candidature_id.in_(candidature_ids)).with_for_update()
    ).all()
    if len(trouvees) != len(set(candidature_ids)):
        raise NotFound
    for candidature in trouvees:
        _verifier_du_jury(candidature, jury)
        candidature.jury = jury
        _consigner(acteur, jury, {"candidature": candidature.candidature_id})
    return len(trouvees)


def _verifier_du_jury(candidature: Candidature, jury: Jury) -> None:
    if candidature.etat != EtatCandidature.PRESENTEE:
        raise RuleViolation(
            "candidature_jugee",
            n_("La candidature de %(nom)s a déjà été jugée : présentez-la à nouveau."),
            {"nom": candidature.nom_complet},
        )
    meme_objet = (candidature.cle_version, candidature.cle_metier) == (
        jury.cle_version,
        jury.cle_metier,
    )
    if not meme_objet:
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
    # Une récusation vaut pour les membres de ce jury-ci.
    candidature.recusations.clear()
    _consigner(acteur, jury, {"rayee": candidature_id})


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
    _consigner(acteur, jury, {"recuse": membre.nom, "candidature": candidature_id})


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


def _consigner(acteur: Identity, jury: Jury, details: dict[str, object]) -> None:
    reference = Reference("jury", jury.jury_id, acteur.organisation_id)
    consigner(acteur, A.COMPOSER, reference, details)
