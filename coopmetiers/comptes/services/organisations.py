"""Créer une organisation, tenir sa fiche, habiliter un organisme."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from zoneinfo import available_timezones

from sqlalchemy import select

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import Action, require
from coopmetiers.base.texts import n_
from coopmetiers.comptes import queries, rules
from coopmetiers.comptes.enums import NatureOrganisation
from coopmetiers.comptes.models import Habilitation, Organisation
from coopmetiers.comptes.permissions import A
from coopmetiers.comptes.rules import SaisieOrganisation

#: Ce que la fiche dit et qu’un·e responsable peut changer.
_FICHE = ("nom", "siret", "nda", "ville", "fuseau", "representant_nom", "representant_fonction")


def creer(acteur: Identity, saisie: SaisieOrganisation) -> Organisation:
    """L’administration ouvre une organisation ; son sigle et ses natures ne changeront plus.

    Lève `RuleViolation` (`sigle_forme`, `sigle_pris`, `nature_absente`, `siret_faux`,
    `nda_forme`, `fuseau_inconnu`).
    """
    require(acteur, A.CREER_ORGANISATION)
    organisation = _nouvelle(saisie)
    _consigner(acteur, A.CREER_ORGANISATION, organisation, {"sigle": organisation.sigle})
    return organisation


def fonder(acteur: Identity, saisie: SaisieOrganisation) -> Organisation:
    """La première organisation, un réseau, administre la plateforme ; il n’y en a qu’une.

    Lève `RuleViolation` (`deja_fondee` et celles de `creer`).
    """
    require(acteur, A.FONDER)
    if db.session.scalar(select(Organisation.cle).where(Organisation.est_fondatrice)) is not None:
        raise RuleViolation("deja_fondee", n_("La plateforme a déjà son organisation fondatrice."))
    organisation = _nouvelle(saisie)
    organisation.est_fondatrice = True
    _consigner(acteur, A.FONDER, organisation, {"sigle": organisation.sigle})
    return organisation


def _nouvelle(saisie: SaisieOrganisation) -> Organisation:
    rules.verifier_sigle(saisie.sigle, db.session.scalars(select(Organisation.sigle)).all())
    rules.verifier_natures(saisie.natures)
    rules.verifier_fiche(saisie, available_timezones())
    organisation = Organisation(sigle=saisie.sigle, creee_a=clock.now())
    for nature in NatureOrganisation:
        setattr(organisation, f"est_{nature.lower()}", nature in saisie.natures)
    _remplir(organisation, saisie)
    db.session.add(organisation)
    db.session.flush()
    return organisation


def modifier(acteur: Identity, organisation_id: str, saisie: SaisieOrganisation) -> Organisation:
    """Un·e responsable tient la fiche de son organisation, sans toucher au sigle ni aux natures.

    Lève `RuleViolation` (`siret_faux`, `nda_forme`, `fuseau_inconnu`), `NotFound`.
    """
    organisation = _visible(acteur, organisation_id)
    require(acteur, A.MODIFIER_ORGANISATION, organisation)
    rules.verifier_fiche(saisie, available_timezones())
    avant = {champ: getattr(organisation, champ) for champ in _FICHE}
    _remplir(organisation, saisie)
    changes = sorted(champ for champ in _FICHE if getattr(organisation, champ) != avant[champ])
    if changes:
        _consigner(acteur, A.MODIFIER_ORGANISATION, organisation, {"champs": changes})
    return organisation


def _remplir(organisation: Organisation, saisie: SaisieOrganisation) -> None:
    valeurs = asdict(saisie)
    for champ in _FICHE:
        valeur = valeurs[champ]
        setattr(organisation, champ, valeur if champ in {"nom", "fuseau"} else valeur or None)


def _visible(acteur: Identity, organisation_id: str) -> Organisation:
    vue = queries.organisation_visible(acteur, organisation_id)
    verrouillee = db.session.get(Organisation, vue.cle, with_for_update=True)
    if verrouillee is None:
        raise NotFound
    return verrouillee


def habiliter(
    acteur: Identity,
    certificateur_id: str,
    organisme_id: str,
    *,
    depuis_le: date,
    jusqu_au: date | None = None,
) -> Habilitation:
    """Un certificateur habilité à recevoir les candidatures d’un organisme, d’une date à une autre.

    Lève `RuleViolation` (`habilitation_certificateur`, `habilitation_organisme`,
    `habilitation_deja`, `habilitation_dates`), `NotFound`.
    """
    require(acteur, A.HABILITER)
    certificateur = queries.organisation_publique(certificateur_id)
    organisme = queries.organisation_publique(organisme_id)
    rules.verifier_habilitation(
        certificateur.natures,
        organisme.natures,
        deja=certificateur in queries.certificateurs_habilitants(organisme.cle),
        dates=(depuis_le, jusqu_au),
    )
    habilitation = Habilitation(
        certificateur=certificateur, organisme=organisme, depuis_le=depuis_le, jusqu_au=jusqu_au
    )
    db.session.add(habilitation)
    db.session.flush()
    _consigner_habilitation(acteur, A.HABILITER, habilitation)
    return habilitation


def retirer_habilitation(acteur: Identity, habilitation_id: str) -> Habilitation:
    """Une habilitation retirée n’admet plus de candidature nouvelle à partir d’aujourd’hui.

    Celles qui sont déjà présentées suivent leur cours. Lève `NotFound`.
    """
    require(acteur, A.RETIRER_HABILITATION)
    habilitation = db.session.scalar(
        select(Habilitation)
        .where(Habilitation.habilitation_id == habilitation_id)
        .with_for_update()
    )
    if habilitation is None:
        raise NotFound
    hier = date.fromordinal(clock.today().toordinal() - 1)
    # Retirée le jour même où elle commence, elle n’aura jamais valu.
    habilitation.jusqu_au = hier
    habilitation.depuis_le = min(habilitation.depuis_le, hier)
    _consigner_habilitation(acteur, A.RETIRER_HABILITATION, habilitation)
    return habilitation


def _consigner_habilitation(acteur: Identity, action: Action, habilitation: Habilitation) -> None:
    details = {
        "certificateur": habilitation.certificateur.nom,
        "organisme": habilitation.organisme.nom,
    }
    identifiant = habilitation.habilitation_id
    for organisation in (habilitation.certificateur, habilitation.organisme):
        consigner(
            acteur,
            action,
            Reference("habilitation", identifiant, organisation.organisation_id),
            details,
        )


def _consigner(
    acteur: Identity, action: Action, organisation: Organisation, details: dict[str, object]
) -> None:
    objet = Reference("organisation", organisation.organisation_id, organisation.organisation_id)
    consigner(acteur, action, objet, details)
