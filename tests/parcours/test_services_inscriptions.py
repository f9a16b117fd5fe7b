"""Inscrire, compléter l’état civil, changer de visée, rompre, reprendre."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from coopmetiers.base.db import db
from coopmetiers.base.errors import Forbidden, NotFound, RuleViolation
from coopmetiers.parcours.enums import EtatInscription
from coopmetiers.parcours.models import Apprenant, EtatCompetence, Inscription
from coopmetiers.parcours.queries import inscription_vue
from coopmetiers.parcours.rules.inscription import (
    SaisieInscription,
    SaisieNaissance,
    SaisieVersion,
)
from coopmetiers.parcours.services import inscriptions
from coopmetiers.referentiel.enums import Exercice
from tests.fabriques import parcours as fabrique
from tests.fabriques.comptes import fabriquer_utilisateur
from tests.fabriques.referentiel import fabriquer_version

pytestmark = pytest.mark.deux_bases

ROSA = SaisieInscription("Rosa", "Ébauche", "rosa@exemple.test", "tisseur", Exercice.INTERNE)


@pytest.fixture
def rosa(acte):
    with acte():
        return fabriquer_utilisateur("Rosa", "Ébauche", email="rosa@exemple.test").id


def test_inscrire_ecrit_la_personne_son_inscription_et_une_ligne(
    monde, printemps, agir, lignes, journal, rosa
):
    naissance = {"naissance_le": date(1990, 5, 6), "naissance_lieu": "Lyon"}
    agir(inscriptions.inscrire, monde.ada, printemps.session_id, [replace(ROSA, **naissance)])
    personne = lignes(Apprenant)[-1]
    inscription = lignes(Inscription)[-1]
    assert (personne.cle_utilisateur, personne.nom_complet) == (rosa, "Rosa Ébauche")
    assert (personne.naissance_le, personne.naissance_lieu) == (date(1990, 5, 6), "Lyon")
    assert (inscription.cle_version, inscription.exercice) == (printemps.cle_version, "INTERNE")
    assert inscription.etat == EtatInscription.EN_COURS
    detail = {"inscriptions": [inscription.inscription_id]}
    assert journal()[-1] == ("parcours.inscription.creer", printemps.session_id, detail)


def test_une_personne_deja_connue_de_l_organisme_n_est_pas_ecrite_deux_fois(
    monde, printemps, agir, lignes
):
    zelie = SaisieInscription("Zoé", "Modèle", "zelie@exemple.test", "tisseur", Exercice.EXTERNE)
    avant = len(lignes(Apprenant))
    agir(inscriptions.inscrire, monde.ada, printemps.ailleurs_id, [zelie])
    assert len(lignes(Apprenant)) == avant
    # Sa naissance, déjà écrite, n’est pas effacée par une liste qui ne la dit pas.
    assert lignes(Apprenant)[0].naissance_lieu == "Essai-sur-Loire"


@pytest.mark.parametrize(
    ("ecarts", "code"),
    [
        ({"email": "zelie@exemple.test"}, "deja_inscrite"),
        ({"email": "inconnue@exemple.test"}, "compte_absent"),
        ({"email": "pas une adresse"}, "email_faux"),
        ({"prenom": ""}, "prenom_absent"),
        ({"code_metier": "plombier"}, "metier_inconnu"),
        ({"exercice": "DEHORS"}, "exercice_inconnu"),
        ({"naissance_le": date(2030, 1, 1)}, "naissance_impossible"),
    ],
)
def test_une_saisie_fausse_n_inscrit_personne(
    monde, printemps, agir, lignes, journal, rosa, ecarts, code
):
    avant, ecrites = len(lignes(Inscription)), len(journal())
    fautive = replace(ROSA, **ecarts)
    bonne = replace(ROSA, email="noe@exemple.test", prenom="Noé")
    with pytest.raises(RuleViolation) as refus:
        agir(inscriptions.inscrire, monde.ada, printemps.session_id, [bonne, fautive])
    assert refus.value.code == code
    assert len(lignes(Inscription)) == avant
    assert len(journal()) == ecrites


def test_la_meme_personne_deux_fois_dans_la_liste_est_refusee(monde, printemps, agir, rosa):
    with pytest.raises(RuleViolation) as refus:
        agir(inscriptions.inscrire, monde.ada, printemps.session_id, [ROSA, ROSA])
    assert refus.value.code == "deja_inscrite"


@pytest.mark.parametrize(
    ("qui", "refus"),
    [
        ("noe", Forbidden),
        ("basile", Forbidden),
        ("zelie", Forbidden),
        ("driss", NotFound),
        ("rim", NotFound),
        ("ines", NotFound),
        ("aline", NotFound),
    ],
)
def test_seule_la_responsable_inscrit(monde, printemps, agir, lignes, rosa, qui, refus):
    avant = len(lignes(Inscription))
    with pytest.raises(refus):
        agir(inscriptions.inscrire, getattr(monde, qui), printemps.session_id, [ROSA])
    assert len(lignes(Inscription)) == avant


def test_la_naissance_se_complete_sans_se_lire_au_journal(monde, printemps, agir, lignes, journal):
    saisie = SaisieNaissance(date(1991, 2, 3), "Nîmes")
    agir(inscriptions.modifier, monde.ada, printemps.zelie_id, saisie)
    assert (lignes(Apprenant)[0].naissance_le, lignes(Apprenant)[0].naissance_lieu) == (
        date(1991, 2, 3),
        "Nîmes",
    )
    action, objet, details = journal()[-1]
    assert (action, objet) == ("parcours.inscription.modifier", printemps.zelie_id)
    assert details == {"naissance_complete": True}


@pytest.mark.parametrize(
    ("qui", "refus"), [("noe", Forbidden), ("zelie", Forbidden), ("driss", NotFound)]
)
def test_la_naissance_n_est_pas_a_tout_le_monde(monde, printemps, agir, qui, refus):
    with pytest.raises(refus):
        agir(
            inscriptions.modifier,
            getattr(monde, qui),
            printemps.zelie_id,
            SaisieNaissance(date(1991, 2, 3), "Nîmes"),
        )


def test_rompre_ferme_l_inscription_et_reprendre_la_rouvre(monde, printemps, agir, lire, journal):
    agir(inscriptions.rompre, monde.ada, printemps.zelie_id, "Déménagement")
    assert lire(inscription_vue, monde.ada, printemps.zelie_id).est_rompue
    assert journal()[-1][2] == {"motif": "Déménagement"}
    with pytest.raises(RuleViolation, match="rompue"):
        agir(inscriptions.rompre, monde.ada, printemps.zelie_id, "Encore")
    agir(inscriptions.reprendre, monde.ada, printemps.zelie_id)
    assert not lire(inscription_vue, monde.ada, printemps.zelie_id).est_rompue
    with pytest.raises(RuleViolation, match="n’est pas rompue"):
        agir(inscriptions.reprendre, monde.ada, printemps.zelie_id)


def test_rompre_demande_un_motif_et_un_droit(monde, printemps, agir):
    with pytest.raises(RuleViolation) as refus:
        agir(inscriptions.rompre, monde.ada, printemps.zelie_id, " ")
    assert refus.value.code == "motif_absent"
    with pytest.raises(Forbidden):
        agir(inscriptions.rompre, monde.noe, printemps.zelie_id, "Déménagement")
    with pytest.raises(NotFound):
        agir(inscriptions.rompre, monde.driss, printemps.zelie_id, "Déménagement")


def test_changer_de_version_garde_les_faits_des_competences_gardees(
    acte, monde, printemps, agir, lire, lignes, journal
):
    with acte():
        inscription = db.session.get_one(Inscription, printemps.cle_zelie)
        fabrique.fabriquer_evaluation(inscription, "C1.1.1", 3, par=monde.noe)
        suivante = fabriquer_version(version="1.1", nb_blocs=1, complement=" encore")
    saisie = SaisieVersion(suivante.version_id, "tisseur", Exercice.INTERNE, "Version 1.1 adoptée")
    agir(inscriptions.changer_version, monde.ada, printemps.zelie_id, saisie)
    vue = lire(inscription_vue, monde.ada, printemps.zelie_id)
    assert (vue.cle_version, vue.exercice) == (suivante.cle, Exercice.INTERNE)
    (etat,) = lignes(EtatCompetence)
    with acte():
        assert etat.cle_competence == fabrique.competence(suivante.cle, "C1.1.1").cle
    details = journal()[-1][2]
    assert details["motif"] == "Version 1.1 adoptée"
    assert details["avant"] == ["petit-referentiel 1.0", "tisseur", "EXTERNE"]


@pytest.mark.parametrize(
    ("ecarts", "code"),
    [
        ({"motif": ""}, "motif_absent"),
        ({"version_id": "inconnue"}, "version_inconnue"),
        ({"code_metier": "plombier"}, "metier_inconnu"),
        ({"exercice": "DEHORS"}, "exercice_inconnu"),
    ],
)
def test_changer_de_version_se_refuse_en_le_disant(monde, printemps, agir, lire, ecarts, code):
    vue = lire(inscription_vue, monde.ada, printemps.zelie_id)
    saisie = SaisieVersion(vue.version_id, "tisseur", Exercice.INTERNE, "Une raison")
    with pytest.raises(RuleViolation) as refus:
        agir(
            inscriptions.changer_version,
            monde.ada,
            printemps.zelie_id,
            replace(saisie, **ecarts),
        )
    assert refus.value.code == code
