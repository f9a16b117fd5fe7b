"""Un classeur reçu se relit sous ses types ; ce qu’il a de douteux est dit à sa place."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime, time

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopmetiers.echanges.formats import tableur_lu
from coopmetiers.echanges.formats.classeur import Colonne, Feuille, Notice
from coopmetiers.echanges.formats.reproches import FichierRefuse
from tests.fabriques.classeurs import TABLEUR, brut, ecrire, parties, texte, titres, zipper

_DONNEES = Feuille(
    "Données",
    (
        Colonne("id", cachee=True),
        Colonne("Code", texte=True),
        Colonne("Rang"),
        Colonne("Nature", choix=("savoir", "savoir-faire", "posture")),
        Colonne("Vu le"),
        Colonne("À", 20),
    ),
    (
        ("a-1", "007", 3, "savoir", date(2026, 1, 31), datetime(2026, 1, 31, 9, 5, tzinfo=UTC)),
        ("a-2", "=1+1", 0, None, None, None),
        ("a-3", "+33 6", 1.5, "posture", None, None),
    ),
)


def valeurs(octets: bytes, nom: str = "Données") -> list[tuple]:
    return [tuple(ligne.valeurs) for ligne in tableur_lu.lire(octets).feuilles[nom].lignes]


def reproches(octets: bytes) -> list[str]:
    with pytest.raises(FichierRefuse) as refus:
        tableur_lu.lire(octets)
    return [str(reproche) for reproche in refus.value.reproches]


def test_ce_que_nous_ecrivons_se_relit_sous_ses_types():
    lu = tableur_lu.lire(ecrire(_DONNEES, proprietes={"origine": "coopmetiers", "version": "0.1"}))
    feuille = lu.feuilles["Données"]
    assert feuille.titres == ("id", "Code", "Rang", "Nature", "Vu le", "À")
    assert [ligne.numero for ligne in feuille.lignes] == [2, 3, 4]
    relues = [ligne.valeurs for ligne in feuille.lignes]
    assert relues == [
        ("a-1", "007", 3, "savoir", date(2026, 1, 31), datetime(2026, 1, 31, 9, 5)),  # noqa: DTZ001
        ("a-2", "=1+1", 0, None, None, None),
        ("a-3", "+33 6", 1.5, "posture", None, None),
    ]
    assert [type(ligne[2]) for ligne in relues] == [int, int, float]
    assert lu.proprietes == {"origine": "coopmetiers", "version": "0.1"}


def test_les_feuilles_masquees_sont_lues_et_dites_masquees():
    lu = tableur_lu.lire(ecrire(Notice("Légende", "Lire", ()), _DONNEES))
    masquees = {nom: feuille.cachee for nom, feuille in lu.feuilles.items()}
    assert masquees == {"Légende": False, "Données": False, "Listes": True}
    assert lu.feuilles["Listes"].titres == ("Liste_1",)


@settings(max_examples=60)
@given(
    dits=st.lists(
        st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=80),
        min_size=1,
        max_size=20,
    )
)
def test_tout_texte_se_relit_tel_quel(dits):
    lignes = tuple((dit, rang) for rang, dit in enumerate(dits))
    assert valeurs(ecrire(Feuille("Données", (Colonne("A"), Colonne("B")), lignes))) == [*lignes]


@pytest.mark.parametrize(
    ("cellule", "attendue"),
    [
        ("<v>12</v>", 12),
        ("<v>12.5</v>", 12.5),
        ("<v>1e20</v>", 1e20),
        ("<v>1E999</v>", "inf"),
        (' s="1"|<v>46000</v>', date(2025, 12, 9)),
        (' s="2"|<v>46000.5</v>', datetime(2025, 12, 9, 12)),  # noqa: DTZ001
        (' s="2"|<v>0.5</v>', time(12)),
        (' t="b"|<v>1</v>', True),
        (' t="b"|<v>0</v>', False),
        (' t="s"|<v>0</v>', " =SOMME(A1) "),
        (' t="s"|<v>1</v>', "riche"),
        (' t="str"|<f>"a"</f><v>a</v>', "a"),
        (' t="str"|<f>""</f><v></v>', None),
        ("<f>1+1</f><v>2</v>", 2),
        (' t="inlineStr"|<is><t>a_x000D_\n_x005F_x000D_</t></is>', "a\r\n_x000D_"),
        (' t="str"|<v>#REF!</v>', "#REF!"),
        (' t="d"|<v>2026-01-31</v>', date(2026, 1, 31)),
    ],
)
def test_une_cellule_revient_sous_son_type(cellule, attendue):
    attributs, _, contenu = cellule.rpartition("|")
    textes = (
        '<si><t xml:space="preserve"> =SOMME(A1) </t></si>'
        "<si><r><t>ri</t></r><r><t>che</t></r><rPh><t>phonétique</t></rPh></si>"
    )
    lignes = titres("A") + f'<row r="2"><c r="A2"{attributs}>{contenu}</c></row>'
    ((lue,),) = valeurs(brut(lignes, textes)) or [(None,)]
    assert lue == attendue
    assert type(lue) is type(attendue)


def test_les_dates_depuis_1904_sont_reconnues():
    lignes = titres("A") + '<row r="2"><c r="A2" s="1"><v>46000</v></c></row>'
    octets = brut(lignes, reglage='<workbookPr date1904="1"/>')
    assert valeurs(octets) == [(date(2029, 12, 10),)]


def test_les_lignes_vides_sont_sautees_et_les_numeros_restent_vrais():
    lignes = (
        '<row r="3">'
        + texte("B3", "Code")
        + texte("D3", "Nom")
        + '</row><row r="4"><c r="B4" s="1"/></row><row r="7">'
        + texte("D7", "x")
        + '</row><row r="9"><c r="B9"><v>0</v></c></row>'
    )
    feuille = tableur_lu.lire(brut(lignes)).feuilles["Données"]
    assert (feuille.ligne_des_titres, feuille.titres) == (3, ("", "Code", "", "Nom"))
    assert [tuple(ligne) for ligne in feuille.lignes] == [
        (7, (None, None, None, "x")),
        (9, (None, 0, None, None)),
    ]


def test_une_feuille_vide_n_a_ni_titre_ni_ligne():
    feuille = tableur_lu.lire(brut("")).feuilles["Données"]
    assert (feuille.titres, feuille.lignes, feuille.ligne_des_titres) == ((), (), 0)


def test_erreurs_et_formules_jamais_calculees_sont_dites_toutes_a_leur_place():
    lignes = (
        titres("Code", "Heures")
        + '<row r="2"><c r="A2" t="e"><f>A9</f><v>#REF!</v></c><c r="B2"><f>1+1</f></c></row>'
        + '<row r="3"><c r="A3" t="e"><v>#SPILL!</v></c><c r="B3"><f>1</f><v></v></c></row>'
        + '<row r="5"><c r="C5" t="e"><v>#N/A</v></c><c r="D5"><f t="shared" si="0"/><v/></c></row>'
    )
    jamais = "La formule n’a pas été calculée : ouvrez le classeur, enregistrez-le, ou écrivez la"
    erreur = "La cellule affiche une erreur du tableur ({}) : corrigez-la."
    assert reproches(brut(lignes)) == [
        f"feuille « Données », ligne 2, colonne « Code » : {erreur.format('#REF!')}",
        f"feuille « Données », ligne 2, colonne « Heures » : {jamais} valeur.",
        f"feuille « Données », ligne 3, colonne « Code » : {erreur.format('#SPILL!')}",
        f"feuille « Données », ligne 3, colonne « Heures » : {jamais} valeur.",
        f"feuille « Données », ligne 5, colonne « C » : {erreur.format('#N/A')}",
        f"feuille « Données », ligne 5, colonne « D » : {jamais} valeur.",
    ]


def test_au_dela_de_deux_cents_fautes_le_compte_suffit():
    rangees = "".join(f'<row r="{n}"><c r="A{n}"><f>1</f></c></row>' for n in range(2, 252))
    dites = reproches(brut(titres("A") + rangees))
    assert len(dites) == 201
    assert dites[-1].startswith("Et 50 autres fautes")


def test_un_signe_invisible_est_dit_a_sa_place():
    lignes = titres("A") + f'<row r="2">{texte("A2", "a_x0007_b")}</row>'
    (dite,) = reproches(brut(lignes))
    assert dite.endswith("signe invisible (U+0007) : réécrivez-la.")


@pytest.mark.parametrize(
    "lignes",
    [
        f'<x:row r="2" xmlns:x="{TABLEUR}"><x:c r="A2" t="str"><x:v>a &lt; b</x:v></x:c></x:row>',
        "<row r='2'><c t='str' r='A2'><v>a &lt; b</v></c></row>",
        '<row><c t="str"><v>a &lt; b</v></c></row>',
        '<!-- <c r="Z9"> --><row r="2"><c r="A2" t="str"><v><![CDATA[a < b]]></v></c></row>',
        '<?note <c r="Z9"> ?><row r="2"><c r="A2" t="str"><v>a &lt; b</v></c ></row>',
    ],
)
def test_un_xml_ecrit_autrement_se_relit_pareil(lignes):
    assert valeurs(brut(titres("A") + lignes)) == [("a < b",)]


def test_des_cases_vides_mises_en_forme_au_bout_de_la_feuille_ne_genent_pas():
    lignes = (
        titres("A")
        + '<row r="2"><c r="A2"><v>1</v></c><c r="XFD2" s="1"/></row>'
        + '<row r="1048576"><c r="A1048576" s="1"></c></row>'
    )
    assert valeurs(brut(lignes)) == [(1,)]


def test_une_macro_ne_gene_pas_et_un_graphique_n_est_pas_une_feuille():
    contenus = parties(titres("A") + '<row r="2"><c r="A2"><v>1</v></c></row>')
    contenus["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0" + bytes(range(256))
    contenus["xl/chartsheets/sheet1.xml"] = "<chartsheet/>"
    contenus["xl/workbook.xml"] = contenus["xl/workbook.xml"].replace(
        "</sheets>", '<sheet name="Graphique" sheetId="2" r:id="g1"/></sheets>'
    )
    cible = 'Type="x/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>'
    contenus["xl/_rels/workbook.xml.rels"] = contenus["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>", f'<Relationship Id="g1" {cible}'
    )
    assert list(tableur_lu.lire(zipper(contenus)).feuilles) == ["Données"]


@pytest.fixture(scope="module")
def repasse(tmp_path_factory) -> bytes:
    """Notre classeur, ouvert et enregistré par LibreOffice."""
    ou = tmp_path_factory.mktemp("libreoffice")
    (ou / "essai.xlsx").write_bytes(ecrire(_DONNEES, proprietes={"origine": "coopmetiers"}))
    commande = [
        *("soffice", f"-env:UserInstallation={(ou / 'profil').as_uri()}", "--headless"),
        *("--convert-to", "xlsx", "--outdir", ou / "relu", ou / "essai.xlsx"),
    ]
    subprocess.run(commande, check=True, capture_output=True, timeout=120)
    return (ou / "relu" / "essai.xlsx").read_bytes()


def test_libreoffice_rend_les_memes_valeurs_et_les_memes_proprietes(repasse):
    avant = tableur_lu.lire(ecrire(_DONNEES, proprietes={"origine": "coopmetiers"}))
    assert tableur_lu.lire(repasse).feuilles == avant.feuilles
    assert tableur_lu.lire(repasse).proprietes.items() >= avant.proprietes.items()


def test_libreoffice_garde_les_colonnes_masquees_les_textes_et_les_listes(repasse, tmp_path):
    (tmp_path / "relu.xlsx").write_bytes(repasse)
    livre = openpyxl.load_workbook(tmp_path / "relu.xlsx")
    page = livre["Données"]
    assert page.column_dimensions["A"].hidden
    assert page["B2"].number_format == page["B900"].number_format == "@" or (
        page.column_dimensions["B"].number_format == "@"
    )
    (regle,) = page.data_validations.dataValidation
    assert (regle.type, regle.showErrorMessage) == ("list", True)
    assert regle.errorTitle == "Valeur inconnue"
    assert "D2" in regle.sqref
    assert "D900" in regle.sqref  # au-delà, LibreOffice coupe à mille lignes
    assert livre["Listes"].sheet_state == "hidden"
    assert livre.defined_names[regle.formula1].attr_text == "Listes!$A$2:$A$4"
