"""Chaque faute de cohérence, sur une copie réellement abîmée du dossier réel."""

from __future__ import annotations

from pathlib import Path

import pytest

from coopmetiers.referentiel.files import lire_dossier
from coopmetiers.referentiel.rules import Anomalie, verifier_coherence
from tests.fabriques.dossiers import (
    VERSION,
    ajouter_ligne,
    changer_cellule,
    changer_texte,
    copier,
    ecrire,
    garder_lignes,
    lignes,
)

UUID_NEUF = "00000000-0000-4000-8000-00000000000"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return copier(VERSION, tmp_path)


def anomalies(dossier: Path) -> dict[tuple[str, str, int], Anomalie]:
    trouvees = verifier_coherence(lire_dossier(dossier))
    return {(a.code, a.fichier, a.ligne): a for a in trouvees}


def test_la_version_0_1_se_tient():
    assert verifier_coherence(lire_dossier(VERSION)) == ()


@pytest.mark.parametrize(
    ("fichier", "ligne", "colonne", "valeur", "code"),
    [
        ("activites.csv", 3, "bloc", "", "activite_sans_bloc"),
        ("activites.csv", 3, "bloc", "BC9", "bloc_inconnu"),
        ("activites.csv", 3, "code", "A1.1", "code_en_double"),
        ("blocs.csv", 2, "metiers", "animateur | jardinier", "metier_inconnu"),
        ("blocs.csv", 8, "sources", "S99", "source_inconnue"),
        ("situations.csv", 2, "activite", "A9.9", "activite_inconnue"),
        ("situations.csv", 2, "rang", "2", "rang_non_contigu"),
        ("competences.csv", 2, "activite", "", "competence_sans_activite"),
        ("competences.csv", 2, "activite", "A9.9", "activite_inconnue"),
        ("competences.csv", 3, "code", "C1.1.1", "code_en_double"),
        ("competences.csv", 2, "phases", "ideation | maturite", "phase_inconnue"),
        ("competences.csv", 2, "ressources", "SV01 | SV99", "ressource_inconnue"),
        ("competences.csv", 2, "ressources", "PO01 | PO15", "posture_seule"),
        ("competences.csv", 2, "modalites", "ME9", "modalite_inconnue"),
        ("competences.csv", 2, "modalites", "ME7", "modalite_seule"),
        ("competences.csv", 2, "modalites", "", "competence_sans_modalite"),
        ("competences.csv", 2, "echelle", "dixieme", "echelle_inconnue"),
        ("competences.csv", 2, "sources", "seed 0:51:35 | S99 page 3", "source_inconnue"),
        ("competences.csv", 2, "sources", "", "competence_sans_source"),
        ("criteres.csv", 2, "competence", "C9.9.9", "competence_inconnue"),
        ("criteres.csv", 3, "rang", "3", "rang_non_contigu"),
        ("phases.csv", 3, "code", "ideation", "code_en_double"),
        ("echelles.csv", 2, "seuil", "", "echelle_sans_seuil"),
        ("echelles.csv", 2, "seuil", "5", "seuil_hors_echelle"),
        ("echelles.csv", 2, "code", "autre", "echelle_sans_niveau"),
        ("niveaux.csv", 3, "rang", "3", "niveaux_non_contigus"),
        ("niveaux.csv", 5, "echelle", "autre", "echelle_inconnue"),
        ("profils.csv", 2, "metier", "jardinier", "metier_inconnu"),
        ("profils.csv", 2, "bloc", "BC9", "bloc_inconnu"),
        ("profils.csv", 2, "niveau", "5", "niveau_inconnu"),
        ("profils.csv", 3, "bloc", "BC1", "code_en_double"),
        ("descripteurs.csv", 2, "niveau", "7", "niveau_inconnu"),
        ("descripteurs.csv", 2, "bloc", "BC9", "bloc_inconnu"),
        ("descripteurs.csv", 2, "echelle", "autre", "echelle_inconnue"),
        ("epreuves.csv", 2, "bloc", "BC9", "bloc_inconnu"),
        ("maturite.csv", 2, "blocs", "BC9", "bloc_inconnu"),
        ("maturite.csv", 2, "appuis", "S99", "source_inconnue"),
        ("alignements.csv", 2, "relation", "", "alignement_sans_relation"),
        ("alignements.csv", 2, "code", "", "alignement_sans_cible"),
        ("alignements.csv", 2, "sources", "", "alignement_sans_source"),
        ("alignements.csv", 2, "code_objet", "jardinier", "objet_inconnu"),
        ("alignements.csv", 2, "objet", "chapitre", "objet_inconnu"),
        ("alignements.csv", 2, "sources", "S99", "source_inconnue"),
    ],
)
def test_une_cellule_fautive_est_dite_a_sa_ligne(dossier, fichier, ligne, colonne, valeur, code):
    changer_cellule(dossier, fichier, ligne, colonne, valeur)
    trouvee = anomalies(dossier)[code, fichier, ligne]
    assert trouvee.bloquante
    assert "%(" not in str(trouvee)


