"""Les feuilles des listes où l’arbre puise : critères, évaluation, renvois."""

from __future__ import annotations

from coopmetiers.base.texts import n_
from coopmetiers.echanges.correspondances.tableur.champs import (
    ENTIER,
    JOUR,
    LIGNES,
    OUI_NON,
    TEXTE,
    Champ,
    choix,
)
from coopmetiers.echanges.correspondances.tableur.feuillet import (
    EXERCICES,
    SOURCES_CITEES,
    Feuillet,
    paragraphe,
)
from coopmetiers.referentiel import contenu as lu
from coopmetiers.referentiel.enums import NatureRessource, RelationAlignement

_NATURES = {mot.replace("_", "-").lower(): mot for mot in NatureRessource}
_RELATIONS = {mot.replace("_", " ").lower(): mot for mot in RelationAlignement}

CRITERES = Feuillet(
    n_("Critères"),
    "criteres",
    lu.CritereLu,
    (
        Champ("competence", n_("Compétence"), TEXTE, 12, requis=True),
        Champ("rang", n_("Rang"), ENTIER, 7, centree=True, requis=True),
        paragraphe("enonce", n_("Critère d’évaluation"), 100, requis=True),
    ),
    cle=("competence", "rang"),
)
EPREUVES = Feuillet(
    n_("Épreuves"),
    "epreuves",
    lu.EpreuveLue,
    (
        Champ("bloc", n_("Bloc"), TEXTE, 8, requis=True),
        paragraphe("intitule", n_("Épreuve"), 40, requis=True),
        paragraphe("production", n_("Production attendue"), 44),
        paragraphe("duree", n_("Durée indicative"), 20),
        paragraphe("evaluateurs", n_("Évaluateurs"), 36),
    ),
    cle=("bloc",),
    fige=1,
)
PROFILS = Feuillet(
    n_("Profils attendus"),
    "profils",
    lu.ProfilLu,
    (
        Champ("metier", n_("Métier"), TEXTE, 16, requis=True),
        Champ("exercice", n_("Exercice"), EXERCICES, 11, requis=True),
        Champ("bloc", n_("Bloc"), TEXTE, 8, requis=True),
        Champ("exige", n_("Exigé"), OUI_NON, 9, centree=True, mots=("oui", "non")),
        Champ("niveau", n_("Niveau attendu"), ENTIER, 11, centree=True),
    ),
    cle=("metier", "exercice", "bloc"),
    fige=3,
)
ECHELLES = Feuillet(
    n_("Échelles"),
    "echelles",
    lu.EchelleLue,
    (
        Champ("code", n_("Code"), TEXTE, 14, requis=True),
        paragraphe("intitule", n_("Intitulé"), 50),
        Champ("seuil", n_("Seuil d’acquisition"), ENTIER, 13, centree=True),
    ),
    fige=1,
)
NIVEAUX = Feuillet(
    n_("Niveaux"),
    "niveaux",
    lu.NiveauLu,
    (
        Champ("echelle", n_("Échelle"), TEXTE, 14, requis=True),
        Champ("rang", n_("Rang"), ENTIER, 7, centree=True, requis=True),
        Champ("code", n_("Niveau"), TEXTE, 9, centree=True),
        paragraphe("libelle", n_("Nom"), 28),
        paragraphe("autonomie", n_("Autonomie"), 38),
        paragraphe("situations", n_("Situations traitées"), 38),
        paragraphe("reflexivite", n_("Réflexivité et posture"), 38),
        paragraphe("rapport_aux_autres", n_("Rapport aux autres"), 38),
    ),
    cle=("echelle", "rang"),
)
DESCRIPTEURS = Feuillet(
    n_("Niveaux par bloc"),
    "descripteurs",
    lu.DescripteurLu,
    (
        Champ("bloc", n_("Bloc"), TEXTE, 8, requis=True),
        Champ("echelle", n_("Échelle"), TEXTE, 14, requis=True),
        Champ("niveau", n_("Rang"), ENTIER, 7, centree=True, requis=True),
        paragraphe("texte", n_("Ce que le niveau veut dire"), 110),
    ),
    cle=("bloc", "echelle", "niveau"),
)
PHASES = Feuillet(
    n_("Phases"),
    "phases",
    lu.PhaseLue,
    (
        Champ("code", n_("Code"), TEXTE, 14, requis=True),
        paragraphe("libelle", n_("Libellé"), 40, requis=True),
        Champ("abrege", n_("Abrégé"), TEXTE, 10),
        paragraphe("regroupement", n_("Regroupement"), 30),
        SOURCES_CITEES,
    ),
    fige=1,
)
MODALITES = Feuillet(
    n_("Modalités"),
    "modalites",
    lu.ModaliteLue,
    (
        Champ("code", n_("Code"), TEXTE, 8, requis=True),
        paragraphe("libelle", n_("Modalité"), 40, requis=True),
        paragraphe("description", n_("Description"), 70),
        Champ("jamais_seule", n_("Jamais seule"), OUI_NON, 10, centree=True, mots=("oui", "non")),
    ),
    fige=1,
)
RESSOURCES = Feuillet(
    n_("Ressources"),
    "ressources",
    lu.RessourceLue,
    (
        Champ("code", n_("Code"), TEXTE, 8, requis=True),
        Champ("nature", n_("Nature"), choix(_NATURES), 16, requis=True, mots=tuple(_NATURES)),
        paragraphe("libelle", n_("Libellé"), 80, requis=True),
    ),
    fige=1,
)
ALIGNEMENTS = Feuillet(
    n_("Alignements"),
    "alignements",
    lu.AlignementLu,
    (
        Champ("code_objet", n_("Élément"), TEXTE, 12, requis=True),
        Champ(
            "relation",
            n_("Relation"),
            choix(_RELATIONS, facultatif=True),
            14,
            mots=tuple(_RELATIONS),
        ),
        Champ("repertoire", n_("Répertoire"), TEXTE, 12),
        Champ("code", n_("Code du répertoire"), TEXTE, 14),
        paragraphe("libelle", n_("Libellé"), 50),
        Champ("uri", n_("Adresse"), TEXTE, 60),
        Champ("niveau", n_("Niveau"), TEXTE, 10),
        paragraphe("precision", n_("Précision"), 40),
        paragraphe("reserve", n_("Réserve"), 40),
        SOURCES_CITEES,
    ),
    cle=("code_objet", "repertoire", "code", "libelle"),
    fige=1,
    neuf={"objet": ""},
)
SOURCES = Feuillet(
    n_("Sources"),
    "sources",
    lu.SourceLue,
    (
        Champ("code", n_("Code"), TEXTE, 8, requis=True),
        paragraphe("apport", n_("Ce qu’on y a pris"), 70),
        Champ("adresses", n_("Adresses"), LIGNES, 80, a_la_ligne=True),
        Champ("consultee_le", n_("Consultée le"), JOUR, 13, requis=True),
    ),
    fige=1,
)
