"""Quelles feuilles, quelles colonnes : la déclaration que l’aller et le retour lisent tous deux."""

from __future__ import annotations

from coopmetiers.base.texts import n_
from coopmetiers.echanges.correspondances.tableur.champs import (
    CODES,
    ENTIER,
    LIGNES,
    OUI_NON,
    TEXTE,
    Champ,
    choix,
)
from coopmetiers.echanges.correspondances.tableur.feuillet import (
    CODE,
    EXERCICES,
    IDENTIFIANT,
    PLACE,
    REMARQUE,
    SOURCES_CITEES,
    Feuillet,
    paragraphe,
)
from coopmetiers.echanges.correspondances.tableur.listes import (
    ALIGNEMENTS,
    CRITERES,
    DESCRIPTEURS,
    ECHELLES,
    EPREUVES,
    MODALITES,
    NIVEAUX,
    PHASES,
    PROFILS,
    RESSOURCES,
    SOURCES,
)
from coopmetiers.referentiel import contenu as lu
from coopmetiers.referentiel.enums import RangCompetence

MOTS_RANG = tuple(mot.lower() for mot in RangCompetence)
RANGS = choix(dict(zip(MOTS_RANG, RangCompetence, strict=True)), facultatif=True)

METIERS = Feuillet(
    n_("Métiers"),
    "metiers",
    lu.MetierLu,
    (
        IDENTIFIANT,
        Champ("code", n_("Code"), TEXTE, 14, requis=True),
        paragraphe("libelle", n_("Métier"), 40, requis=True),
        paragraphe("libelle_feminin", n_("Au féminin"), 30),
        paragraphe("libelle_masculin", n_("Au masculin"), 30),
        Champ("niveau_qualification", n_("Niveau de qualification visé"), ENTIER, 14, centree=True),
        paragraphe("raison_d_etre", n_("Raison d’être"), 40),
        Champ("fonctions", n_("Fonctions"), LIGNES, 40, a_la_ligne=True),
        Champ("contextes", n_("Contextes"), LIGNES, 40, a_la_ligne=True),
        Champ("exercice_dominant", n_("Exercice dominant"), EXERCICES, 14),
        paragraphe("remarque_exercice", n_("Remarque sur l’exercice"), 40),
        Champ("employeurs", n_("Employeurs repérés"), LIGNES, 40, a_la_ligne=True),
        Champ("intitules_voisins", n_("Intitulés voisins"), LIGNES, 40, a_la_ligne=True),
        paragraphe("remarque_niveau", n_("Remarque sur le niveau"), 40),
        SOURCES_CITEES,
    ),
    neuf={"niveau_qualification": None, "exercice_dominant": None},
)
BLOCS = Feuillet(
    n_("Blocs"),
    "blocs",
    lu.BlocLu,
    (
        IDENTIFIANT,
        PLACE,
        CODE,
        paragraphe("intitule", n_("Intitulé"), 44, requis=True),
        paragraphe("libelle_court", n_("Libellé court"), 30),
        paragraphe("finalite", n_("Finalité")),
        Champ("metiers", n_("Métiers"), CODES, 26, a_la_ligne=True),
        SOURCES_CITEES,
        REMARQUE,
    ),
    fige=4,
)
ACTIVITES = Feuillet(
    n_("Activités"),
    "activites",
    lu.ActiviteLue,
    (
        IDENTIFIANT,
        PLACE,
        Champ("parent", n_("Bloc"), TEXTE, 8),
        CODE,
        paragraphe("intitule", n_("Intitulé"), 50, requis=True),
        Champ("situations", n_("Situations de travail"), LIGNES, 70, a_la_ligne=True),
    ),
    fige=5,
)
ELEMENTS = Feuillet(
    n_("Éléments"),
    "autres",
    lu.ElementLu,
    (
        IDENTIFIANT,
        PLACE,
        Champ("parent", n_("Parent"), TEXTE, 12),
        CODE,
        Champ("niveau_arbre", n_("Niveau"), TEXTE, 18),
        paragraphe("intitule", n_("Intitulé"), 60, requis=True),
        paragraphe("libelle_court", n_("Libellé court"), 40),
        SOURCES_CITEES,
        REMARQUE,
    ),
    fige=4,
)
COMPETENCES = Feuillet(
    n_("Compétences"),
    "competences",
    lu.CompetenceLue,
    (
        IDENTIFIANT,
        PLACE,
        Champ("parent", n_("Activité"), TEXTE, 9),
        CODE,
        Champ("niveau_arbre", n_("Niveau"), TEXTE, 14),
        paragraphe("enonce", n_("Énoncé"), 80, requis=True),
        paragraphe("libelle_court", n_("Libellé court"), 40),
        Champ("interne", n_("Interne"), OUI_NON, 10, centree=True, mots=("oui", "non")),
        Champ("externe", n_("Externe"), OUI_NON, 10, centree=True, mots=("oui", "non")),
        Champ("phases", n_("Phases"), CODES, 26, a_la_ligne=True),
        Champ("echelle", n_("Échelle"), TEXTE, 14),
        Champ("ressources", n_("Ressources"), CODES, 24, a_la_ligne=True),
        Champ("modalites", n_("Modalités"), CODES, 14, a_la_ligne=True),
        SOURCES_CITEES,
        REMARQUE,
    ),
    fige=4,
    neuf={"rangs": ()},
)
#: Ce qui se relit partie par partie, dans l’ordre du classeur.
FEUILLETS = (
    METIERS,
    BLOCS,
    ACTIVITES,
    ELEMENTS,
    COMPETENCES,
    CRITERES,
    EPREUVES,
    PROFILS,
    ECHELLES,
    NIVEAUX,
    DESCRIPTEURS,
    PHASES,
    MODALITES,
    RESSOURCES,
    ALIGNEMENTS,
    SOURCES,
)
