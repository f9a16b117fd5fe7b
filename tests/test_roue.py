"""La roue se suffit : installée seule, hors de l’arbre, elle ouvre la démonstration."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tempfile
import venv
import zipfile
from pathlib import Path

import pytest

from coopmetiers import paths

DOSSIERS = ("templates", "migrations", "referentiel")


@pytest.fixture(scope="module")
def roue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """La roue, construite par le dos verrouillé, sans réseau."""
    sortie = tmp_path_factory.mktemp("roue")
    executer(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", sortie, ou=paths.ROOT)
    (fichier,) = sortie.glob("*.whl")
    return fichier


@pytest.fixture(scope="module")
def installation(roue: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Un environnement vide où seule la roue est installée.

    Les bibliothèques sont celles des tests, prêtées par leur dossier : ajouté ainsi, Python n’y lit
    pas les `.pth`, donc pas celui qui mène à l’arbre source.
    """
    racine = tmp_path_factory.mktemp("installation")
    venv.create(racine, symlinks=True)
    python = racine / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "-qq", "--disable-pip-version-check")
    executer(*pip, "install", "--no-index", "--no-deps", roue, ou=racine)
    (bibliotheques,) = racine.glob("lib/python3.*/site-packages")
    (bibliotheques / "pretees.pth").write_text(sysconfig.get_path("platlib"))
    return racine


def executer(*commande: str | Path, ou: Path) -> str:
    """Exécute une commande sans rien hériter de l’arbre source ; rend ce qu’elle a écrit."""
    resultat = subprocess.run(
        commande,
        cwd=ou,
        env={"PATH": "/usr/bin:/bin", "HOME": tempfile.gettempdir(), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert resultat.returncode == 0, resultat.stdout + resultat.stderr
    return resultat.stdout


def test_la_roue_porte_les_dossiers_qui_vivent_hors_du_paquet(roue: Path) -> None:
    noms = set(zipfile.ZipFile(roue).namelist())
    for dossier in DOSSIERS:
        attendus = {
            f"coopmetiers/_donnees/{chemin.relative_to(paths.ROOT)}"
            for chemin in (paths.ROOT / dossier).rglob("*")
            if chemin.is_file() and "__pycache__" not in chemin.parts
        }
        assert attendus, dossier
        assert attendus <= noms


def test_la_roue_ne_porte_ni_tests_ni_outils(roue: Path) -> None:
    noms = zipfile.ZipFile(roue).namelist()
    premiers = {nom.split("/")[0] for nom in noms}
    assert {nom for nom in premiers if not nom.endswith(".dist-info")} == {"coopmetiers"}
    assert not [nom for nom in noms if nom.endswith((".pyc", ".po~", ".orig"))]


def test_la_demonstration_s_ouvre_depuis_la_roue_seule(installation: Path, tmp_path: Path) -> None:
    origine = executer(
        installation / "bin" / "python",
        "-c",
        "import coopmetiers; print(coopmetiers.__file__)",
        ou=tmp_path,
    )
    assert origine.startswith(str(installation))
    executer(installation / "bin" / "coopmetiers", "demo", "--sans-serveur", ou=tmp_path)
    assert (tmp_path / "var").is_dir()
