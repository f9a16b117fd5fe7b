"""Un mot par notion, en français pour le métier, en anglais pour la technique, jamais les deux."""

import ast
import re

import pytest

from tests.architecture import arbre

#: Les noms de fichiers de rôle ; tout autre fichier d’une pièce porte un mot du métier.
ROLES = {
    "enums", "models", "rules", "services", "queries", "forms", "views", "permissions",
    "files", "login", "navigation", "charts", "formats",
}  # fmt: skip
#: Bannis, avec le mot à employer.
BANNIS = {
    "skill": "competence",
    "course": "formation",
    "learner": "apprenant",
    "student": "apprenant",
    "trainer": "formateur",
    "enrollment": "inscription",
    "proof": "preuve",
    "grade": "niveau",
    "certificate": "certificat",
    "framework": "referentiel",
}
_HORS_DOMAINE = {"base", "config", "paths", "app", "wsgi", "__main__", "__init__"}
_VERBES_ANGLAIS = re.compile(r"(?:^|_)(?:get|set|create|update|delete|fetch|make|is|has)_")


def _noms(chemin):
    for noeud in ast.walk(arbre.lu(chemin)):
        if isinstance(noeud, (ast.FunctionDef, ast.ClassDef)):
            yield noeud.name, noeud.lineno
        elif isinstance(noeud, ast.arg):
            yield noeud.arg, noeud.lineno
        elif isinstance(noeud, ast.Name) and isinstance(noeud.ctx, ast.Store):
            yield noeud.id, noeud.lineno


@pytest.mark.parametrize("chemin", arbre.modules(), ids=arbre.nom)
def test_un_identifiant_est_sans_accent(chemin):
    assert not [f"{n}:{ligne}" for n, ligne in _noms(chemin) if not n.isascii()]


@pytest.mark.parametrize(
    "chemin", [m for m in arbre.modules() if arbre.piece(m) not in _HORS_DOMAINE], ids=arbre.nom
)
def test_le_domaine_se_dit_en_francais(chemin):
    fautes = []
    for nom, ligne in _noms(chemin):
        mots = re.findall(r"[a-z]+", re.sub(r"([A-Z])", r"_\1", nom).lower())
        fautes += [f"{nom}:{ligne} → {BANNIS[mot]}" for mot in mots if mot in BANNIS]
    assert not fautes


@pytest.mark.parametrize(
    "chemin",
    [m for m in arbre.modules() if arbre.role(m) in {"rules", "services", "queries", "enums"}],
    ids=arbre.nom,
)
def test_jamais_deux_langues_dans_un_nom(chemin):
    fautes = [f"{n}:{ligne}" for n, ligne in _noms(chemin) if _VERBES_ANGLAIS.search(n)]
    assert not fautes


def test_les_valeurs_des_enumerations_ne_changent_pas():
    """Une valeur d’énumération est en base : la changer est une migration, pas une retouche."""
    attendues = (arbre.RACINE / "tests" / "attendus" / "enumerations.txt").read_text("utf-8")
    trouvees = []
    for chemin in (m for m in arbre.modules() if m.stem == "enums"):
        for classe in (n for n in arbre.lu(chemin).body if isinstance(n, ast.ClassDef)):
            trouvees += [
                f"{arbre.piece(chemin)}.{classe.name}.{a.targets[0].id} = {a.value.value}"
                for a in classe.body
                if isinstance(a, ast.Assign) and isinstance(a.value, ast.Constant)
            ]
    assert "\n".join(trouvees) == attendues.strip()
