"""Chaque gabarit sert, chez lui ; aucun ne contourne la politique de sécurité des pages."""

import re

from tests.architecture import arbre

_GABARITS = arbre.RACINE / "templates"
_APPEL = re.compile(r"""(?:extends|include|import|from)\s+["']([^"']+)["']""")
_COMMUNS = {"base.html", "base_publique.html"}


def _tous():
    return sorted(p for p in _GABARITS.rglob("*") if p.suffix in {".html", ".txt"})


def _relatif(gabarit):
    return str(gabarit.relative_to(_GABARITS))


def _cites():
    cites = set()
    for gabarit in _tous():
        cites |= set(_APPEL.findall(gabarit.read_text(encoding="utf-8")))
    sources = "\n".join(m.read_text(encoding="utf-8") for m in arbre.modules())
    return cites | set(re.findall(r"""["']([\w/]+\.(?:html|txt))["']""", sources))


def test_aucun_gabarit_ne_dort():
    cites = _cites()
    oublies = [
        r
        for gabarit in _tous()
        if (r := _relatif(gabarit)) not in cites and not r.startswith(("erreurs/", "documents/"))
    ]
    assert not oublies


def test_un_fragment_reste_dans_sa_piece():
    ailleurs = []
    for gabarit in _tous():
        chez = _relatif(gabarit).split("/")[0]
        for cite in _APPEL.findall(gabarit.read_text(encoding="utf-8")):
            # Ceux de la racine (marque, pied, en-tête) et les macros sont à tous.
            fragment = "/_" in cite and not cite.startswith("_macros/")
            if fragment and cite.split("/")[0] != chez:
                ailleurs.append(f"{_relatif(gabarit)} -> {cite}")
    assert not ailleurs


def test_ni_style_ni_script_dans_une_page():
    fautes = []
    for gabarit in (g for g in _tous() if g.suffix == ".html"):
        texte = gabarit.read_text(encoding="utf-8")
        pdf = _relatif(gabarit).startswith("documents/")
        if not pdf and re.search(r"\sstyle=|<style|\son\w+=\"", texte):
            fautes.append(_relatif(gabarit))
        if re.search(r"<script(?![^>]*\bsrc=)", texte) or "|safe" in texte or "| safe" in texte:
            fautes.append(_relatif(gabarit))
    assert not fautes
