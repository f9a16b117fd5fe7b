"""Organisations, personnes, appartenances : valides par défaut, on ne dit que l’écart qui compte.

À appeler dans un acte ouvert (`with transaction():`).
"""

from __future__ import annotations

from functools import cache
from itertools import count

from flask import current_app
from flask_security import hash_password

from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.identifiers import public_id
from coopmetiers.comptes.enums import NatureOrganisation, Role
from coopmetiers.comptes.models import Appartenance, Habilitation, Organisation, Utilisateur

MOT_DE_PASSE = "quatre pommes rouges"
_SUITE = count(1)


def fabriquer_organisation(*natures: NatureOrganisation, **ecarts: object) -> Organisation:
    rang = next(_SUITE)
    valeurs = {
        "organisation_id": public_id(),
        "nom": f"Organisation {rang}",
        "sigle": f"ORG{rang}",
        "siret": _siret(rang),
        "ville": "Essai-sur-Loire",
        "fuseau": "Europe/Paris",
        "representant_nom": "Camille Spécimen",
        "representant_fonction": "Direction",
        "creee_a": clock.now(),
    }
    for nature in natures or (NatureOrganisation.ORGANISME,):
        valeurs[f"est_{nature.lower()}"] = True
    return _ajouter(Organisation(**{**valeurs, **ecarts}))


def fabriquer_utilisateur(
    prenom: str = "Camille", nom: str = "Spécimen", **ecarts: object
) -> Utilisateur:
    rang = next(_SUITE)
    valeurs = {
        "utilisateur_id": public_id(),
        "prenom": prenom,
        "nom": nom,
        "email": f"personne{rang}@exemple.test",
        "password": _mot_de_passe_hache(current_app.config["SECRET_KEY"]),
        "fs_uniquifier": f"fs{rang}{public_id()}",
        "confirmed_at": clock.now(),
        "cree_a": clock.now(),
    }
    return _ajouter(Utilisateur(**{**valeurs, **ecarts}))


def fabriquer_appartenance(
    utilisateur: Utilisateur, organisation: Organisation, role: Role, **ecarts: object
) -> Appartenance:
    valeurs = {
        "appartenance_id": public_id(),
        "utilisateur": utilisateur,
        "organisation": organisation,
        "role": str(role),
        "invitee_a": clock.now(),
        "acceptee_a": clock.now(),
    }
    return _ajouter(Appartenance(**{**valeurs, **ecarts}))


def fabriquer_habilitation(
    certificateur: Organisation, organisme: Organisation, **ecarts: object
) -> Habilitation:
    valeurs = {
        "habilitation_id": public_id(),
        "certificateur": certificateur,
        "organisme": organisme,
        "depuis_le": clock.today(),
    }
    return _ajouter(Habilitation(**{**valeurs, **ecarts}))


def _siret(rang: int) -> str:
    chiffres = f"{rang:013d}"
    doubles = [
        sum(divmod(2 * int(c), 10)) if n % 2 == 0 else int(c) for n, c in enumerate(chiffres)
    ]
    return f"{chiffres}{-sum(doubles) % 10}"


def _ajouter(ligne):
    db.session.add(ligne)
    db.session.flush()
    return ligne


@cache
def _mot_de_passe_hache(cle_secrete: str) -> str:
    # Un hachage coûte un dixième de seconde : un seul par clé secrète, la même phrase pour tous.
    return hash_password(MOT_DE_PASSE)
