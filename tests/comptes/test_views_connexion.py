"""Se connecter, oublier, changer : par les vraies pages."""

import re

import pytest
from sqlalchemy import select

from coopmetiers.audit.models import LigneAudit
from coopmetiers.base import queue
from coopmetiers.base.db import db, transaction
from coopmetiers.comptes import queries
from coopmetiers.comptes.connexion import suite_connue
from coopmetiers.comptes.enums import Role
from coopmetiers.comptes.models import Courriel, Organisation, Utilisateur
from tests.fabriques.comptes import (
    MOT_DE_PASSE,
    fabriquer_appartenance,
    fabriquer_utilisateur,
)

NOUVEAU = "sept bateaux dans la brume"


def se_presenter(navigateur, email="ada@exemple.test", mot=MOT_DE_PASSE, suite="", statut=200):
    page = navigateur.get(f"/connexion?next={suite}" if suite else "/connexion")
    saisie = {"email": email, "password": mot}
    return navigateur.soumettre(page, "#connexion", saisie, statut=statut)


def est_entree(page):
    return not page.soupe.select("#connexion") and page.soupe.select(".topbar__user .avatar")


def relire(app, personne):
    with app.app_context():
        return db.session.get(Utilisateur, personne.user_key)


def lien_recu(app):
    with app.app_context():
        texte = db.session.scalars(select(Courriel).order_by(Courriel.cle.desc())).first().texte
    return re.search(r"/mot-de-passe/oubli/\S+", texte).group()


def test_la_page_de_connexion_a_ses_champs_et_rien_d_un_nom_d_utilisateur(navigateur, app):
    page = navigateur.get("/connexion")
    assert [e["name"] for e in page.soupe.select("#connexion input:not([type=hidden])")] == [
        "email",
        "password",
        "remember",
    ]


def test_se_connecter_ouvre_l_accueil_et_se_consigne(navigateur, app, monde):
    page = se_presenter(navigateur)
    assert est_entree(page)
    assert page.adresse == "/"
    with app.app_context():
        ligne = db.session.scalars(select(LigneAudit)).one()
    assert (ligne.action, ligne.chaine) == ("comptes.session.ouvrir", monde.sp.organisation_id)


def test_l_adresse_se_tape_comme_on_veut(navigateur, monde):
    assert est_entree(se_presenter(navigateur, email=" Ada@Exemple.Test "))


@pytest.mark.parametrize(
    ("email", "mot"),
    [("ada@exemple.test", "mauvais mot de passe"), ("personne@exemple.test", MOT_DE_PASSE)],
)
def test_un_refus_ne_dit_jamais_ce_qui_ne_va_pas(navigateur, monde, email, mot):
    page = se_presenter(navigateur, email=email, mot=mot)
    (erreur,) = page.textes(".error-summary li")
    assert erreur.startswith("L’adresse et le mot de passe ne vont pas ensemble")
    assert not page.soupe.select(".field__error")


def test_un_compte_desactive_recoit_la_meme_reponse(navigateur, app, monde):
    with app.app_context(), transaction():
        db.session.get(Utilisateur, monde.ada.user_key).active = False
    page = se_presenter(navigateur)
    (erreur,) = page.textes(".error-summary li")
    assert erreur.startswith("L’adresse et le mot de passe ne vont pas ensemble")


def test_cinq_essais_manques_font_attendre_meme_le_bon_mot_de_passe(
    navigateur, app, monde, horloge
):
    for _essai in range(5):
        se_presenter(navigateur, mot="mauvais mot de passe")
    assert not est_entree(se_presenter(navigateur))
    assert relire(app, monde.ada).essais_manques == 5
    horloge.avancer(minutes=1)
    assert est_entree(se_presenter(navigateur))
    compte = relire(app, monde.ada)
    assert (compte.essais_manques, compte.bloque_jusqu_a) == (0, None)


def test_une_meme_adresse_n_essaie_pas_sans_fin(app, monde):
    client = app.test_client()
    app.config["WTF_CSRF_ENABLED"] = False
    saisie = {"email": "personne@exemple.test", "password": "n’importe lequel"}
    statuts = {client.post("/connexion", data=saisie).status_code for _essai in range(31)}
    assert statuts == {200, 429}


def test_la_session_se_renouvelle_a_la_connexion(app, navigateur, monde):
    client = navigateur.client
    page = navigateur.get("/connexion")
    with client.session_transaction() as session:
        session["laissee"] = "par un autre"
    avant = client.get_cookie("coopmetiers").value
    navigateur.soumettre(
        page, "#connexion", {"email": "ada@exemple.test", "password": MOT_DE_PASSE}
    )
    assert client.get_cookie("coopmetiers").value != avant
    with client.session_transaction() as session:
        assert "laissee" not in session


