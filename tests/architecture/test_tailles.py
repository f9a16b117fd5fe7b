"""Les budgets de lecture : un module, une fonction, une classe, un gabarit se lisent d’un coup."""

import ast

import pytest

from tests.architecture import arbre

_MODULE, _MODULE_LARGE = 300, 400
_FONCTION, _VUE, _TEST = 40, 25, 30
_CLASSE, _METHODES = 200, 10
_GABARIT, _CONFTEST = 150, 150


def _compter(chemin) -> int:
    return len(chemin.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("chemin", arbre.modules(), ids=arbre.nom)
def test_un_module_tient_dans_son_budget(chemin):
    budget = _MODULE_LARGE if arbre.role(chemin) in {"models", "queries"} else _MODULE
    assert _compter(chemin) <= budget


@pytest.mark.parametrize("chemin", arbre.modules(), ids=arbre.nom)
def test_une_fonction_tient_dans_son_budget(chemin):
    budget = _VUE if arbre.role(chemin) == "views" else _FONCTION
    longues = [
        f"{f.name} ({n})" for f in arbre.fonctions(chemin) if (n := arbre.lignes(f)) > budget
    ]
    assert not longues


@pytest.mark.parametrize("chemin", arbre.modules(), ids=arbre.nom)
def test_une_classe_tient_dans_son_budget(chemin):
    for classe in (n for n in ast.walk(arbre.lu(chemin)) if isinstance(n, ast.ClassDef)):
        methodes = [n for n in classe.body if isinstance(n, ast.FunctionDef)]
        assert arbre.lignes(classe) <= _CLASSE, classe.name
        assert len(methodes) <= _METHODES, classe.name


def test_un_gabarit_tient_dans_son_budget():
    gabarits = (arbre.RACINE / "templates").rglob("*.html")
    longs = [f"{arbre.nom(g)} ({n})" for g in gabarits if (n := _compter(g)) > _GABARIT]
    assert not longs


def test_un_test_tient_dans_son_budget():
    longs = []
    for chemin in (arbre.RACINE / "tests").rglob("test_*.py"):
        if "recits" in chemin.parts or "mesures" in chemin.parts:
            continue  # un récit se raconte d’une traite ; une mesure dit tout son protocole
        longs += [
            f"{arbre.nom(chemin)}::{f.name} ({n})"
            for f in arbre.fonctions(chemin)
            if f.name.startswith("test_") and (n := arbre.lignes(f)) > _TEST
        ]
    assert not longs


def test_le_conftest_tient_dans_son_budget():
    assert _compter(arbre.RACINE / "tests" / "conftest.py") <= _CONFTEST


def test_aucun_fourre_tout():
    bannis = {"utils", "helpers", "common", "misc", "manager", "tools"}
    assert not [arbre.nom(m) for m in arbre.modules() if m.stem in bannis]
