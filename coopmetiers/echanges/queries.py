"""Ce qui s’emporte sans rien changer ni nommer personne."""

from __future__ import annotations

from coopmetiers.base import clock
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.echanges.correspondances import referentiel as arbre
from coopmetiers.echanges.fichiers import Emporte, emporter
from coopmetiers.echanges.formats.classeur import nom_de_fichier
from coopmetiers.echanges.permissions import A
from coopmetiers.referentiel import queries as referentiel


def classeur_referentiel(acteur: Identity, code: str, version: str) -> Emporte:
    """Le classeur d’une version du référentiel que la personne peut lire ; sinon `NotFound`."""
    require(acteur, A.EXPORTER_REFERENTIEL)
    vue = referentiel.version_visible(acteur, code, version)
    return emporter(arbre.classeur(vue, clock.now()), nom_de_fichier(code, version))
