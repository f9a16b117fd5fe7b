"""Ce qu’un Moodle perdrait, couperait ou n’achèverait pas : refusé, à sa ligne et sa colonne."""

from __future__ import annotations

import pytest

from coopmetiers.echanges.formats.moodle import lire
from coopmetiers.echanges.formats.moodle.titres import Champ
from tests.fabriques.moodle import CADRE, CONFIGURATION, competence, fichier, reproches

POINTS = "core_competency\\competency_rule_points"


def reproche(*lignes, **ecarts):
    (unique,) = reproches(fichier(*lignes, **ecarts))
    return unique


def test_toutes_les_fautes_sont_dites_dans_l_ordre_du_fichier():
    dits = reproches(
        fichier(
            competence("A", "absente", SHORT_NAME=""),
            competence("A", CROISEES="B,C"),
            competence("B", FORMAT="9"),
            cadre=CADRE | {Champ.TAXONOMIES: "domain,truc"},
        )
    )
    assert dits == [
        "ligne 2, colonne « Taxonomy » : Taxonomie « truc » inconnue de Moodle (competency, "
        "domain, skill…).",
        "ligne 3, colonne « Parent ID number » : Parent « absente » introuvable (compétence "
        "« A »).",
        "ligne 3, colonne « Short name » : Cellule vide : Moodle laisserait de côté « A » et ses "
        "filles.",
        "ligne 4, colonne « ID number » : Numéro « A » déjà pris ligne 3.",
        "ligne 4, colonne « Cross-referenced competency ID numbers » : « A » croise « C », absente "
        "du fichier.",
        "ligne 5, colonne « Description format » : Format de description « 9 » inconnu : 0, "
        "1 (HTML), 2 ou 4.",
    ]


@pytest.mark.parametrize(
    ("parent", "dit"),
    [
        ("X", "Parent « X » introuvable (compétence « B »)."),
        ("a ", "Parent « a » introuvable (« A », aux blancs ou signes près ?)."),
        ("R", "Le parent de « B » est le référentiel : laisser la cellule vide."),
        ("B", "Boucle : chacune descend de la suivante, « B → B »."),
    ],
)
def test_un_parent_introuvable_est_refuse(parent, dit):
    lu = reproche(competence("A"), competence("B", parent))
    assert lu == f"ligne 4, colonne « Parent ID number » : {dit}"


def test_une_boucle_est_dite_une_fois_sans_ses_descendantes():
    lu = reproche(
        competence("Z", "A"), competence("A", "B"), competence("B", "C"), competence("C", "A")
    )
    assert lu == (
        "ligne 4, colonne « Parent ID number » : Boucle : chacune descend de la suivante, "
        "« A → B → C → A »."
    )


@pytest.mark.parametrize(
    ("champ", "valeur", "dit"),
    [
        ("SHORT_NAME", " ", "Cellule vide"),
        ("ID_NUMBER", "", "Cellule vide : Moodle laisserait de côté « Nom A »"),
        ("ID_NUMBER", "0", "« 0 » : Moodle le prend pour une cellule vide."),
        ("SHORT_NAME", "é" * 101, "101 signes, 100 au plus (« A »)"),
        ("ID_NUMBER", "A" * 101, "101 signes, 100 au plus"),
        ("SHORT_NAME", "x <script>", "Moodle effacerait « <script> »"),
        ("EST_CADRE", "peut-être", "« peut-être » : 1 pour la ligne du référentiel"),
        ("FORMAT", "html", "Format de description « html » inconnu"),
        ("CROISEES", "A", "« A » se croise elle-même."),
    ],
)
def test_une_cellule_fautive_est_situee(champ, valeur, dit):
    lu = reproche(competence("A", **{champ: valeur}))
    assert lu.startswith(f"ligne 3, colonne « {Champ[champ].value} » : {dit}")


def test_un_nom_de_cent_signes_et_une_balise_de_langue_passent():
    nom = '<span lang="fr" class="multilang">a < b</span>'
    cadre = lire(fichier(competence("A", SHORT_NAME="é" * 100), competence("B", SHORT_NAME=nom)))
    assert cadre.competences[1].short_name == nom


def test_il_faut_une_ligne_de_referentiel_et_une_seule():
    assert reproche(competence("A"), cadre=None) == (
        "colonne « Is framework » : Aucune ligne n’est celle du référentiel : il en faut une "
        "marquée 1."
    )
    assert reproche(competence("A"), CADRE) == (
        "ligne 4, colonne « Is framework » : Deuxième ligne de référentiel ; la première est la "
        "ligne 2."
    )
    assert "ne peut pas avoir de parent" in reproche(
        competence("A"), cadre=CADRE | {Champ.PARENT: "A"}
    )


def test_une_competence_peut_dire_non_en_toutes_lettres():
    cadre = lire(
        fichier(competence("A", EST_CADRE="FAUX"), cadre=CADRE | {Champ.EST_CADRE: "VRAI"})
    )
    assert (cadre.id_number, len(cadre.competences)) == ("R", 1)


