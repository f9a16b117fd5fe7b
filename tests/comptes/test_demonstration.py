"""Entrer en un clic : dans la démonstration seulement, depuis la machine seule."""

from dataclasses import replace

import pytest

from coopmetiers.app import create_app
from coopmetiers.base.db import db
from tests.navigateur import Navigateur


@pytest.fixture
def demo(app, monde):
    """La même base, ouverte par une application de démonstration."""
    application = create_app(replace(app.extensions["coopmetiers"], demo=True), testing=True)
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()
    application.extensions["queue"].storage.close()


def test_sans_demonstration_la_page_n_existe_pas(app, navigateur, monde):
    adresses = {regle.rule for regle in app.url_map.iter_rules()}
    assert not [adresse for adresse in adresses if "demonstration" in adresse]
    jeton = navigateur.get("/connexion").un("#connexion [name=csrf_token]")["value"]
    reponse = navigateur.client.post("/demonstration/administration", data={"csrf_token": jeton})
    assert reponse.status_code == 404


def test_une_application_ordinaire_ouverte_apres_ne_montre_pas_les_roles(app, demo, navigateur):
    assert not navigateur.get("/connexion").soupe.select(".roles")


def test_la_page_de_connexion_montre_les_roles_de_la_base(demo):
    page = Navigateur(demo.test_client()).get("/connexion")
    assert len(page.soupe.select(".role")) == 8
    assert page.textes(".role__n")[0] == "Ada Exemple, Les Sept Parcelles"


@pytest.mark.parametrize(
    ("role", "initiales"),
    [("responsable-organisme", "AE"), ("formateur", "NG"), ("evaluateur", "BP"), ("jure", "HC"),
     ("responsable-certificateur", "AC"), ("apprenant", "ZM"), ("reseau", "IT"),
     ("administration", "SL")],
)  # fmt: skip
def test_on_entre_par_le_role_choisi_et_on_en_change(demo, role, initiales):
    navigateur = Navigateur(demo.test_client())
    page = navigateur.get("/connexion")
    jeton = page.un("#connexion [name=csrf_token]")["value"]
    reponse = navigateur.client.post(f"/demonstration/{role}", data={"csrf_token": jeton})
    assert reponse.status_code == 303
    page = navigateur.get("/compte")
    assert page.un(".topbar__user .avatar").text == initiales
    page = navigateur.get("/demonstration")
    assert len(page.soupe.select(".role")) == 8


def test_une_adresse_du_dehors_est_refusee(demo):
    navigateur = Navigateur(demo.test_client())
    jeton = navigateur.get("/connexion").un("#connexion [name=csrf_token]")["value"]
    dehors = {"REMOTE_ADDR": "192.0.2.7"}
    for methode, adresse in (("get", "/demonstration"), ("post", "/demonstration/formateur")):
        reponse = getattr(navigateur.client, methode)(
            adresse,
            **({"data": {"csrf_token": jeton}} if methode == "post" else {}),
            environ_overrides=dehors,
        )
        assert reponse.status_code == 403


@pytest.mark.parametrize("role", ["inconnu", "ADMINISTRATION", "responsable"])
def test_un_role_inconnu_ne_mene_nulle_part(demo, role):
    navigateur = Navigateur(demo.test_client())
    jeton = navigateur.get("/connexion").un("#connexion [name=csrf_token]")["value"]
    reponse = navigateur.client.post(f"/demonstration/{role}", data={"csrf_token": jeton})
    assert reponse.status_code == 404


def test_sans_jeton_on_n_entre_pas(demo):
    assert demo.test_client().post("/demonstration/formateur").status_code == 400
