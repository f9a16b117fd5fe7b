"""Les organisations et les habilitations, à l’écran."""

import pytest
from sqlalchemy import select

from coopmetiers.base.db import db
from coopmetiers.comptes.models import Organisation


def relue(app, personne):
    with app.app_context():
        return db.session.get(Organisation, personne.organisation_key)


def test_l_administration_voit_toutes_les_organisations(navigateur, monde):
    navigateur.connecter(monde.samir)
    page = navigateur.get("/organisations")
    assert len(page.soupe.select("tbody tr")) == 4
    assert navigateur.get("/organisations?q=val d").textes("tbody th") == [
        "L’Établi du Val d’Essai"
    ]
    assert navigateur.get("/organisations?q=zzz").soupe.select(".empty")


@pytest.mark.parametrize("qui", ["ada", "ines", "aline", "zelie"])
@pytest.mark.parametrize(
    "adresse",
    ["/organisations", "/organisations/nouvelle", "/habilitations", "/habilitations/nouvelle"],
)
def test_ces_pages_sont_a_l_administration(navigateur, monde, qui, adresse):
    navigateur.connecter(getattr(monde, qui))
    navigateur.get(adresse, statut=403)


def test_creer_mene_a_inviter_le_responsable(navigateur, monde):
    navigateur.connecter(monde.samir)
    page = navigateur.get("/organisations/nouvelle")
    saisie = {"sigle": "ft", "nom": "La Fabrique Témoin", "natures": ["ORGANISME", "CERTIFICATEUR"],
              "siret": "732 829 320 00074", "fuseau": "Europe/Paris"}  # fmt: skip
    page = navigateur.soumettre(page, "#nouvelle", saisie)
    assert page.adresse.endswith("/invitation")
    saisie = {"prenom": "Lou", "nom": "Patron", "email": "lou@exemple.test", "role": "RESPONSABLE"}
    page = navigateur.soumettre(page, "#inviter", saisie)
    assert page.textes("h1") == ["La Fabrique Témoin"]
    assert "Lou Patron" in page.texte


def test_un_sigle_pris_se_dit_sur_son_champ_et_garde_la_saisie(navigateur, monde):
    navigateur.connecter(monde.samir)
    page = navigateur.get("/organisations/nouvelle")
    saisie = {"sigle": "SP", "nom": "Autre", "natures": ["ORGANISME"], "fuseau": "Europe/Paris"}
    page = navigateur.soumettre(page, "#nouvelle", saisie, statut=422)
    assert page.soupe.select("#sigle-erreur")
    assert page.un("#nom")["value"] == "Autre"
    assert page.un("[name=natures][value=ORGANISME]").has_attr("checked")


def test_une_responsable_tient_sa_fiche(app, navigateur, monde):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/organisations/la-notre")
    assert page.textes("h1") == ["Les Sept Parcelles"]
    page = navigateur.get(f"{page.adresse}/modification")
    page = navigateur.soumettre(page, "#fiche", {"ville": "Hameau-Témoin", "nda": ""})
    assert "Hameau-Témoin" in page.texte
    assert relue(app, monde.ada).nda is None


def test_une_fiche_fausse_se_dit_sur_le_champ(navigateur, monde):
    navigateur.connecter(monde.ada)
    adresse = f"/organisations/{monde.sp.organisation_id}/modification"
    page = navigateur.get(adresse)
    page = navigateur.soumettre(page, "#fiche", {"siret": "12345678901234"}, statut=422)
    assert page.soupe.select("#siret-erreur")
    page = navigateur.soumettre(page, "#fiche", {"siret": "12"}, statut=422)
    assert "quatorze chiffres" in page.texte


def test_des_champs_forges_ne_changent_ni_sigle_ni_nature(app, navigateur, monde):
    navigateur.connecter(monde.ada)
    adresse = f"/organisations/{monde.sp.organisation_id}/modification"
    page = navigateur.get(adresse)
    jeton = page.un("#fiche [name=csrf_token]")["value"]
    forges = {"sigle": "XX", "natures": "CERTIFICATEUR", "est_certificateur": "1",
              "est_fondatrice": "1", "organisation_id": monde.eve.organisation_id}  # fmt: skip
    saisie = {"csrf_token": jeton, "nom": "Les Sept Parcelles", "fuseau": "Europe/Paris"}
    assert navigateur.client.post(adresse, data={**forges, **saisie}).status_code == 303
    apres = relue(app, monde.ada)
    assert (apres.sigle, apres.est_certificateur, apres.est_fondatrice) == ("SP", False, False)


@pytest.mark.parametrize("suite", ["", "/modification"])
def test_driss_ne_trouve_pas_la_fiche_des_sept_parcelles(navigateur, monde, suite):
    navigateur.connecter(monde.driss)
    navigateur.get(f"/organisations/{monde.sp.organisation_id}{suite}", statut=404)
    navigateur.get(f"/organisations/{monde.sp.organisation_id}/invitation", statut=403)


def test_un_formateur_ne_lit_pas_la_fiche(navigateur, monde):
    navigateur.connecter(monde.noe)
    navigateur.get("/organisations/la-notre", statut=404)


def test_le_reseau_lit_sa_fiche_sans_bouton_pour_la_modifier(navigateur, monde):
    navigateur.connecter(monde.ines)
    page = navigateur.get("/organisations/la-notre")
    assert not page.soupe.select("a[href$='/modification']")


def test_habiliter_puis_retirer(app, navigateur, monde):
    navigateur.connecter(monde.samir)
    page = navigateur.get("/habilitations/nouvelle")
    saisie = {"organisme": monde.eve.organisation_id, "certificateur": monde.cc.organisation_id}
    page = navigateur.soumettre(page, "#habiliter", saisie)
    assert "L’Établi du Val d’Essai" in page.texte
    page = navigateur.get("/habilitations/nouvelle")
    page = navigateur.soumettre(page, "#habiliter", saisie, statut=422)
    assert "déjà habilité" in page.texte
    page = navigateur.get("/habilitations")
    ligne = next(tr for tr in page.soupe.select("tbody tr") if "Établi" in tr.text)
    adresse = ligne.select_one("form")["action"]
    page = navigateur.soumettre(page, f"form[action='{adresse}']")
    assert "L’Établi du Val d’Essai" not in page.texte


def test_une_date_impossible_se_dit(navigateur, monde):
    navigateur.connecter(monde.samir)
    page = navigateur.get("/habilitations/nouvelle")
    page = navigateur.soumettre(page, "#habiliter", {"depuis_le": "2026-02-30"}, statut=422)
    assert "n’est pas une date du calendrier" in page.texte


def test_la_liste_coute_le_meme_prix_a_toute_taille(app, navigateur, monde):
    navigateur.connecter(monde.samir)
    assert navigateur.get("/organisations").requetes <= 8
    with app.app_context():
        assert len(db.session.scalars(select(Organisation)).all()) == 4
