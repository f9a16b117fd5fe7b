"""Un fichier de Moodle se lit tel qu’il est ; ce que Moodle perdrait est refusé, et situé."""

from __future__ import annotations

import time

import pytest

from coopmetiers.echanges.formats.moodle import (
    CompetenceMoodle,
    EchelleMoodle,
    RegleMoodle,
    lire,
)
from coopmetiers.echanges.formats.moodle.titres import DISPOSITIONS, Champ
from tests.fabriques.moodle import EXPORTE, TITRES, competence, fichier, reproches

FRANCAIS = [
    "ID de la compétence parente", "ID", "Nom abrégé", "Description", "Format de description",
    "Valeurs du barème", "Configuration du barème", "Type de règle de compétence (optionnelle)",
    "Règle d’objectif (optionnelle)", "Règle de paramétrage (optionnelle)",
    "IDs des compétences croisées associées", "ID d’exportation (optionnel)",
    "Est un référentiel", "Taxonomie",
]  # fmt: skip


def test_un_export_de_moodle_se_lit_entier():
    cadre = lire(EXPORTE)
    assert (cadre.id_number, cadre.short_name) == ("COOP-2026", "Coopération territoriale")
    niveaux = ("Non acquis", "En cours", "Acquis", "Maîtrisé")
    assert cadre.echelle == EchelleMoodle(niveaux, par_defaut=3, acquis=(3, 4))
    assert cadre.taxonomies == ("domain", "competency", "skill", "behaviour")
    assert [c.id_number for c in cadre.competences] == ["B1", "B1,C1", "B1-C2", "B2"]
    assert [c.ligne for c in cadre.competences] == [3, 5, 6, 8]
    bloc, preparer, decider, projet = cadre.competences
    assert bloc.description == (
        '<p>Un bloc.</p>\n<ul><li>écouter</li><li>relancer, <b>sans</b> "presser"</li></ul>'
    )
    assert bloc.regle.type == "core_competency\\competency_rule_points"
    assert preparer.croisees == ("B2",)
    assert decider.croisees == ("B1,C1", "B2")
    assert decider.echelle == EchelleMoodle(("Non", "Oui"), 2, (2,))
    assert projet.regle == RegleMoodle("core_competency\\competency_rule_all", 1)
    assert projet.exported_id == "20"


def test_l_apostrophe_dont_moodle_protege_les_formules_est_otee():
    decider = lire(EXPORTE).competences[2]
    assert decider.description == "- à plusieurs\n'- sans vote"


def test_chaque_competence_a_sa_profondeur_et_son_mot():
    cadre = lire(EXPORTE)
    assert cadre.profondeurs() == {"B1": 1, "B1,C1": 2, "B1-C2": 2, "B2": 1}
    assert [cadre.taxonomie(profondeur) for profondeur in (1, 4, 5)] == [
        "domain", "behaviour", "competency",
    ]  # fmt: skip


def test_une_fille_peut_preceder_sa_mere():
    octets = fichier(competence("C", "B"), competence("Z"), competence("B", "A"), competence("A"))
    cadre = lire(octets)
    assert [c.id_number for c in cadre.competences] == ["C", "Z", "B", "A"]
    assert [c.id_number for c in cadre.parents_d_abord()] == ["Z", "A", "B", "C"]
    assert cadre.profondeurs() == {"C": 3, "Z": 1, "B": 2, "A": 1}


@pytest.mark.parametrize("separateur", [",", ";", "\t"])
def test_tout_separateur_convient(separateur):
    une = competence("A", DESCRIPTION=f"un{separateur}deux\ttrois\n« quatre »")
    cadre = lire(fichier(une, separateur=separateur))
    assert cadre.competences[0].description == f"un{separateur}deux\ttrois\n« quatre »"


def test_une_tabulation_dans_un_nom_reste():
    nom = "Animer\tun collectif"
    assert lire(fichier(competence("A", SHORT_NAME=nom))).competences[0].short_name == nom


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252"])
def test_tout_encodage_courant_convient(encodage):
    texte = fichier(competence("É1")).decode().encode(encodage)
    assert lire(texte).competences[0].id_number == "É1"


@pytest.mark.parametrize("saut", ["\n", "\r\n", "\r"])
def test_tout_saut_de_ligne_convient(saut):
    texte = fichier(competence("A"), competence("B", "A")).decode().replace("\r\n", saut)
    assert [c.ligne for c in lire(texte.encode()).competences] == [3, 4]


def test_un_saut_de_ligne_dans_une_cellule_est_garde_tel_quel():
    une = competence("A", DESCRIPTION="<p>a</p>\r\n<p>b</p>\r<p>c</p>")
    assert lire(fichier(une)).competences[0].description == "<p>a</p>\r\n<p>b</p>\r<p>c</p>"


def test_les_titres_francais_se_lisent():
    assert lire(fichier(competence("A"), titres=FRANCAIS)) == lire(fichier(competence("A")))


def test_des_titres_inconnus_se_lisent_a_leur_place():
    titres = [f"見出し{rang}" for rang in range(14)]
    assert lire(fichier(competence("A"), titres=titres)) == lire(fichier(competence("A")))


@pytest.mark.parametrize("nombre", sorted(DISPOSITIONS))
def test_les_dispositions_d_hier_se_lisent(nombre):
    champs = DISPOSITIONS[nombre]
    anciens = {"Short name": "Shortname", "Rule type (optional)": "Rule type"}
    titres = [anciens.get(champ.value, champ.value) for champ in champs]
    cadre = lire(fichier(competence("A"), competence("B", "A"), titres=titres, champs=champs))
    assert cadre == lire(fichier(competence("A"), competence("B", "A")))


