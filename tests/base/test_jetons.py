"""L’identité visuelle tient ses promesses : contrastes, thèmes, polices, fichiers tiers, poids."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from coopmetiers import paths
from coopmetiers.base import icons, states
from coopmetiers.base.shapes import COLORS, KINDS

FEUILLES = paths.STATIC / "css"
JETONS = (FEUILLES / "jetons.css").read_text("utf-8")
VERROU = json.loads((paths.STATIC / "vendor" / "vendor.lock.json").read_text("utf-8"))
TEXTE, BORD = 4.5, 3.0

#: Encre, fond, minimum : le tableau de la maquette, et ce que le produit y ajoute.
CONTRASTES = [
    ("ink", "bg", TEXTE),
    ("ink-2", "surface", TEXTE),
    ("ink-2", "bg", TEXTE),
    ("ink-3", "sunken", TEXTE),
    ("ink-3", "bg", TEXTE),
    ("brand", "surface", TEXTE),
    ("brand", "bg", TEXTE),
    ("brand", "brand-weak", TEXTE),
    ("brand-hover", "brand-weak", TEXTE),
    ("on-brand", "brand", TEXTE),
    ("on-brand", "brand-hover", TEXTE),
    ("line-strong", "surface", BORD),
    ("line-strong", "bg", BORD),
    ("ok", "ok-weak", TEXTE),
    ("ok", "surface", TEXTE),
    ("on-ok", "ok-fill", TEXTE),
    ("warn", "warn-weak", TEXTE),
    ("bad", "bad-weak", TEXTE),
    ("bad", "surface", TEXTE),
    ("bad", "bg", TEXTE),
    ("info", "info-weak", TEXTE),
    ("mute", "mute-weak", TEXTE),
    *((f"n{rang}-ink", f"n{rang}-bg", TEXTE) for rang in range(1, 5)),
    *((f"c{lettre}-ink", f"c{lettre}-bg", TEXTE) for lettre in "ape"),
    ("ins-ink", "ins-bg", TEXTE),
    ("del-ink", "del-bg", TEXTE),
    ("ink", "warn-weak", TEXTE),
    ("ink", "bad-weak", TEXTE),
    ("ink-2", "brand-weak", TEXTE),
    ("on-accent", "accent", TEXTE),
    ("on-topbar", "topbar", TEXTE),
    ("on-topbar-2", "topbar", TEXTE),
    ("topbar-focus", "topbar", BORD),
    ("on-toast", "toast", TEXTE),
    ("toast-link", "toast", TEXTE),
    ("focus", "surface", BORD),
    ("focus", "bg", BORD),
]


def bloc(entete: str) -> dict[str, str]:
    """Les jetons déclarés juste après un sélecteur."""
    debut = JETONS.index(entete) + len(entete)
    corps = re.sub(r"/\*.*?\*/", "", JETONS[debut : JETONS.index("}", debut)], flags=re.DOTALL)
    paires = (ligne.split(":", 1) for ligne in corps.split(";") if ":" in ligne)
    return {nom.strip().removeprefix("--"): valeur.strip() for nom, valeur in paires}


CLAIR = bloc(":root {")
SOMBRE = CLAIR | bloc('[data-bs-theme="dark"] {')


def luminance(couleur: str) -> float:
    parts = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    rouge, vert, bleu = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * rouge + 0.7152 * vert + 0.0722 * bleu


def contraste(encre: str, fond: str) -> float:
    clair, sombre = sorted((luminance(encre), luminance(fond)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


def feuilles() -> list[Path]:
    return sorted(FEUILLES.rglob("*.css"))


def test_les_deux_blocs_sombres_disent_la_meme_chose() -> None:
    assert bloc('[data-bs-theme="dark"] {') == bloc(":root:not([data-bs-theme]) {")


def test_le_papier_est_toujours_clair() -> None:
    medias = re.findall(r"@media ([^{]+)\{\s*(?:\[data-bs-theme|:root:not)", JETONS)
    assert [media.strip() for media in medias] == [
        "screen",
        "screen and (prefers-color-scheme: dark)",
    ]


@pytest.mark.parametrize(("encre", "fond", "minimum"), CONTRASTES)
@pytest.mark.parametrize("theme", [CLAIR, SOMBRE], ids=["clair", "sombre"])
def test_le_contraste_suffit(encre: str, fond: str, minimum: float, theme: dict[str, str]) -> None:
    assert contraste(theme[encre], theme[fond]) >= minimum


def test_un_contraste_connu_est_bien_calcule() -> None:
    assert contraste("#000000", "#ffffff") == pytest.approx(21)
    assert contraste("#261b24", "#f6f3f1") == pytest.approx(15.0, abs=0.05)


def test_tout_jeton_employe_existe() -> None:
    for feuille in feuilles():
        texte = feuille.read_text("utf-8")
        employes = set(re.findall(r"var\(--([\w-]+)\)", texte))
        locaux = set(re.findall(r"--([\w-]+):", texte))
        assert employes - locaux <= CLAIR.keys(), feuille.name


def test_aucune_couleur_n_est_ecrite_hors_des_jetons() -> None:
    for feuille in feuilles():
        if feuille.name != "jetons.css":
            assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\s*\{)", feuille.read_text("utf-8"))


def test_les_dessins_portent_les_couleurs_du_theme_clair() -> None:
    assert {nom: CLAIR[nom] for nom in COLORS} == COLORS


def test_chaque_classe_de_dessin_suit_le_theme() -> None:
    graphique = (FEUILLES / "graphique.css").read_text("utf-8")
    source = "".join(
        (paths.PACKAGE / "base" / nom).read_text("utf-8") for nom in ("svg.py", "shapes.py")
    )
    classes = set(re.findall(r"gfx-[a-z]+", source)) | {f"gfx-{sorte}" for sorte in KINDS}
    assert classes
    assert all(f".{classe}" in graphique for classe in classes)


def test_la_mise_en_page_ne_demande_rien_ailleurs() -> None:
    for feuille in feuilles():
        texte = feuille.read_text("utf-8")
        assert "@import" not in texte
        assert "http" not in texte
        for adresse in re.findall(r'url\("([^"]+)"\)', texte):
            assert (feuille.parent / adresse).is_file()


def test_les_fichiers_tiers_sont_ceux_du_verrou() -> None:
    for part in VERROU:
        assert part["version"]
        assert part["licence"]
        assert part["fichiers"]
        for nom, attendue in part["fichiers"].items():
            empreinte = hashlib.sha384((paths.STATIC / nom).read_bytes()).digest()
            assert f"sha384-{base64.b64encode(empreinte).decode()}" == attendue, nom


def test_tout_fichier_tiers_est_au_verrou_avec_sa_licence() -> None:
    verrouilles = {nom for part in VERROU for nom in part["fichiers"]}
    licences = {part["texte"] for part in VERROU}
    presents = {
        str(fichier.relative_to(paths.STATIC))
        for dossier in ("vendor", "fonts")
        for fichier in (paths.STATIC / dossier).rglob("*")
        if fichier.is_file() and fichier.name not in {"vendor.lock.json", "LISEZMOI.md"}
    }
    assert presents == verrouilles | licences
    for licence in licences:
        assert re.search("copyright|permission", (paths.STATIC / licence).read_text(), re.I)


POLICES = sorted((paths.STATIC / "fonts").glob("*.woff2"))


@pytest.mark.parametrize("fichier", POLICES, ids=lambda fichier: fichier.stem)
def test_la_police_a_les_signes_du_francais_et_un_zero_barre(fichier: Path) -> None:
    police = TTFont(fichier)
    voulus = "AZaz09àâäçéèêëîïôöùûüÿŸœŒæÆ«»’“”…–—·•\u00a0\u202f\u2011ʳᵉ°€№←↑→↓✓×≤≥−"
    assert not [signe for signe in voulus if ord(signe) not in police.getBestCmap()]
    assert "zero" in {trait.FeatureTag for trait in police["GSUB"].table.FeatureList.FeatureRecord}


@pytest.mark.parametrize("fichier", POLICES, ids=lambda fichier: fichier.stem)
def test_la_police_modifiee_ne_porte_pas_le_nom_reserve(fichier: Path) -> None:
    noms = TTFont(fichier)["name"]
    assert noms.getDebugName(0).startswith("©")
    assert "Open Font License" in noms.getDebugName(13)
    for numero in (1, 3, 4, 6, 16, 17):
        assert "Source" not in (noms.getDebugName(numero) or "")


def test_les_quatre_polices_declarees_sont_la() -> None:
    assert [fichier.stem.rsplit("-", 1)[1] for fichier in POLICES] == ["400", "400i", "600", "700"]


def test_tout_pictogramme_nomme_existe() -> None:
    noms = {nom for _, nom in states.STATES.values()}
    for gabarit in paths.TEMPLATES.rglob("*.html"):
        noms |= set(re.findall(r"icone\('([a-z0-9-]+)'", gabarit.read_text("utf-8")))
    assert noms
    for nom in noms:
        assert re.search("<(path|circle|rect|line)", icons.icon(nom)), nom


def test_un_pictogramme_est_muet_et_sans_style() -> None:
    dessin = icons.icon("check", "ic ic--ok")
    assert dessin.startswith('<svg class="ic ic--ok" viewBox="0 0 24 24" aria-hidden="true"')
    assert "style=" not in dessin
    assert "<!--" not in dessin


@pytest.mark.parametrize("nom", ["inconnu", "../LICENSE", ""])
def test_un_pictogramme_inconnu_est_refuse(nom: str) -> None:
    with pytest.raises(KeyError, match="pictogramme inconnu"):
        icons.icon(nom)


def test_chaque_mot_d_etat_a_un_ton_que_la_feuille_connait() -> None:
    statut = (FEUILLES / "statut.css").read_text("utf-8")
    for mot, (ton, _) in states.STATES.items():
        assert not ton or f".badge--{ton} " in statut, mot


def test_la_premiere_page_pese_moins_de_cent_dix_kilo_octets() -> None:
    """Feuilles communes et la plus lourde des écrans, htmx, polices ; 10 ko restent à la page."""
    communes = [feuille for feuille in feuilles() if feuille.parent == FEUILLES]
    ecrans = [feuille for feuille in feuilles() if feuille.parent != FEUILLES]
    tiers = [
        paths.STATIC / "vendor" / "bootstrap" / "bootstrap-reboot.min.css",
        paths.STATIC / "vendor" / "htmx" / "htmx.min.js",
    ]
    textes = [*communes, max(ecrans, key=lambda feuille: feuille.stat().st_size), *tiers]
    poids = sum(len(gzip.compress(fichier.read_bytes())) for fichier in textes)
    assert poids + sum(fichier.stat().st_size for fichier in POLICES) <= 110_000
