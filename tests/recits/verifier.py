"""Dernier temps : l’apprenante reçoit son attestation, un inconnu la vérifie."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import expect

from tests.recits.former import BLOC
from tests.recits.gestes import Personne

_CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b")
_NUMERO = re.compile(r"\bCC-\d{4}-\d{5}\b")


def telecharger(zelie: Personne, dossier: Path) -> Path:
    """L’apprenante trouve son attestation parmi ses documents et la garde."""
    zelie.aller("/moi/documents")
    with zelie.page.expect_download() as attendu:
        zelie.suivre(re.compile(rf"^Attestation de bloc {BLOC}"))
    chemin = dossier / "attestation.pdf"
    attendu.value.save_as(chemin)
    return chemin


def relire(pdf: Path, codes: Sequence[str]) -> tuple[str, str]:
    """Le papier dit la personne, le bloc, chaque compétence ; rend son numéro et son code."""
    texte = texte_du(pdf)
    assert "Zélie Modèle" in texte
    assert BLOC in texte
    assert [code for code in codes if code not in texte] == []
    numero = _NUMERO.search(texte)
    assert numero, texte
    return numero.group(), code_imprime(pdf)


def texte_du(pdf: Path) -> str:
    """Ce qu’on lit sur le papier."""
    lu = ["pdftotext", "-layout", str(pdf), "-"]
    return subprocess.run(lu, capture_output=True, text=True, check=True).stdout


def code_imprime(pdf: Path) -> str:
    """Le code de vérification imprimé sous le QR code."""
    code = _CODE.search(texte_du(pdf))
    assert code, pdf
    return code.group()


def verifier(inconnu: Personne, pdf: Path, numero: str, code: str) -> None:
    """Sans compte : le code, le nom, le fichier ; ce qui a changé d’un octet se voit."""
    inconnu.aller("/v")
    inconnu.remplir(code=code.lower())
    inconnu.appuyer("Vérifier")
    inconnu.est_sur("Authentique")
    inconnu.voit(numero)
    expect(inconnu.page.locator("main")).not_to_contain_text("Zélie Modèle")
    for nom, reponse in (("Zélie Modèle", "Oui."), ("Zoé Modèle", "Non.")):
        inconnu.remplir(nom=nom)
        inconnu.appuyer("Comparer le nom")
        inconnu.voit(reponse)
    octets = pdf.read_bytes()
    _comparer(inconnu, octets, "Le fichier est intact")
    _comparer(inconnu, octets[:-1] + bytes([octets[-1] ^ 1]), "Le fichier est altéré")
    _deposer_autre_chose(inconnu)
    inconnu.aller(f"/v/{code}")
    inconnu.est_sur("Authentique")


def _comparer(inconnu: Personne, octets: bytes, verdict: str) -> None:
    inconnu.page.locator("form[data-empreinte] input[type=file]").set_input_files(
        {"name": "recu.pdf", "mimeType": "application/pdf", "buffer": octets}
    )
    inconnu.voit(verdict)


def _deposer_autre_chose(inconnu: Personne) -> None:
    """Le navigateur n’envoie que l’empreinte d’un PDF : aucun document délivré n’a celle-là."""
    for octets, dit in (
        (b"%PDF-1.7 un autre", "Ce fichier est inconnu du registre."),
        (b"ceci n'est pas un PDF", "Ce fichier n’est pas un PDF."),
    ):
        inconnu.aller("/v")
        inconnu.page.locator("input[type=file]").set_input_files(
            {"name": "photo.pdf", "mimeType": "application/pdf", "buffer": octets}
        )
        inconnu.appuyer("Vérifier")
        inconnu.voit(dit)
