"""Son compte, son appartenance active, ce que chacun peut faire."""

import pytest

from coopmetiers.base.db import db, transaction
from coopmetiers.comptes.enums import Role
from coopmetiers.comptes.models import Organisation, Utilisateur
from tests.fabriques import comptes as fabriques


@pytest.fixture
def ada_aussi_juree(app, monde):
    """Ada tient un second rôle, chez le certificateur."""
    with app.app_context(), transaction():
        ada = db.session.get(Utilisateur, monde.ada.user_key)
        certificateur = db.session.get(Organisation, monde.cc.cle)
        lien = fabriques.fabriquer_appartenance(ada, certificateur, Role.JURE)
        return lien.appartenance_id


def test_mon_compte_dit_qui_je_suis(navigateur, monde):
    navigateur.connecter(monde.zelie)
    page = navigateur.get("/compte")
    assert "zelie@exemple.test" in page.texte
    assert "Apprenant·e" in page.texte


def test_changer_d_appartenance_change_l_organisation_et_la_portee(
    navigateur, monde, ada_aussi_juree
):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/compte")
    assert page.textes(".topbar__org") == ["Les Sept Parcelles"]
    page = navigateur.soumettre(page, "main form[action='/appartenance']")
    assert page.textes(".topbar__org") == ["Certif’ Confluences"]
    navigateur.get("/membres", statut=403)


def test_on_ne_prend_pas_l_appartenance_d_un_autre(navigateur, monde):
    navigateur.connecter(monde.ada)
    jeton = navigateur.get("/compte").un("form[action='/deconnexion'] [name=csrf_token]")["value"]
    for appartenance in (monde.driss.membership_id, "inconnue", ""):
        donnees = {"csrf_token": jeton, "appartenance": appartenance}
        assert navigateur.client.post("/appartenance", data=donnees).status_code == 404


def test_une_appartenance_terminee_ne_donne_plus_rien_des_la_page_suivante(app, navigateur, monde):
    from coopmetiers.comptes.services import appartenances

    navigateur.connecter(monde.noe)
    assert navigateur.get("/compte").soupe.select(".sidenav")
    with app.app_context(), transaction():
        appartenances.terminer(monde.ada, monde.noe.membership_id)
    page = navigateur.get("/compte")
    assert not page.soupe.select(".topbar__org")
    assert "plus de rôle" in page.texte


@pytest.mark.parametrize("qui", ["ada", "zelie", "samir"])
def test_qui_peut_faire_quoi_se_lit_par_tous(navigateur, monde, qui):
    navigateur.connecter(getattr(monde, qui))
    page = navigateur.get("/droits")
    assert "Inviter une personne" in page.textes("tbody th")


def test_qui_peut_faire_quoi_demande_un_compte(navigateur, app):
    assert navigateur.get("/droits").adresse == "/connexion"
