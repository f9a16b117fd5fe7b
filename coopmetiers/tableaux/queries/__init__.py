"""Ce que les accueils lisent, sur les tables de toutes les pièces, sans rien y écrire."""

from coopmetiers.tableaux.queries.institutions import (
    PlateformeVue,
    ReseauVu,
    certificats_en_production,
    plateforme,
    reseau,
)
from coopmetiers.tableaux.queries.sessions import (
    ChiffresOrganisme,
    chiffres_organisme,
    sessions_suivies,
)

__all__ = [
    "ChiffresOrganisme",
    "PlateformeVue",
    "ReseauVu",
    "certificats_en_production",
    "chiffres_organisme",
    "plateforme",
    "reseau",
    "sessions_suivies",
]
