"""Les mots de l’écran pour ceux du journal, quand ce ne sont pas les mêmes."""

from __future__ import annotations

from coopmetiers.base.texts import n_

#: Ce dont parle une ligne, quand le mot du code n’est pas celui de l’écran.
NATURES = {
    "evaluation": n_("évaluation"),
    "version_referentiel": n_("version du référentiel"),
    "utilisateur": n_("compte"),
}
#: Les précisions dont le mot du code n’est pas celui de l’écran.
PRECISIONS = {
    "ajoutees": n_("ajoutées"),
    "annule": n_("annule un fait"),
    "changees": n_("changées"),
    "competence": n_("compétence"),
    "competences": n_("compétences"),
    "convoque_le": n_("convoqué le"),
    "creneaux": n_("demi-journées"),
    "debut_le": n_("début"),
    "decisions": n_("décisions"),
    "fin_le": n_("fin"),
    "intitule": n_("intitulé"),
    "nomme": n_("nommé·e"),
    "numero": n_("numéro"),
    "piece_attendue": n_("pièce attendue"),
    "poses": n_("liens posés"),
    "qualite": n_("qualité"),
    "rayee": n_("rayée"),
    "recuse": n_("récusé·e"),
    "referentiel": n_("référentiel"),
    "fichier": n_("fichier"),
    "geste": n_("geste"),
    "remplacee": n_("remplace une présentation"),
    "role": n_("rôle"),
}
