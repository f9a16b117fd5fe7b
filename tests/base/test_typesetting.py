"""Mesurer, couper, reconnaître : rien ne déborde, rien n’est écrit en carrés vides."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopmetiers.base.typesetting import FONTS, POINTS_PER_MM, Face, Step, fit, narrowed

TITRE, TEXTE = Face("CoopTitre-400.otf"), Face("CoopSerif-400.otf")
PALIERS = (Step(38), Step(31), Step(25, 2))


def test_un_nom_court_garde_le_grand_corps():
    pose = fit("Maëlle Œuvrard", TITRE, steps=PALIERS, place=225)
    assert (pose.rank, pose.lines) == (1, ("Maëlle Œuvrard",))


def test_un_nom_de_soixante_signes_tient_sur_deux_lignes_coupees_a_un_espace():
    nom = "Anne-Françoise-Éléonore Œuvrard de Saint-Ÿved-Çelik-Kergélen"
    pose = fit(nom, TITRE, steps=PALIERS, place=225)
    assert pose.rank == 3
    assert pose.lines == ("Anne-Françoise-Éléonore Œuvrard", "de Saint-Ÿved-Çelik-Kergélen")


def test_on_coupe_apres_un_trait_d_union_seulement_faute_d_espace():
    nom = "Anne-Françoise-Éléonore-Marie-Antoinette-Joséphine-Wilhelmine X"
    assert fit(nom, TITRE, steps=PALIERS, place=225).lines[0].endswith("Marie-")


def test_ce_qui_ne_tient_pas_n_est_pas_retreci():
    assert fit("W" * 60, TITRE, steps=PALIERS, place=225) is None
    assert fit("Jean " * 40, TITRE, steps=PALIERS, place=225) is None


@given(st.lists(st.text("abcdéèW-’", min_size=1, max_size=12), min_size=1, max_size=40))
@settings(max_examples=200)
def test_chaque_ligne_tient_et_le_texte_reste_entier(mots):
    texte = " ".join(mots)
    pose = fit(texte, TEXTE, steps=(Step(21, 2), Step(14, 4)), place=120)
    if pose is not None:
        corps = (21, 14)[pose.rank - 1]
        assert all(TEXTE.width(ligne, corps) <= 120 * POINTS_PER_MM for ligne in pose.lines)
        assert "".join(pose.lines).replace(" ", "") == texte.replace(" ", "")


def test_une_derniere_ligne_courte_resserre_la_colonne_sans_ligne_de_plus():
    texte = "Conduire une séance collective en distribuant la parole pour que chacun compte ici"
    large = TEXTE.width(texte, 9) / POINTS_PER_MM - 5
    serre = narrowed(texte, TEXTE, size=9, place=large, last=0.35)
    assert 0.55 * large < serre < large
    assert narrowed("court", TEXTE, size=9, place=large, last=0.35) == large


@pytest.mark.parametrize("police", sorted(p.name for p in FONTS.glob("Coop[ST]*.otf")))
def test_les_polices_latines_ont_les_signes_du_francais_et_des_noms(police):
    signes = (
        "ÀÂÄÆÇÉÈÊËÎÏÔŒÙÛÜŸàâäæçéèêëîïôœùûüÿ·«»’‘“”–—…\u00a0\u202f\u2011€°№™→←−≤≥≠½²₂"
        "ĄĆČĎĐĘĚĞĠĢĪĶŁŃŇŐŖŘŚŞȘŠŢȚŤŪŮŰŹŻŽąćčďđęěğġģīķłńňőŗřśşșšţțťūůűźżžıİ"
    )
    assert Face(police).missing(signes) == ""


@pytest.mark.parametrize("police", sorted(p.name for p in FONTS.glob("*.?tf")))
def test_chaque_police_est_statique_et_renommee(police):
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / police) as fichier:
        assert "fvar" not in fichier
        noms = {n.nameID: n.toUnicode() for n in fichier["name"].names}
        assert noms[1].startswith("Coop ")
        assert noms[6] == police.partition(".")[0]
        assert "Open Font License" in noms[13]
        if "CFF " in fichier:
            cff = fichier["CFF "].cff
            assert cff.fontNames == [noms[6]]
            assert cff.topDictIndex[0].FamilyName == noms[1]


@pytest.mark.parametrize("police", ["CoopSerif-400.otf", "CoopSans-400.otf", "CoopSans-700.otf"])
def test_petites_capitales_et_chiffres_restent_dans_la_police(police):
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / police) as fichier:
        traits = {trait.FeatureTag for trait in fichier["GSUB"].table.FeatureList.FeatureRecord}
    assert {"smcp", "onum", "pnum"} <= traits


def test_un_signe_absent_est_nomme_une_fois():
    assert TEXTE.missing("王 a 王 😀") == "王😀"
