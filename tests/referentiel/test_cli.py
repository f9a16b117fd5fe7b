"""La ligne de commande du référentiel, jouée sur une base neuve."""

from __future__ import annotations

import shutil

import openpyxl
import pytest
from click.testing import CliRunner

from coopmetiers.cli.echanges import FORMATS
from coopmetiers.cli.referentiel import groupe
from coopmetiers.echanges.enums import Format
from coopmetiers.paths import REFERENTIEL
from tests.fabriques.dossiers import changer_cellule
from tests.fabriques.referentiel import DOSSIER

#: Fichier, ligne, colonne, ce qu’une main distraite y laisse.
VINGT_FAUTES = (
    ("activites.csv", 3, "bloc", ""),
    ("activites.csv", 5, "bloc", "BC9"),
    ("blocs.csv", 2, "metiers", "animateur | jardinier"),
    ("blocs.csv", 8, "sources", "S99"),
    ("situations.csv", 2, "activite", "A9.9"),
    ("competences.csv", 2, "activite", ""),
    ("competences.csv", 4, "code", "C1.1.1"),
    ("competences.csv", 5, "phases", "ideation | maturite"),
    ("competences.csv", 6, "ressources", "SV01 | SV99"),
    ("competences.csv", 7, "modalites", "ME9"),
    ("competences.csv", 8, "modalites", "ME7"),
    ("competences.csv", 9, "modalites", ""),
    ("competences.csv", 10, "sources", ""),
    ("competences.csv", 11, "echelle", "dixieme"),
    ("criteres.csv", 40, "competence", "C9.9.9"),
    ("niveaux.csv", 5, "echelle", "autre"),
    ("profils.csv", 2, "niveau", "5"),
    ("descripteurs.csv", 2, "bloc", "BC9"),
    ("alignements.csv", 2, "relation", ""),
    ("maturite.csv", 2, "appuis", "S99"),
)
CODE = "cooperation-territoriale"
LISTE = "cooperation-territoriale 0.1 : 2 métiers, 7 blocs, 28 activités, 70 compétences\n"


@pytest.fixture
def lancer(tmp_path, monkeypatch, modele_sqlite):
    """Lance une commande dans une installation neuve ; rend son code et ce qu’elle dit."""
    monkeypatch.setenv("COOPMETIERS_CLE_SECRETE", "une clé de test, assez longue pour être admise")
    monkeypatch.setenv("COOPMETIERS_DONNEES", str(tmp_path / "donnees"))
    (tmp_path / "donnees").mkdir()
    shutil.copy(modele_sqlite, tmp_path / "donnees" / "coopmetiers.db")

    def commande(*mots: object) -> tuple[int, str]:
        fait = CliRunner().invoke(groupe, [str(mot) for mot in mots])
        assert fait.exception is None or isinstance(fait.exception, SystemExit), fait.exception
        return fait.exit_code, fait.output

    return commande


@pytest.fixture
def dossier(tmp_path):
    return shutil.copytree(DOSSIER, tmp_path / "dossier")


def abimer(dossier, fichier: str, avant: str, apres: str) -> None:
    chemin = dossier / fichier
    texte = chemin.read_text("utf-8")
    assert avant in texte
    chemin.write_text(texte.replace(avant, apres, 1), "utf-8")


def test_publier_puis_lister_dit_ce_que_la_version_contient(lancer):
    sortie, dit = lancer("publier", DOSSIER)
    assert (sortie, dit.splitlines()[0]) == (0, "cooperation-territoriale 0.1 : publiée.")
    assert lancer("lister") == (0, LISTE)


def test_publier_le_meme_dossier_dit_qu_il_l_est_deja(lancer):
    lancer("publier", DOSSIER)
    sortie, dit = lancer("publier", DOSSIER)
    assert sortie == 0
    assert "déjà publiée, identique" in dit


def test_un_autre_contenu_sous_le_meme_numero_est_refuse_en_une_ligne(lancer, dossier):
    lancer("publier", DOSSIER)
    abimer(dossier, "blocs.csv", "Diagnostiquer un territoire", "Lire un territoire")
    sortie, dit = lancer("publier", dossier)
    assert sortie == 2
    assert dit.startswith("Une version publiée ne se modifie plus")


def test_chaque_faute_de_forme_est_situee_et_rien_n_est_ecrit(lancer, dossier):
    abimer(dossier, "competences.csv", ";oui;oui;", ";peut-être;oui;")
    abimer(dossier, "sources.csv", ";2026-11-22", ";2026-02-31")
    sortie, dit = lancer("publier", dossier)
    assert sortie == 2
    assert "competences.csv:2 : colonne «\xa0interne\xa0» : " in dit
    assert "sources.csv:2 : colonne «\xa0consultee_le\xa0» : " in dit
    assert lancer("lister")[1].startswith("Aucune version publiée.")


