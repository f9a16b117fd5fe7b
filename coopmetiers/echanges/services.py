"""Emporter : un classeur, son nom, ses octets."""

from __future__ import annotations

from dataclasses import dataclass

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.echanges.correspondances import parcours as matrice
from coopmetiers.echanges.correspondances import referentiel as arbre
from coopmetiers.echanges.formats.classeur import Classeur, nom_de_fichier
from coopmetiers.echanges.permissions import A
from coopmetiers.formation import queries as formation
from coopmetiers.parcours.queries.matrice import suivis_de
from coopmetiers.referentiel import queries as referentiel


@dataclass(frozen=True)
class Emporte:
    """Un fichier à donner : son nom, ses octets."""

    nom: str
    octets: bytes


def exporter_session(acteur: Identity, session_id: str) -> Emporte:
    """L’organisme emporte la matrice d’une session ; elle nomme des personnes : c’est consigné.

    Lève `NotFound` pour une session d’un autre organisme ou où l’on n’est pas affecté.
    """
    session = formation.session_vue(acteur, session_id)
    require(acteur, A.EXPORTER_SESSION, session)
    suivis = suivis_de(session.cle)
    competences = referentiel.competences(session.cle_version)
    classeur = matrice.classeur(session, suivis, competences, clock.now())
    consigner(
        acteur,
        A.EXPORTER_SESSION,
        Reference("session", session_id, acteur.organisation_id),
        {"session": session.code, "personnes": len(suivis)},
    )
    return emporter(classeur, nom_de_fichier("session", session.code))


def classeur_referentiel(acteur: Identity, code: str, version: str) -> Emporte:
    """Le classeur d’une version du référentiel que la personne peut lire ; sinon `NotFound`."""
    require(acteur, A.EXPORTER_REFERENTIEL)
    vue = referentiel.version_visible(acteur, code, version)
    return emporter(arbre.classeur(vue, clock.now()), nom_de_fichier(code, version))


def emporter(classeur: Classeur, nom: str) -> Emporte:
    """Met un classeur en octets."""
    # Chargée ici seulement : le processus des pages n’a pas besoin de savoir écrire un classeur.
    from coopmetiers.echanges.formats import tableur

    return Emporte(nom, tableur.ecrire(classeur))
