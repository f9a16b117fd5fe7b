"""Le lien reçu, du courriel à l’accueil."""

import re

import pytest
from sqlalchemy import select

from coopmetiers.base.db import db
from coopmetiers.comptes.models import Courriel

PHRASE = "trois moulins sous la pluie"


def inviter(navigateur, monde, **ecarts):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/membres/invitation")
    saisie = {"prenom": "Lou", "nom": "Patron", "email": "lou@exemple.test", "role": "FORMATEUR"}
    return navigateur.soumettre(
        page, "#inviter", {**saisie, **ecarts}, statut=ecarts.get("statut", 200)
    )


def lien(app):
    with app.app_context():
        texte = db.session.scalars(select(Courriel).order_by(Courriel.cle.desc())).first().texte
    return re.search(r"/invitations/\S+", texte).group()


@pytest.fixture
def invitee(app, navigateur, monde, horloge):
    """Une personne devant le lien qu’elle vient de recevoir."""
    assert "Lou Patron est invité·e" in inviter(navigateur, monde).texte
    personne = type(navigateur)(app.test_client())
    personne.lien = lien(app)
    return personne


def test_du_courriel_a_l_accueil(invitee, monde):
    page = invitee.get(invitee.lien)
    assert "Les Sept Parcelles" in page.texte
    page = invitee.soumettre(page, "#invitation", {"mot_de_passe": PHRASE, "encore": PHRASE})
    assert page.adresse == "/"
    assert page.soupe.select(".topbar__user .avatar")[0].text == "LP"
    assert invitee.get("/compte").statut == 200


def test_un_mot_de_passe_refuse_se_dit_sur_le_champ(invitee):
    page = invitee.get(invitee.lien)
    saisie = {"mot_de_passe": "court", "encore": "court"}
    page = invitee.soumettre(page, "#invitation", saisie, statut=422)
    assert "au moins 12 signes" in page.un("#mot_de_passe-erreur").text
    page = invitee.soumettre(
        page, "#invitation", {"mot_de_passe": PHRASE, "encore": ""}, statut=422
    )
    assert page.soupe.select("#encore-erreur")


def test_un_lien_qui_a_servi_renvoie_a_la_connexion(app, invitee):
    page = invitee.get(invitee.lien)
    invitee.soumettre(page, "#invitation", {"mot_de_passe": PHRASE, "encore": PHRASE})
    page = type(invitee)(app.test_client()).get(invitee.lien, statut=410)
    assert page.textes("h1") == ["Ce lien a déjà servi"]


def test_un_lien_perime_se_redemande(app, invitee, horloge):
    horloge.avancer(days=8)
    page = invitee.get(invitee.lien, statut=410)
    assert page.textes("h1") == ["Ce lien a plus de sept jours"]
    assert "Lou" not in page.texte
    page = invitee.soumettre(page, "form[action$='/renouvellement']")
    assert "un autre vient de partir" in page.texte
    assert invitee.get(lien(app)).statut == 200


def test_un_lien_coupe_le_dit(navigateur, app):
    page = navigateur.get("/invitations/n-importe-quoi", statut=410)
    assert page.textes("h1") == ["Ce lien n’est pas reconnu"]


def test_un_formulaire_refuse_garde_ce_qui_est_saisi(navigateur, monde):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/membres/invitation")
    saisie = {"prenom": "Lou", "nom": "", "email": "pas une adresse", "role": "FORMATEUR"}
    page = navigateur.soumettre(page, "#inviter", saisie, statut=422)
    assert page.un("#prenom")["value"] == "Lou"
    assert {e["id"] for e in page.soupe.select(".field__error")} == {"nom-erreur", "email-erreur"}


def test_un_role_hors_liste_est_refuse(navigateur, monde):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/membres/invitation")
    assert "JURE" not in [o["value"] for o in page.soupe.select("#role option")]
    saisie = {"prenom": "L", "nom": "P", "email": "l@exemple.test", "role": "ADMINISTRATION"}
    navigateur.soumettre(page, "#inviter", saisie, statut=422)
