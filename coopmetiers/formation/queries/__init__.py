"""Ce qu’une personne voit des formations, de leur couverture et des sessions."""

from __future__ import annotations

from coopmetiers.formation.queries.couvertures import CouvertureVue, couverture, nb_liens
from coopmetiers.formation.queries.formations import (
    FormationVue,
    LigneCatalogue,
    ModuleVu,
    catalogue,
    formation_par_id,
    formation_vue,
    nb_archivees,
)
from coopmetiers.formation.queries.perimetres import PerimetreVu, perimetre
from coopmetiers.formation.queries.sessions import (
    AffectationVue,
    CreneauVu,
    MembreAffectable,
    SessionVue,
    affectations,
    creneaux,
    creneaux_dits,
    equipe,
    est_affecte,
    liste_sessions,
    nb_sessions,
    session_nommee,
    session_par_id,
    session_vue,
    sessions_de,
    sessions_visibles,
)

__all__ = [
    "AffectationVue",
    "CouvertureVue",
    "CreneauVu",
    "FormationVue",
    "LigneCatalogue",
    "MembreAffectable",
    "ModuleVu",
    "PerimetreVu",
    "SessionVue",
    "affectations",
    "catalogue",
    "couverture",
    "creneaux",
    "creneaux_dits",
    "equipe",
    "est_affecte",
    "formation_par_id",
    "formation_vue",
    "liste_sessions",
    "nb_archivees",
    "nb_liens",
    "nb_sessions",
    "perimetre",
    "session_nommee",
    "session_par_id",
    "session_vue",
    "sessions_de",
    "sessions_visibles",
]
