"""Le navigateur des tests refuse les pages mal formées, et remplit les formulaires."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.navigateur import Page, controler, valeurs

BONNE = (
    '<!DOCTYPE html><html lang="fr"><head><title>Accueil — coopmetiers</title></head><body>'
    '<main id="m"><h1>Accueil</h1><form method="post"><input type="hidden" name="csrf_token">'
    '<label for="n">Nom</label><input id="n" name="n"></form></main></body></html>'
)


def controler_source(source: str) -> None:
    controler(Page(200, "/", BeautifulSoup(source, "html.parser"), 0), source)


def test_une_bonne_page_passe() -> None:
    controler_source(BONNE)


@pytest.mark.parametrize(
    ("avant", "apres"),
    [
        ("<h1>Accueil</h1>", "<h2>Accueil</h2>"),
        ("<h1>Accueil</h1>", "<h1>Accueil</h1><h1>Encore</h1>"),
        ("<title>Accueil", "<title>Ailleurs"),
        ('<input id="n"', '<input id="m"'),
        ('<label for="n">', '<label for="x">'),
        ('name="csrf_token"', 'name="autre"'),
        ("<h1>Accueil</h1>", "<h1>Accueil</h1><p></div>"),
    ],
)
def test_une_mauvaise_page_est_refusee(avant: str, apres: str) -> None:
    assert avant in BONNE
    with pytest.raises(AssertionError):
        controler_source(BONNE.replace(avant, apres))


def test_un_formulaire_enverrait_ce_qu_il_montre() -> None:
    formulaire = BeautifulSoup(
        '<form><input name="a" value="1"><input type="checkbox" name="b" value="2" checked>'
        '<input type="checkbox" name="c" value="3"><textarea name="d">4</textarea>'
        '<select name="e"><option value="5"></option><option value="6" selected></option></select>'
        '<button name="f" value="7">Envoyer</button></form>',
        "html.parser",
    ).form
    assert formulaire is not None
    assert valeurs(formulaire) == {"a": "1", "b": "2", "d": "4", "e": ["6"]}
