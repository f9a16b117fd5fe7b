"""Les contrats d’import de `pyproject.toml` tiennent, et chacun attrape la faute qu’il vise.

La seconde moitié joue les contrats sur une maison vide, aux mêmes pièces, où l’on commet une faute
à la fois : un contrat mal écrit (un joker qui ne désigne rien) passerait sinon inaperçu.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from coopmetiers import paths

REGLAGES = paths.ROOT / "pyproject.toml"
PIECES = ("audit", "comptes", "referentiel", "formation", "parcours", "certification", "echanges")
ROLES = ("enums", "models", "rules", "permissions", "queries", "services", "forms", "views")
AUTRES = (
    *(
        "config",
        "paths",
        "app",
        "wsgi",
        "cli",
        "jobs",
        "tableaux.charts",
        "echanges.correspondances",
    ),
    *(
        "base.db",
        "base.errors",
        "base.web",
        "base.pdf",
        "certification.contenu",
        "referentiel.diff",
    ),
    *("echanges.formats.tableur", "echanges.formats.case"),
)
#: Les pièces dont les services en appellent d’autres, à dessein (maison § 5.5).
TRANSVERSALES = {"audit", "echanges", "tableaux"}


def contrats_rompus(racine: Path) -> set[str]:
    """Numéros des contrats rompus dans l’arbre donné ; échoue si import-linter ne conclut pas."""
    appel = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    resultat = subprocess.run(
        [sys.executable, "-c", appel, "--no-cache", "--no-logo", "--config", REGLAGES],
        cwd=racine,
        env={"PYTHONPATH": str(racine), "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.search(r"Contracts: \d+ kept, \d+ broken", resultat.stdout), (
        resultat.stdout + resultat.stderr
    )
    return set(re.findall(r"^(\d)\. .* BROKEN", resultat.stdout, flags=re.MULTILINE))


def test_la_maison_respecte_ses_contrats() -> None:
    assert contrats_rompus(paths.ROOT) == set()


def test_toute_piece_qui_ecrit_est_dans_le_contrat_7() -> None:
    contrats = tomllib.loads(REGLAGES.read_text())["tool"]["importlinter"]["contracts"]
    listees = {nom.split(".")[1] for nom in contrats[6]["modules"]}
    ecrivantes = {chemin.parent.name for chemin in paths.PACKAGE.glob("*/services*")}
    assert ecrivantes - TRANSVERSALES <= listees


@pytest.fixture
def maison_vide(tmp_path: Path) -> Path:
    """Toutes les pièces et tous les rôles, sans une ligne de code."""
    for module in (*AUTRES, *(f"{piece}.{role}" for piece in PIECES for role in ROLES)):
        *dossiers, fichier = module.split(".")
        dossier = tmp_path / "coopmetiers"
        for nom in ("", *dossiers):
            dossier /= nom
            dossier.mkdir(exist_ok=True)
            (dossier / "__init__.py").touch()
        (dossier / f"{fichier}.py").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("importateur", "importe"),
    [
        ("referentiel.views", "coopmetiers.certification.queries"),
        ("certification.services", "coopmetiers.parcours.queries"),
        ("comptes.models", "flask_security"),
        ("echanges.services", "coopmetiers.parcours.services"),
        ("echanges.formats.tableur", "openpyxl"),
        ("base.pdf", "weasyprint"),
    ],
)
def test_un_import_permis_passe(maison_vide: Path, importateur: str, importe: str) -> None:
    importer(maison_vide, importateur, importe)
    assert contrats_rompus(maison_vide) == set()


@pytest.mark.parametrize(
    ("contrat", "importateur", "importe"),
    [
        ("1", "referentiel.queries", "coopmetiers.certification.queries"),
        ("1", "referentiel.views", "coopmetiers.certification.services"),
        ("1", "base.db", "coopmetiers.audit.services"),
        ("2", "certification.rules", "sqlalchemy"),
        ("2", "parcours.rules", "coopmetiers.parcours.models"),
        ("2", "certification.contenu", "flask_babel"),
        ("3", "parcours.services", "flask"),
        ("3", "formation.models", "flask_security"),
        ("3", "comptes.services", "coopmetiers.base.web"),
        ("4", "comptes.forms", "coopmetiers.comptes.models"),
        ("5", "formation.models", "coopmetiers.formation.rules"),
        ("6", "echanges.formats.case", "coopmetiers.referentiel.queries"),
        ("7", "certification.services", "coopmetiers.parcours.services"),
        ("8", "certification.services", "weasyprint"),
        ("8", "echanges.services", "openpyxl"),
    ],
)
def test_une_faute_est_attrapee_par_son_contrat(
    maison_vide: Path, contrat: str, importateur: str, importe: str
) -> None:
    importer(maison_vide, importateur, importe)
    assert contrats_rompus(maison_vide) == {contrat}


def test_une_piece_non_declaree_est_attrapee(maison_vide: Path) -> None:
    (maison_vide / "coopmetiers" / "grenier.py").touch()
    assert contrats_rompus(maison_vide) == {"1"}


def importer(racine: Path, importateur: str, importe: str) -> None:
    fichier = racine / "coopmetiers" / Path(*importateur.split(".")).with_suffix(".py")
    fichier.write_text(f"import {importe}\n")