@pytest.mark.parametrize(
    ("colonne", "valeur", "code"),
    [
        ("enonce", "Analyse des ressources, afin de savoir.", "enonce_sans_verbe"),
        ("enonce", "Analyser les ressources du territoire.", "enonce_sans_finalite"),
        ("libelle_court", "Analyser " + "les ressources " * 5, "libelle_long"),
    ],
)
def test_une_ecriture_maladroite_est_conseillee_sans_bloquer(dossier, colonne, valeur, code):
    changer_cellule(dossier, "competences.csv", 2, colonne, valeur)
    assert not anomalies(dossier)[code, "competences.csv", 2].bloquante


def test_une_competence_sans_critere_est_signalee(dossier):
    garder_lignes(dossier, "criteres.csv", sauf="C1.1.2")
    assert ("competence_sans_critere", "competences.csv", 3) in anomalies(dossier)


def test_une_competence_d_aucun_metier_est_signalee(dossier):
    for colonne in ("rang_animateur", "rang_developpeur"):
        changer_cellule(dossier, "competences.csv", 2, colonne, "")
    assert ("competence_sans_metier", "competences.csv", 2) in anomalies(dossier)


def test_une_competence_ni_interne_ni_externe_est_signalee(dossier):
    for colonne in ("interne", "externe"):
        changer_cellule(dossier, "competences.csv", 2, colonne, "non")
    assert ("competence_sans_exercice", "competences.csv", 2) in anomalies(dossier)


def test_une_colonne_de_rang_pour_un_metier_inconnu_est_signalee(dossier):
    changer_texte(dossier, "competences.csv", "rang_animateur", "rang_jardinier")
    trouvee = anomalies(dossier)["metier_inconnu", "competences.csv", 2]
    assert trouvee.colonne == "rang_jardinier"


def test_une_activite_sans_competence_est_signalee(dossier):
    changer_texte(dossier, "competences.csv", "C1.4.1;A1.4", "C1.4.1;A1.3")
    assert ("activite_vide", "activites.csv", 5) in anomalies(dossier)


def test_un_bloc_sans_activite_ni_epreuve_est_signale(dossier):
    nouveau = (f"{UUID_NEUF}1", "BC8", "Un bloc", "Un bloc", "Une fin.", "animateur", "", "")
    ligne = ajouter_ligne(dossier, "blocs.csv", *nouveau)
    trouvees = anomalies(dossier)
    assert ("bloc_sans_activite", "blocs.csv", ligne) in trouvees
    assert ("bloc_sans_epreuve", "blocs.csv", ligne) in trouvees
    assert ("profil_manquant", "profils.csv", 0) in trouvees


