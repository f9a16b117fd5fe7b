"""Ce que disent les réglages, et ce qui arrive quand il en manque un."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from coopmetiers.app import create_app
from coopmetiers.cli import main
from coopmetiers.config import MissingSetting, Settings

CLE = "une clé de test, assez longue pour être admise"


@pytest.mark.parametrize("cle", ["", "courte", "x" * 31])
def test_sans_cle_secrete_rien_ne_demarre_ni_ne_s_ecrit(tmp_path, cle):
    with pytest.raises(MissingSetting, match="COOPMETIERS_CLE_SECRETE"):
        create_app(Settings(secret_key=cle, data_dir=tmp_path / "neuf"))
    assert not (tmp_path / "neuf").exists()


def test_servir_sans_cle_secrete_se_refuse_en_une_phrase(tmp_path, monkeypatch):
    monkeypatch.delenv("COOPMETIERS_CLE_SECRETE", raising=False)
    monkeypatch.setenv("COOPMETIERS_DONNEES", str(tmp_path / "neuf"))
    fait = CliRunner().invoke(main, ["servir"])
    assert fait.exit_code == 2
    assert "COOPMETIERS_CLE_SECRETE" in fait.output
    assert "Traceback" not in fait.output
    assert not (tmp_path / "neuf").exists()


def test_l_environnement_donne_chaque_reglage():
    environ = {"COOPMETIERS_DONNEES": "/ailleurs", "COOPMETIERS_ADRESSE": "https://exemple.test/"}
    reglages = Settings.from_environment(environ)
    assert reglages.data_dir == Path("/ailleurs")
    assert replace(reglages, secret_key=CLE).completed().public_url == "https://exemple.test"


def test_l_environnement_ne_peut_pas_ouvrir_la_demonstration():
    assert Settings.from_environment({"COOPMETIERS_DEMO": "1", "DEMO": "1"}).demo is False
