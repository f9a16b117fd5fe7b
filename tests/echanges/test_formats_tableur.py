import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopmetiers.echanges.formats import tableur
from coopmetiers.echanges.formats.classeur import (
    Classeur,
    Colonne,
    Feuille,
    Notice,
    Teinte,
    nom_de_fichier,
)

_B = (Colonne("B"),)
_LE = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


def _relire(*feuilles):
    octets = tableur.ecrire(Classeur("Essai", "moi", _LE, feuilles))
    return openpyxl.load_workbook(io.BytesIO(octets))


def _feuille(*lignes, **ecarts):
    valeurs = {"nom": "Données", "colonnes": (Colonne("A"), Colonne("B", 30, True))} | ecarts
    return Feuille(lignes=lignes, **valeurs)


def test_un_texte_ne_devient_jamais_une_formule():
    page = _relire(_feuille(("=1+1", "@SOMME"), ("+33 6", "-2")))["Données"]
    assert [c.data_type for ligne in page["A2:B3"] for c in ligne] == ["s"] * 4
    assert page["A2"].value == "=1+1"


@given(st.text(max_size=200))
def test_tout_texte_se_relit_sans_formule(texte):
    cellule = _relire(_feuille((texte, "")))["Données"]["A2"]
    assert cellule.data_type == "s" or cellule.value is None


def test_les_dates_et_les_nombres_sont_de_vraies_dates_et_de_vrais_nombres():
    page = _relire(_feuille((date(2026, 1, 31), 12)))["Données"]
    assert page["A2"].is_date
    assert page["A2"].value.date() == date(2026, 1, 31)
    assert page["B2"].value == 12


def test_un_zero_en_tete_reste():
    assert _relire(_feuille(("007", "")))["Données"]["A2"].value == "007"


def test_une_feuille_est_un_tableau_fige_et_filtrable():
    page = _relire(_feuille(("x", "y"), fige=1))["Données"]
    (tableau,) = page.tables.values()
    assert tableau.ref == "A1:B2"
    assert tableau.autoFilter is not None
    assert [c.name for c in tableau.tableColumns] == ["A", "B"]
    assert page.freeze_panes == "B2"
    assert page.column_dimensions["B"].width == 30


def test_deux_colonnes_de_meme_titre_sont_refusees():
    with pytest.raises(ValueError, match="même titre"):
        _relire(_feuille(colonnes=(Colonne("A"), Colonne("a"))))


def test_une_feuille_vide_garde_ses_titres():
    page = _relire(_feuille())["Données"]
    assert [c.value for c in page[1]] == ["A", "B"]
    assert next(iter(page.tables.values())).ref == "A1:B2"


def test_une_colonne_peut_etre_masquee():
    page = _relire(_feuille(("x", "y"), colonnes=(Colonne("id", cachee=True), Colonne("B"))))
    dimensions = page["Données"].column_dimensions
    assert [dimensions[lettre].hidden for lettre in "AB"] == [True, False]


def test_une_feuille_peut_etre_masquee():
    livre = _relire(_feuille(("x", "y")), _feuille(("x", "y"), nom="Repères", cachee=True))
    assert [livre[nom].sheet_state for nom in livre.sheetnames] == ["visible", "hidden"]


def test_une_colonne_de_texte_le_reste_pour_ce_qu_on_y_tapera():
    page = _relire(_feuille((7, "y"), (None, None), colonnes=(Colonne("A", texte=True), *_B)))
    cellules = page["Données"]
    assert (cellules["A2"].value, cellules["A2"].number_format) == ("7", "@")
    assert cellules["A3"].number_format == "@"
    assert cellules.column_dimensions["A"].number_format == "@"
    assert cellules["B2"].number_format == "General"


def test_une_colonne_a_choix_refuse_le_reste_et_dit_pourquoi():
    choix = ("savoir", "savoir-faire", "posture")
    autres = tuple(f"Une valeur assez longue, numéro {rang}" for rang in range(60))
    livre = _relire(
        _feuille(("savoir", "y"), colonnes=(Colonne("Nature", choix=choix), *_B)),
        _feuille((None, "y"), nom="Autre", colonnes=(Colonne("N", choix=choix), *_B)),
        _feuille((None, "y"), nom="Encore", colonnes=(Colonne("N", choix=autres), *_B)),
    )
    (regle,) = livre["Données"].data_validations.dataValidation
    assert (regle.type, regle.formula1, str(regle.sqref)) == ("list", "Liste_1", "A2:A1048576")
    assert regle.showErrorMessage
    assert (regle.errorTitle, "Nature" in regle.error) == ("Valeur inconnue", True)
    (seconde,) = livre["Encore"].data_validations.dataValidation
    assert seconde.formula1 == "Liste_2"
    listes = livre["Listes"]
    assert (listes.sheet_state, livre.sheetnames[-1]) == ("hidden", "Listes")
    assert [c.value for c in listes["A"][:5]] == ["Liste_1", *choix, None]
    assert livre.defined_names["Liste_2"].attr_text == "Listes!$B$2:$B$61"


def test_le_nom_de_la_feuille_des_listes_est_reserve():
    with pytest.raises(ValueError, match="Listes"):
        _relire(_feuille(("x", "y"), nom="listes"))


def test_sans_choix_il_n_y_a_pas_de_feuille_des_listes():
    assert _relire(_feuille(("x", "y"))).sheetnames == ["Données"]


def test_les_proprietes_voyagent_avec_le_fichier():
    proprietes = {"origine": "coopmetiers", "version": "0.1 « é »"}
    classeur = Classeur("Essai", "moi", _LE, (_feuille(("x", "y")),), proprietes)
    livre = openpyxl.load_workbook(io.BytesIO(tableur.ecrire(classeur)))
    assert {p.name: p.value for p in livre.custom_doc_props.props} == proprietes


def test_les_couleurs_suivent_les_valeurs():
    page = _relire(_feuille((3, "A"), de_teinte=0, teintes=((3, Teinte.N3), ("A", Teinte.N3))))
    assert len(page["Données"].conditional_formatting) == 1


def test_une_notice_se_lit_en_deux_colonnes():
    page = _relire(Notice("Légende", "Lire", (("N1", "découvre"),)))["Légende"]
    assert [page["A1"].value, page["A3"].value, page["B3"].value] == ["Lire", "N1", "découvre"]


def test_un_nom_de_fichier_est_sans_accent_ni_espace():
    assert nom_de_fichier("Été à l’Établi", "0.1") == "ete-a-letabli-0.1.xlsx"