def test_on_revient_a_la_page_demandee(navigateur, monde):
    page = navigateur.get("/membres")
    assert page.adresse == "/connexion"
    page = navigateur.soumettre(
        page, "#connexion", {"email": "ada@exemple.test", "password": MOT_DE_PASSE}
    )
    assert page.adresse == "/membres"


PIEGES = [
    "//mechant.test", "///mechant.test", "////mechant.test", "https://mechant.test",
    "http:mechant.test", "https:///mechant.test", "javascript:alert(1)", "JavaScript:alert(1)",
    "data:text/html,x", "\\\\mechant.test", "/\\mechant.test", "/\\/mechant.test",
    "\t//mechant.test",
    "/\t/mechant.test", "/\n/mechant.test", " //mechant.test", "mechant.test", "@mechant.test",
    "//mechant.test@127.0.0.1", "http://127.0.0.1@mechant.test", "//%6dechant.test", "?x", "#x",
    "/page-qui-n-existe-pas", "/deconnexion",
]  # fmt: skip


@pytest.mark.parametrize("piege", PIEGES)
def test_la_suite_ne_mene_jamais_ailleurs(app, piege):
    with app.test_request_context():
        assert suite_connue(piege) == "/"


@pytest.mark.parametrize("suite", ["/membres", "/membres?q=lou&role=", "/organisations/abc", "/"])
def test_la_suite_mene_a_une_page_d_ici(app, suite):
    with app.test_request_context():
        assert suite_connue(suite) == suite


@pytest.mark.parametrize("champ", ["form", "query"])
def test_une_suite_piegee_mene_a_l_accueil(app, navigateur, monde, champ):
    page = navigateur.get("/connexion")
    donnees = {
        "csrf_token": page.un("#connexion [name=csrf_token]")["value"],
        "email": "ada@exemple.test",
        "password": MOT_DE_PASSE,
    }
    adresse = "/connexion?next=https://mechant.test" if champ == "query" else "/connexion"
    if champ == "form":
        donnees["next"] = "//mechant.test"
    reponse = navigateur.client.post(adresse, data=donnees)
    assert (reponse.status_code, reponse.location) == (302, "/")


def test_se_deconnecter_est_un_acte(navigateur, monde):
    navigateur.connecter(monde.ada)
    assert navigateur.client.get("/deconnexion").status_code == 405
    page = navigateur.get("/compte")
    page = navigateur.soumettre(page, "form[action='/deconnexion']")
    assert page.adresse == "/connexion"
    assert navigateur.get("/compte").adresse == "/connexion"


def test_changer_de_mot_de_passe_le_change_vraiment(app, navigateur, monde):
    autre = app.test_client()
    navigateur.connecter(monde.ada)
    type(navigateur)(autre).connecter(monde.ada)
    page = navigateur.get("/mot-de-passe")
    saisie = {"password": MOT_DE_PASSE, "new_password": NOUVEAU, "new_password_confirm": NOUVEAU}
    page = navigateur.soumettre(page, "#changement", saisie)
    assert est_entree(page)
    assert autre.get("/compte").status_code == 302, "l’autre appareil devait être déconnecté"
    neuf = type(navigateur)(app.test_client())
    assert not est_entree(se_presenter(neuf))
    assert est_entree(se_presenter(neuf, mot=NOUVEAU))
    with app.app_context():
        actions = db.session.scalars(select(LigneAudit.action)).all()
        courriel = db.session.scalars(select(Courriel)).one()
    assert "comptes.mot_de_passe.changer" in actions
    assert courriel.destinataire == "ada@exemple.test"


@pytest.mark.parametrize(
    ("saisie", "attendu"),
    [
        ({"password": "pas le bon du tout"}, "Ce n’est pas votre mot de passe actuel."),
        ({"new_password_confirm": "autre chose encore"}, "Les deux saisies diffèrent."),
        ({"new_password": "court", "new_password_confirm": "court"}, "au moins 12 signes"),
        (
            {"new_password": MOT_DE_PASSE, "new_password_confirm": MOT_DE_PASSE},
            "différent de l’actuel",
        ),
    ],
)
def test_un_changement_mal_saisi_est_refuse(navigateur, monde, saisie, attendu):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/mot-de-passe")
    valeurs = {"password": MOT_DE_PASSE, "new_password": NOUVEAU, "new_password_confirm": NOUVEAU}
    page = navigateur.soumettre(page, "#changement", {**valeurs, **saisie})
    assert attendu in page.texte
    assert relit_encore(navigateur, monde)


def relit_encore(navigateur, monde):
    neuf = type(navigateur)(navigateur.client.application.test_client())
    return est_entree(se_presenter(neuf))


