"""Ce qui est livré se suffit : aucun hôte de registre nommé, des verrous complets."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from coopmetiers import paths

#: Écrits en morceaux pour que ce fichier n’en nomme aucun.
REGISTRES = tuple(
    ".".join(morceaux)
    for morceaux in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("yarnpkg", "com"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("deb", "debian", "org"),
        ("proxy", "golang", "org"),
        ("docker", "io"),
        ("ghcr", "io"),
    )
)
#: Ce que les commandes fabriquent, et qui n’est pas livré (`.gitignore`).
FABRIQUES = {".git", ".venv", "var", "dist", "__pycache__", ".hypothesis", ".pytest_cache"} | {
    f".{outil}_cache" for outil in ("import_linter", "mypy", "ruff")
}
VERROUS = ("requirements.txt", "requirements-dev.txt")


def textes_livres() -> list[Path]:
    """Les fichiers texte de l’arbre, quels que soient leur nom et leur dossier."""
    trouves = []
    for dossier, sous_dossiers, fichiers in os.walk(paths.ROOT):
        sous_dossiers[:] = [nom for nom in sous_dossiers if nom not in FABRIQUES]
        trouves += [Path(dossier, nom) for nom in fichiers]
    return [chemin for chemin in trouves if b"\0" not in chemin.read_bytes()[:4096]]


def test_rien_de_livre_ne_nomme_un_hote_de_registre() -> None:
    motif = re.compile("|".join(map(re.escape, REGISTRES)))
    fautifs = {
        str(chemin.relative_to(paths.ROOT)): trouve[0]
        for chemin in textes_livres()
        if (trouve := motif.search(chemin.read_text(encoding="utf-8", errors="replace")))
    }
    assert fautifs == {}


@pytest.mark.parametrize("verrou", VERROUS)
def test_un_verrou_ne_contient_que_des_versions_exactes_et_leurs_empreintes(verrou: str) -> None:
    texte = (paths.ROOT / verrou).read_text()
    lignes = [
        ligne.removesuffix("\\").rstrip()
        for ligne in texte.splitlines()
        if ligne and not ligne.lstrip().startswith("#")
    ]
    attendu = re.compile(r"[a-z0-9-]+==\S+( ; .+)?|    --hash=sha256:[0-9a-f]{64}")
    assert [ligne for ligne in lignes if not attendu.fullmatch(ligne)] == []


def test_les_deux_verrous_s_accordent() -> None:
    versions = [
        set(re.findall(r"^([a-z0-9-]+==\S+)", (paths.ROOT / verrou).read_text(), re.MULTILINE))
        for verrou in VERROUS
    ]
    assert versions[0] < versions[1]


@pytest.mark.parametrize("porte", [".ci/run", ".ci/preparer"])
def test_les_portes_de_l_integration_continue_sont_executables(porte: str) -> None:
    assert os.access(paths.ROOT / porte, os.X_OK)


def test_l_integration_continue_tape_la_commande_de_tout_le_monde() -> None:
    lignes = (paths.ROOT / ".ci" / "run").read_text().splitlines()
    assert lignes[-1].endswith("exec make test")


def test_l_aide_du_makefile_dit_chaque_commande() -> None:
    makefile = (paths.ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)
    assert phony is not None
    publiques = {nom for nom in phony[1].split() if not nom.startswith("pret-")}
    aide = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=paths.ROOT,
        env=os.environ | {"MAKEFLAGS": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert set(re.findall(r"^  make ([a-z-]+) ", aide, flags=re.MULTILINE)) == publiques
