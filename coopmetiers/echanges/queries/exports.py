"""Ce qui s’emporte sans rien changer ni nommer personne."""

from __future__ import annotations

from coopmetiers.base import clock
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.echanges.correspondances import changements, fichiers_emportes
from coopmetiers.echanges.correspondances.tableur import ecriture
from coopmetiers.echanges.enums import Format
from coopmetiers.echanges.fichiers import Emporte, emporter
from coopmetiers.echanges.formats.classeur import nom_de_fichier
from coopmetiers.echanges.permissions import A
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.diff import Comparaison, comparer
from coopmetiers.referentiel.queries import VersionVue


def classeur_referentiel(acteur: Identity, code: str, version: str) -> Emporte:
    """Le classeur d’une version du référentiel que la personne peut lire ; sinon `NotFound`."""
    require(acteur, A.EXPORTER_REFERENTIEL)
    vue = referentiel.version_visible(acteur, code, version)
    sortie = ecriture.Sortie(clock.now(), vue.publiee_a, vue.porteuse_id)
    classeur = ecriture.classeur(referentiel.contenu(vue.cle), sortie)
    return emporter(classeur, nom_de_fichier(code, version))


def fichier_referentiel(acteur: Identity, code: str, version: str, genre: Format) -> Emporte:
    """Une version que la personne peut lire, dans ce format ; sinon `NotFound`.

    Lève `FichierRefuse` quand le format ne peut pas la porter (un nom trop long pour Moodle…).
    """
    if genre is Format.TABLEUR:
        return classeur_referentiel(acteur, code, version)
    require(acteur, A.EXPORTER_REFERENTIEL)
    vue = referentiel.version_visible(acteur, code, version)
    return fichiers_emportes.fichier(genre, referentiel.contenu(vue.cle), vue)


def classeur_des_changements(
    acteur: Identity, avant: VersionVue, apres: VersionVue
) -> tuple[Comparaison, Emporte]:
    """Ce qui change entre deux versions que la personne peut lire, et le classeur qui le dit."""
    require(acteur, A.EXPORTER_REFERENTIEL)
    comparaison = comparer(referentiel.contenu(avant.cle), referentiel.contenu(apres.cle))
    nom = nom_de_fichier(avant.code, avant.version, apres.code, apres.version)
    dit = changements.classeur(comparaison, avant, apres, clock.now())
    return comparaison, emporter(dit, nom)
