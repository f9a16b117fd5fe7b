"""Ce qu’un fichier est vraiment, d’après ses octets."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from coopmetiers.base.errors import RuleViolation
from coopmetiers.parcours.rules.fichier import TAILLE_MAXIMALE, nom_propre, verifier_fichier

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 "


def archive(**pieces: str) -> bytes:
    octets = BytesIO()
    with zipfile.ZipFile(octets, "w") as fichier:
        for nom, contenu in pieces.items():
            fichier.writestr(nom, contenu)
    return octets.getvalue()


ODT = archive(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": "<x/>"})
ODS = archive(mimetype="application/vnd.oasis.opendocument.spreadsheet")
DOCX = archive(**{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"})
XLSX = archive(**{"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
DOCM = archive(
    **{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>", "word/vbaProject.bin": "x"}
)


@pytest.mark.parametrize(
    ("nom", "octets", "type_mime", "garde"),
    [
        ("bilan.pdf", PDF, "application/pdf", "bilan.pdf"),
        ("photo.PNG", PNG, "image/png", "photo.png"),
        ("photo.jpeg", JPEG, "image/jpeg", "photo.jpg"),
        ("photo.webp", WEBP, "image/webp", "photo.webp"),
        ("note.odt", ODT, "application/vnd.oasis.opendocument.text", "note.odt"),
        ("budget.ods", ODS, "application/vnd.oasis.opendocument.spreadsheet", "budget.ods"),
        ("note.txt", "Séance du 12 mars\n".encode(), "text/plain; charset=utf-8", "note.txt"),
        # Sans extension, les octets suffisent à la donner.
        ("scan", PDF, "application/pdf", "scan.pdf"),
    ],
)
def test_un_type_permis_est_reconnu_a_ses_octets(
    nom: str, octets: bytes, type_mime: str, garde: str
) -> None:
    fichier = verifier_fichier(nom, octets)
    assert (fichier.type_mime, fichier.nom, fichier.taille) == (type_mime, garde, len(octets))


@pytest.mark.parametrize(("octets", "extension"), [(DOCX, "docx"), (XLSX, "xlsx")])
def test_un_document_de_bureau_recent_est_reconnu(octets: bytes, extension: str) -> None:
    assert verifier_fichier(f"a.{extension}", octets).nom == f"a.{extension}"


@pytest.mark.parametrize(
    ("nom", "octets", "code"),
    [
        ("vide.pdf", b"", "fichier_vide"),
        ("lourd.pdf", b"%PDF-" + b"0" * TAILLE_MAXIMALE, "fichier_trop_lourd"),
        ("bilan.pdf", b"MZ\x90\x00programme", "fichier_trompeur"),
        ("bilan.pdf", b"%PDF-1.7 coup\xc3\xa9 net", "fichier_trompeur"),
        ("bilan.pdf", PNG, "fichier_trompeur"),
        ("photo.png", b"<svg onload=alert(1)>", "fichier_trompeur"),
        ("note.txt", b"\x00\x01binaire", "fichier_trompeur"),
        ("note.docx", b"PK\x03\x04 archive tronqu\xc3\xa9e", "fichier_trompeur"),
        ("note.docx", DOCM, "fichier_trompeur"),
        ("note.docx", ODT, "fichier_trompeur"),
        ("page.html", b"<html></html>", "fichier_non_admis"),
        ("macro.docm", DOCM, "fichier_non_admis"),
        ("dessin.svg", b"<svg/>", "fichier_non_admis"),
        ("pages.zip", archive(a="b"), "fichier_non_admis"),
        ("programme", b"MZ\x90\x00", "fichier_non_admis"),
    ],
)
def test_ce_qui_n_est_pas_un_type_permis_est_refuse(nom: str, octets: bytes, code: str) -> None:
    with pytest.raises(RuleViolation) as refus:
        verifier_fichier(nom, octets)
    assert refus.value.code == code
    assert refus.value.field == "fichier"


@pytest.mark.parametrize(
    ("nom", "garde"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\Users\Zélie\Bilan n°2.pdf", "Bilan n°2.pdf"),
        ("  .pdf", "preuve.pdf"),
        ("", "preuve.pdf"),
        ("a\u202egnp.exe.pdf", "agnp.exe.pdf"),
        ('"<script>".pdf', "script.pdf"),
        ("bilan\u00a0\u00a0final.pdf", "bilan final.pdf"),
        ("e\u0301té.pdf", "été.pdf"),
        ("retour\r\nligne.pdf", "retourligne.pdf"),
        ("x" * 400 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_le_nom_garde_est_sans_chemin_ni_signe_invisible(nom: str, garde: str) -> None:
    assert nom_propre(nom, "pdf") == garde
