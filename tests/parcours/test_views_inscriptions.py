"""Inscrire une personne, coller une liste, tenir une fiche."""

from __future__ import annotations

import pytest

from coopmetiers.comptes.models import Courriel
from coopmetiers.parcours.models import Apprenant, Inscription
from coopmetiers.parcours.services import inscriptions as services

FORMULAIRE = "main form[method=post]"
ROSA = {
    "prenom": "Rosa",
    "nom": "Ébauche",
    "email": "rosa@exemple.test",
    "code_metier": "tisseur",
    "exercice": "INTERNE",
}


def adresse(printemps, suite=""):
    return f"/sessions/{printemps.session_id}/inscriptions{suite}"


def test_la_liste_repond_en_une_phrase(monde, printemps, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse(printemps))
    assert "2 personnes suivent cette session." in page.texte
    assert page.textes("tbody th a") == ["Zélie Modèle", "Youssef Spécimen"]
    assert "0 sur 4" in page.texte


def test_une_inscription_rompue_reste_dans_la_liste(monde, printemps, agir, navigateur):
    navigateur.connecter(monde.ada)
    agir(services.rompre, monde.ada, printemps.ailleurs_inscription_id, "Départ")
    assert "Rompue" in navigateur.get(f"/sessions/{printemps.ailleurs_id}/inscriptions").texte


def test_inscrire_une_personne_l_invite_et_la_montre(monde, printemps, navigateur, lignes):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse(printemps, "/nouvelle"))
    liste = navigateur.soumettre(page, FORMULAIRE, ROSA)
    assert "Rosa Ébauche est inscrit·e" in liste.texte
    assert "Rosa Ébauche" in liste.textes("tbody th a")
    assert "Compte à ouvrir" in liste.texte
    assert [c.destinataire for c in lignes(Courriel)] == ["rosa@exemple.test"]


@pytest.mark.parametrize(
    ("ecarts", "message"),
    [
        ({"email": "zelie@exemple.test"}, "déjà inscrit·e"),
        ({"email": "rosa@"}, "bonne forme"),
        ({"prenom": ""}, "nécessaire"),
        ({"naissance_le": "2030-01-01"}, "ne peut pas être une date de naissance"),
    ],
)
def test_une_personne_refusee_garde_la_saisie(
    monde, printemps, navigateur, lignes, ecarts, message
):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse(printemps, "/nouvelle"))
    refusee = navigateur.soumettre(page, FORMULAIRE, {**ROSA, **ecarts}, statut=422)
    assert message in refusee.texte
    assert refusee.un("[name=nom]")["value"] == "Ébauche"
    assert len(lignes(Inscription)) == 3
    assert len(lignes(Apprenant)) == 3


def test_une_liste_se_verifie_puis_s_inscrit(monde, printemps, navigateur, lignes):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse(printemps, "/liste"))
    collee = {
        "liste": "Courriel\tPrénom\tNom\na@exemple.test\tAnouk\tMaquette\nb@exemple.test\tTom\tB",
        "code_metier": "tisseur",
        "exercice": "EXTERNE",
        "etape": "apercu",
    }
    apercu = navigateur.soumettre(page, FORMULAIRE, collee)
    assert "2 personnes sont prêtes" in apercu.texte
    assert apercu.textes("tbody td:nth-of-type(1)") == ["Anouk Maquette", "Tom B"]
    assert len(lignes(Inscription)) == 3
    liste = navigateur.soumettre(apercu, FORMULAIRE, {"etape": "inscrire"})
    assert "2 personnes sont inscrites" in liste.texte
    assert len(lignes(Inscription)) == 5


def test_une_ligne_fausse_n_inscrit_personne_et_tout_revient_tel_quel(
    monde, printemps, navigateur, lignes
):
    navigateur.connecter(monde.ada)
    texte = (
        "\tSans Prénom\tc@exemple.test\nAnouk\tMaquette\ta@exemple.test\n"
        "Tom\tB\tpas une adresse\n  Zélie\tM\tzelie@exemple.test  "
    )
    page = navigateur.get(adresse(printemps, "/liste"))
    saisie = {"liste": texte, "code_metier": "tisseur", "exercice": "EXTERNE", "etape": "inscrire"}
    apercu = navigateur.soumettre(page, FORMULAIRE, saisie, statut=422)
    assert "3 lignes sont à reprendre" in apercu.texte
    assert len(apercu.soupe.select(".fautes")) == 3
    assert apercu.un("textarea[name=liste]").text.lstrip("\r\n") == texte
    assert not apercu.soupe.select("button[value=inscrire]")
    assert len(lignes(Inscription)) == 3


