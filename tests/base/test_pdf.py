"""Le dessin : rien n’est lu hors de ce qui est remis, rien ne manque, rien ne varie."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import threading
import zlib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import page
import pikepdf
import pydyf
import pypdfium2
import pytest
import segno
from jinja2 import UndefinedError
from PIL import Image

from coopmetiers.base import pdf
from coopmetiers.base.images import drawable
from coopmetiers.base.pdf_finish import _compress
from coopmetiers.base.qr import qr_code

ID = b"0123456789abcdef"
SECRET = "secret-jamais-imprime"
PDF_A, PDF_UA = page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1


def page_html(corps: str, tete: str = "") -> str:
    return (
        f'<!doctype html><html lang="fr"><head><title>Essai</title>{tete}</head>'
        f"<body><h1>Essai</h1>{corps}</body></html>"
    )


AVEC_LOGO = page_html('<img src="asset:logo" alt="x">')


@pytest.fixture(scope="module")
def serveur():
    """Un serveur web local qui compte les visites : il ne doit en recevoir aucune."""
    visites: list[str] = []

    class Reponse(BaseHTTPRequestHandler):
        def do_GET(self):
            visites.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    service = HTTPServer(("127.0.0.1", 0), Reponse)
    fil = threading.Thread(target=service.serve_forever, daemon=True)
    fil.start()
    yield f"http://127.0.0.1:{service.server_port}", visites
    service.shutdown()
    service.server_close()
    fil.join()


@pytest.fixture
def fichier(tmp_path: Path) -> str:
    cible = tmp_path / "secret.txt"
    cible.write_text(SECRET)
    return cible.as_uri()


LUS = {
    "img": '<img src="{u}" alt="x">',
    "objet": '<object data="{u}"></object>',
    "embed": '<embed src="{u}">',
    "css url": '<p style="background: url({u})">x</p>',
    "css contenu": "<style>p::before {{ content: url({u}) }}</style><p>x</p>",
    "css liste": '<ul style="list-style-image: url({u})"><li>x</li></ul>',
    "css bord": "<style>p {{ border-image-source: url({u}) }}</style><p>x</p>",
    "@import": "<style>@import url({u});</style>",
    "@font-face": "<style>@font-face {{ font-family: X; src: url({u}) }}</style>",
    "@color-profile": "<style>@color-profile --x {{ src: url({u}) }}</style>",
    "link": '<link rel="stylesheet" href="{u}">',
    "pièce jointe": '<link rel="attachment" href="{u}">',
    "pièce jointe, lien": '<a rel="attachment" href="{u}">x</a>',
    "svg image": '<svg viewBox="0 0 9 9" width="9" height="9"><image href="{u}" width="9"/></svg>',
}
IGNORES = {  # WeasyPrint ne suit pas ces voies ; on vérifie qu’il n’apprend pas à le faire
    "svg use": '<svg viewBox="0 0 9 9" width="9" height="9"><use href="{u}#a"/></svg>',
    "iframe": '<iframe src="{u}"></iframe>',
    "vidéo": '<video src="{u}" poster="{u}"></video>',
    "meta": '<meta http-equiv="refresh" content="0;url={u}">',
    "input": '<input type="image" src="{u}">',
}


@pytest.mark.parametrize("voie", LUS)
def test_une_adresse_du_web_arrete_le_dessin_sans_etre_visitee(voie, serveur):
    adresse, visites = serveur
    with pytest.raises(pdf.RenderingError):
        pdf.draw(page_html(LUS[voie].format(u=f"{adresse}/x")), identifier=ID)
    assert visites == []


@pytest.mark.parametrize("voie", LUS)
def test_un_fichier_du_serveur_arrete_le_dessin(voie, fichier):
    with pytest.raises(pdf.RenderingError):
        pdf.draw(page_html(LUS[voie].format(u=fichier)), identifier=ID)


@pytest.mark.parametrize("voie", IGNORES)
def test_une_voie_que_weasyprint_ignore_ne_lit_rien(voie, serveur, fichier):
    adresse, visites = serveur
    for cible in (f"{adresse}/x", fichier):
        dessin = pdf.draw(page_html(IGNORES[voie].format(u=cible)), identifier=ID)
        assert SECRET not in texte(dessin)
    assert visites == []


@pytest.mark.parametrize(
    "adresse",
    [
        "asset:absente",
        "asset:../../../../etc/passwd",
        "asset:fonts/../pdf.py",
        "asset:/etc/passwd",
        "ASSET:commun.css",
        "data:image/png;base64,AAAA",
        "ftp://127.0.0.1/x",
        "voisine.png",
    ],
)
def test_un_nom_qui_n_a_pas_ete_remis_est_refuse(adresse):
    with pytest.raises(pdf.RenderingError):
        pdf.draw(page_html(f'<img src="{adresse}" alt="x">'), identifier=ID)


def test_l_adresse_de_base_ne_detourne_pas_les_noms(fichier):
    tete = f'<base href="{fichier}">'
    with pytest.raises(pdf.RenderingError):
        pdf.draw(page_html('<img src="secret.txt" alt="x">', tete), identifier=ID)


def test_une_police_du_systeme_n_entre_pas():
    style = '<style>@font-face { font-family: X; src: local("DejaVu Sans") }</style>'
    with pytest.raises(pdf.RenderingError):
        pdf.draw(page_html("<p>x</p>", style), identifier=ID)


@pytest.mark.parametrize(
    "dessin",
    [
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "{u}">]>'
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text y="9">&x;</text></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        '<image href="{u}" width="9" height="9"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        "<style>@import url({u});</style></svg>",
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in zip("abcdefg", "bcdefgh"))  # noqa: B905
        + ']><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>&h;</text></svg>',
        "<svg ceci n’est pas un dessin",
    ],
    ids=["entité externe", "image", "feuille", "bombe", "rompu"],
)
def test_un_logo_piege_est_refuse(dessin, fichier):
    octets = dessin.replace("{u}", fichier).encode()
    with pytest.raises(pdf.RenderingError):
        pdf.draw(
            page_html('<img src="asset:logo" alt="x">'), identifier=ID, assets={"logo": octets}
        )


def test_un_champ_que_le_contexte_ne_donne_pas_arrete_le_dessin():
    with pytest.raises(UndefinedError):
        pdf.render_pdf("attestation_bloc.html", {"maison": "sobre"}, identifier=ID)


def test_le_document_est_balise_archivable_et_accessible():
    dessin = pdf.draw(page_html("<p>Bonjour</p>"), identifier=ID)
    for profil in (PDF_A, PDF_UA):
        constat = page.validate_pdf_bytes(dessin, profile=profil)
        assert constat.is_compliant, [f.message for f in constat.failures]
    with pikepdf.open(io.BytesIO(dessin)) as lu:
        assert "/StructTreeRoot" in lu.Root
        assert lu.Root.MarkInfo.Marked
        assert lu.Root.Lang == "fr"


def test_la_boite_d_une_figure_est_sur_sa_page():
    dessin = pdf.draw(
        page_html('<img src="asset:qr" alt="code" style="width: 27mm; height: 27mm">'),
        identifier=ID,
        assets={"qr": qr_code("https://exemple.fr/v/0").svg},
    )
    with pikepdf.open(io.BytesIO(dessin)) as lu:
        figure = next(
            o for o in lu.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"
        )
        gauche, bas, droite, haut = (float(v) for v in figure.A.BBox)
        cote = 27 * 72 / 25.4
        assert droite - gauche == pytest.approx(cote, abs=0.1)
        assert haut - bas == pytest.approx(cote, abs=0.1)
        assert haut < float(lu.pages[0].MediaBox[3]) - 20 * 72 / 25.4  # sous la marge et le titre


@pytest.mark.parametrize("fin", [b"\n", b"\r"])
def test_aucun_flux_ne_finit_par_une_fin_de_ligne(fin):
    brut = b"image deja compressee" + fin
    flux = pydyf.Stream([brut], {"Filter": "/DCTDecode", "DecodeParms": pydyf.Dictionary({"K": 1})})
    _compress(flux)
    assert flux.stream[0].endswith(b"~>")
    assert flux.extra["Filter"] == "[/ASCII85Decode /DCTDecode]"
    assert flux.extra["DecodeParms"] == b"[null <</K 1>>]"


def test_un_flux_de_page_garde_son_contenu():
    flux = pydyf.Stream([b"BT", b"ET"], compress=True)
    _compress(flux)
    ecrit = flux.data.partition(b"stream\n")[2].removesuffix(b"\nendstream")
    assert zlib.decompress(ecrit) == b"BT\nET"
    assert flux.extra["Filter"] == "/FlateDecode"


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "CMYK"])
def test_toute_image_devient_acceptable_pour_l_archive(mode):
    source = io.BytesIO()
    Image.new(mode, (40, 20)).save(source, "JPEG" if mode == "CMYK" else "PNG")
    image = drawable(source.getvalue())
    dessin = pdf.draw(AVEC_LOGO, identifier=ID, assets={"logo": image})
    assert page.validate_pdf_bytes(dessin, profile=PDF_A).is_compliant


def test_ce_qui_n_est_pas_une_image_est_refuse():
    with pytest.raises(ValueError, match="image lisible"):
        drawable(b"MZ\x00\x00")


def test_le_code_qr_imprime_se_relit_module_par_module():
    adresse = "https://preuves.exemple.fr/v/7KQ2M9XD4TJHP6WR"
    code = qr_code(adresse)
    style = "position: absolute; top: 0; left: 0; width: 41mm; height: 41mm"
    dessin = pdf.draw(
        f'<html lang="fr"><title>t</title><style>@page {{ margin: 0 }}</style>'
        f'<h1 style="margin-top: 99mm">t</h1><img src="asset:qr" alt="x" style="{style}"></html>',
        identifier=ID,
        assets={"qr": code.svg},
    )
    with pypdfium2.PdfDocument(dessin) as document:
        image = document[0].render(scale=10 * 25.4 / 72).to_pil().convert("L")  # 10 points par mm
    modules = segno.make(adresse, error="m", micro=False, boost_error=False).matrix
    lus = [
        [image.getpixel((10 * x + 5, 10 * y + 5)) < 128 for x in range(code.side)]
        for y in range(code.side)
    ]
    blanc = [False] * code.side
    attendus = [[False] * 4 + [bool(v) for v in ligne] + [False] * 4 for ligne in modules]
    assert lus == [blanc] * 4 + attendus + [blanc] * 4


def test_les_memes_entrees_rendent_les_memes_octets_meme_ailleurs():
    html = page_html("<p>Bonjour, <em>Œuvre</em> commune</p>")
    premier = pdf.draw(html, identifier=ID)
    pdf.draw(page_html("<p><b>Autre</b> chose</p>"), identifier=ID)
    assert pdf.draw(html, identifier=ID) == premier
    assert pdf.draw(html, identifier=b"autre") != premier
    programme = (
        "import hashlib, sys; from coopmetiers.base import pdf;"
        f"print(hashlib.sha256(pdf.draw(sys.argv[1], identifier={ID!r})).hexdigest())"
    )
    ailleurs = subprocess.run(
        [sys.executable, "-c", programme, html], capture_output=True, text=True, check=True
    )
    assert ailleurs.stdout.strip() == hashlib.sha256(premier).hexdigest()


def test_weasyprint_n_est_charge_qu_au_dessin_et_ne_lance_aucun_processus():
    programme = (
        "import sys; lances = [];"
        "sys.addaudithook(lambda e, a: lances.append(e) if e in"
        " ('subprocess.Popen', 'os.fork', 'os.posix_spawn', 'os.system') else None);"
        "from coopmetiers.base import pdf;"
        "assert 'weasyprint' not in sys.modules and 'fontTools' not in sys.modules;"
        "pdf.draw('<html lang=fr><title>t</title><h1>x</h1></html>', identifier=b'x');"
        "assert 'weasyprint' in sys.modules; print(lances)"
    )
    fait = subprocess.run(
        [sys.executable, "-c", programme], capture_output=True, text=True, check=True
    )
    assert fait.stdout.strip() == "[]"


def test_chaque_gabarit_porte_la_ponctuation_francaise():
    for gabarit in pdf.DOCUMENTS.glob("*.html"):
        nu = re.sub(r"\{[%{#].*?[%}#]\}|<[^>]*>", "", gabarit.read_text(), flags=re.S)
        assert not re.search(r" [:;!?»](?=\s|$)|« |\bn° ", nu), gabarit.name


def test_le_dossier_des_polices_ne_survit_pas_au_processus(tmp_path):
    programme = (
        "from coopmetiers.base import pdf;"
        "pdf.draw('<html lang=fr><title>t</title><h1>x</h1></html>', identifier=b'x')"
    )
    fait = subprocess.run(
        [sys.executable, "-c", programme],
        capture_output=True,
        text=True,
        check=True,
        env={"TMPDIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert fait.stderr == ""
    assert list(tmp_path.iterdir()) == []


def texte(dessin: bytes) -> str:
    lu = subprocess.run(["pdftotext", "-", "-"], input=dessin, capture_output=True, check=True)
    return lu.stdout.decode()
