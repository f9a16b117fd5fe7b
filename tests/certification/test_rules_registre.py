"""Ce que le registre montre, et rien de plus."""

from __future__ import annotations

import json

import pytest

from coopmetiers.base.errors import RuleViolation
from coopmetiers.certification.rules import registre as rules
from tests.fabriques.documents import fabriquer_contenu


@pytest.mark.parametrize(
    ("sigle", "annee", "rang", "attendu"),
    [
        ("CC", 2026, 1, "CC-2026-00001"),
        ("RCO", 2027, 417, "RCO-2027-00417"),
        ("A1B2C3D4", 2026, 99999, "A1B2C3D4-2026-99999"),
        ("CC", 2026, 100000, "CC-2026-100000"),
    ],
)
def test_un_numero_dit_le_sigle_l_annee_et_le_rang(sigle, annee, rang, attendu):
    assert rules.numero(sigle, annee, rang) == attendu


@pytest.mark.parametrize("sigle", ["", "C", "cc", "TROPLONGS", "C-C", "ÉTÉ", "CC\n"])
def test_un_sigle_mal_forme_n_ouvre_pas_un_numero(sigle):
    with pytest.raises(RuleViolation) as refus:
        rules.numero(sigle, 2026, 1)
    assert refus.value.code == "sigle"


def test_un_jury_a_son_numero_a_part():
    assert rules.numero_jury(2026, 3) == "J-2026-003"


@pytest.mark.parametrize(
    ("siret", "representant", "complet"),
    [("55210055400012", "Aline", True), (None, "Aline", False), ("55210055400012", "", False)],
)
def test_un_certificateur_delivre_sous_son_siret_et_une_signature(siret, representant, complet):
    if complet:
        rules.verifier_emetteur(nom="CC", siret=siret, representant=representant)
        return
    with pytest.raises(RuleViolation) as refus:
        rules.verifier_emetteur(nom="CC", siret=siret, representant=representant)
    assert refus.value.code == "emetteur_incomplet"


@pytest.mark.parametrize(
    ("ecrit", "autre"),
    [
        ("Zélie Modèle", "ZELIE MODELE"),
        ("Zélie Modèle", "Modèle Zélie"),
        ("Zélie Modèle", "  zélie\u00a0 modèle "),
        ("Zélie Mode\u0301le", "Zélie Modéle"),
        ("Maëlle Œuvrard", "maelle oeuvrard"),
        ("Anne-Marie d’Artagnan", "Anne Marie d'Artagnan"),
        ("Anna Weiß", "ANNA WEISS"),
    ],
)
def test_un_nom_se_replie_quelle_que_soit_son_ecriture(ecrit, autre):
    assert rules.nom_replie(ecrit) == rules.nom_replie(autre)


@pytest.mark.parametrize("autre", ["Zélie", "Modèle", "Zélie Modele-Autre", "Zelia Modèle", ""])
def test_un_autre_nom_ne_se_replie_pas_pareil(autre):
    assert rules.nom_replie("Zélie Modèle") != rules.nom_replie(autre)


def test_le_pli_d_un_nom_ne_change_pas_d_un_signe():
    """Le registre garde l’empreinte de ce pli : le changer rendrait ses lignes muettes."""
    assert rules.nom_replie("Anne-Françoise Œuvrard de Saint-Ÿved") == (
        "anne de francoise oeuvrard saint yved"
    )


def test_l_extrait_public_ne_dit_ni_le_nom_ni_la_naissance():
    contenu = fabriquer_contenu()
    extrait = rules.extrait(contenu, "certificateur")
    assert extrait["titulaire"] == "Maëlle Œ."
    ecrit = json.dumps(extrait, ensure_ascii=False)
    for tu in ("Œuvrard", "1988", "Haÿ", contenu.delivrance.code_verification, "k3m8q0v2x7za"):
        assert tu not in ecrit
    assert [c["niveau"] for c in extrait["competences"][:2]] == ["N4", "N3"]
