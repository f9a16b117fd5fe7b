"""Les personnes qu’on place devant chaque page : chez elles, voisines, étrangères."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from coopmetiers.base import clock
from coopmetiers.base.db import db, read_only, transaction
from coopmetiers.base.identity import Identity
from coopmetiers.comptes import queries
from coopmetiers.comptes.enums import NatureOrganisation as Nature
from coopmetiers.comptes.enums import Role
from coopmetiers.comptes.models import Organisation, Utilisateur
from tests.fabriques.comptes import (
    fabriquer_appartenance,
    fabriquer_organisation,
    fabriquer_utilisateur,
)

ANONYME, SANS_ROLE = "ANONYME", "SANS_ROLE"
#: Comptes de passage : une appartenance finie, une invitation qui attend.
_PARTIE, INVITEE = "partie", "invitee"


@dataclass(frozen=True)
class Personne:
    """Quelqu’un devant les pages ; sans identité, personne n’est connecté."""

    cle: str
    identite: Identity | None
    #: Le sigle de l’organisation dont les objets sont devant elle.
    devant: str = "SP"


#: Déjà dans la démonstration : clé → (courriel, sigle des objets qu’on met devant elle).
_CHEZ_ELLES = {
    "RESPONSABLE@ORGANISME": ("ada.exemple", "SP"),
    "FORMATEUR@ORGANISME": ("noé.gabarit", "SP"),
    "EVALUATEUR@ORGANISME": ("basile.pochoir", "SP"),
    "APPRENANT@ORGANISME": ("zélie.modèle", "SP"),
    "RESPONSABLE@CERTIFICATEUR": ("aline.cartouche", "CC"),
    "JURE@CERTIFICATEUR": ("octave.filigrane", "CC"),
    "RESEAU@RESEAU": ("inès.trame", "RC"),
    "ADMINISTRATION@RESEAU": ("samir.liminaire", "RC"),
    "RESPONSABLE@EMPLOYEUR": ("employeur", "EMP"),
}
_VOISINES = {
    "FORMATEUR@ORGANISME": ("formatrice.voisine", "SP"),
    "EVALUATEUR@ORGANISME": ("evaluatrice.voisine", "SP"),
    "APPRENANT@ORGANISME": ("malo.fictif", "SP"),
    "JURE@CERTIFICATEUR": ("juree.voisine", "CC"),
}
_ETRANGERES = {
    "RESPONSABLE@ORGANISME": ("perle.maille", "SP"),
    "FORMATEUR@ORGANISME": ("abel.tracé", "SP"),
    "EVALUATEUR@ORGANISME": ("evaluatrice.etrangere", "SP"),
    "APPRENANT@ORGANISME": ("jade.calque", "SP"),
    "RESPONSABLE@CERTIFICATEUR": ("responsable.etrangere", "CC"),
    "JURE@CERTIFICATEUR": ("juree.etrangere", "CC"),
    "RESEAU@RESEAU": ("reseau.etranger", "RC"),
}
#: Absentes de la démonstration : courriel → (rôle, sigle).
_AJOUTEES = {
    "employeur": (Role.RESPONSABLE, "EMP"),
    "formatrice.voisine": (Role.FORMATEUR, "SP"),
    "evaluatrice.voisine": (Role.EVALUATEUR, "SP"),
    "juree.voisine": (Role.JURE, "CC"),
    "evaluatrice.etrangere": (Role.EVALUATEUR, "EVE"),
    "responsable.etrangere": (Role.RESPONSABLE, "CX"),
    "juree.etrangere": (Role.JURE, "CX"),
    "reseau.etranger": (Role.RESEAU, "RX"),
}


def rassembler() -> dict[str, list[Personne]]:
    """Ajoute qui manque à la démonstration, puis range tout le monde."""
    with transaction():
        _ajouter()
    with read_only():
        sans_role = Personne(SANS_ROLE, _identite(_PARTIE))
        return {
            "chez elles": [Personne(ANONYME, None), sans_role, *_ranger(_CHEZ_ELLES)],
            "voisines": _ranger(_VOISINES),
            "etrangeres": _ranger(_ETRANGERES),
        }


def _ajouter() -> None:
    lieux = {lieu.sigle: lieu for lieu in db.session.scalars(select(Organisation))}
    for sigle, nature in (
        ("EMP", Nature.EMPLOYEUR),
        ("CX", Nature.CERTIFICATEUR),
        ("RX", Nature.RESEAU),
    ):
        lieux[sigle] = fabriquer_organisation(nature, nom=f"Ailleurs {sigle}", sigle=sigle)
    for courriel, (role, sigle) in _AJOUTEES.items():
        fabriquer_appartenance(_compte(courriel), lieux[sigle], role)
    fabriquer_appartenance(_compte(_PARTIE), lieux["SP"], Role.RESPONSABLE, terminee_a=clock.now())
    invitee = _compte(INVITEE, password=None)
    fabriquer_appartenance(invitee, lieux["SP"], Role.FORMATEUR, acceptee_a=None)


def _compte(courriel: str, **ecarts: object) -> Utilisateur:
    return fabriquer_utilisateur("Ailleurs", courriel, email=f"{courriel}@exemple.test", **ecarts)


def _ranger(personnes: dict[str, tuple[str, str]]) -> list[Personne]:
    return [
        Personne(cle, _identite(courriel), devant) for cle, (courriel, devant) in personnes.items()
    ]


def _identite(courriel: str) -> Identity:
    compte = db.session.scalars(
        select(Utilisateur).where(Utilisateur.email == f"{courriel}@exemple.test")
    ).one()
    (active, *_autres) = (*queries.appartenances_vivantes(compte.id), None)
    return queries.identite(compte, active)
