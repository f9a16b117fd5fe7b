"""La page publique : un mot, ce que dit le registre, et jamais le nom."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import update

from coopmetiers.base import tenancy, vault
from coopmetiers.base.db import db, transaction
from coopmetiers.certification.forms import verification
from coopmetiers.certification.models import Certificat, EntreeRegistre
from coopmetiers.certification.services import certificats
from tests.fabriques.referentiel import fabriquer_version

DEPOT, NOM = "form[data-empreinte]", "form[action$='/nom']"


@pytest.fixture
def delivree(monde, audience, proclamer, produire, lignes):
    """La première attestation de Zélie, délivrée."""
    proclamer(audience(personnes=(monde.zelie_utilisateur,)))
    produire()
    return lignes(Certificat)[0]


@pytest.fixture
def adresse(delivree):
    return f"/v/{delivree.contenu['delivrance']['code_verification']}"


@pytest.fixture
def pdf(contexte, delivree):
    with contexte():
        return vault.fetch(delivree.empreinte_pdf)


def depot(octets):
    return {"fichier": (BytesIO(octets), "attestation.pdf")}


def test_un_document_delivre_est_authentique_et_ne_dit_que_l_initiale(adresse, navigateur):
    page = navigateur.get(adresse)
    assert page.un("h1").text == "Authentique"
    assert "toujours valable" in page.texte
    assert "Zélie M." in page.texte
    source = navigateur.client.get(adresse).get_data(as_text=True)
    for tu in ("Modèle", "1988", "14 mars", "Essai-sur-Loire", "Né"):
        assert tu not in source
    assert page.un("details.data").get("open") is None
    assert len(page.soupe.select(".attestees li")) == 2
    assert page.un("#registre dd a")["href"].endswith(
        "/referentiels/petit-referentiel/1.0/elements/B1"
    )


def test_la_page_n_est_ni_indexee_ni_gardee(adresse, navigateur):
    for chemin in ("/v", adresse, "/v/0000000000000000"):
        reponse = navigateur.client.get(chemin)
        assert reponse.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert reponse.headers["Cache-Control"] == "no-store"
        assert 'content="noindex, nofollow"' in reponse.get_data(as_text=True)


@pytest.mark.parametrize(
    ("code", "dit"),
    [
        ("0000-0000-0000-0000", "Aucun document ne porte ce code"),
        ("CC-2026-00001", "seize caractères"),
        ("%3Cscript%3E", "seize caractères"),
    ],
)
def test_un_code_inconnu_ou_mal_forme_dit_quoi_verifier(code, dit, delivree, navigateur):
    page = navigateur.get(f"/v/{code}", statut=404)
    assert page.un("h1").text == "Inconnu"
    assert dit in page.texte
    assert not page.soupe.select(f"{DEPOT}, {NOM}")


def test_tirets_et_casse_ne_comptent_pas(adresse, navigateur):
    compact = adresse.replace("-", "").lower().replace("/v/", "/v/", 1)
    assert navigateur.get(compact).un("h1").text == "Authentique"


def test_le_code_saisi_mene_a_sa_page(adresse, navigateur):
    page = navigateur.soumettre(
        navigateur.get("/v"), "main form", {"code": f" {adresse.removeprefix('/v/').lower()} "}
    )
    assert (page.adresse, page.un("h1").text) == (adresse.replace("-", ""), "Authentique")


def test_rien_de_saisi_est_demande(delivree, navigateur):
    page = navigateur.soumettre(navigateur.get("/v"), "main form", statut=422)
    assert "Donnez un code, ou choisissez un fichier" in page.texte


@pytest.mark.parametrize(
    ("abimer", "dit"),
    [
        (lambda octets: octets, "Le fichier est intact"),
        (lambda octets: octets[:-1] + b"X", "Le fichier est altéré"),
        (lambda octets: b"bonjour", "n’est pas un PDF"),
    ],
)
def test_un_fichier_poste_se_compare_octet_a_octet(abimer, dit, adresse, pdf, navigateur):
    page = navigateur.soumettre(navigateur.get(adresse), DEPOT, depot(abimer(pdf)))
    assert dit in page.un("main .note").text
    assert page.un("h1").text == "Authentique"


def test_le_navigateur_connait_l_empreinte_a_comparer(adresse, delivree, navigateur):
    assert navigateur.get(adresse).un(DEPOT)["data-empreinte"] == delivree.empreinte_pdf


def test_sans_code_un_fichier_intact_se_reconnait(pdf, navigateur):
    page = navigateur.soumettre(navigateur.get("/v"), "main form", depot(pdf))
    assert page.un("h1").text == "Authentique"
    assert "Le fichier est intact" in page.texte
    assert not page.soupe.select(NOM)


def test_sans_code_un_fichier_altere_est_inconnu(pdf, navigateur):
    page = navigateur.soumettre(navigateur.get("/v"), "main form", depot(pdf + b" "))
    assert "Ce fichier est inconnu du registre" in page.texte


def test_l_empreinte_calculee_par_le_navigateur_suffit(delivree, navigateur):
    page = navigateur.get("/v")
    page = navigateur.soumettre(page, "main form", {"empreinte": delivree.empreinte_pdf})
    assert page.un("h1").text == "Authentique"
    page = navigateur.soumettre(
        navigateur.get("/v"), "main form", {"empreinte": "pas une empreinte"}, statut=422
    )


def test_un_fichier_trop_lourd_est_refuse(delivree, navigateur, monkeypatch):
    assert verification.TAILLE_MAXIMALE == 10 * 1024 * 1024
    monkeypatch.setattr(verification, "TAILLE_MAXIMALE", 100)
    lourd = b"%PDF-1.7" + b" " * 100
    page = navigateur.soumettre(navigateur.get("/v"), "main form", depot(lourd), statut=422)
    assert "plus de 10 Mo" in page.texte


def test_un_fichier_examine_n_est_pas_garde(app, adresse, pdf, navigateur):
    coffre = app.extensions["coopmetiers"].data_dir / "documents"
    avant = sorted(coffre.rglob("*"))
    navigateur.soumettre(navigateur.get(adresse), DEPOT, depot(pdf + b"trace"))
    assert sorted(coffre.rglob("*")) == avant


@pytest.mark.parametrize(
    ("nom", "dit"), [("modele zelie", "Oui."), ("Zélie Martin", "Non."), ("Zélie M.", "Non.")]
)
def test_un_nom_complet_recoit_oui_ou_non(nom, dit, adresse, navigateur):
    page = navigateur.soumettre(navigateur.get(adresse), NOM, {"nom": nom})
    assert page.un("#comparer .note").text.strip().startswith(dit)
    assert "Modèle" not in page.texte


def test_revoque_ou_remplace_le_document_le_dit_en_un_mot(
    contexte, monde, delivree, adresse, agir, navigateur
):
    agir(certificats.revoquer, monde.aline, delivree.certificat_id, motif="Motif à taire")
    page = navigateur.get(adresse)
    assert page.un("h1").text == "Révoqué"
    assert "révoqué le 23 novembre 2026" in page.texte
    assert "Motif à taire" not in page.texte
    with contexte(), transaction():
        db.session.execute(update(EntreeRegistre).values(etat="REMPLACE"))
    assert navigateur.get(adresse).un("h1").text == "Remplacé"


def test_pas_encore_dessine_le_document_est_en_preparation(
    monde, audience, proclamer, lignes, navigateur
):
    proclamer(audience())
    code = lignes(Certificat)[0].contenu["delivrance"]["code_verification"]
    page = navigateur.get(f"/v/{code}")
    assert page.un("h1").text == "En préparation"
    assert not page.soupe.select(DEPOT)


def test_une_autre_version_en_vigueur_est_dite(contexte, adresse, navigateur):
    assert "aujourd’hui en vigueur" not in navigateur.get(adresse).texte
    with contexte(), transaction():
        fabriquer_version(version="2.0", complement=" encore")
    assert "La version 2.0 est aujourd’hui en vigueur" in navigateur.get(adresse).texte


def test_dix_essais_par_minute_et_par_adresse(adresse, navigateur):
    for _essai in range(10):
        assert navigateur.client.get(adresse).status_code == 200
    page = navigateur.get(adresse, statut=429)
    assert "Trop d’essais" in page.un("h1").text
    assert navigateur.client.get("/v").status_code == 200


def test_la_page_ne_demande_ni_compte_ni_organisation(monde, adresse, navigateur, contexte):
    assert navigateur.get(adresse).statut == 200
    navigateur.connecter(monde.driss)
    assert navigateur.get(adresse).un("h1").text == "Authentique"
    with contexte():
        assert tenancy.current_scope() is None
