"""Le monde commun des tests : quatre organisations, ceux qui y travaillent, et l’étranger.

Les lignes sont détachées de la base, entièrement lues : on peut les tenir d’une requête à l’autre.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.comptes import queries
from coopmetiers.comptes.enums import NatureOrganisation, Role
from coopmetiers.comptes.login import APPARTENANCE
from coopmetiers.comptes.models import Organisation, Utilisateur
from tests.fabriques import comptes

#: Prénom en clé → (prénom, nom, organisation, rôle).
PERSONNAGES = {
    "ada": ("Ada", "Exemple", "sp", Role.RESPONSABLE),
    "noe": ("Noé", "Gabarit", "sp", Role.FORMATEUR),
    "basile": ("Basile", "Pochoir", "sp", Role.EVALUATEUR),
    "zelie": ("Zélie", "Modèle", "sp", Role.APPRENANT),
    "driss": ("Driss", "Étranger", "eve", Role.RESPONSABLE),
    "rim": ("Rim", "Maquette", "eve", Role.FORMATEUR),
    "helene": ("Hélène", "Croquis", "cc", Role.JURE),
    "octave": ("Octave", "Filigrane", "cc", Role.JURE),
    "aline": ("Aline", "Cartouche", "cc", Role.RESPONSABLE),
    "ines": ("Inès", "Trame", "rc", Role.RESEAU),
    "samir": ("Samir", "Liminaire", "rc", Role.ADMINISTRATION),
}


@dataclass(frozen=True)
class Monde:
    """Les personnages (identités et comptes) et leurs organisations."""

    #: Les Sept Parcelles, organisme.
    sp: Organisation
    #: L’Établi du Val d’Essai, organisme, que rien n’habilite.
    eve: Organisation
    #: Certif’ Confluences, certificateur, qui habilite les Sept Parcelles.
    cc: Organisation
    #: Réseau Canevas, réseau et organisation fondatrice.
    rc: Organisation

    ada: Identity
    noe: Identity
    basile: Identity
    zelie: Identity
    driss: Identity
    rim: Identity
    helene: Identity
    octave: Identity
    aline: Identity
    ines: Identity
    samir: Identity

    ada_utilisateur: Utilisateur
    noe_utilisateur: Utilisateur
    basile_utilisateur: Utilisateur
    zelie_utilisateur: Utilisateur
    driss_utilisateur: Utilisateur
    rim_utilisateur: Utilisateur
    helene_utilisateur: Utilisateur
    octave_utilisateur: Utilisateur
    aline_utilisateur: Utilisateur
    ines_utilisateur: Utilisateur
    samir_utilisateur: Utilisateur


def creer_monde(session: Session) -> Monde:
    """Écrit le monde dans l’acte ouvert (`with transaction() as session: creer_monde(session)`)."""
    organisations = _organisations()
    comptes.fabriquer_habilitation(organisations["cc"], organisations["sp"])
    personnes: dict[str, object] = {}
    for cle, (prenom, nom, sigle, role) in PERSONNAGES.items():
        utilisateur = comptes.fabriquer_utilisateur(prenom, nom, email=f"{cle}@exemple.test")
        comptes.fabriquer_appartenance(utilisateur, organisations[sigle], role)
        (active,) = queries.appartenances_vivantes(utilisateur.id)
        personnes[cle] = queries.identite(utilisateur, active)
        personnes[f"{cle}_utilisateur"] = utilisateur
    # Relues entières avant d’être détachées : une colonne jamais lue ne se lirait plus après.
    session.expire_all()
    session.scalars(select(Organisation)).all()
    session.scalars(select(Utilisateur)).all()
    session.expunge_all()
    return Monde(**organisations, **personnes)


def _organisations() -> dict[str, Organisation]:
    nature = NatureOrganisation
    return {
        "sp": comptes.fabriquer_organisation(
            nature.ORGANISME, nom="Les Sept Parcelles", sigle="SP", nda="11755555575"
        ),
        "eve": comptes.fabriquer_organisation(
            nature.ORGANISME, nom="L’Établi du Val d’Essai", sigle="EVE"
        ),
        "cc": comptes.fabriquer_organisation(
            nature.CERTIFICATEUR, nom="Certif’ Confluences", sigle="CC"
        ),
        "rc": comptes.fabriquer_organisation(
            nature.RESEAU, nom="Réseau Canevas", sigle="RC", est_fondatrice=True
        ),
    }


def se_connecter(client: FlaskClient, personne: Identity | Utilisateur) -> None:
    """Ouvre la session de la personne, au titre de l’appartenance de l’identité donnée."""
    with client.application.app_context():
        if isinstance(personne, Identity):
            critere = Utilisateur.id == personne.user_key
        else:
            critere = Utilisateur.id == personne.id
        uniquifier = db.session.scalars(select(Utilisateur.fs_uniquifier).where(critere)).one()
    with client.session_transaction() as session:
        session.clear()
        session["_user_id"] = uniquifier
        session["_fresh"] = True
        session["fs_paa"] = time.time()
        if isinstance(personne, Identity):
            session[APPARTENANCE] = personne.membership_id