def test_chaque_incoherence_est_situee_et_rien_n_est_ecrit(lancer, dossier):
    abimer(dossier, "competences.csv", ";maitrise;", ";inconnue;")
    sortie, dit = lancer("publier", dossier)
    assert sortie == 2
    assert "competences.csv:2 : colonne «\xa0echelle\xa0» : " in dit
    assert lancer("lister")[1].startswith("Aucune version publiée.")


def test_un_dossier_absent_se_dit(lancer, tmp_path):
    assert lancer("publier", tmp_path / "rien") == (2, "rien : Dossier introuvable.\n")


def test_un_porteur_inconnu_se_dit(lancer):
    sortie, dit = lancer("publier", DOSSIER, "--porteuse", "XX")
    assert (sortie, "Aucun réseau ne s’appelle" in dit) == (2, True)


def test_recenser_deux_fois_ne_double_rien(lancer):
    recensement = REFERENTIEL / "recensement"
    assert lancer("recenser", recensement) == (
        0,
        "Recensement : 42 fiches en plus, 0 à jour, 0 sans changement.\n",
    )
    assert lancer("recenser", recensement)[1].endswith("0 à jour, 42 sans changement.\n")


def test_un_recensement_illisible_se_dit(lancer, tmp_path):
    (tmp_path / "formations.csv").write_text("code;intitule\nF1;x\n", "utf-8")
    sortie, dit = lancer("recenser", tmp_path)
    assert sortie == 2
    assert "formations.csv:1 : colonne «\xa0organisme\xa0» : Colonne manquante." in dit


def test_vingt_fautes_sont_toutes_dites_d_un_coup_et_rien_n_est_ecrit(lancer, dossier):
    for faute in VINGT_FAUTES:
        changer_cellule(dossier, *faute)
    sortie, dit = lancer("publier", dossier)
    assert sortie == 2
    for fichier, ligne, _colonne, _valeur in VINGT_FAUTES:
        assert f"{fichier}:{ligne} : " in dit
    assert lancer("lister")[1].startswith("Aucune version publiée.")


@pytest.mark.parametrize("genre", FORMATS)
def test_ce_qui_est_exporte_se_reprend_sans_changement(genre, lancer, tmp_path):
    lancer("publier", DOSSIER)
    fichier = tmp_path / "sortie"
    assert lancer("exporter", CODE, "--format", genre, "-o", fichier)[0] == 0
    sortie, dit = lancer("importer", fichier, "--format", genre, "--simulation")
    assert (sortie, dit.splitlines()[-1]) == (0, "0 changement")


def test_importer_ouvre_le_brouillon_suivant_que_comparer_lit(lancer, tmp_path):
    lancer("publier", DOSSIER)
    fichier, classeur = tmp_path / "moodle.csv", tmp_path / "changements.xlsx"
    lancer("exporter", CODE, "--format", "moodle", "-o", fichier)
    texte = fichier.read_text("utf-8").replace(
        ",Analyser les ressources et", ",Lire les ressources et"
    )
    fichier.write_text(texte, "utf-8")
    for options, fin in (
        (("--simulation",), "1 changement : 1 modification"),
        ((), "1 changement : 1 modification"),
    ):
        sortie, dit = lancer("importer", fichier, "--format", "moodle", *options)
        assert (sortie, dit.splitlines()[-1]) == (0, fin), dit
    assert f"{CODE} 0.2 : brouillon." in dit
    sortie, dit = lancer("comparer", f"{CODE}@0.1", f"{CODE}@0.2", "-o", classeur)
    assert (sortie, dit.splitlines()[-1]) == (0, "1 changement : 1 modification")
    page = openpyxl.load_workbook(classeur)["Changements"]
    assert [cellule.value for cellule in page[2]][-3] == "Libellé court"
    assert lancer("lister") == (0, LISTE)


def test_un_fichier_fautif_est_refuse_situe_et_rien_n_est_ecrit(lancer, tmp_path):
    lancer("publier", DOSSIER)
    fichier = tmp_path / "moodle.csv"
    lancer("exporter", CODE, "--format", "moodle", "-o", fichier)
    lignes = fichier.read_text("utf-8").splitlines(keepends=True)
    fichier.write_text("".join([lignes[0], lignes[1], *lignes[3:]]), "utf-8")
    sortie, dit = lancer("importer", fichier, "--format", "moodle", "--simulation")
    assert sortie == 2
    assert "moodle.csv : ligne 3, colonne" in dit


def test_les_formats_de_l_aide_sont_ceux_qu_on_sait_ecrire():
    assert set(FORMATS) == {genre.value for genre in Format}
