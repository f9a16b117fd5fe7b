"""Des listes collées depuis un tableur, droites et tordues."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopmetiers.base.errors import RuleViolation
from coopmetiers.parcours.rules.cellules import lire_date
from coopmetiers.parcours.rules.liste_collee import LIGNES_MAXIMUM, Cadre, ListeLue, lire_liste

CADRE = Cadre(
    metiers={
        "animateur": ("Animateur·rice de coopérations territoriales", "Animatrice", "Animateur"),
        "developpeur": ("Développeur·se de coopérations territoriales", "Développeuse"),
    },
    code_metier="animateur",
    exercice="EXTERNE",
    deja_inscrits=frozenset({"deja@exemple.test"}),
    aujourd_hui=date(2026, 11, 23),
)


def lire(texte: str) -> ListeLue:
    return lire_liste(texte, CADRE)


def codes(liste: ListeLue) -> list[list[str]]:
    return [[faute.code for faute in ligne.fautes] for ligne in liste.lignes]


@pytest.mark.parametrize(
    "texte",
    [
        "Zélie\tModèle\tzelie@exemple.test",
        "Zélie;Modèle;zelie@exemple.test",
        "Zélie,Modèle,zelie@exemple.test",
        '"Zélie";"Modèle";"zelie@exemple.test"',
        "\n\n  Zélie ; Modèle ;ZELIE@Exemple.test\n\n;;;\n",
        "\ufeffZélie;Mod\u00e8le;zelie@exemple.test",
        "Ze\u0301lie;Mode\u0300le;zelie@exemple.test\u00a0",
        "Zélie\u200b;Modèle;\u200bzelie@exemple.test",
        "Courriel;Nom;Prénom\nzelie@exemple.test;Modèle;Zélie",
        "E-mail\tNOM DE FAMILLE\tprenom\nzelie@exemple.test\tModèle\tZélie",
        "Adresse électronique,Nom d’usage,Prénoms\r\nzelie@exemple.test,Modèle,Zélie\r\n",
    ],
)
def test_une_liste_se_lit_quel_que_soit_son_separateur_et_son_ordre(texte: str) -> None:
    liste = lire(texte)
    assert liste.est_juste, codes(liste)
    (saisie,) = liste.saisies
    assert (saisie.prenom, saisie.nom, saisie.email) == ("Zélie", "Modèle", "zelie@exemple.test")
    assert (saisie.code_metier, saisie.exercice) == ("animateur", "EXTERNE")


def test_toutes_les_colonnes_sont_lues() -> None:
    liste = lire(
        "Prénom;Nom;Courriel;Métier;Exercice;Naissance;Lieu;Téléphone\n"
        "Zélie;Modèle;zelie@exemple.test;Développeuse;interne;14/03/1988;Lyon 3ᵉ;06 00 00 00 00\n"
    )
    (saisie,) = liste.saisies
    assert (saisie.code_metier, saisie.exercice) == ("developpeur", "INTERNE")
    assert (saisie.naissance_le, saisie.naissance_lieu) == (date(1988, 3, 14), "Lyon 3ᵉ")
    assert liste.colonnes_ignorees == ("Téléphone",)
    assert liste.est_juste


@pytest.mark.parametrize(
    ("ligne", "attendu"),
    [
        ("Zélie;Modèle;", ["email_absent"]),
        (";Modèle;z@exemple.test", ["prenom_absent"]),
        ("Zélie;;z@exemple.test", ["nom_absent"]),
        ("Zélie;Modèle;zelie@exemple", ["email_faux"]),
        ("Zélie;Modèle;zelie exemple.test", ["email_faux"]),
        ("Zélie;Modèle;a@b@exemple.test", ["email_faux"]),
        ("Zélie;Modèle;Zélie <z@exemple.test>", ["email_faux"]),
        ("Zélie;Modèle;deja@exemple.test", ["deja_inscrite"]),
        ("Zélie;Modèle;DEJA@EXEMPLE.TEST", ["deja_inscrite"]),
        ("Zélie;Modèle;z@exemple.test;plombier", ["metier_inconnu"]),
        ("Zélie;Modèle;z@exemple.test;;dehors", ["exercice_inconnu"]),
        ("Zélie;Modèle;z@exemple.test;;;31/02/1988", ["date_impossible"]),
        ("Zélie;Modèle;z@exemple.test;;;32216", ["date_illisible"]),
        ("Zélie;Modèle;z@exemple.test;;;14/03/88", ["date_illisible"]),
        ("Zélie;Modèle;z@exemple.test;;;14/03/2030", ["naissance_impossible"]),
        ("Zélie;Modèle;z@exemple.test;;;14/03/1788", ["naissance_impossible"]),
        ("Zélie;Modèle;z@exemple.test;;;;" + "L" * 121, ["lieu_trop_long"]),
        ("Zélie;Modèle;z@exemple.test;;;;Lyon;de trop", ["cellules_en_trop"]),
        ("Z" * 81 + ";Modèle;z@exemple.test", ["prenom_trop_long"]),
        ("42;Modèle;z@exemple.test", ["prenom_illisible"]),
        ("z@exemple.test;Modèle;Zélie", ["prenom_illisible", "email_faux"]),
        ('"Zélie;Modèle;z@exemple.test', ["nom_absent", "email_absent"]),
    ],
)
def test_chaque_faute_est_dite_sur_sa_ligne(ligne: str, attendu: list[str]) -> None:
    liste = lire(f"Rosa;Ébauche;rosa@exemple.test\n{ligne}\nTom;Brouillon;tom@exemple.test")
    fautes = codes(liste)
    assert fautes[0] == fautes[2] == []
    assert [code for code in fautes[1] if code in attendu] == attendu
    assert not liste.est_juste
    assert liste.nb_lignes_fausses == 1
    assert [ligne.numero for ligne in liste.lignes] == [1, 2, 3]


def test_un_doublon_dit_la_ligne_ou_il_est_deja() -> None:
    liste = lire("Prénom;Nom;Courriel\n\nA;B;x@exemple.test\nC;D;X@exemple.test")
    assert [ligne.numero for ligne in liste.lignes] == [3, 4]
    assert codes(liste) == [[], ["doublon"]]
    assert liste.lignes[1].fautes[0].params == {"ligne": 3}


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("", "liste_vide"),
        ("  \n;;\n\t\n", "liste_vide"),
        ("Prénom;Nom;Courriel\n", "liste_vide"),
        ("Prénom;Nom;Téléphone\nZélie;Modèle;06", "colonne_absente"),
        ("Nom;Nom;Courriel;Prénom\nModèle;Modèle;z@exemple.test;Z", "colonne_en_double"),
        ("A;B;a@exemple.test\n" * (LIGNES_MAXIMUM + 1), "liste_trop_longue"),
    ],
)
def test_une_liste_fausse_dans_son_ensemble_le_dit(texte: str, code: str) -> None:
    liste = lire(texte)
    assert [faute.code for faute in liste.fautes] == [code]
    assert not liste.est_juste
    assert liste.lignes == ()


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("", None),
        ("14/03/1988", date(1988, 3, 14)),
        ("1/3/1988", date(1988, 3, 1)),
        ("1988-03-14", date(1988, 3, 14)),
        ("29/02/2000", date(2000, 2, 29)),
    ],
)
def test_une_date_se_lit_en_francais_ou_en_iso(texte: str, attendu: date | None) -> None:
    assert lire_date(texte) == attendu


@pytest.mark.parametrize(
    "texte", ["29/02/1999", "14 mars 1988", "03/14/1988", "0000-01-01", "١٢/٠٣/١٩٨٨"]
)
def test_une_date_fausse_est_refusee(texte: str) -> None:
    with pytest.raises(RuleViolation):
        lire_date(texte)


@pytest.mark.fuzz
@given(st.text(alphabet=st.sampled_from("aé@.;,\t\n\r\"'=/-0123 \0\u2028\u200b<>")))
def test_aucune_liste_ne_fait_tomber_la_lecture(texte: str) -> None:
    liste = lire(texte)
    assert liste.est_juste or liste.fautes or liste.nb_lignes_fausses
