from pathlib import Path

import pytest
from flask import url_for


@pytest.fixture
def adresse(app):
    feuille = next(Path(app.static_folder).rglob("*.css"))
    with app.test_request_context():
        return url_for("static", filename=str(feuille.relative_to(app.static_folder)))


def test_une_adresse_statique_porte_l_empreinte_de_son_fichier(adresse):
    assert len(adresse.partition("?v=")[2]) == 12


def test_un_fichier_date_se_garde_un_an(app, adresse):
    reponse = app.test_client().get(adresse, buffered=True)
    assert reponse.status_code == 200
    assert "immutable" in reponse.headers["Cache-Control"]


def test_sans_empreinte_rien_ne_se_garde_longtemps(app, adresse):
    reponse = app.test_client().get(adresse.partition("?")[0], buffered=True)
    assert "immutable" not in reponse.headers["Cache-Control"]
