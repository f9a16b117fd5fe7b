"""Convoquer, composer, ouvrir, signer, proclamer : par les pages, comme on le ferait."""

from __future__ import annotations

import pytest

from coopmetiers.base import tenancy
from coopmetiers.base.db import transaction
from coopmetiers.certification import queries
from coopmetiers.certification.enums import EtatJury, QualiteMembre
from coopmetiers.certification.models import Certificat, Jury, MembreJury, Recusation
from coopmetiers.certification.services import decisions, jurys
from tests.fabriques.certification import (
    CODES,
    acquise,
    fabriquer_candidature,
    fabriquer_dossier,
    fabriquer_jury,
    fabriquer_membre,
    refusee,
)
from tests.navigateur import compter_requetes

EN_COMPOSITION = EtatJury.COMPOSITION


@pytest.fixture
def en_attente(contexte, monde, horloge):
    with contexte(), tenancy.bound(monde.cc.cle), transaction():
        return fabriquer_candidature().candidature_id


def test_sans_jury_la_page_dit_a_quoi_elle_sert(monde, navigateur):
    for qui, dit in ((monde.aline, "Aucun jury encore"), (monde.helene, "dans aucun jury")):
        navigateur.connecter(qui)
        assert dit in navigateur.get("/jurys").texte


def test_ce_qui_attend_mene_a_convoquer_le_bon_jury(monde, en_attente, navigateur, lignes):
    navigateur.connecter(monde.aline)
    page = navigateur.get("/jurys")
    assert "1 candidature attend un jury" in page.texte
    page = navigateur.get(page.un("#attente .todo a")["href"])
    assert page.un("#visee option[selected]").text.startswith("Tisseur·se de liens")
    page = navigateur.soumettre(
        page, "main form[method=post]", {"tenu_le": "2026-12-04", "lieu": "Essai-sur-Loire"}
    )
    (jury,) = lignes(Jury)
    assert page.adresse == f"/jurys/{jury.jury_id}"
    assert "Il manque une présidence" in page.texte


@pytest.mark.parametrize(
    ("ecart", "dit"),
    [
        ({"tenu_le": "2026-02-31"}, "n’est pas une date"),
        ({"lieu": ""}, "nécessaire"),
        ({"quorum": "0"}, "de 1 à 20"),
        ({"visee": "inconnue tisseur"}, "choix"),
    ],
)
def test_une_convocation_mal_remplie_est_rendue_entiere(
    ecart, dit, monde, en_attente, navigateur, lignes
):
    navigateur.connecter(monde.aline)
    saisie = {"tenu_le": "2026-12-04", "lieu": "Essai", **ecart}
    page = navigateur.get("/jurys/nouveau")
    page = navigateur.soumettre(page, "main form[method=post]", saisie, statut=422)
    assert dit in page.texte.lower() or dit in page.texte
    assert page.un("#lieu")["value"] == saisie["lieu"]
    assert lignes(Jury) == []


def test_les_champs_forges_d_une_convocation_sont_ignores(monde, en_attente, navigateur, lignes):
    navigateur.connecter(monde.aline)
    page = navigateur.get("/jurys/nouveau")
    jeton = page.un("main [name=csrf_token]")["value"]
    visee = page.un("#visee option")["value"]
    donnees = {"csrf_token": jeton, "visee": visee, "tenu_le": "2026-12-04", "lieu": "Essai"}
    forge = {"quorum": 2, "numero": "J-1999-001", "etat": "PROCLAME", "organisation_id": "x"}
    navigateur.client.post("/jurys/nouveau", data=donnees | forge)
    (jury,) = lignes(Jury)
    assert (jury.numero, jury.etat) == ("J-2026-001", "COMPOSITION")
    assert jury.cle_organisation == monde.cc.cle


def test_composer_puis_ouvrir_par_les_pages(contexte, monde, en_attente, navigateur, lignes):
    with contexte(), tenancy.bound(monde.cc.cle), transaction():
        jury_id = fabriquer_jury().jury_id
    navigateur.connecter(monde.aline)
    adresse = f"/jurys/{jury_id}"
    page = navigateur.soumettre(navigateur.get(adresse), "#en-attente form")
    assert "1 candidature est inscrite" in page.texte
    for qui, qualite in ((monde.octave, "PRESIDENCE"), (monde.helene, "PRATICIEN")):
        saisie = {"utilisateur": qui.user_id, "qualite": qualite, "fonction": "Réseau"}
        page = navigateur.soumettre(page, f"form[action='{adresse}/membres']", saisie)
    assert "Tout est prêt" in page.texte
    saisie = {"motif": "Ancienne collègue"}
    page = navigateur.soumettre(page, f"form[action='{adresse}/recusations']", saisie)
    assert "Le quorum n’est pas tenu pour Zélie Modèle" in page.texte
    (recusation,) = lignes(Recusation)
    assert recusation.motif == "Ancienne collègue"
    retirer = f"form[action$='{lignes(MembreJury)[0].membre_id}/retrait']"
    page = navigateur.soumettre(page, retirer)
    assert "Il manque une présidence" in page.texte


