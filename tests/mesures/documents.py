"""Dessiner : une attestation dans un processus chaud, contre l’appel naïf à police variable."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from coopmetiers.base import pdf
from coopmetiers.base.qr import qr_code
from coopmetiers.certification import documents
from coopmetiers.certification.contenu import ContenuCertificat
from tests.fabriques.documents import fabriquer_contenu
from tests.mesures.chronometre import Mesure, calcul, rapport

_POLICE = Path(__file__).parent / "polices" / "source-serif-4-latin-wght-normal.woff2"
_FEUILLES = ("commun.css", "face.css", "attestation_bloc.css")


def attestation() -> Mesure:
    """Un certificat au plus à la moitié de ce que coûte la façon ordinaire de faire."""
    contenu = fabriquer_contenu()
    page = _page_naive(contenu)
    valeur = rapport(
        calcul(lambda: documents.dessiner(contenu)), calcul(lambda: _naif(page)), tours=9
    )
    return Mesure("une attestation, processus chaud / WeasyPrint naïf", valeur, 0.5)


def _page_naive(contenu: ContenuCertificat) -> str:
    """Le même document, comme on l’écrit d’abord : tout dans la page, police variable."""
    qr = qr_code(contenu.delivrance.adresse_verification)
    contexte = documents._contexte(contenu, "cooperatif", qr=qr)
    corps = pdf._environment().get_template("attestation_bloc.html").render(contexte)
    feuilles = "\n".join((pdf.DOCUMENTS / nom).read_text("utf-8") for nom in _FEUILLES)
    feuilles = re.sub(r"@import[^;]+;", "", feuilles)
    feuilles = re.sub(
        r"asset:fonts/[\w.-]+", _donnees(_POLICE.read_bytes(), "font/woff2"), feuilles
    )
    feuilles = re.sub(r"asset:(\w+\.svg)", lambda m: _svg(pdf.DOCUMENTS / m[1]), feuilles)
    corps = corps.replace("asset:qr", _donnees(qr.svg, "image/svg+xml"))
    return corps.replace("</head>", f"<style>{feuilles}</style></head>")


def _svg(chemin: Path) -> str:
    return _donnees(chemin.read_bytes(), "image/svg+xml")


def _donnees(octets: bytes, nature: str) -> str:
    return f"data:{nature};base64,{base64.b64encode(octets).decode()}"


def _naif(page: str) -> bytes:
    from weasyprint import HTML

    return HTML(string=page).write_pdf(pdf_variant="pdf/a-3a")