def test_oublier_son_mot_de_passe_en_donne_un_autre(app, navigateur, monde, horloge):
    for _essai in range(5):
        se_presenter(navigateur, mot="mauvais mot de passe")
    page = navigateur.get("/mot-de-passe/oubli")
    page = navigateur.soumettre(page, "#oubli", {"email": "ada@exemple.test"})
    assert "un lien vient de lui être envoyé" in page.texte
    lien = lien_recu(app)
    page = navigateur.get(lien)
    saisie = {"password": NOUVEAU, "password_confirm": NOUVEAU}
    page = navigateur.soumettre(page, "#nouveau", saisie)
    assert page.adresse == "/connexion"
    assert est_entree(se_presenter(navigateur, mot=NOUVEAU)), "l’attente devait être levée"
    neuf = type(navigateur)(app.test_client())
    assert neuf.get(lien).adresse == "/mot-de-passe/oubli", "le lien ne sert qu’une fois"
    with app.app_context():
        assert queue.drain() > 0


def test_une_adresse_inconnue_recoit_la_meme_reponse(app, navigateur, monde):
    reponses = []
    for email in ("ada@exemple.test", "personne@exemple.test"):
        page = navigateur.get("/mot-de-passe/oubli")
        page = navigateur.soumettre(page, "#oubli", {"email": email})
        reponses.append(page.texte.replace(email, "X"))
    assert reponses[0] == reponses[1]
    with app.app_context():
        assert len(db.session.scalars(select(Courriel)).all()) == 1


def test_le_lien_recu_ne_suit_pas_un_en_tete_forge(app, navigateur, monde):
    page = navigateur.get("/mot-de-passe/oubli")
    jeton = page.un("#oubli [name=csrf_token]")["value"]
    navigateur.client.post(
        "/mot-de-passe/oubli",
        data={"csrf_token": jeton, "email": "ada@exemple.test"},
        headers={"X-Forwarded-Host": "mechant.test"},
    )
    with app.app_context():
        texte = db.session.scalars(select(Courriel)).one().texte
    assert "http://127.0.0.1:8000/mot-de-passe/oubli/" in texte
    assert "mechant" not in texte


def test_sans_jeton_rien_ne_s_ecrit(app, monde):
    client = app.test_client()
    for adresse in ("/connexion", "/mot-de-passe/oubli", "/deconnexion", "/langue"):
        assert client.post(adresse, data={"email": "ada@exemple.test"}).status_code == 400


def test_la_bibliotheque_n_ouvre_que_les_pages_voulues(app):
    siennes = {r.endpoint for r in app.url_map.iter_rules() if r.endpoint.startswith("security.")}
    assert siennes == {
        "security.login",
        "security.logout",
        "security.forgot_password",
        "security.reset_password",
        "security.change_password",
    }


def test_une_invitee_qui_demande_un_mot_de_passe_ouvre_son_compte(app, navigateur, monde):
    with app.app_context(), transaction():
        organisation = db.session.get(Organisation, monde.sp.cle)
        lou = fabriquer_utilisateur("Lou", "Patron", email="lou@exemple.test", password=None)
        fabriquer_appartenance(lou, organisation, Role.FORMATEUR, acceptee_a=None)
    assert not est_entree(se_presenter(navigateur, email="lou@exemple.test"))
    page = navigateur.get("/mot-de-passe/oubli")
    navigateur.soumettre(page, "#oubli", {"email": "lou@exemple.test"})
    page = navigateur.get(lien_recu(app))
    saisie = {"password": NOUVEAU, "password_confirm": NOUVEAU}
    navigateur.soumettre(page, "#nouveau", saisie)
    assert est_entree(se_presenter(navigateur, email="lou@exemple.test", mot=NOUVEAU))
    with app.app_context():
        (lien,) = queries.appartenances_vivantes(
            db.session.scalars(select(Utilisateur.id).where(Utilisateur.prenom == "Lou")).one()
        )
        assert queries.membre(monde.ada, lien.appartenance_id).acceptee_a is not None


def test_une_session_ne_survit_pas_a_un_compte_ferme(app, navigateur, monde):
    navigateur.connecter(monde.ada)
    with app.app_context(), transaction():
        db.session.get(Utilisateur, monde.ada.user_key).active = False
    assert navigateur.get("/compte").adresse == "/connexion"


def test_rester_connecte_pose_un_temoin_qui_ne_vaut_plus_apres_un_changement(
    app, navigateur, monde
):
    page = navigateur.get("/connexion")
    saisie = {"email": "ada@exemple.test", "password": MOT_DE_PASSE, "remember": "y"}
    navigateur.soumettre(page, "#connexion", saisie)
    temoin = navigateur.client.get_cookie("remember_token")
    assert temoin.http_only
    assert temoin.same_site == "Lax"
    page = navigateur.get("/mot-de-passe")
    valeurs = {"password": MOT_DE_PASSE, "new_password": NOUVEAU, "new_password_confirm": NOUVEAU}
    navigateur.soumettre(page, "#changement", valeurs)
    voleur = app.test_client()
    voleur.set_cookie("remember_token", temoin.value)
    assert voleur.get("/compte").status_code == 302
