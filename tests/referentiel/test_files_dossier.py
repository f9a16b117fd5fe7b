"""Un dossier mal écrit dit où et pourquoi ; bien écrit, il n’a qu’une empreinte."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopmetiers.referentiel.contenu import empreinte
from coopmetiers.referentiel.files import ErreursDossier, lire_dossier, lire_recensement
from coopmetiers.referentiel.files.fiches import lire_metiers, lire_presentation
from coopmetiers.referentiel.files.lignes import TABLEAUX
from coopmetiers.referentiel.files.octets import OCTETS_MAX, texte_des_octets
from coopmetiers.referentiel.files.tableaux import lignes_du_tableau
from tests.fabriques.dossiers import (
    RECENSEMENT,
    VERSION,
    ajouter_ligne,
    changer_cellule,
    changer_texte,
    copier,
    ecrire,
    lignes,
)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return copier(VERSION, tmp_path)


def erreurs(dossier: Path) -> list[str]:
    with pytest.raises(ErreursDossier) as refus:
        lire_dossier(dossier)
    return [str(erreur) for erreur in refus.value.erreurs]


def seule_erreur(dossier: Path) -> str:
    (unique,) = erreurs(dossier)
    return unique


def test_un_dossier_absent_est_dit_introuvable(tmp_path):
    assert seule_erreur(tmp_path / "0.9") == "0.9 : Dossier introuvable."


def test_un_fichier_pris_pour_un_dossier_est_dit_introuvable():
    assert seule_erreur(VERSION / "blocs.csv") == "blocs.csv : Dossier introuvable."


def test_chaque_fichier_manquant_est_nomme(tmp_path):
    dites = erreurs(tmp_path)
    assert len(dites) == 18
    assert "competences.csv : Fichier manquant." in dites


def test_un_fichier_illisible_est_nomme(dossier):
    (dossier / "blocs.csv").unlink()
    (dossier / "blocs.csv").mkdir()
    assert "blocs.csv : Fichier illisible." in erreurs(dossier)


@pytest.mark.parametrize(
    ("fichier", "ligne", "colonne", "valeur", "message"),
    [
        ("blocs.csv", 3, "element_id", "BC2", "« BC2 » n’est pas un UUID en minuscules."),
        ("blocs.csv", 3, "intitule", " ", "Cellule vide : une valeur est attendue."),
        ("blocs.csv", 3, "code", "Bloc n° 2", "« Bloc n° 2 » n’est pas un code."),
        ("niveaux.csv", 4, "rang", "III", "« III » n’est pas un nombre entier."),
        ("niveaux.csv", 4, "rang", "3,0", "« 3,0 » n’est pas un nombre entier."),
        ("profils.csv", 2, "niveau", "N3", "« N3 » n’est pas un nombre entier."),
        ("profils.csv", 2, "exige", "peut-être", "« peut-être » : écrire oui ou non."),
        ("profils.csv", 2, "exercice", "", "Cellule vide : une valeur est attendue."),
        ("profils.csv", 2, "exercice", "dehors", "« dehors » n’est pas un des mots attendus"),
        ("ressources.csv", 2, "nature", "talent", "savoir, savoir_faire, posture."),
        ("sources.csv", 2, "consultee_le", "2026-02-31", "n’est pas une date (2026-11-22)."),
        ("sources.csv", 2, "consultee_le", "hier", "n’est pas une date (2026-11-22)."),
        ("competences.csv", 2, "phases", "ideation|ideation", "« ideation » est écrit deux fois."),
        ("competences.csv", 2, "rang_animateur", "premier", "principal, secondaire."),
        ("alignements.csv", 2, "relation", "cousin", "« cousin » n’est pas un des mots attendus"),
    ],
)
def test_une_valeur_mal_formee_est_dite(dossier, fichier, ligne, colonne, valeur, message):
    changer_cellule(dossier, fichier, ligne, colonne, valeur)
    dite = seule_erreur(dossier)
    assert dite.startswith(f"{fichier}, ligne {ligne}, colonne « {colonne} » : ")
    assert message in dite


def test_un_enonce_de_plus_de_2000_signes_est_refuse_sans_etre_recopie(dossier):
    changer_cellule(dossier, "competences.csv", 2, "enonce", "Analyser " * 300)
    assert seule_erreur(dossier).endswith("Texte trop long : 2699 signes, 2000 au plus.")


def test_un_uuid_pris_deux_fois_dit_ou_etait_le_premier(dossier):
    uuid = lignes(dossier / "blocs.csv")[1][0]
    changer_cellule(dossier, "competences.csv", 5, "element_id", uuid)
    attendu = f"« {uuid} » est déjà pris : blocs.csv, ligne 2."
    assert seule_erreur(dossier) == f"competences.csv, ligne 5, colonne « element_id » : {attendu}"


def test_une_ligne_trop_courte_ou_trop_longue_est_refusee(dossier):
    courte = ajouter_ligne(dossier, "criteres.csv", "C1.1.1", "4")
    longue = ajouter_ligne(dossier, "criteres.csv", "C1.1.1", "4", "Un critère.", "de trop")
    assert erreurs(dossier) == [
        f"criteres.csv, ligne {courte} : 2 cellules lues, 3 attendues.",
        f"criteres.csv, ligne {longue} : 4 cellules lues, 3 attendues.",
    ]


def test_la_ligne_dite_tient_compte_des_cellules_sur_plusieurs_lignes(dossier):
    changer_cellule(dossier, "blocs.csv", 2, "finalite", "Décider.\nEnsemble.")
    changer_cellule(dossier, "blocs.csv", 3, "code", "?")
    assert seule_erreur(dossier).startswith("blocs.csv, ligne 4, colonne « code »")


def test_les_colonnes_manquantes_inconnues_et_doubles_sont_nommees(dossier):
    changer_texte(
        dossier, "activites.csv", "element_id;code;bloc;intitule", "element_id;Code;bloc;bloc;"
    )
    assert erreurs(dossier) == [
        "activites.csv, ligne 1, colonne « code » : Colonne manquante.",
        "activites.csv, ligne 1, colonne « intitule » : Colonne manquante.",
        "activites.csv, ligne 1, colonne « Code » : Colonne inconnue.",
        "activites.csv, ligne 1, colonne « bloc » : Colonne écrite deux fois.",
        "activites.csv, ligne 1 : Colonne sans nom dans l’en-tête.",
    ]


def test_un_tableau_vide_attend_son_en_tete(dossier):
    (dossier / "phases.csv").write_bytes(b"")
    assert seule_erreur(dossier) == "phases.csv : Fichier vide : une ligne d’en-tête est attendue."


def test_des_guillemets_mal_fermes_sont_dits_la_ou_ils_s_ouvrent(dossier):
    changer_texte(dossier, "criteres.csv", "C1.1.1;2;", 'C1.1.1;2;"')
    assert seule_erreur(dossier).startswith("criteres.csv, ligne 3 : Guillemets mal fermés")


def test_un_csv_en_latin_1_est_refuse_a_la_bonne_ligne(dossier):
    octets = (dossier / "phases.csv").read_text(encoding="utf-8-sig").encode("latin-1", "replace")
    (dossier / "phases.csv").write_bytes(octets)
    assert seule_erreur(dossier).startswith("phases.csv, ligne 2 : Fichier qui n’est pas en UTF-8")


def test_des_accents_abimes_par_un_autre_logiciel_sont_reconnus(dossier):
    changer_texte(dossier, "phases.csv", "Création", "CrÃ©ation")
    assert seule_erreur(dossier).startswith("phases.csv, ligne 4 : Accents abîmés (« Ã© »)")


def test_un_caractere_invisible_est_refuse(dossier):
    changer_texte(dossier, "phases.csv", "Création", "Créa\x00tion")
    assert seule_erreur(dossier) == "phases.csv, ligne 4 : Caractère invisible interdit (U+0000)."


def test_un_fichier_demesure_est_refuse_sans_etre_lu(dossier):
    (dossier / "phases.csv").write_bytes(b"a" * (OCTETS_MAX + 1))
    assert seule_erreur(dossier) == "phases.csv : Fichier trop gros (plus de 5 Mo)."


@pytest.mark.parametrize(
    ("avant", "apres", "message"),
    [
        ('version = "0.1"', 'version = "0.1', "ligne 4 : Ce n’est pas du TOML"),
        ('version = "0.1"\n', "", "colonne « version » : Champ manquant."),
        ('version = "0.1"', 'version = "0.1"\nauteur = "X"', "« auteur » : Champ inconnu."),
        ('version = "0.1"', "version = 0.1", "une date ou une liste de textes est attendu."),
        ('version = "0.1"', 'version = ["0.1"]', "Un texte est attendu, pas une liste."),
        ('version = "0.1"', 'version = "0.1\\u0000"', "une liste de textes est attendu."),
        ("date = 2026-11-22", "date = 2026-11-22T10:00:00", "une liste de textes est attendu."),
        ('code = "finalite"\n', "", "ligne 22, colonne « code » : Champ manquant."),
        ("[maturite]", "[[maturite]]\n[[maturite]]", "« usage » : Champ manquant."),
    ],
)
def test_une_presentation_mal_ecrite_est_dite(dossier, avant, apres, message):
    changer_texte(dossier, "referentiel.toml", avant, apres)
    dites = erreurs(dossier)
    assert any(dite.startswith("referentiel.toml") and message in dite for dite in dites), dites


def test_deux_grilles_de_maturite_sont_refusees(dossier):
    texte = (dossier / "referentiel.toml").read_text(encoding="utf-8")
    debut, fin = texte.index("[maturite]"), texte.index("# Les textes")
    grille = texte[debut:fin].replace("[maturite]", "[[maturite]]")
    double = texte[:debut] + grille * 2 + texte[fin:]
    (dossier / "referentiel.toml").write_text(double, encoding="utf-8")
    assert seule_erreur(dossier).endswith("Une seule grille de maturité par version.")


def test_une_fiche_qui_n_est_pas_une_table_est_dite(dossier):
    (dossier / "metiers.toml").write_text("metiers = [1]\ntitre = 3\n", encoding="utf-8")
    assert erreurs(dossier) == [
        "metiers.toml, ligne 1, colonne « titre » : Champ inconnu.",
        "metiers.toml, colonne « metiers » : Une table est attendue.",
    ]


def test_toutes_les_fautes_sont_dites_d_un_coup(dossier):
    changer_cellule(dossier, "blocs.csv", 3, "code", "")
    changer_cellule(dossier, "niveaux.csv", 2, "rang", "un")
    (dossier / "metiers.toml").unlink()
    assert len(erreurs(dossier)) == 3


@pytest.fixture(scope="module")
def publiee() -> str:
    return empreinte(lire_dossier(VERSION))


def test_relire_le_meme_dossier_donne_la_meme_empreinte(dossier, publiee):
    assert empreinte(lire_dossier(dossier)) == publiee


def test_la_marque_d_octets_et_les_fins_de_ligne_ne_changent_pas_l_empreinte(dossier, publiee):
    for chemin in dossier.iterdir():
        texte = chemin.read_text(encoding="utf-8-sig")
        chemin.write_bytes(texte.replace("\n", "\r\n").encode("utf-8-sig"))
    assert empreinte(lire_dossier(dossier)) == publiee


def test_la_virgule_et_l_ordre_des_colonnes_ne_changent_pas_l_empreinte(dossier, publiee):
    for chemin in dossier.glob("*.csv"):
        ecrire(chemin, [list(reversed(rangee)) for rangee in lignes(chemin)], separateur=",")
    assert empreinte(lire_dossier(dossier)) == publiee


def test_les_lignes_vides_et_les_dates_d_un_tableur_ne_changent_pas_l_empreinte(dossier, publiee):
    ajouter_ligne(dossier, "sources.csv", "", " ", "", "")
    changer_cellule(dossier, "sources.csv", 2, "consultee_le", "22/11/2026")
    assert empreinte(lire_dossier(dossier)) == publiee


def test_un_accent_decompose_ne_change_pas_l_empreinte(dossier, publiee):
    changer_texte(dossier, "phases.csv", "Création", "Cre\u0301ation")
    assert empreinte(lire_dossier(dossier)) == publiee


def test_un_mot_change_l_empreinte(dossier, publiee):
    changer_texte(dossier, "criteres.csv", "trois natures", "deux natures")
    assert empreinte(lire_dossier(dossier)) != publiee


def test_une_fiche_recensee_mal_ecrite_est_dite(tmp_path):
    recensement = copier(RECENSEMENT, tmp_path)
    changer_cellule(recensement, "formations.csv", 3, "code", "F01")
    changer_cellule(recensement, "formations.csv", 4, "heures", "une centaine")
    changer_cellule(recensement, "formations.csv", 5, "adresses", "")
    with pytest.raises(ErreursDossier) as refus:
        lire_recensement(recensement)
    assert sorted(erreur.ligne for erreur in refus.value.erreurs) == [3, 4, 5]


def test_un_recensement_absent_est_dit(tmp_path):
    with pytest.raises(ErreursDossier, match=r"formations.csv : Fichier manquant\."):
        lire_recensement(tmp_path)


@pytest.mark.fuzz
@given(octets=st.binary(max_size=400), nom=st.sampled_from(sorted(TABLEAUX)))
def test_des_octets_quelconques_donnent_un_refus_jamais_une_panne(octets, nom):
    dites = []
    texte = texte_des_octets(octets, "hasard.csv", dites)
    if texte is not None:
        assert lignes_du_tableau(texte, "hasard.csv", TABLEAUX[nom].colonnes, dites) == []
    assert [str(erreur) for erreur in dites]


@pytest.mark.fuzz
@given(cellules=st.lists(st.text(max_size=60), min_size=20, max_size=20))
def test_des_cellules_quelconques_sont_lues_ou_refusees_jamais_une_panne(cellules):
    for tableau in TABLEAUX.values():
        dites = []
        noms = [*tableau.colonnes.noms, *(["rang_x"] if tableau.colonnes.prefixe else [])]
        valeurs = [cellule.replace('"', "'").replace("\n", " ") for cellule in cellules]
        rangee = ";".join(f'"{valeur}"' for valeur in valeurs[: len(noms)])
        texte = texte_des_octets(
            f"{';'.join(noms)}\n{rangee}\n".encode("utf-8", "replace"), "hasard.csv", dites
        )
        for ligne in lignes_du_tableau(texte or "", "hasard.csv", tableau.colonnes, dites):
            tableau.lire(ligne)
        assert all(str(erreur) for erreur in dites)


@pytest.mark.fuzz
@given(texte=st.text(alphabet=st.sampled_from("[]=\"#\n{},.abcode1-é\\u0'"), max_size=120))
def test_un_toml_quelconque_est_lu_ou_refuse_jamais_une_panne(texte):
    dites = []
    assert lire_presentation(texte, dites) is None
    assert dites
    lire_metiers(f"[[metiers]]\n{texte}", dites)
    assert all(str(erreur) for erreur in dites)
