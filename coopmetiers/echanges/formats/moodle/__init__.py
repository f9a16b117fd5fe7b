"""Le CSV d’un référentiel de compétences de Moodle (`tool_lpimportcsv`), dans les deux sens.

Un fichier porte une ligne de référentiel (échelle, taxonomies) et une ligne par compétence ; les
colonnes comptent par leur place. `lire(octets) -> CadreMoodle` et `ecrire(cadre) -> bytes` lèvent
`FichierRefuse`, toutes raisons à la fois, là où Moodle perdrait une ligne sans le dire ou
s’arrêterait au milieu. `lire(ecrire(cadre)) == cadre` dès que chaque compétence suit sa mère.

Sources, lues et non copiées : `admin/tool/lpimportcsv` et `competency/classes` de Moodle 3.1 à 5.1
(`framework_importer.php`, `framework_exporter.php`, `competency.php`, `competency_rule_points.php`,
`lib/csvlib.class.php`), le greffon `moodlehq/moodle-tool_lpimportcsv` de 2015, et seize fichiers
déposés dans un Moodle 4.2.3.
"""

from coopmetiers.echanges.formats.moodle.cadre import (
    CadreMoodle,
    CompetenceMoodle,
    EchelleMoodle,
    RegleMoodle,
)
from coopmetiers.echanges.formats.moodle.descriptions import en_html, texte_brut
from coopmetiers.echanges.formats.moodle.ecriture import ecrire
from coopmetiers.echanges.formats.moodle.lecture import lire
from coopmetiers.echanges.formats.moodle.titres import TAXONOMIES

__all__ = [
    "TAXONOMIES",
    "CadreMoodle",
    "CompetenceMoodle",
    "EchelleMoodle",
    "RegleMoodle",
    "ecrire",
    "en_html",
    "lire",
    "texte_brut",
]
