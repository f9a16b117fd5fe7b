"""La ligne de commande : ouvrir une plateforme, relire le journal."""

import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from coopmetiers.app import create_app
from coopmetiers.cli import COMMANDES, main
from coopmetiers.comptes import queries
from coopmetiers.comptes.queries import EtatJeton
from coopmetiers.config import Settings

OPTIONS = {"organisation": "Réseau Canevas", "sigle": "rc", "prenom": "Samir", "nom": "Liminaire",
           "email": "samir@exemple.test"}  # fmt: skip


@pytest.fixture
def ailleurs(tmp_path, monkeypatch):
    """Une plateforme neuve, réglée par l’environnement."""
    monkeypatch.setenv("COOPMETIERS_DONNEES", str(tmp_path))
    monkeypatch.setenv("COOPMETIERS_CLE_SECRETE", "une clé de test, assez longue pour être admise")
    monkeypatch.setenv("COOPMETIERS_COURRIEL", "memory")


def lancer(*mots):
    return CliRunner().invoke(main, mots)


def fonder(**ecarts):
    options = [f"--{nom}={valeur}" for nom, valeur in {**OPTIONS, **ecarts}.items()]
    return lancer("comptes", "creer-administration", *options)


def test_creer_l_administration_imprime_un_lien_qui_ouvre(ailleurs):
    resultat = fonder()
    assert resultat.exit_code == 0, resultat.output
    jeton = re.search(r"http://127\.0\.0\.1:8000/invitations/(\S+)", resultat.output).group(1)
    with create_app(Settings.from_environment()).app_context():
        vue = queries.invitation(jeton)
    assert (vue.etat, vue.organisations) == (EtatJeton.OUVERT, ("Réseau Canevas",))


@pytest.mark.parametrize(
    ("ecart", "dit"),
    [({}, "déjà son organisation fondatrice"), ({"sigle": "é"}, "Un sigle compte")],
)
def test_un_refus_tient_en_une_ligne(ailleurs, ecart, dit):
    if not ecart:
        assert fonder().exit_code == 0
    resultat = fonder(**ecart)
    assert resultat.exit_code == 2
    assert dit in resultat.output
    assert "Traceback" not in resultat.output


def test_sans_cle_secrete_la_commande_dit_ce_qui_manque(ailleurs, monkeypatch):
    monkeypatch.delenv("COOPMETIERS_CLE_SECRETE")
    resultat = fonder()
    assert resultat.exit_code == 2
    assert "COOPMETIERS_CLE_SECRETE" in resultat.output


def test_verifier_relit_chaque_chaine(ailleurs):
    assert fonder().exit_code == 0
    resultat = lancer("audit", "verifier")
    assert resultat.exit_code == 0
    assert "lignes, intacte" in resultat.output


@pytest.mark.parametrize("commande", COMMANDES)
def test_chaque_commande_se_charge_et_dit_a_quoi_elle_sert(commande):
    resultat = lancer(commande, "--help")
    assert resultat.exit_code == 0, resultat.output


def test_une_commande_inconnue_se_dit():
    assert lancer("danser").exit_code == 2


LOURDS = """
import sys
from coopmetiers.cli import main
main(["--help"], standalone_mode=False)
print([m for m in ("coopmetiers.app", "flask_security", "weasyprint") if m in sys.modules])
"""


def test_demander_l_aide_ne_charge_pas_l_application():
    commande = [sys.executable, "-c", LOURDS]
    sortie = subprocess.run(commande, capture_output=True, text=True, check=True).stdout
    assert sortie.strip().endswith("[]")