@pytest.mark.parametrize("suite", ["/nouvelle", "/liste"])
@pytest.mark.parametrize(
    ("qui", "statut"), [("noe", 403), ("basile", 403), ("zelie", 404), ("driss", 404)]
)
def test_seule_la_responsable_ouvre_ces_pages(monde, printemps, navigateur, suite, qui, statut):
    navigateur.connecter(getattr(monde, qui))
    navigateur.get(adresse(printemps, suite), statut=statut)


def test_un_formateur_lit_la_liste_sans_pouvoir_inscrire(monde, printemps, navigateur):
    navigateur.connecter(monde.noe)
    page = navigateur.get(adresse(printemps))
    assert "Inscrire une personne" not in page.texte


def test_la_fiche_dit_ou_en_est_la_personne(monde, printemps, navigateur):
    navigateur.connecter(monde.noe)
    page = navigateur.get(f"/inscriptions/{printemps.zelie_id}")
    assert page.un("h1").text == "Zélie Modèle"
    assert "0 compétence sur 4 est au niveau attendu." in page.texte
    assert "Rompre cette inscription" not in page.texte


def test_la_naissance_se_complete_depuis_la_fiche(monde, printemps, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(f"/inscriptions/{printemps.zelie_id}/naissance")
    saisie = {"naissance_le": "1991-02-03", "naissance_lieu": "Nîmes"}
    fiche = navigateur.soumettre(page, FORMULAIRE, saisie)
    assert "3 février 1991" in fiche.texte
    assert "Nîmes" in fiche.texte


def test_rompre_passe_par_une_page_et_se_reprend(monde, printemps, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(f"/inscriptions/{printemps.zelie_id}/rupture")
    assert "restent" in page.texte
    fiche = navigateur.soumettre(page, FORMULAIRE, {"motif": "Déménagement"})
    assert "Cette inscription est rompue" in fiche.texte
    reprise = navigateur.soumettre(fiche, "form[action$=reprise]")
    assert "Cette inscription est rompue" not in reprise.texte


def test_changer_ce_qui_est_vise_demande_un_motif(monde, printemps, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get(f"/inscriptions/{printemps.zelie_id}/version")
    refusee = navigateur.soumettre(page, FORMULAIRE, {"exercice": "INTERNE"}, statut=422)
    fiche = navigateur.soumettre(refusee, FORMULAIRE, {"motif": "Embauche"})
    assert "interne" in fiche.texte


@pytest.mark.parametrize("page", ["naissance", "version", "rupture"])
@pytest.mark.parametrize(("qui", "statut"), [("noe", 403), ("zelie", 403), ("driss", 404)])
def test_ces_pages_ne_sont_qu_a_la_responsable(monde, printemps, navigateur, page, qui, statut):
    navigateur.connecter(getattr(monde, qui))
    navigateur.get(f"/inscriptions/{printemps.zelie_id}/{page}", statut=statut)


def test_des_champs_forges_sont_ignores(monde, printemps, navigateur, lignes):
    navigateur.connecter(monde.ada)
    page = navigateur.get(adresse(printemps, "/nouvelle"))
    jeton = page.un(f"{FORMULAIRE} [name=csrf_token]")["value"]
    forges = {"organisation_id": monde.eve.organisation_id, "role": "RESPONSABLE", "etat": "ROMPUE"}
    reponse = navigateur.client.post(
        adresse(printemps, "/nouvelle"), data={**ROSA, **forges, "csrf_token": jeton}
    )
    assert reponse.status_code == 303
    derniere = lignes(Inscription)[-1]
    assert (derniere.etat, derniere.cle_organisation) == ("EN_COURS", monde.sp.cle)


def test_les_apprenants_se_cherchent(monde, printemps, navigateur):
    navigateur.connecter(monde.ada)
    page = navigateur.get("/apprenants")
    assert "3 personnes" in page.texte
    trouvees = navigateur.get("/apprenants?q=zélie")
    assert trouvees.textes("tbody th") == ["Zélie Modèle"]
    assert "Personne ne correspond" in navigateur.get("/apprenants?q=introuvable").texte
    navigateur.connecter(monde.zelie)
    navigateur.get("/apprenants", statut=403)
    navigateur.connecter(monde.driss)
    assert "Aucune personne inscrite" in navigateur.get("/apprenants").texte