def test_un_bloc_a_une_seule_competence_est_signale(dossier):
    nouveau = (f"{UUID_NEUF}1", "BC8", "Un bloc", "Un bloc", "Une fin.", "animateur", "", "")
    ligne = ajouter_ligne(dossier, "blocs.csv", *nouveau)
    ajouter_ligne(dossier, "activites.csv", f"{UUID_NEUF}2", "A8.1", "BC8", "Une activité")
    changer_texte(dossier, "competences.csv", "C1.4.1;A1.4", "C1.4.1;A8.1")
    assert ("bloc_trop_petit", "blocs.csv", ligne) in anomalies(dossier)


def test_un_profil_manquant_dit_lequel(dossier):
    rangees = lignes(dossier / "profils.csv")
    ecrire(
        dossier / "profils.csv", [r for r in rangees if r[:3] != ["animateur", "externe", "BC4"]]
    )
    trouvee = anomalies(dossier)["profil_manquant", "profils.csv", 0]
    assert "animateur en exercice externe pour BC4" in trouvee.message


def test_un_metier_qui_n_exige_rien_est_signale(dossier):
    rangees = lignes(dossier / "profils.csv")
    ecrire(
        dossier / "profils.csv",
        [[*r[:4], "non"] if r[:2] == ["animateur", "interne"] else r for r in rangees],
    )
    trouvee = anomalies(dossier)["metier_sans_bloc", "metiers.toml", 5]
    assert trouvee.params["exercice"] == "interne"


def test_un_bloc_exige_sans_competence_pour_ce_metier_est_signale(dossier):
    rangees = lignes(dossier / "competences.csv")
    rang, activite = rangees[0].index("rang_animateur"), rangees[0].index("activite")
    for rangee in rangees[1:]:
        if rangee[activite].startswith("A1."):
            rangee[rang] = ""
    ecrire(dossier / "competences.csv", rangees)
    assert ("bloc_exige_vide", "metiers.toml", 5) in anomalies(dossier)


def test_un_niveau_de_qualification_va_de_1_a_8(dossier):
    changer_texte(dossier, "metiers.toml", "niveau_qualification = 6", "niveau_qualification = 9")
    assert ("niveau_qualification", "metiers.toml", 5) in anomalies(dossier)


def test_une_grille_nomme_autant_de_niveaux_que_chaque_dimension_en_a(dossier):
    changer_texte(dossier, "referentiel.toml", '"Amorcée", ', "")
    assert ("niveaux_de_maturite", "maturite.csv", 2) in anomalies(dossier)


def test_une_grille_de_maturite_se_presente(dossier):
    texte = (dossier / "referentiel.toml").read_text(encoding="utf-8")
    debut, fin = texte.index("[maturite]"), texte.index("[[rubriques]]")
    (dossier / "referentiel.toml").write_text(texte[:debut] + texte[fin:], encoding="utf-8")
    assert ("grille_sans_presentation", "maturite.csv", 0) in anomalies(dossier)


def test_un_referentiel_vide_le_dit(dossier):
    for fichier in ("blocs.csv", "competences.csv"):
        ecrire(dossier / fichier, lignes(dossier / fichier)[:1])
    (dossier / "metiers.toml").write_text("", encoding="utf-8")
    trouvees = anomalies(dossier)
    for fichier in ("blocs.csv", "competences.csv", "metiers.toml"):
        assert ("liste_vide", fichier, 0) in trouvees


def test_les_anomalies_sont_rangees_par_fichier_puis_par_ligne(dossier):
    changer_cellule(dossier, "competences.csv", 9, "sources", "")
    changer_cellule(dossier, "competences.csv", 2, "sources", "")
    changer_cellule(dossier, "activites.csv", 3, "bloc", "BC9")
    lues = [(a.fichier, a.ligne) for a in verifier_coherence(lire_dossier(dossier))]
    assert lues == sorted(lues)
    assert lues[0] == ("activites.csv", 3)
