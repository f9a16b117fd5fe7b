"""Ce qui n’est pas un classeur sain est refusé d’une phrase, vite, et sans remplir la mémoire."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
import zlib
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopmetiers import paths
from coopmetiers.echanges.formats import tableur_lu
from coopmetiers.echanges.formats.classeur import Colonne, Feuille, Notice
from coopmetiers.echanges.formats.reproches import FichierRefuse
from coopmetiers.echanges.formats.tableur_lu import archive, cellules
from tests.fabriques.classeurs import TABLEUR, brut, ecrire, feuille, parties, titres, zipper

_LIGNE = titres("A") + '<row r="2"><c r="A2"><v>1</v></c></row>'
_RIRES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

ABIME = "Ce classeur est abîmé ou incomplet"
SUSPECT = "Ce classeur n’a pas la forme qu’un tableur lui donne"
DEPLIE = "Ce classeur est petit mais se déplierait"
REPRIS = "Les textes de ce classeur sont trop longs"
TROP = "Ce classeur a trop de cellules"


def refus(octets: bytes) -> str:
    with pytest.raises(FichierRefuse) as refuse:
        tableur_lu.lire(octets)
    (reproche,) = refuse.value.reproches
    return str(reproche)


@pytest.mark.parametrize(
    ("octets", "phrase"),
    [
        (b"", "Ce fichier est vide"),
        (_OLE + b"\0" * 600, "C’est un ancien classeur Excel (.xls)"),
        (_OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "protégé par un mot de pa"),
        ("Code;Énoncé\nC1;Décider\n".encode(), "C’est un fichier texte (.csv ou .txt)"),
        ("\ufeffCode;Énoncé\nC1;Décider\n".encode(), "C’est un fichier texte (.csv ou .txt)"),
        ("Code;Énoncé\nC1;Décider\n".encode("cp1252"), "C’est un fichier texte (.csv ou .txt)"),
        (b"<html><table><tr><td>1</table>", "C’est une page web ou un fichier XML"),
        (b'\n<?xml version="1.0"?><Workbook/>', "C’est une page web ou un fichier XML"),
        (b"%PDF-1.7\n%...", "C’est un PDF"),
        (b"{\\rtf1 }", "C’est un texte mis en forme"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "Ce fichier n’est pas un classeur Excel (.xlsx)"),
        (zipper({"word/document.xml": "<d/>"}), "C’est un document Word"),
        (zipper({"ppt/presentation.xml": "<d/>"}), "C’est une présentation PowerPoint"),
        (zipper({"xl/workbook.bin": b"\0"}), "C’est un classeur Excel binaire (.xlsb)"),
        (zipper({"mimetype": "x", "content.xml": "<d/>"}), "C’est un document LibreOffice (.ods"),
        (zipper({"Index/Document.iwa": b"\0"}), "C’est un document Numbers"),
        (zipper({"modele.xlsx": b"\0"}), "C’est un dossier compressé"),
        (zipper({"photo.jpg": b"\0"}), "Ce fichier compressé n’est pas un classeur"),
    ],
)
def test_un_autre_fichier_est_reconnu_et_la_phrase_dit_quoi_faire(octets, phrase):
    assert phrase in refus(octets)


def test_un_fichier_trop_gros_est_refuse_sans_etre_ouvert():
    assert refus(b"PK\x03\x04" + bytes(archive.OCTETS_MAX)).startswith("Ce fichier dépasse 20 Mo")


@pytest.mark.parametrize("coupe", [10, 200, 900, -1, -23])
def test_un_fichier_coupe_est_dit_abime(coupe):
    assert refus(brut(_LIGNE)[:coupe]).startswith(ABIME)


@pytest.mark.parametrize(
    "partie",
    [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "docProps/custom.xml",
        "xl/drawings/vmlDrawing1.vml",
    ],
)
@pytest.mark.parametrize("codage", ["utf-8", "utf-16"])
def test_une_declaration_d_entite_est_refusee_dans_toute_partie(partie, codage):
    contenus = parties(_LIGNE)
    contenus[partie] = (_RIRES + contenus.get(partie, "<x>&b;</x>")).encode(codage)
    assert refus(zipper(contenus)).startswith(SUSPECT)


def test_un_codage_rare_est_refuse_plutot_que_lu_de_travers():
    contenus = parties(_LIGNE)
    contenus["xl/worksheets/sheet1.xml"] = '<?xml version="1.0" encoding="UTF-7"?>' + feuille("")
    assert refus(zipper(contenus)).startswith(SUSPECT)


@pytest.mark.parametrize("nom", ["../../etc/passwd", "/xl/x.xml", "xl\\x.xml", "XL/Workbook.xml"])
def test_un_nom_d_entree_suspect_est_refuse(nom):
    assert refus(zipper(parties(_LIGNE) | {nom: "<x/>"})).startswith(SUSPECT)


def test_une_entree_chiffree_est_refusee():
    octets = bytearray(brut(_LIGNE))
    octets[octets.index(b"PK\x01\x02") + 8] |= 1
    assert refus(bytes(octets)).startswith(SUSPECT)


def test_deux_entrees_superposees_sont_refusees():
    """La même place, annoncée deux fois : un même pli se déplierait autant de fois qu’on le dit."""
    octets = zipper({"xl/a.xml": "<x/>", "xl/b.xml": "<x/>"} | parties(_LIGNE))
    premiere = octets.index(b"PK\x01\x02")
    seconde = octets.index(b"PK\x01\x02", premiere + 4)
    double = bytearray(octets)
    double[seconde + 42 : seconde + 46] = octets[premiere + 42 : premiere + 46]
    double[seconde + 46 : seconde + 54] = b"xl/b.xml"
    assert refus(bytes(double)).startswith(SUSPECT)
    # L’en-tête commun renommé, c’est la première entrée qui ne dit plus son nom.
    double[octets.index(b"xl/a.xml") : octets.index(b"xl/a.xml") + 8] = b"xl/b.xml"
    assert refus(bytes(double)).startswith(SUSPECT)


def test_un_repertoire_precede_d_un_autre_fichier_est_refuse():
    octets = brut(_LIGNE)
    assert refus(b"PK\x03\x04" + octets).startswith(SUSPECT)
    assert refus(octets + b"suite").startswith(ABIME)


@pytest.mark.parametrize("annonce", [10, 1_000_000])
def test_une_taille_annoncee_fausse_est_refusee(annonce):
    octets = bytearray(brut(_LIGNE))
    place = octets.index(b"xl/worksheets/sheet1.xml", octets.index(b"PK\x01\x02"))
    octets[place - 22 : place - 18] = pack("<L", annonce)
    assert refus(bytes(octets)).startswith(ABIME)


def test_trop_d_entrees_sont_refusees_avant_d_etre_comptees_une_a_une():
    contenus = parties(_LIGNE) | {f"xl/{rang}.bin": b"" for rang in range(archive.ENTREES_MAX)}
    assert refus(zipper(contenus)).startswith(SUSPECT)


def test_trop_de_feuilles_sont_refusees():
    contenus = parties(_LIGNE)
    onglets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="f1"/>' for n in range(101))
    contenus["xl/workbook.xml"] = contenus["xl/workbook.xml"].replace(
        "<sheets>", f"<sheets>{onglets}"
    )
    assert refus(zipper(contenus)).startswith("Ce classeur a plus de 100 feuilles")


@pytest.mark.parametrize(
    ("repere", "phrase"),
    [
        ("A200001", "va jusqu’à la cellule A200001 ; on lit 200 000 lignes au plus"),
        ("GS2", "va jusqu’à la cellule GS2 ; on lit 200 colonnes au plus"),
        ("GR200000", "va jusqu’à la cellule GR200000 ; on lit 4 millions de cases au plus"),
        ("XFD1048576", "va jusqu’à la cellule XFD1048576 ; on lit 200 000 lignes au plus"),
    ],
)
@pytest.mark.parametrize("apostrophe", ['"', "'"])
def test_une_valeur_perdue_au_bout_de_la_feuille_est_refusee(repere, phrase, apostrophe):
    ligne = f'<row><c r="{repere}"><v>1</v></c></row>'.replace('"', apostrophe)
    assert phrase in refus(brut(titres("A") + ligne))


@pytest.mark.parametrize("repere", ["ZZZZZZZZ1", "A99999999999999", "A0", "1A", "é1"])
def test_un_repere_impossible_est_refuse(repere):
    assert refus(brut(f'<row r="1"><c r="{repere}"><v>1</v></c></row>')).startswith(SUSPECT)


def test_des_lignes_dans_le_desordre_sont_refusees_plutot_que_perdues():
    lignes = '<row r="5"><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>'
    assert refus(brut(lignes)).startswith(ABIME)


@pytest.mark.parametrize(
    "cellule",
    [
        '<c r="A1" t="s"><v>9</v></c>',
        '<c r="A1" t="zz"><v>9</v></c>',
        '<c r="A1" t="e"><v>',
        '<c r="A1" s="1"><v>-1e400</v></c>',  # le code compilé panique : pas de date si lointaine
    ],
)
def test_une_feuille_que_le_lecteur_refuse_est_refusee(cellule):
    assert "redéposez-le" in refus(brut(f'<row r="1">{cellule}</row>'))


def _plier_menteur() -> bytes:
    """Une entrée qui dit mille octets et en déplie quatre cents millions."""
    zeros = b" " * 400_000_000
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    plie = machine.compress(zeros) + machine.flush()
    octets = bytearray(zipper(parties(_LIGNE) | {"xl/theme.xml": b"0123456789" * 100}))
    with zipfile.ZipFile(io.BytesIO(octets)) as lue:
        info = lue.getinfo("xl/theme.xml")
    debut = info.header_offset + 30 + len("xl/theme.xml")
    ecart = len(plie) - info.compress_size
    octets[debut : debut + info.compress_size] = plie
    entree = octets.rindex(b"xl/theme.xml") - 46
    octets[entree + 20 : entree + 24] = pack("<L", len(plie))
    fin = len(octets) - 22
    place = int.from_bytes(octets[fin + 16 : fin + 20], "little") + ecart
    octets[fin + 16 : fin + 20] = pack("<L", place)
    return bytes(octets)


def _bombes() -> dict[str, tuple[bytes, str]]:
    case = "<c><v>1</v></c>"
    partagee = parties(f"<row>{case * 60_000}</row>".replace("<c>", '<c r="A1">'))
    onglets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="f1"/>' for n in range(2, 90))
    partagee["xl/workbook.xml"] = partagee["xl/workbook.xml"].replace(
        "</sheets>", f"{onglets}</sheets>"
    )
    serree = "".join(f'<row r="{n}">{case * 20}</row>' for n in range(1, 100_000))
    long = f"<si><t>{'texte ' * 5_000}</t></si>"
    reprises = "".join(
        f'<row r="{n}">{"".join(f"""<c r="{c}{n}" t="s"><v>0</v></c>""" for c in "ABCD")}</row>'
        for n in range(1, 20_000)
    )
    ailleurs = parties("")
    ailleurs["xl/worksheets/sheet1.xml"] = feuille(
        '<row><c\tr="A1"><v>1</v></c><c\tr="XFD1048576"><v>1</v></c></row>'
    ).replace("</sheetData>", "</sheetData >")
    return {
        "écrite autrement": (zipper(ailleurs), "feuille"),
        "reprise": (brut(reprises, long), REPRIS),
        "reprise autrement": (
            brut(reprises.replace('"', "'"), long.replace("si>", "si >")),
            REPRIS,
        ),
        "dépliée": (brut(f"<row>{case * 28_000_000}</row>"), DEPLIE),
        "menteuse": (_plier_menteur(), ABIME),
        "partagée": (zipper(partagee), TROP),
        "serrée": (brut(serree), TROP),
        "perdue": (brut(titres("A") + '<row><c r="XFD1048576"><v>1</v></c></row>'), "feuille"),
    }


_ESSAI = """
import re, sys
from coopmetiers.echanges.formats import reproches, tableur_lu
def sommet():
    # Le sommet depuis ce programme ; « ru_maxrss » garde celui du programme qui l’a lancé.
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
octets = open(sys.argv[1], "rb").read()
avant = sommet()
try:
    tableur_lu.lire(octets)
