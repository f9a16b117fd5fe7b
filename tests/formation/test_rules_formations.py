"""Ce qu’une fiche et ses modules doivent dire ; les durées écrites à la main."""

import pytest

from coopmetiers.base.errors import RuleViolation
from coopmetiers.formation.rules import formations as regles
from coopmetiers.formation.rules.formations import SaisieFormation, SaisieModule


@pytest.mark.parametrize("intitule", ["", "ab", "  ab  ", "x" * 201])
def test_un_intitule_trop_court_ou_trop_long_est_refuse(intitule):
    with pytest.raises(RuleViolation) as refus:
        regles.verifier_formation(SaisieFormation(intitule))
    assert (refus.value.code, refus.value.field) == ("intitule", "intitule")


@pytest.mark.parametrize("intitule", ["abc", "Animer une coopération", "x" * 200])
def test_un_intitule_de_3_a_200_signes_est_admis(intitule):
    regles.verifier_formation(SaisieFormation(intitule))


def test_une_formation_archivee_ne_change_plus():
    regles.verifier_ouverte(False)
    with pytest.raises(RuleViolation, match="archivée"):
        regles.verifier_ouverte(True)


@pytest.mark.parametrize(
    ("saisie", "pris", "code", "champ"),
    [
        (SaisieModule("M"), (), "intitule", "intitule"),
        (SaisieModule("Lire", -1), (), "duree_impossible", "heures"),
        (SaisieModule("Lire", 60_001), (), "duree_impossible", "heures"),
        (SaisieModule("Lire", 0, "MODULE-NUMERO"), (), "code_long", "code"),
        (SaisieModule("Lire", 0, "m1"), ("M1",), "code_pris", "code"),
    ],
)
def test_un_module_mal_dit_est_refuse(saisie, pris, code, champ):
    with pytest.raises(RuleViolation) as refus:
        regles.verifier_module(saisie, pris)
    assert (refus.value.code, refus.value.field) == (code, champ)


def test_un_module_de_mille_heures_est_le_plus_long_admis():
    regles.verifier_module(SaisieModule("Lire un territoire", 60_000, "M1"), ("M2",))


def test_un_module_relie_ne_se_retire_pas_sans_le_savoir():
    regles.verifier_retrait(0, avec_ses_liens=False)
    regles.verifier_retrait(4, avec_ses_liens=True)
    with pytest.raises(RuleViolation, match="4 compétences") as refus:
        regles.verifier_retrait(4, avec_ses_liens=False)
    assert refus.value.code == "module_relie"


@pytest.mark.parametrize(
    ("texte", "minutes"),
    [
        ("21", 1260),
        ("21 h", 1260),
        ("21 heures", 1260),
        ("1 heure", 60),
        ("3,5", 210),
        ("3.5 h", 210),
        ("10,25", 615),
        ("3 h 30", 210),
        ("3h30", 210),
        ("3\u202fh\u202f05", 185),
        ("  7  ", 420),
        ("0", 0),
        ("", 0),
        ("   ", 0),
    ],
)
def test_une_duree_se_lit_comme_on_l_ecrit(texte, minutes):
    assert regles.minutes_dites(texte) == minutes


@pytest.mark.parametrize(
    "texte", ["abc", "3 h 75", "-3", "3,5 h 10", "trois", "3;5", "1 000", "h", "21 jours"]
)
def test_une_duree_illisible_est_refusee_avec_un_exemple(texte):
    with pytest.raises(RuleViolation, match="Écrivez par exemple") as refus:
        regles.minutes_dites(texte)
    assert refus.value.field == "heures"


def test_les_modules_se_lisent_un_par_ligne():
    texte = "Lire un territoire ; 21\n\nDiagnostic partagé\t14 h\r\nAnalyse de pratique"
    assert regles.modules_dits(texte) == (
        SaisieModule("Lire un territoire", 1260),
        SaisieModule("Diagnostic partagé", 840),
        SaisieModule("Analyse de pratique", 0),
    )


@pytest.mark.parametrize("texte", ["", "   \n  \n"])
def test_il_faut_au_moins_un_module(texte):
    with pytest.raises(RuleViolation) as refus:
        regles.modules_dits(texte)
    assert (refus.value.code, refus.value.field) == ("aucun_module", "lignes")


@pytest.mark.parametrize("ligne", ["Lire ; beaucoup", "; 21", "L ; 3", "Lire ; 3 ; 4"])
def test_une_ligne_fautive_est_dite_par_son_numero(ligne):
    with pytest.raises(RuleViolation, match="Ligne 2,") as refus:
        regles.modules_dits(f"Module juste ; 7\n{ligne}")
    assert refus.value.field == "lignes"


@pytest.mark.parametrize(
    ("codes", "suivant"),
    [
        ((), "M1"),
        (("M1", "M2"), "M3"),
        (("M2",), "M3"),
        (("ST", "AP"), "M1"),
        (("m7", "ST"), "M8"),
        (("M10", "M9"), "M11"),
    ],
)
def test_le_prochain_module_prend_le_numero_suivant(codes, suivant):
    assert regles.code_suivant(codes) == suivant
