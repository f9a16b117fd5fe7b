"""Deux textes comparés mot à mot : rien ne s’y perd, et les mots restent entiers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopmetiers.referentiel.diff import Trace, fragments
from coopmetiers.referentiel.diff.mots import ressemblance

FINE, INSECABLE = "\u202f", "\u00a0"
MOTS = st.sampled_from(
    [
        "l’",
        "habitant·es",
        "savoir-faire",
        "10",
        "000",
        "%",
        ";",
        "«",
        "»",
        "de",
        "la",
        "é",
        "e\u0301",
    ]
)
BLANCS = st.sampled_from([" ", FINE, INSECABLE, "", "\n", "  "])
PHRASES = st.lists(st.tuples(MOTS, BLANCS)).map(lambda mots: "".join(m + b for m, b in mots))
TEXTES = st.text() | PHRASES


def ecrits(avant: str, apres: str) -> str:
    """Les fragments en une ligne : gardé, [-retiré-], {+ajouté+}."""
    bords = {Trace.EGAL: "{}", Trace.RETIRE: "[-{}-]", Trace.AJOUTE: "{{+{}+}}"}
    return "".join(bords[f.trace].format(f.texte) for f in fragments(avant, apres))


@given(TEXTES, TEXTES)
def test_les_fragments_redonnent_les_deux_textes(avant, apres):
    dits = fragments(avant, apres)
    assert "".join(f.texte for f in dits if f.trace is not Trace.AJOUTE) == avant
    assert "".join(f.texte for f in dits if f.trace is not Trace.RETIRE) == apres
    assert all(f.texte for f in dits)
    assert all(un.trace is not autre.trace for un, autre in zip(dits, dits[1:], strict=False))


@given(TEXTES)
def test_un_texte_egal_n_a_rien_de_retire_ni_d_ajoute(texte):
    assert [f.trace for f in fragments(texte, texte)] == ([Trace.EGAL] if texte else [])


@pytest.mark.parametrize(
    ("avant", "apres", "attendu"),
    [
        ("l’accord du groupe", "l’entente du groupe", "l’[-accord-]{+entente+} du groupe"),
        ("des habitants ici", "des habitant·es ici", "des [-habitants-]{+habitant·es+} ici"),
        ("un savoir-faire", "un savoir-être", "un [-savoir-faire-]{+savoir-être+}"),
        ("un plan daté.", "un plan daté, signé.", "un plan daté{+, signé+}."),
        (f"prêt{FINE}? Oui", f"parti{FINE}? Oui", f"[-prêt-]{{+parti+}}{FINE}? Oui"),
        (f"«{INSECABLE}un{INSECABLE}»", f"«{INSECABLE}deux{INSECABLE}»",
         f"«{INSECABLE}[-un-]{{+deux+}}{INSECABLE}»"),
        (f"10{FINE}000 euros", f"10{FINE}500 euros", f"[-10{FINE}000-]{{+10{FINE}500+}} euros"),
        (f"en 30{FINE}min", f"en 45{FINE}min", f"en [-30{FINE}min-]{{+45{FINE}min+}}"),
        ("C1.1.1 | C1.1.2", "C1.1.1 | C1.1.3", "C1.1.1 | [-C1.1.2-]{+C1.1.3+}"),
        ("deux mots", f"deux{INSECABLE}mots", f"deux[- -]{{+{INSECABLE}+}}mots"),
        ("", "tout neuf", "{+tout neuf+}"),
        ("fini", "", "[-fini-]"),
    ],
)  # fmt: skip
def test_un_changement_porte_sur_des_mots_entiers(avant, apres, attendu):
    assert ecrits(avant, apres) == attendu


def test_un_mot_change_au_milieu_d_un_texte_immense_se_trouve():
    mots = [f"mot{rang}" for rang in range(100_000)]
    texte = " ".join(mots)
    mots[50_000] = "autre"
    dits = fragments(texte, " ".join(mots))
    assert [f.texte for f in dits if f.trace is not Trace.EGAL] == ["mot50000", "autre"]


def test_un_texte_fait_pour_etre_lent_est_dit_remplace():
    """Deux mots mêlés vingt mille fois : on n’aligne plus, on dit le milieu remplacé."""
    avant = "x " + "a b b a " * 20_000 + "fin"
    apres = "x " + "b a b " * 20_000 + "fin"
    dits = fragments(avant, apres)
    assert [f.trace for f in dits] == [Trace.EGAL, Trace.RETIRE, Trace.AJOUTE, Trace.EGAL]


def test_la_ressemblance_va_de_rien_a_tout():
    assert ressemblance("le plan est daté", "le plan est daté") == 1
    assert ressemblance("le plan est daté", "daté est le plan") == 1
    assert ressemblance("un plan", "autre chose") == 0
    assert ressemblance("", "") == 1
