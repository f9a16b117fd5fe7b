"""Une description de Moodle se lit en texte, et un texte s’y écrit en HTML."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopmetiers.echanges.formats.moodle import en_html, texte_brut


@pytest.mark.parametrize(
    ("html", "texte"),
    [
        ("", ""),
        (
            "<p>Un&nbsp;: &laquo;&eacute;t&eacute;&raquo; &amp; <b>deux</b></p>",
            "Un\xa0: «été» & deux",
        ),
        ("<p>a</p>\r\n<p>b<br />c</p>", "a\n\nb\nc"),
        ("<ul>\n<li>un</li>\n<li>deux</li>\n</ul>fin", "• un\n• deux\n\nfin"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<script>alert('<p>')</script>a<style>p{}</style>b<!-- <p> -->c", "abc"),
        ('<a title="x > y" href=z>lien</a>', "lien"),
        ("a < b, 2<3 et <é", "a < b, 2<3 et <é"),
        ("avant <b apres", "avant <b apres"),
        ("avant <!-- jamais fermé <p>x</p>", "avant <!-- jamais fermé x"),
        ("<![CDATA[x]]>y<?php z ?>", "y"),
        ("<p\nclass='a'>x", "x"),
        ("&#0;&#xD800;&#99999999;&fin", "\ufffd\ufffd\ufffd&fin"),
    ],
)
def test_l_html_devient_du_texte(html, texte):
    assert texte_brut(html, 1) == texte


def test_chaque_format_a_sa_lecture():
    assert texte_brut("un\r\ndeux <b>trois</b>", 0) == "un\ndeux trois"
    assert texte_brut(" un <b>\r\ndeux ", 2) == "un <b>\ndeux"
    assert texte_brut("* un", 4) == "* un"


def test_le_texte_devient_de_l_html():
    assert en_html(" ") == ""
    assert en_html("a < b\r\n  c\n \n\nd & e\n") == "<p>a &lt; b<br>c</p><p>d &amp; e</p>"


@given(st.lists(st.lists(st.text(alphabet="ab<>&;é'\"", min_size=1), min_size=1), max_size=3))
def test_le_texte_fait_l_aller_et_retour(paragraphes):
    texte = "\n\n".join("\n".join(lignes) for lignes in paragraphes)
    assert texte_brut(en_html(texte), 1) == texte


@pytest.mark.fuzz
@given(st.text(alphabet=st.sampled_from("<>/!-?='\"abp &#;\n[]scriptyle")), st.sampled_from([0, 1]))
def test_un_html_quelconque_se_lit_sans_panne(html, format_description):
    assert texte_brut(html, format_description) == texte_brut(html, format_description).strip()


@pytest.mark.parametrize(
    "motif",
    ["<a ", "<a<a", "<!--", "<p x='", "</", "<?", "<p>", "<script>", "&#", " \n", "<a b='c'"],
)
def test_un_html_tronque_ne_ralentit_pas(motif):
    debut = time.perf_counter()
    texte_brut(motif * 20_000, 1)
    assert time.perf_counter() - debut < 2
