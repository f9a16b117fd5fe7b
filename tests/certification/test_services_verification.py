"""Vérifier sans compte : ce que dit le registre, jamais le nom."""

from __future__ import annotations

import pytest

from coopmetiers.base import tenancy, vault
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import Forbidden, NotFound, RuleViolation
from coopmetiers.base.vault import digest
from coopmetiers.certification.enums import EtatCertificat
from coopmetiers.certification.models import Certificat, EntreeRegistre
from coopmetiers.certification.services import certificats, verification
from coopmetiers.certification.services.verification import VerdictFichier

INCONNU = "0000-0000-0000-0000"

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def delivree(monde, audience, proclamer, produire, lignes):
    """La première attestation de Zélie, dessinée, et son code."""
    proclamer(audience(personnes=(monde.zelie_utilisateur,)))
    produire()
    return lignes(Certificat)[0]


def code_de(certificat):
    return certificat.contenu["delivrance"]["code_verification"]


def test_un_code_dit_l_etat_et_l_extrait_public(delivree):
    constat = verification.constater(code_de(delivree))
    assert (constat.etat, constat.certificat_id) == (
        EtatCertificat.DELIVRE,
        delivree.certificat_id,
    )
    assert constat.extrait["titulaire"] == "Zélie M."
    assert constat.empreinte_pdf == delivree.empreinte_pdf


def test_tirets_casse_et_lettres_confondues_ne_comptent_pas(delivree):
    code = code_de(delivree)
    ecrit = code.replace("-", "").lower().replace("0", "o").replace("1", "i")
    for forme in (ecrit, f"  {code} ", code.replace("-", " ")):
        assert verification.constater(forme).certificat_id == delivree.certificat_id


@pytest.mark.parametrize("code", [INCONNU, "", "CC-2026-00001", "U" * 16, "é" * 16, "0" * 5000])
def test_un_code_inconnu_ou_mal_forme_ne_dit_rien(code, delivree):
    assert verification.constater(code) is None
    assert verification.comparer_nom(code, "Zélie Modèle") is None


def test_le_numero_et_l_empreinte_ne_verifient_rien(delivree):
    assert verification.constater(delivree.numero) is None
    assert verification.constater(delivree.empreinte_code) is None


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("Zélie Modèle", True),
        ("MODELE  zelie", True),
        ("Zélie", False),
        ("Zélie M.", False),
        ("Octave Filigrane", False),
        ("", False),
    ],
)
def test_un_nom_complet_recoit_oui_ou_non(nom, attendu, delivree):
    assert verification.comparer_nom(code_de(delivree), nom) is attendu


def test_le_fichier_delivre_est_intact_avec_ou_sans_code(delivree):
    pdf = vault.fetch(delivree.empreinte_pdf)
    for code in (code_de(delivree), ""):
        verdict, constat = verification.examiner(pdf, code)
        assert (verdict, constat.certificat_id) == (VerdictFichier.INTACT, delivree.certificat_id)


def test_un_octet_change_et_le_fichier_est_altere(delivree):
    pdf = bytearray(vault.fetch(delivree.empreinte_pdf))
    pdf[len(pdf) // 2] ^= 1
    assert verification.examiner(bytes(pdf), code_de(delivree))[0] == VerdictFichier.ALTERE
    assert verification.examiner(bytes(pdf)) == (VerdictFichier.INCONNU, None)


def test_le_fichier_d_un_autre_document_n_est_pas_celui_du_code(delivree, lignes):
    autre = lignes(Certificat)[1]
    pdf = vault.fetch(autre.empreinte_pdf)
    assert verification.examiner(pdf, code_de(delivree))[0] == VerdictFichier.ALTERE


@pytest.mark.parametrize("octets", [b"", b"bonjour", b"\x89PNG", b" %PDF-1.7"])
def test_un_fichier_qui_n_est_pas_un_pdf_est_dit_tel(octets, delivree):
    assert verification.examiner(octets, code_de(delivree)) == (VerdictFichier.PAS_UN_PDF, None)


def test_une_empreinte_calculee_ailleurs_suffit(delivree):
    empreinte = delivree.empreinte_pdf
    assert verification.examiner_empreinte(empreinte)[0] == VerdictFichier.INTACT
    assert verification.examiner_empreinte(digest(b"autre"))[0] == VerdictFichier.INCONNU
    code = code_de(delivree)
    assert verification.examiner_empreinte(digest(b"autre"), code)[0] == VerdictFichier.ALTERE


def test_avant_d_etre_dessine_un_document_est_en_production(monde, audience, proclamer, lignes):
    proclamer(audience())
    code = code_de(lignes(Certificat)[0])
    assert verification.constater(code).etat == EtatCertificat.EN_PRODUCTION
    assert verification.examiner(b"%PDF-1.7", code)[0] == VerdictFichier.INCONNU


def test_revoque_le_document_le_dit_et_son_fichier_reste_intact(monde, delivree, agir, journal):
    agir(certificats.revoquer, monde.aline, delivree.certificat_id, motif="Erreur de personne")
    constat = verification.constater(code_de(delivree))
    assert (constat.etat, constat.revoque_a is not None) == (EtatCertificat.REVOQUE, True)
    assert "Erreur" not in str(constat.extrait)
    pdf = vault.fetch(delivree.empreinte_pdf)
    verdict, vu = verification.examiner(pdf)
    assert (verdict, vu.etat) == (VerdictFichier.INTACT, EtatCertificat.REVOQUE)
    action, chaine, details = journal()[-1]
    assert (action, chaine) == ("certification.certificat.revoquer", monde.cc.organisation_id)
    assert details == {"numero": delivree.numero, "motif": "Erreur de personne"}


@pytest.mark.parametrize(
    ("motif", "etat", "code"),
    [("  ", "DELIVRE", "motif_revocation"), ("Erreur", "EN_PRODUCTION", "pas_delivre")],
)
def test_on_ne_revoque_que_du_delivre_et_on_dit_pourquoi(motif, etat, code, monde, delivree, agir):
    with tenancy.bound(monde.cc.cle), transaction():
        db.session.merge(delivree).etat = etat
    with pytest.raises(RuleViolation) as refus:
        agir(certificats.revoquer, monde.aline, delivree.certificat_id, motif=motif)
    assert refus.value.code == code


@pytest.mark.parametrize(
    ("qui", "refus"), [("octave", Forbidden), ("driss", NotFound), ("ada", NotFound)]
)
def test_seul_le_certificateur_revoque(qui, refus, monde, delivree, agir):
    with pytest.raises(refus):
        agir(certificats.revoquer, getattr(monde, qui), delivree.certificat_id, motif="Erreur")


def test_le_registre_ne_garde_aucun_nom_en_clair(delivree):
    entree = db.session.query(EntreeRegistre).filter_by(certificat_id=delivree.certificat_id).one()
    ecrit = str({c.name: getattr(entree, c.name) for c in EntreeRegistre.__table__.columns})
    assert "Modèle" not in ecrit
    assert "1988" not in ecrit
    assert code_de(delivree).replace("-", "") not in ecrit
