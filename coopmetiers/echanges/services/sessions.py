"""Emporter ce qui nomme des personnes : l’acte se consigne."""

from __future__ import annotations

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.echanges.correspondances import parcours as matrice
from coopmetiers.echanges.fichiers import Emporte, emporter
from coopmetiers.echanges.formats.classeur import nom_de_fichier
from coopmetiers.echanges.permissions import A
from coopmetiers.formation import queries as formation
from coopmetiers.parcours.queries.matrice import suivis_de
from coopmetiers.referentiel import queries as referentiel


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
