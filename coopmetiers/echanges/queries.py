"""Ce qui s’emporte sans rien changer ni nommer personne."""

from __future__ import annotations

from coopmetiers.base import clock
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.echanges.correspondances.tableur import ecriture
from coopmetiers.echanges.fichiers import Emporte, emporter
from coopmetiers.echanges.formats.classeur import nom_de_fichier
from coopmetiers.echanges.permissions import A
from coopmetiers.referentiel import queries as referentiel


def classeur_referentiel(acteur: Identity, code: str, version: str) -> Emporte:
    """Le classeur d’une version du référentiel que la personne peut lire ; sinon `NotFound`."""
    require(acteur, A.EXPORTER_REFERENTIEL)
    vue = referentiel.version_visible(acteur, code, version)
    sortie = ecriture.Sortie(clock.now(), vue.publiee_a, vue.porteuse_id)
    classeur = ecriture.classeur(referentiel.contenu(vue.cle), sortie)
    return emporter(classeur, nom_de_fichier(code, version))
