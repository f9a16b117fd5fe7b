"""Un acte s’enregistre à un seul endroit ; seules les portes l’ouvrent."""

import ast

from tests.architecture import arbre

#: La bibliothèque de connexion appelle `commit` : notre version ne fait que pousser les lignes.
_EXCEPTIONS = {"coopmetiers/base/db.py"}
#: Ce qui reçoit une demande et en répond.
_PORTES = {"views", "login", "cli", "jobs", "api"}


def _appels(chemin, *noms):
    for noeud in ast.walk(arbre.lu(chemin)):
        if isinstance(noeud, ast.Call):
            cible = noeud.func
            appele = cible.attr if isinstance(cible, ast.Attribute) else getattr(cible, "id", "")
            if appele in noms:
                yield f"{arbre.nom(chemin)}:{noeud.lineno}"


def test_on_n_enregistre_que_dans_la_base():
    trouves = [
        ou
        for chemin in arbre.modules()
        if arbre.nom(chemin) not in _EXCEPTIONS
        for ou in _appels(chemin, "commit", "rollback")
    ]
    assert not trouves


def test_seules_les_portes_ouvrent_un_acte():
    trouves = [
        ou
        for chemin in arbre.modules()
        if arbre.nom(chemin) not in _EXCEPTIONS
        and not _PORTES & {arbre.role(chemin), arbre.piece(chemin)}
        for ou in _appels(chemin, "transaction", "read_only")
    ]
    assert not trouves
