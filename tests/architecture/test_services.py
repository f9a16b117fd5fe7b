"""Un service public dit qui agit, le vérifie, et laisse une ligne au journal."""

import ast

import pytest

from tests.architecture import arbre

#: Sans acteur : la vérification publique (ouverte à tous), et les rouages qu’un service appelle
#: dans l’acte qu’il a déjà autorisé et qu’il consigne lui-même.
ROUAGES = {
    "audit/services.py": "le journal lui-même",
    "certification/services/verification.py": "ouverte à tous, ne change rien",
    "certification/services/numeros.py": "appelé par l’acte qui délivre",
    "comptes/services/courriels.py": "la boîte d’envoi des actes, qui se consignent eux-mêmes",
    "parcours/services/etats.py": "appelé par l’acte qui ajoute ou corrige un fait",
    "referentiel/services/versions.py": "appelé par les actes qui publient ou écrivent une version",
    "referentiel/services/enregistrement.py": "appelé par l’acte qui publie une version",
    "certification/services/dossiers.py": "compose le dossier que « présenter » copie",
}
#: Un service lu par un autre service de sa pièce, qui a déjà vérifié le droit.
APPELES = {
    "jury_verrouille",
    "brouillon_verrouille",
    "verrouillee",
    "ouvrir_compte",
    "membre_connecte",
    "emettre",
    "a_produire",
}


def _services():
    for chemin in arbre.modules():
        if arbre.role(chemin) != "services" or chemin.name == "__init__.py":
            continue
        relatif = str(chemin.relative_to(arbre.PAQUET))
        if relatif in ROUAGES:
            continue
        for noeud in arbre.lu(chemin).body:
            if isinstance(noeud, ast.FunctionDef) and not noeud.name.startswith("_"):
                yield pytest.param(chemin, noeud, id=f"{relatif}::{noeud.name}")


SERVICES = list(_services())


def _noms_appeles(chemin, noeud, vus=frozenset()):
    """Les noms appelés par une fonction, à travers celles de son module."""
    locales = {f.name: f for f in arbre.fonctions(chemin)}
    appeles = set()
    for appel in (n for n in ast.walk(noeud) if isinstance(n, ast.Call)):
        cible = appel.func
        nom = cible.attr if isinstance(cible, ast.Attribute) else getattr(cible, "id", "")
        appeles.add(nom)
        if nom in locales and nom not in vus and nom != noeud.name:
            appeles |= _noms_appeles(chemin, locales[nom], vus | {nom})
    return appeles


def _services_de(nom):
    return {
        f.name
        for chemin in arbre.modules()
        if arbre.role(chemin) == "services"
        for f in arbre.fonctions(chemin)
        if nom in _noms_appeles(chemin, f)
    }


@pytest.mark.parametrize(("chemin", "noeud"), SERVICES)
def test_un_service_recoit_d_abord_qui_agit(chemin, noeud):
    if noeud.name in APPELES and noeud.args.args[0].arg != "acteur":
        return
    assert noeud.args.args, noeud.name
    assert noeud.args.args[0].arg == "acteur"


@pytest.mark.parametrize(("chemin", "noeud"), SERVICES)
def test_un_service_verifie_le_droit(chemin, noeud):
    if noeud.name not in APPELES:
        appeles = _noms_appeles(chemin, noeud)
        assert "require" in appeles or appeles & _services_de("require")


@pytest.mark.parametrize(("chemin", "noeud"), SERVICES)
def test_un_service_laisse_une_ligne_au_journal(chemin, noeud):
    if noeud.name not in APPELES:
        appeles = _noms_appeles(chemin, noeud)
        assert "consigner" in appeles or appeles & _services_de("consigner")
