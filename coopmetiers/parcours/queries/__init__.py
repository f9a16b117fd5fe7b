"""Ce qu’on lit du parcours ; chaque réponse coûte le même nombre de requêtes à toute taille."""

from __future__ import annotations

from coopmetiers.parcours.queries.acces import inscription_ouverte, session_ouverte
from coopmetiers.parcours.queries.assiduite import (
    EmargementVu,
    PersonneEmargee,
    PresencesVues,
    assiduite_de,
    courants_de_la_session,
    emargement,
    fuseau,
    presences_de,
)
from coopmetiers.parcours.queries.dossier import (
    BlocDuDossier,
    CompetenceDuDossier,
    DossierVu,
    FaitDuDossier,
    faits_du_dossier,
)
from coopmetiers.parcours.queries.faits import (
    FaitVu,
    dernier_contexte,
    fait_ouvert,
    faits_de,
    faits_de_la_case,
)
from coopmetiers.parcours.queries.groupe import (
    CaseVue,
    ColonneVue,
    GroupeVu,
    LigneVue,
    VersionDuGroupe,
    groupe,
)
from coopmetiers.parcours.queries.inscriptions import (
    InscriptionVue,
    LigneApprenant,
    LigneInscription,
    apprenants,
    courriels_inscrits,
    inscription_vue,
    inscriptions_de,
    lignes_apprenants,
    mes_inscriptions,
    nb_inscriptions,
)
from coopmetiers.parcours.queries.preuves import (
    PreuveVue,
    fichier_ouvert,
    preuves_de,
    preuves_employees,
)
from coopmetiers.parcours.queries.suivi import (
    LibelleCompetence,
    ProgressionVue,
    libelles_de,
    niveaux_dits_par_soi,
    observations_de,
    progression,
)

__all__ = [
    "BlocDuDossier",
    "CaseVue",
    "ColonneVue",
    "CompetenceDuDossier",
    "DossierVu",
    "EmargementVu",
    "FaitDuDossier",
    "FaitVu",
    "GroupeVu",
    "InscriptionVue",
    "LibelleCompetence",
    "LigneApprenant",
    "LigneInscription",
    "LigneVue",
    "PersonneEmargee",
    "PresencesVues",
    "PreuveVue",
    "ProgressionVue",
    "VersionDuGroupe",
    "apprenants",
    "assiduite_de",
    "courants_de_la_session",
    "courriels_inscrits",
    "dernier_contexte",
    "emargement",
    "fait_ouvert",
    "faits_de",
    "faits_de_la_case",
    "faits_du_dossier",
    "fichier_ouvert",
    "fuseau",
    "groupe",
    "inscription_ouverte",
    "inscription_vue",
    "inscriptions_de",
    "libelles_de",
    "lignes_apprenants",
    "mes_inscriptions",
    "nb_inscriptions",
    "niveaux_dits_par_soi",
    "observations_de",
    "presences_de",
    "preuves_de",
    "preuves_employees",
    "progression",
    "session_ouverte",
]