def test_ouvrir_passe_par_une_page_qui_dit_ce_qui_change(monde, audience, navigateur, lignes):
    essai = audience(etat=EN_COMPOSITION)
    navigateur.connecter(monde.aline)
    page = navigateur.get(f"/jurys/{essai.jury_id}/ouverture")
    assert "1 dossier sera figé" in page.texte
    assert lignes(Jury)[0].etat == EN_COMPOSITION
    page = navigateur.soumettre(page, "main form[method=post]")
    assert "Il reste 4 compétences à trancher" in page.texte
    assert lignes(Jury)[0].etat == EtatJury.OUVERT


def test_signer_puis_proclamer_apres_avoir_lu_ce_qui_va_se_passer(
    monde, audience, agir, produire, navigateur, lignes
):
    essai = audience()
    prises = (*(acquise(code) for code in CODES[:3]), refusee(CODES[3]))
    agir(decisions.enregistrer, monde.helene, essai.jury_id, essai.candidature_id, prises)
    agir(jurys.signer, monde.helene, essai.jury_id)
    navigateur.connecter(monde.octave)
    page = navigateur.get(f"/jurys/{essai.jury_id}")
    assert "il manque 1 signature" in page.texte
    page = navigateur.soumettre(page, "form[action$='/signature']")
    assert "Octave Filigrane peut proclamer" in page.texte
    page = navigateur.get(page.un(".pagehead a.btn--primary")["href"])
    assert "1 attestation sera numérotée et inscrite au registre" in page.texte
    assert "3 compétences sont acquises et le restent" in page.texte
    assert "1 bloc n’est pas acquis" in page.texte
    assert lignes(Certificat) == []
    page = navigateur.soumettre(page, "main form[method=post]")
    assert "1 attestation est en production" in page.texte
    assert page.un("#attestations")["data-hx-get"] == f"/jurys/{essai.jury_id}"
    produire()
    page = navigateur.get(f"/jurys/{essai.jury_id}")
    assert not page.soupe.select("[data-hx-get]")
    assert page.un("#attestations a")["href"].endswith("/document")


def test_proclamer_trop_tot_est_refuse_en_mots_simples(monde, audience, navigateur, lignes):
    essai = audience()
    navigateur.connecter(monde.octave)
    page = navigateur.get(f"/jurys/{essai.jury_id}/proclamation")
    assert "Il reste 4 compétences à trancher" in page.texte
    page = navigateur.soumettre(page, "main form[method=post]")
    assert "Il reste 4 compétences à trancher avant de signer" in page.texte
    assert lignes(Jury)[0].etat == EtatJury.OUVERT


def test_un_jure_ne_voit_que_ses_jurys(contexte, monde, audience, navigateur):
    essai = audience()
    with contexte(), tenancy.bound(monde.cc.cle), transaction():
        autre = fabriquer_jury()
        fabriquer_membre(autre, monde.octave, qualite=QualiteMembre.PRESIDENCE)
        autre_id = autre.jury_id
    navigateur.connecter(monde.helene)
    assert len(navigateur.get("/jurys").soupe.select(".todo")) == 1
    navigateur.get(f"/jurys/{essai.jury_id}")
    navigateur.get(f"/jurys/{autre_id}", statut=404)
    navigateur.connecter(monde.aline)
    assert len(navigateur.get("/jurys").soupe.select(".todo")) == 2


@pytest.mark.parametrize(("qui", "liste"), [("driss", 403), ("ada", 403), ("ines", 403)])
def test_hors_du_certificateur_rien_ne_se_voit(qui, liste, monde, audience, navigateur):
    essai = audience()
    navigateur.connecter(getattr(monde, qui))
    navigateur.get("/jurys", statut=liste)
    for suite in ("", "/ouverture", "/proclamation", f"/candidatures/{essai.candidature_id}"):
        navigateur.get(f"/jurys/{essai.jury_id}{suite}", statut=404)


@pytest.mark.parametrize(
    ("qui", "page", "statut"),
    [
        ("helene", "ouverture", 403),
        ("helene", "proclamation", 403),
        ("aline", "proclamation", 403),
    ],
)
def test_chaque_acte_a_son_role(qui, page, statut, monde, audience, navigateur):
    essai = audience()
    navigateur.connecter(getattr(monde, qui))
    navigateur.get(f"/jurys/{essai.jury_id}/{page}", statut=statut)


def test_un_jury_coute_autant_de_requetes_a_toute_taille(app, monde, audience, lire, navigateur):
    petit, grand = audience(), audience(*(fabriquer_dossier() for _rang in range(6)))
    for essai in (petit, grand):
        with compter_requetes(app) as compte:
            lire(queries.jury_vu, monde.octave, essai.jury_id)
        assert compte["requetes"] <= 10
    navigateur.connecter(monde.octave)
    couts = {navigateur.get(f"/jurys/{e.jury_id}").requetes for e in (petit, grand)}
    assert len(couts) == 1


def test_la_liste_des_jurys_coute_autant_a_toute_taille(monde, audience, navigateur):
    audience()
    navigateur.connecter(monde.aline)
    avant = navigateur.get("/jurys").requetes
    for _rang in range(4):
        audience()
    assert navigateur.get("/jurys").requetes == avant
