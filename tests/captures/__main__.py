"""Photographie six écrans d’une démonstration neuve, et les range à côté de ce fichier."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

_ICI = Path(__file__).parent
_LARGE, _TELEPHONE = (1280, 860), (390, 860)


def _accueil(page: Page) -> None:
    page.goto("/")


def _grille(page: Page) -> None:
    page.goto("/sessions")
    page.get_by_role("link", name=re.compile("^Passées")).click()
    page.get_by_role("link", name=re.compile("groupe Épicéa")).first.click()
    page.get_by_role("link", name="Évaluer").click()
    page.get_by_role("link", name="BC2", exact=True).click()
    page.locator("table a", has_text="N2").first.click()


def _couverture(page: Page) -> None:
    page.goto("/formations")
    page.get_by_role("link", name="Animer une coopération").first.click()
    page.locator("a[href$='/couverture']").first.click()


def _moi(page: Page) -> None:
    page.goto("/moi")


def _jury(page: Page) -> None:
    page.goto("/jurys")
    page.locator("main a[href^='/jurys/']").first.click()
    page.locator("a[href*='/candidatures/']").first.click()


def _verification(page: Page) -> None:
    page.goto("/certificats")
    page.locator("a[href^='/certificats/']").first.click()
    page.locator("a[href*='/v/']").first.click()


#: Nom de l’image → le rôle qui regarde, la fenêtre, le chemin jusqu’à l’écran.
ECRANS = {
    "accueil": ("responsable-organisme", _LARGE, _accueil),
    "evaluation": ("formateur", _LARGE, _grille),
    "couverture": ("responsable-organisme", _LARGE, _couverture),
    "apprenante": ("apprenant", _TELEPHONE, _moi),
    "jury": ("jure", _LARGE, _jury),
    "verification": ("responsable-certificateur", _LARGE, _verification),
}


@contextmanager
def _demonstration() -> Iterator[str]:
    """Une démonstration servie sur un port libre ; rend son adresse."""
    with tempfile.TemporaryDirectory() as dossier:
        programme = subprocess.Popen(
            [sys.executable, "-u", "-m", "coopmetiers", "demo", "--port", "0"],
            env={**os.environ, "COOPMETIERS_DONNEES": dossier},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert programme.stdout is not None
        adresse = ""
        for ligne in programme.stdout:
            adresse = adresse or "".join(re.findall(r"http://[\d.:]+", ligne))
            if "Ctrl-C" in ligne:
                break
        try:
            yield adresse
        finally:
            programme.terminate()
            programme.wait(timeout=60)


def main() -> None:
    """Photographie chaque écran au titre de son rôle."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with _demonstration() as adresse, sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=arguments
        )
        for nom, (role, (largeur, hauteur), aller) in ECRANS.items():
            contexte = navigateur.new_context(
                base_url=adresse,
                viewport={"width": largeur, "height": hauteur},
                color_scheme="light",
            )
            page = contexte.new_page()
            page.goto("/demonstration")
            page.locator(f"form[action$='/{role}'] button").click()
            aller(page)
            page.wait_for_load_state("networkidle")
            image = Image.open(BytesIO(page.screenshot()))
            image.convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(
                _ICI / f"{nom}.png", optimize=True
            )
            contexte.close()


if __name__ == "__main__":
    main()