except reproches.FichierRefuse as refus:
    print(refus)
print((sommet() - avant) // 1024)
"""


@pytest.fixture(scope="module")
def bombes(tmp_path_factory):
    dossier = tmp_path_factory.mktemp("bombes")
    phrases = {}
    for nom, (octets, phrase) in _bombes().items():
        (dossier / nom).write_bytes(octets)
        phrases[dossier / nom] = phrase
    return phrases


def test_une_bombe_est_refusee_en_moins_de_200_mo(bombes):
    for chemin, phrase in bombes.items():
        dites = subprocess.run(
            [sys.executable, "-c", _ESSAI, chemin],
            cwd=paths.ROOT,
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        ).stdout.splitlines()
        assert phrase in dites[0], chemin.name
        assert int(dites[-1]) < 200, chemin.name


def test_trop_de_fautes_ne_sont_plus_dites_une_a_une():
    rangees = "".join(
        f'<row r="{n}"><c r="A{n}"><f>1</f></c></row>' for n in range(1, cellules.FAUTES_MAX + 2)
    )
    assert refus(brut(rangees)).startswith("La feuille « Données » a plus de 10000 cellules en er")


def test_un_long_texte_a_cote_de_beaucoup_de_courts_se_lit():
    textes = f"<si><t>{'texte ' * 5_000}</t></si><si><t>court</t></si>"
    rangees = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>1</v></c></row>' for n in range(2, 4_000))
    octets = brut('<row r="1"><c r="A1" t="s"><v>0</v></c></row>' + rangees, textes)
    lue = tableur_lu.lire(octets).feuilles["Données"]
    assert len(lue.titres[0]) == 29_999
    assert {ligne.valeurs for ligne in lue.lignes} == {("court",)}


def test_les_bornes_laissent_passer_une_grande_feuille():
    assert cellules.LIGNES_MAX * 20 <= cellules.AIRE_MAX
    rangees = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 20_000))
    assert len(tableur_lu.lire(brut(titres("A") + rangees)).feuilles["Données"].lignes) == 19_998


# --- Au hasard --------------------------------------------------------------------------------

_SAIN = ecrire(
    Notice("Légende", "Lire", (("N1", "découvre"),)),
    Feuille("Données", (Colonne("id", cachee=True), Colonne("B", choix=("x", "y"))), (("1", "x"),)),
    proprietes={"origine": "coopmetiers"},
)


def _lu_ou_refuse(octets: bytes) -> None:
    try:
        lu = tableur_lu.lire(octets)
    except FichierRefuse:
        return
    for page in lu.feuilles.values():
        assert {len(ligne.valeurs) for ligne in page.lignes} <= {len(page.titres)}


@pytest.mark.fuzz
@given(
    places=st.lists(
        st.tuples(st.integers(0, len(_SAIN) - 1), st.integers(0, 255)), min_size=1, max_size=8
    )
)
def test_des_octets_changes_donnent_un_classeur_ou_un_refus(places):
    octets = bytearray(_SAIN)
    for place, valeur in places:
        octets[place] = valeur
    _lu_ou_refuse(bytes(octets))


@pytest.mark.fuzz
@given(
    partie=st.sampled_from(sorted(parties(_LIGNE))),
    debut=st.integers(0, 700),
    retires=st.integers(0, 40),
    mis=st.text(alphabet=st.sampled_from("<>/\"'=&;:!?[]-- crvfstA1Z9é\n"), max_size=12),
)
def test_un_xml_abime_donne_un_classeur_ou_un_refus(partie, debut, retires, mis):
    contenus = parties(
        _LIGNE + '<row r="3"><c r="A3" t="s"><v>0</v></c></row>', "<si><t>é</t></si>"
    )
    contenus[partie] = contenus[partie][:debut] + mis + contenus[partie][debut + retires :]
    _lu_ou_refuse(zipper(contenus))


_CASES = st.builds(
    "<c{}{}>{}</c>".format,
    st.sampled_from(["", ' r="A1"', ' r="B2"', " r='C3'", ' r="GR9"', ' r="A0"', ' s="1"']),
    st.sampled_from(["", ' t="s"', ' t="e"', ' t="b"', ' t="str"', ' t="inlineStr"', ' t="d"']),
    st.sampled_from(
        ["", "<v>0</v>", "<v>-1e400</v>", "<v>x</v>", "<f>1</f>", "<f/><v/>", "<is><t>a</t></is>"]
    ),
)


@pytest.mark.fuzz
@given(rangees=st.lists(st.lists(_CASES, max_size=4), max_size=4), prefixe=st.booleans())
def test_des_cellules_etranges_donnent_un_classeur_ou_un_refus(rangees, prefixe):
    lignes = "".join(f"<row>{''.join(rangee)}</row>" for rangee in rangees)
    contenus = parties(lignes, "<si><t>é</t></si>")
    if prefixe:
        corps = feuille(lignes).replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
        corps = corps.replace(f'xmlns="{TABLEUR}"', f'xmlns:x="{TABLEUR}"')
        contenus["xl/worksheets/sheet1.xml"] = corps
    _lu_ou_refuse(zipper(contenus))