@pytest.mark.parametrize(
    ("configuration", "dit"),
    [
        ("", "Configuration d’échelle illisible"),
        ("[{", "Configuration d’échelle illisible"),
        ("[" * 100_000, "Configuration d’échelle illisible"),
        ("9" * 5_000, "Configuration d’échelle illisible"),
        ("{}", "Configuration d’échelle à revoir"),
        ("[]", "Configuration d’échelle à revoir"),
        ('[{"id":2,"scaledefault":1,"proficient":1}]', "Configuration d’échelle à revoir"),
        ('[{"scaleid":1},{"scaledefault":1}]', "Configuration d’échelle à revoir"),
        ('[{"scaleid":1},{"id":2,"proficient":1}]', "Il faut un niveau par défaut"),
        ('[{"scaleid":1},{"id":2,"scaledefault":1}]', "Aucun niveau ne vaut acquisition"),
        ('[{"scaleid":1},{"id":3,"scaledefault":1,"proficient":1}]', "Position 3 hors de"),
        ('[{"scaleid":1},{"id":true}]', "Position 0 hors de l’échelle, qui compte 2 niveaux."),
        ('[{"scaleid":1},{"id":1},{"id":"1"}]', "Configuration d’échelle : un niveau (id) y est"),
    ],
)
def test_une_echelle_mal_configuree_est_refusee(configuration, dit):
    lu = reproche(competence("A"), cadre=CADRE | {Champ.CONFIGURATION: configuration})
    assert lu.startswith(f"ligne 2, colonne « Scale configuration » : {dit}")
    une = competence("A", ECHELLE="Non,Oui", CONFIGURATION=configuration)
    assert reproche(une).startswith(f"ligne 3, colonne « Scale configuration » : {dit}")


def test_une_echelle_sans_niveau_est_refusee():
    lu = reproches(fichier(competence("A"), cadre=CADRE | {Champ.ECHELLE: ""}))
    assert lu[0] == "ligne 2, colonne « Scale values » : Le référentiel n’a pas d’échelle."
    assert "sans ses niveaux" in reproche(competence("A", CONFIGURATION=CONFIGURATION))
    assert "Niveau sans nom" in reproche(cadre=CADRE | {Champ.ECHELLE: "Non,,Oui"})


def test_une_echelle_tient_ses_positions_pour_des_nombres_ou_des_textes():
    configuration = '[{"scaleid":"4"},{"id":"1","scaledefault":false,"proficient":0},' \
        '{"id":"2","scaledefault":true,"proficient":"1"}]'  # fmt: skip
    echelle = lire(fichier(cadre=CADRE | {Champ.CONFIGURATION: configuration})).echelle
    assert (echelle.niveaux, echelle.par_defaut, echelle.acquis) == (("Non", "Oui"), 2, (2,))


def test_un_blanc_autour_d_un_numero_croise_est_ote():
    cadre = lire(fichier(competence("A"), competence("B"), competence("C", CROISEES="A, B,,")))
    assert cadre.competences[2].croisees == ("A", "B")


def test_des_taxonomies_peuvent_manquer_ou_depasser_quatre():
    assert lire(fichier()).taxonomies == ()
    cinq = lire(fichier(cadre=CADRE | {Champ.TAXONOMIES: "domain,, skill,value,level"}))
    assert cinq.taxonomies == ("domain", "competency", "skill", "value", "level")


@pytest.mark.parametrize(
    ("champs", "colonne", "dit"),
    [
        ({"RESULTAT": "4"}, "Rule outcome (optional)", "Effet de règle « 4 » inconnu"),
        ({"REGLAGE": "{"}, "Rule config (optional)", "Configuration de règle illisible"),
        ({"REGLAGE": "null"}, "Rule config (optional)", "Règle par points mal configurée"),
        (
            {"REGLAGE": '{"base":{"points":3},"competencies":[{"id":7,"points":2,"required":1}]}'},
            "Rule config (optional)",
            "Règle par points mal configurée",
        ),
        (
            {"REGLAGE": '{"base":{"points":1},"competencies":[{"id":8,"points":2,"required":1}]}'},
            "Rule config (optional)",
            "La règle de « A » cite le numéro exporté 8, qui n’est pas une fille.",
        ),
    ],
)
def test_une_regle_qui_arreterait_l_import_est_refusee(champs, colonne, dit):
    une = competence("A", REGLE=POINTS, **champs)
    fille, autre = competence("B", "A", EXPORTED_ID="7"), competence("C", EXPORTED_ID="8")
    lu = reproche(une, fille, autre)
    assert lu.startswith(f"ligne 3, colonne « {colonne} » : {dit}")


def test_une_regle_ne_cite_pas_un_numero_porte_deux_fois():
    reglage = '{"base":{"points":1},"competencies":[{"id":"7","points":2,"required":0}]}'
    une = competence("A", REGLE=POINTS, REGLAGE=reglage)
    filles = [competence(code, "A", EXPORTED_ID="7") for code in ("B", "C")]
    assert "porté par deux compétences" in reproche(une, *filles)
    assert lire(fichier(une, filles[0])).competences[0].regle.configuration == reglage
