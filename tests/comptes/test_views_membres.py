"""Les membres d’une organisation, à l’écran."""

import pytest
from sqlalchemy import select

from coopmetiers.base.db import db, transaction
from coopmetiers.comptes.enums import Role
from coopmetiers.comptes.models import Appartenance, Organisation
from tests.fabriques import comptes as fabriques


def noms(page):
    return page.textes("tbody th")


def test_ada_voit_les_membres_de_son_organisme_et_eux_seuls(navigateur, monde):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/membres")
    assert noms(page) == ["Ada Exemple", "Noé Gabarit", "Zélie Modèle", "Basile Pochoir"]


@pytest.mark.parametrize(
    ("filtre", "attendus"),
    [("role=FORMATEUR", ["Noé Gabarit"]), ("q=basile@", ["Basile Pochoir"]), ("q=%25", []),
     ("role=INCONNU", 4), ("page=99", 4), ("page=abc", 4)],
)  # fmt: skip
def test_la_liste_se_filtre(navigateur, monde, filtre, attendus):
    navigateur.connecter(monde.ada)
    trouves = noms(navigateur.get(f"/membres?{filtre}"))
    assert trouves == attendus if isinstance(attendus, list) else len(trouves) == attendus


def test_l_administration_ne_lit_aucun_apprenant(app, navigateur, monde):
    with app.app_context(), transaction():
        fondatrice = db.session.get(Organisation, monde.rc.cle)
        apprenante = fabriques.fabriquer_utilisateur("Nina", "Cachée")
        fabriques.fabriquer_appartenance(apprenante, fondatrice, Role.APPRENANT)
    navigateur.connecter(monde.samir)
    assert noms(navigateur.get("/membres")) == ["Samir Liminaire", "Inès Trame"]


@pytest.mark.parametrize("qui", ["noe", "basile", "zelie", "helene"])
def test_la_liste_est_a_qui_conduit(navigateur, monde, qui):
    navigateur.connecter(getattr(monde, qui))
    navigateur.get("/membres", statut=403)
    navigateur.get("/membres/invitation", statut=403)


def test_mettre_fin_passe_par_une_confirmation(navigateur, monde):
    navigateur.connecter(monde.ada)
    page = navigateur.get(f"/membres/{monde.noe.membership_id}/fin")
    assert "Noé Gabarit" in page.texte
    page = navigateur.soumettre(page, "#fin")
    assert "Noé Gabarit" not in noms(page)


def test_un_refus_de_mettre_fin_se_dit(navigateur, monde):
    navigateur.connecter(monde.ada)
    page = navigateur.get(f"/membres/{monde.ada.membership_id}/fin")
    page = navigateur.soumettre(page, "#fin")
    assert "On ne met pas fin à sa propre appartenance" in page.texte


def test_driss_ne_trouve_pas_les_membres_des_sept_parcelles(navigateur, monde):
    navigateur.connecter(monde.driss)
    for suite in ("fin", "relance"):
        adresse = f"/membres/{monde.noe.membership_id}/{suite}"
        if suite == "fin":
            navigateur.get(adresse, statut=404)
        jeton = navigateur.get("/compte").un("form[action='/deconnexion'] [name=csrf_token]")[
            "value"
        ]
        reponse = navigateur.client.post(adresse, data={"csrf_token": jeton})
        assert reponse.status_code == 404


def test_relancer_trop_tot_se_dit(app, navigateur, monde):
    with app.app_context(), transaction():
        organisation = db.session.get(Organisation, monde.sp.cle)
        invitee = fabriques.fabriquer_utilisateur("Lou", "Patron", password=None)
        fabriques.fabriquer_appartenance(invitee, organisation, Role.FORMATEUR, acceptee_a=None)
    navigateur.connecter(monde.ada)
    page = navigateur.get("/membres")
    page = navigateur.soumettre(page, "form[action$='/relance']")
    assert "moins d’une heure" in page.texte


def test_la_liste_coute_le_meme_prix_a_toute_taille(app, navigateur, monde):
    navigateur.connecter(monde.ada)
    petite = navigateur.get("/membres").requetes
    with app.app_context(), transaction():
        organisation = db.session.get(Organisation, monde.sp.cle)
        for _rang in range(60):
            personne = fabriques.fabriquer_utilisateur()
            fabriques.fabriquer_appartenance(personne, organisation, Role.APPRENANT)
    assert navigateur.get("/membres").requetes == petite <= 8


def test_des_champs_forges_ne_changent_rien(app, navigateur, monde):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/membres/invitation")
    forges = {"organisation_id": monde.eve.organisation_id, "cle_organisation": monde.eve.cle,
              "est_fondatrice": "1", "acceptee_a": "2020-01-01", "password": "x"}  # fmt: skip
    saisie = {"prenom": "Lou", "nom": "Patron", "email": "lou@exemple.test", "role": "FORMATEUR",
              "csrf_token": page.un("#inviter [name=csrf_token]")["value"]}  # fmt: skip
    navigateur.client.post("/membres/invitation", data={**forges, **saisie})
    with app.app_context():
        cree = db.session.scalars(select(Appartenance).order_by(Appartenance.cle.desc())).first()
        assert (cree.cle_organisation, cree.acceptee_a) == (monde.sp.cle, None)
        assert cree.utilisateur.password is None
