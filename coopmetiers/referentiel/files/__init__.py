"""Le dossier d’un référentiel, lu sans base de données.

`lire_dossier` rend le contenu figé d’une version ou toutes ses fautes de forme d’un coup ;
`lire_recensement` rend les formations repérées ailleurs. Comment les fichiers s’écrivent est dit à
leurs auteurs dans `referentiel/LISEZMOI.md`.
"""

from __future__ import annotations

from coopmetiers.referentiel.contenu import ContenuVersion, canonique, empreinte
from coopmetiers.referentiel.files.dossier import lire_dossier
from coopmetiers.referentiel.files.erreurs import ErreurFichier, ErreursDossier
from coopmetiers.referentiel.files.recensement import FicheRecenseeLue, lire_recensement

__all__ = [
    "ContenuVersion",
    "ErreurFichier",
    "ErreursDossier",
    "FicheRecenseeLue",
    "canonique",
    "empreinte",
    "lire_dossier",
    "lire_recensement",
]
