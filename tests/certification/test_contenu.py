"""Le contenu d’une attestation : ce qu’il refuse, comment il s’écrit et se relit."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from coopmetiers.base.errors import RuleViolation
from coopmetiers.certification import contenu
from tests.fabriques.documents import (
    CODE,
    fabriquer_bloc,
    fabriquer_cadre,
    fabriquer_contenu,
    fabriquer_titulaire,
)


def test_le_contenu_dit_tout_ce_que_dit_le_papier():
    fige = fabriquer_contenu()
    assert (fige.schema, fige.nature, fige.langue) == (1, "ATTESTATION_BLOC", "fr")
    assert fige.titulaire.nom_complet == "Maëlle Œuvrard"
    assert len(fige.bloc.competences) == fige.bloc.nb_competences == 13
    assert fige.cadre.referentiel.mention == contenu.NON_INSCRIT
    assert fige.delivrance.adresse_verification == ("https://preuves.exemple.fr/v/7KQ2M9XD4TJHP6WR")


def test_la_meme_decision_donne_la_meme_empreinte_quelle_que_soit_la_saisie():
    compose = fabriquer_contenu()
    decompose = fabriquer_contenu(
        titulaire=fabriquer_titulaire(prenom=" Mae\u0308lle", nom="Œuvrard ")
    )
    assert decompose == compose
    assert contenu.empreinte(decompose) == contenu.empreinte(compose)


def test_un_seul_mot_change_l_empreinte():
    autre = fabriquer_contenu(cadre=fabriquer_cadre(exercice="externe"))
    assert contenu.empreinte(autre) != contenu.empreinte(fabriquer_contenu())


def test_le_contenu_se_relit_apres_sa_garde_en_base():
    fige = fabriquer_contenu()
    garde = json.loads(json.dumps(contenu.vers_json(fige)))
    assert contenu.depuis_json(garde) == fige
    assert contenu.canonique(contenu.depuis_json(garde)) == contenu.canonique(fige)


def test_la_forme_des_contenus_deja_delivres_ne_bouge_pas():
    # Cette empreinte est celle de papiers remis : si elle change, `SCHEMA` doit changer aussi.
    fige = fabriquer_contenu(
        bloc=replace(
            fabriquer_bloc(intitule="Essai", epreuve=None),
            competences=tuple(
                contenu.CompetenceAttestee(code, "Faire.", 3, 3, ("ME1",), "A1", "Activité")
                for code in ("C1", "C2")
            ),
        ),
        cadre=fabriquer_cadre(
            referentiel=contenu.Referentiel(
                code="essai",
                titre="Essai",
                version="1",
                empreinte="0" * 64,
                niveaux=(contenu.Niveau(3, "Exerce en autonomie"),),
                modalites=(contenu.Modalite("ME1", "Mise en situation"),),
            )
        ),
    )
    attendue = "4eba82664682fea194b0aa5a15a04a3c593d0674c466b1fe4d4ebe3e5ea2d67b"
    assert contenu.empreinte(fige) == attendue


@pytest.mark.parametrize("schema", [None, 0, 2, "1"])
def test_une_forme_inconnue_n_est_pas_relue(schema):
    with pytest.raises(ValueError, match="forme inconnue"):
        contenu.depuis_json(contenu.vers_json(fabriquer_contenu()) | {"schema": schema})


def test_un_bloc_complementaire_ne_donne_pas_d_attestation():
    seule = fabriquer_bloc().competences[:1]
    with pytest.raises(RuleViolation) as refus:
        fabriquer_contenu(bloc=fabriquer_bloc(competences=seule))
    assert refus.value.code == "bloc_complementaire"


def test_une_competence_sous_son_seuil_n_est_pas_attestee():
    premiere, *autres = fabriquer_bloc().competences
    with pytest.raises(RuleViolation) as refus:
        fabriquer_contenu(bloc=fabriquer_bloc(competences=(replace(premiere, niveau=2), *autres)))
    assert refus.value.code == "niveau_sous_le_seuil"
    assert "C2.1.1" in refus.value.text()


@pytest.mark.parametrize("nombre", [0, 5])
def test_une_attestation_porte_une_a_quatre_signatures(nombre):
    jury = fabriquer_contenu().jury
    with pytest.raises(RuleViolation) as refus:
        fabriquer_contenu(jury=replace(jury, signataires=jury.signataires[:1] * nombre))
    assert refus.value.code == "signataires"


def test_un_certificateur_sans_siret_ne_delivre_pas():
    with pytest.raises(RuleViolation) as refus:
        fabriquer_contenu(emetteur=replace(fabriquer_contenu().emetteur, siret=" "))
    assert refus.value.code == "siret_absent"


@pytest.mark.parametrize(
    "ecart",
    [
        {"code_verification": "7KQ2M9XD4TJHP6WR"},
        {"code_verification": "7KQ2-M9XD-4TJH-P6WU"},
        {"adresse_verification": "https://preuves.exemple.fr/v/0000000000000000"},
    ],
)
def test_un_code_ou_une_adresse_fausse_ne_se_fige_pas(ecart):
    with pytest.raises(ValueError, match="vérification"):
        fabriquer_contenu(delivrance=replace(fabriquer_contenu().delivrance, **ecart))


def test_une_modalite_ou_un_niveau_sans_legende_ne_se_fige_pas():
    referentiel = fabriquer_cadre().referentiel
    with pytest.raises(ValueError, match="Modalités sans libellé"):
        fabriquer_contenu(cadre=fabriquer_cadre(referentiel=replace(referentiel, modalites=())))
    with pytest.raises(ValueError, match="échelle"):
        fabriquer_contenu(cadre=fabriquer_cadre(referentiel=replace(referentiel, niveaux=())))


def test_l_adresse_de_verification_ignore_tirets_et_barre_finale():
    attendu = "https://preuves.exemple.fr/v/7KQ2M9XD4TJHP6WR"
    assert contenu.adresse_de_verification("https://preuves.exemple.fr/", CODE) == attendu


def test_le_seuil_commun_ne_se_dit_que_s_il_s_ecarte_de_l_ordinaire():
    bloc = fabriquer_bloc()
    assert bloc.seuil_commun is None
    assert (
        fabriquer_bloc(
            competences=tuple(replace(c, seuil=2) for c in bloc.competences)
        ).seuil_commun
        == 2
    )
    melange = (replace(bloc.competences[0], seuil=2), *bloc.competences[1:])
    assert fabriquer_bloc(competences=melange).seuil_commun is None
