"""Le registre du certificateur : chercher, lire, télécharger, révoquer."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from coopmetiers.certification.models import Certificat
from tests.fabriques.certification import fabriquer_dossier


@pytest.fixture
def delivrees(monde, audience, proclamer, produire, lignes):
    """Les attestations de Zélie (B1, B2) puis celles d’Octave (B1, B2)."""
    proclamer(
        audience(
            fabriquer_dossier(),
            fabriquer_dossier(),
            personnes=(monde.zelie_utilisateur, monde.ada_utilisateur),
        )
    )
    produire()
    return lignes(Certificat)


def test_sans_document_la_page_dit_a_quoi_elle_sert(monde, navigateur):
    navigateur.connecter(monde.aline)
    assert "Aucun document encore" in navigateur.get("/certificats").texte


@pytest.mark.parametrize(
    ("cherche", "nombre"),
    [
        ("", 4),
        ("zelie", 2),
        ("MODÈLE b2", 1),
        ("CC-2026-00003", 1),
        ("100%", 0),
        ("zelie octave", 0),
    ],
)
def test_on_cherche_par_nom_numero_ou_bloc(cherche, nombre, monde, delivrees, navigateur):
    navigateur.connecter(monde.aline)
    page = navigateur.soumettre(navigateur.get("/certificats"), "form.filters", {"q": cherche})
    assert len(page.soupe.select("tbody tr")) == nombre


def test_on_filtre_par_etat(monde, delivrees, navigateur):
    navigateur.connecter(monde.aline)
    for etat, nombre in (("DELIVRE", 4), ("REVOQUE", 0), ("INVENTE", 4)):
        page = navigateur.get(f"/certificats?etat={etat}")
        assert len(page.soupe.select("tbody tr")) == nombre


@pytest.mark.parametrize("qui", ["helene", "ada", "driss", "zelie"])
def test_le_registre_est_au_responsable_du_certificateur(qui, monde, delivrees, navigateur):
    navigateur.connecter(getattr(monde, qui))
    navigateur.get("/certificats", statut=403)
    navigateur.get(f"/certificats/{delivrees[0].certificat_id}", statut=404)
    navigateur.get(f"/certificats/{delivrees[0].certificat_id}/revocation", statut=404)


def test_la_fiche_dit_le_document_et_mene_a_sa_verification(monde, delivrees, navigateur):
    navigateur.connecter(monde.aline)
    page = navigateur.get(f"/certificats/{delivrees[1].certificat_id}")
    for dit in ("CC-2026-00002", "Ada Exemple", "le 14 mars 1988 à Essai-sur-Loire"):
        assert dit in page.texte
    assert "Tenir C2.1.1" in page.texte
    page = navigateur.get(page.un("#registre a[href^='/v/']")["href"])
    assert page.un("h1").text == "Authentique"


@pytest.mark.parametrize("qui", ["zelie", "ada", "aline", "helene"])
def test_qui_y_a_droit_telecharge_le_pdf_sous_un_nom_lisible(qui, monde, delivrees, navigateur):
    de_zelie = next(c for c in delivrees if c.titulaire_nom == "Zélie Modèle")
    navigateur.connecter(getattr(monde, qui))
    reponse = navigateur.client.get(f"/certificats/{de_zelie.certificat_id}/document")
    assert reponse.data == f"%PDF-1.7 {de_zelie.numero}".encode()
    assert reponse.mimetype == "application/pdf"
    entete = unquote(reponse.headers["Content-Disposition"])
    assert entete.startswith("attachment;")
    nom = f"Attestation de bloc de compétences B1, Zélie M. {de_zelie.numero}.pdf"
    assert entete.endswith(nom)


@pytest.mark.parametrize("qui", ["driss", "noe", "ines"])
def test_les_autres_ne_telechargent_rien(qui, monde, delivrees, navigateur):
    navigateur.connecter(getattr(monde, qui))
    navigateur.get(f"/certificats/{delivrees[0].certificat_id}/document", statut=404)


def test_avant_d_etre_dessine_un_document_ne_se_telecharge_pas(
    monde, audience, proclamer, lignes, navigateur
):
    proclamer(audience())
    navigateur.connecter(monde.aline)
    certificat = lignes(Certificat)[0]
    page = navigateur.get(f"/certificats/{certificat.certificat_id}")
    assert not page.soupe.select("a[href$='/document']")
    navigateur.get(f"/certificats/{certificat.certificat_id}/document", statut=404)


def test_un_fichier_altere_au_coffre_ne_sort_pas(app, monde, delivrees, navigateur):
    navigateur.connecter(monde.aline)
    empreinte = delivrees[0].empreinte_pdf
    coffre = app.extensions["coopmetiers"].data_dir / "documents"
    (coffre / empreinte[:2] / empreinte).write_bytes(b"%PDF-1.7 autre")
    app.config["PROPAGATE_EXCEPTIONS"] = True
    with pytest.raises(ValueError, match="altéré"):
        navigateur.client.get(f"/certificats/{delivrees[0].certificat_id}/document")


def test_revoquer_demande_un_motif_et_confirme(monde, delivrees, navigateur, lignes):
    navigateur.connecter(monde.aline)
    fiche = navigateur.get(f"/certificats/{delivrees[0].certificat_id}")
    page = navigateur.get(fiche.un("a.btn--danger")["href"])
    assert "On ne revient pas d’une révocation" in page.texte
    page = navigateur.soumettre(page, "main form[method=post]", statut=422)
    page = navigateur.soumettre(page, "main form[method=post]", {"motif": "Erreur de personne"})
    assert "Révoqué" in page.texte
    assert "Erreur de personne" in page.texte
    assert lignes(Certificat)[0].etat == "REVOQUE"
    assert not page.soupe.select("a.btn--danger")
    adresse = f"/certificats/{delivrees[0].certificat_id}/revocation"
    page = navigateur.soumettre(
        navigateur.get(adresse), "main form[method=post]", {"motif": "Encore"}, statut=422
    )
    assert "Seul un document délivré" in page.texte


def test_la_liste_coute_autant_a_toute_taille(monde, audience, proclamer, delivrees, navigateur):
    navigateur.connecter(monde.aline)
    avant = navigateur.get("/certificats").requetes
    proclamer(audience(fabriquer_dossier()))
    assert navigateur.get("/certificats").requetes == avant
