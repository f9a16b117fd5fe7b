"""Ce qu’on écrit pour Moodle se relit à l’identique, et ce qu’il lirait autrement est refusé."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from coopmetiers.echanges.formats.moodle import (
    CadreMoodle,
    CompetenceMoodle,
    EchelleMoodle,
    RegleMoodle,
    ecrire,
    lire,
)
from coopmetiers.echanges.formats.reproches import FichierRefuse
from tests.fabriques.moodle import EXPORTE, TITRES

ECHELLE = EchelleMoodle(("N1", "N2", "N3", "N4"), par_defaut=3, acquis=(4, 3))


def cadre(*competences, **ecarts):
    return CadreMoodle(**{"id_number": "R", "short_name": "Cadre", "echelle": ECHELLE,
                          "competences": competences} | ecarts)  # fmt: skip


def c(code, parent="", **ecarts):
    return CompetenceMoodle(code, f"Nom {code}", parent, **ecarts)


def refus(ecrit):
    with pytest.raises(FichierRefuse) as leve:
        ecrire(ecrit)
    return [str(reproche) for reproche in leve.value.reproches]


def tableau(octets):
    return list(csv.reader(octets.decode("utf-8").splitlines(keepends=True)))


def test_les_quatorze_titres_puis_le_cadre_puis_les_competences():
    lignes = tableau(
        ecrire(cadre(c("A"), c("B,1", "A", croisees=("A",)), c("C", croisees=("B,1",))))
    )
    assert lignes[0] == TITRES
    assert lignes[1] == [
        "", "R", "Cadre", "", "1", "N1,N2,N3,N4",
        '[{"scaleid":"1"},{"id":3,"scaledefault":1,"proficient":1},'
        '{"id":4,"scaledefault":0,"proficient":1}]',
        "", "", "", "", "", "1", "",
    ]  # fmt: skip
    assert lignes[2] == ["", "A", "Nom A", "", "1", "", "", "", "0", "null", "", "", "", ""]
    assert [ligne[10] for ligne in lignes[3:]] == ["A", "B%2C1"]


def test_les_octets_sont_en_utf_8_sans_marque():
    octets = ecrire(cadre(c("É")))
    assert octets.startswith(b"Parent ID number,ID number,")
    assert "Nom É".encode() in octets


def test_un_export_de_moodle_se_recrit_et_se_relit():
    lu = lire(EXPORTE)
    assert lire(ecrire(lu)) == lu


def test_les_meres_d_abord_sans_deplacer_les_soeurs():
    ecrit = cadre(c("C", "B"), c("Z"), c("B", "A"), c("A"), c("D", "B"))
    relu = lire(ecrire(ecrit))
    assert [une.id_number for une in relu.competences] == ["Z", "A", "B", "C", "D"]
    assert lire(ecrire(relu)) == relu == replace(ecrit, competences=ecrit.parents_d_abord())


def test_une_cellule_que_le_tableur_calculerait_est_protegee():
    ecrit = cadre(c("A", description="=1+1"), c("B", description=" '- x"), c("C", description="-"))
    ecrit = replace(ecrit, short_name="'@moi", description="'quoi")
    lignes = tableau(ecrire(ecrit))
    assert [ligne[3] for ligne in lignes[1:]] == ["'quoi", "'=1+1", " '- x", "-"]
    assert lignes[1][2] == "''@moi"
    assert lire(ecrire(ecrit)) == ecrit


@pytest.mark.parametrize(
    ("competences", "dit"),
    [
        ([c("A", "X")], "colonne « Parent ID number » : Parent « X » introuvable"),
        ([c("A"), c("A")], "colonne « ID number » : Numéro « A » déjà pris"),
        ([c("A", "B"), c("B", "A")], "colonne « Parent ID number » : Boucle"),
        ([replace(c("A"), short_name="")], "colonne « Short name » : Cellule vide"),
        ([replace(c("A"), short_name="x" * 101)], "colonne « Short name » : 101 signes"),
        ([c("A" * 101)], "colonne « ID number » : 101 signes"),
        ([c("A", croisees=("B",))], "colonne « Cross-referenced competency ID numbers » : « A »"),
        ([c("A", description_format=3)], "colonne « Description format » : Format"),
        ([c("c1"), c("C1")], "colonne « ID number » : Moodle confondrait les numéros « C1 » et"),
        ([c("1.1"), c("1.10"), c("x", "1.1")], "colonne « ID number » : Moodle confondrait"),
        ([c("=A")], "colonne « ID number » : Numéro « =A » : Moodle mettrait une apostrophe"),
        ([c("A", description='\\"')], "colonne « Description » : Une barre « \\ » devant"),
        ([c("A", description="C:\\")], "colonne « Description » : Une barre « \\ » devant"),
        ([c("A", description="\0")], "colonne « Description » : Caractère invisible interdit"),
        ([c("A", description="\ud800")], "colonne « Description » : Caractère invisible"),
        ([c("A", description="x" * 140_000)], "colonne « Description » : Texte démesuré"),
        ([c("A", regle=RegleMoodle("x", 9))], "colonne « Rule outcome (optional) » : Effet"),
        ([c("A", regle=RegleMoodle("x", 1, "null"))], "Ce référentiel ne se relirait pas à"),
        ([c("A%2C"), c("B", croisees=("A%2C",))], "colonne « Cross-referenced"),
    ],
)
def test_ce_que_moodle_perdrait_est_refuse(competences, dit):
    assert refus(cadre(*competences))[0].startswith(dit)


def test_un_reproche_reprend_la_ligne_du_fichier_lu():
    lu = lire(EXPORTE)
    abimee = replace(lu.competences[1], short_name="")
    ecrit = replace(lu, competences=(lu.competences[0], abimee, *lu.competences[2:]))
    assert refus(ecrit)[0].startswith("ligne 5, colonne « Short name »")


@pytest.mark.parametrize(
    ("echelle", "dit"),
    [
        (EchelleMoodle(("Non", "Oui, bien"), 2, (2,)), "Une virgule dans le niveau « Oui, bien »"),
        (EchelleMoodle(("Non", "Oui"), 3, (2,)), "Position 3 hors de l’échelle"),
        (EchelleMoodle(("Non", "Oui"), 2, ()), "Aucun niveau ne vaut acquisition"),
        (EchelleMoodle(("Non", " "), 2, (2,)), "Niveau sans nom"),
        (EchelleMoodle((), 1, (1,)), "Le référentiel n’a pas d’échelle."),
        (EchelleMoodle(("Non ", "Oui"), 2, (2,)), "Ce référentiel ne se relirait pas"),
    ],
)
def test_une_echelle_que_moodle_lirait_autrement_est_refusee(echelle, dit):
    assert dit in refus(cadre(echelle=echelle))[0]


def test_des_numeros_egaux_sans_fille_passent():
    ecrit = cadre(c("1.1"), c("1.10"), c("01"))
    assert lire(ecrire(ecrit)) == ecrit


def test_une_taxonomie_inconnue_est_refusee():
    assert "Taxonomie « bloc »" in refus(cadre(taxonomies=("bloc",)))[0]