def test_des_titres_connus_melanges_sont_pris_par_leur_nom():
    champs = [*reversed(Champ)]
    titres = [champ.value.upper() for champ in champs]
    assert lire(fichier(competence("A"), titres=titres, champs=champs)) == lire(
        fichier(competence("A"))
    )


def test_un_reproche_porte_le_titre_du_fichier():
    octets = fichier(competence("A", SHORT_NAME=""), titres=FRANCAIS)
    assert reproches(octets)[0].startswith("ligne 3, colonne « Nom abrégé » : Cellule vide")


def test_un_titre_inconnu_dans_le_desordre_est_refuse():
    titres = ["Notes", *TITRES[1:3], "Taxonomy"]
    dits = reproches((",".join(titres) + "\n1,2,3,4\n").encode())
    assert dits[0] == (
        "ligne 1, colonne « Notes » : Titre inconnu, dans un tableau qui ne suit pas l’ordre de "
        "Moodle."
    )
    assert "ligne 1, colonne « Parent ID number » : Colonne manquante." in dits


def test_un_titre_en_double_ou_absent_est_refuse():
    dits = reproches((",".join([*TITRES, "", "Taxonomy"]) + "\n").encode())
    assert dits == [
        "ligne 1 : La colonne 15 n’a pas de titre.",
        "ligne 1, colonne « Taxonomy » : Cette colonne est là deux fois.",
    ]


@pytest.mark.parametrize(
    "octets",
    [fichier(competence("A")).split(b"\r\n", 1)[1], b"nom;prenom\nA;B\n", b"a,b\n1,2\n"],
)
def test_un_tableau_qui_n_est_pas_de_moodle_est_refuse(octets):
    assert reproches(octets) == [
        "ligne 1 : Ce n’est pas la ligne de titres d’un référentiel exporté de Moodle."
    ]


@pytest.mark.parametrize(
    ("octets", "dit"),
    [
        (b"", "Fichier vide."),
        (b" \r\n\t\n", "Fichier vide."),
        (b",,,\n,,\n", "Fichier vide."),
        (b"PK\x03\x04classeur", "Ce n’est pas un fichier CSV"),
        (b"a,b\n\x00,c", "Ce n’est pas un fichier CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Ce n’est pas un fichier CSV"),
        ("a,b".encode("utf-16"), "Fichier en Unicode 16 bits"),
        (b"a,b\nc,\x81", "ligne 2 : Texte illisible, ni en UTF-8 ni en Windows-1252"),
        (b"a,b\nc,\x1b", "ligne 2 : Caractère invisible interdit (U+001B)."),
        (b"un seul titre\n", "ligne 1 : Une seule colonne"),
        (b'"a","b\n1,2', "ligne 1 : Guillemets mal fermés"),
        (b"a" * 20_000_001, "Fichier trop gros (plus de 20 Mo)."),
    ],
)
def test_ce_qui_n_est_pas_un_tableau_est_refuse(octets, dit):
    (reproche,) = reproches(octets)
    assert reproche.startswith(dit)


def test_un_guillemet_ouvert_est_situe():
    octets = fichier(competence("A")) + b',B,"Nom B\r\n,C,Nom C\r\n'
    assert reproches(octets)[0].startswith("ligne 4 : Guillemets mal fermés")


def test_le_guillemet_que_php_echappe_se_lit():
    octets = fichier(competence("A")) + b',B,"Chemin C:\\"x\\" ou y",,1\r\n'
    assert lire(octets).competences[1].short_name == 'Chemin C:\\"x\\" ou y'
    octets = fichier(competence("A")) + b',B,"dit \\"oui\\", parfois",,1,,,,,,,,,\r\n'
    assert lire(octets).competences[1].short_name == 'dit \\"oui\\", parfois'


def test_les_cellules_oubliees_en_fin_de_ligne_sont_vides():
    cadre = lire(fichier() + b",A,Nom A\r\n,,,,\r\n\r\nA,B,Nom B,,1,,,,,,,,,,,\r\n")
    assert cadre.competences == (
        CompetenceMoodle("A", "Nom A", description_format=0),
        CompetenceMoodle("B", "Nom B", "A"),
    )


def test_une_ligne_trop_longue_ou_trop_courte_est_refusee():
    octets = fichier() + b",A,Nom A,,1,,,,,,,,,,perdu\r\nla suite\r\n"
    assert reproches(octets) == [
        "ligne 3 : 15 cellules pour 14 titres : un guillemet manque-t-il ?",
        "ligne 4 : 1 cellules pour 14 titres : un guillemet manque-t-il ?",
    ]


def test_cinquante_niveaux_et_vingt_mille_lignes_se_lisent():
    profond = lire(fichier(*(competence(f"C{n}", f"C{n - 1}" if n else "") for n in range(50))))
    assert max(profond.profondeurs().values()) == 50
    longue = lire(fichier(*(competence(f"C{n}", f"C{n + 1}" if n < 19_999 else "")
                            for n in range(20_000))))  # fmt: skip
    assert longue.profondeurs()["C0"] == 20_000
    assert longue.parents_d_abord()[0].id_number == "C19999"


def test_mille_competences_se_lisent_sans_attendre():
    octets = fichier(*(competence(f"C{n}", "C0" if n else "") for n in range(1_000)))
    debut = time.perf_counter()
    lire(octets)
    assert time.perf_counter() - debut < 1
