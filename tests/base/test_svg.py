"""Les dessins disent les bons nombres : on lit leurs coordonnées, pas leur texte."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import Any

import pytest
from lxml import etree

from coopmetiers.base import svg
from coopmetiers.base.shapes import COLORS, coordinate, hatch

ESPACE = "{http://www.w3.org/2000/svg}"


def lire(dessin: str) -> Any:
    """Le dessin en arbre : il est donc du XML bien formé."""
    return etree.fromstring(dessin)


def formes(dessin: str, classe: str) -> list[Any]:
    return [forme for forme in lire(dessin).iter() if classe in (forme.get("class") or "").split()]


def boite(forme: Any) -> tuple[float, ...]:
    return tuple(float(forme.get(nom)) for nom in ("x", "y", "width", "height"))


def points(chemin: str) -> list[tuple[float, float]]:
    morceaux = chemin.replace("Z", "").replace("L", "M").split("M")[1:]
    return [(float(x), float(y)) for x, y in (morceau.split() for morceau in morceaux)]


def distance(point: tuple[float, float]) -> float:
    return hypot(point[0] - svg.RADAR_CENTRE[0], point[1] - svg.RADAR_CENTRE[1])


@pytest.mark.parametrize(("niveau", "largeur"), [(1, 100), (2, 200), (3, 300), (4, 400)])
def test_la_barre_de_niveau_remplit_un_quart_par_rang(niveau: int, largeur: int) -> None:
    dessin = svg.level_bar(niveau, 3)
    classe = "gfx-fill" if niveau >= 3 else "gfx-part"
    assert boite(formes(dessin, classe)[0]) == (0, 0, largeur, 16)


def test_la_barre_passe_du_jaune_au_vert_a_la_cible_et_pas_a_n3() -> None:
    assert formes(svg.level_bar(2, 2), "gfx-fill")
    assert not formes(svg.level_bar(2, 2), "gfx-part")
    assert formes(svg.level_bar(3, 4), "gfx-part")
    assert not formes(svg.level_bar(3, 4), "gfx-fill")


def test_le_trait_de_cible_est_au_bout_du_rang_vise() -> None:
    (trait,) = formes(svg.level_bar(None, 2), "gfx-target")
    assert trait.get("d") == "M200 -2v20"


@pytest.mark.parametrize("niveau", [None, 0])
def test_une_competence_non_evaluee_n_a_pas_de_remplissage(niveau: int | None) -> None:
    dessin = svg.level_bar(niveau, 3)
    assert not formes(dessin, "gfx-fill")
    assert not formes(dessin, "gfx-part")


def test_sans_preuve_le_remplissage_palit_et_se_hachure() -> None:
    dessin = svg.level_bar(3, 3, sans_preuve=True)
    assert formes(dessin, "gfx-fill")[0].get("fill-opacity") == "0.4"
    assert len(formes(dessin, "gfx-unproven")) == 1
    assert not formes(svg.level_bar(3, 3), "gfx-unproven")


def test_une_echelle_de_cinq_rangs_partage_la_barre_en_cinq() -> None:
    dessin = svg.level_bar(2, 4, rangs=5)
    assert boite(formes(dessin, "gfx-part")[0])[2] == 160
    assert formes(dessin, "gfx-step")[0].get("d") == "M80 0v16M160 0v16M240 0v16M320 0v16"


def test_un_niveau_hors_de_l_echelle_ne_deborde_pas() -> None:
    assert boite(formes(svg.level_bar(9, 9), "gfx-fill")[0])[2] == 400


def test_la_barre_d_un_bloc_est_k_sur_n() -> None:
    (part,) = formes(svg.progress_bar(9, 12), "gfx-part")
    assert boite(part) == (0, 0, 300, 16)
    assert formes(svg.progress_bar(9, 12), "gfx-step")[0].get("d").count("M") == 11


def test_un_bloc_complet_est_vert_un_bloc_sans_acquis_est_vide() -> None:
    assert boite(formes(svg.progress_bar(7, 7), "gfx-fill")[0])[2] == 400
    assert not formes(svg.progress_bar(0, 7), "gfx-part")


def test_un_bloc_non_exige_est_hachure_et_sans_palier() -> None:
    dessin = svg.progress_bar(0, 0)
    assert formes(dessin, "gfx-hatch")
    assert not formes(dessin, "gfx-step")


def test_trop_de_paliers_ne_sont_pas_dessines() -> None:
    assert formes(svg.progress_bar(1, 20), "gfx-step")
    assert not formes(svg.progress_bar(1, 21), "gfx-step")


@pytest.mark.parametrize(("k", "n"), [(-1, 3), (1, -1)])
def test_un_compte_negatif_est_refuse(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="négatif"):
        svg.progress_bar(k, n)
    with pytest.raises(ValueError, match="négatif"):
        svg.frieze([(k, n)])


def test_une_barre_cumulee_met_les_comptes_bout_a_bout() -> None:
    dessin = svg.stacked_bar([(14, "ok"), (0, "warn"), (1, "info")], total=20)
    assert boite(formes(dessin, "gfx-ok")[0]) == (0, 0, 280, 16)
    assert boite(formes(dessin, "gfx-info")[0]) == (280, 0, 20, 16)
    assert not formes(dessin, "gfx-warn")


def test_une_barre_cumulee_de_zeros_reste_une_piste() -> None:
    dessin = svg.stacked_bar([(0, "n1"), (0, "n4")])
    assert boite(formes(dessin, "gfx-n0")[0]) == (0, 0, 400, 16)
    assert not formes(dessin, "gfx-n1")


def test_une_sorte_inconnue_est_refusee() -> None:
    with pytest.raises(KeyError):
        svg.stacked_bar([(1, "rose")])


def test_la_frise_remplit_chaque_colonne_a_sa_part() -> None:
    dessin = svg.frieze([(13, 13), (1, 2), (0, 4), (0, 0)])
    assert boite(formes(dessin, "gfx-fill")[0]) == (1, 1, 10, 26)
    assert boite(formes(dessin, "gfx-part")[0]) == (14, 14, 10, 13)
    assert len(formes(dessin, "gfx-track")) == 4
    assert len(formes(dessin, "gfx-target")) == 3
    assert len(formes(dessin, "gfx-hatch")) == 1


@pytest.mark.parametrize(("nombre", "largeur"), [(1, 12), (2, 25), (7, 90), (12, 155)])
def test_la_frise_a_la_largeur_de_ses_blocs(nombre: int, largeur: int) -> None:
    assert lire(svg.frieze([(1, 2)] * nombre)).get("viewBox") == f"0 0 {largeur} 28"


def test_sans_bloc_ni_axe_il_n_y_a_rien_a_dessiner() -> None:
    assert svg.frieze([]) == ""
    assert svg.radar([], []) == svg.radar([], [[]]) == svg.radar(["BC5"], [[(0, 0)]]) == ""


@pytest.mark.parametrize("nombre", [3, 7, 12])
def test_le_radar_place_chaque_part_sur_son_axe(nombre: int) -> None:
    parts = [(rang, nombre) for rang in range(1, nombre + 1)]
    dessin = svg.radar([f"BC{rang}" for rang, _ in parts], [parts])
    (contour,) = formes(dessin, "gfx-value")
    for (k, n), point in zip(parts, points(contour.get("d")), strict=True):
        assert distance(point) == pytest.approx(svg.RADAR_RADIUS * k / n, abs=0.1)
    assert contour.get("d").endswith("Z")
    assert len(formes(dessin, "gfx-point")) == nombre


def test_le_premier_axe_est_en_haut_et_l_on_tourne_a_droite() -> None:
    (contour,) = formes(svg.radar(list("ABCD"), [[(1, 1)] * 4]), "gfx-value")
    assert points(contour.get("d")) == [(170, 42), (274, 146), (170, 250), (66, 146)]


def test_l_anneau_exterieur_est_la_cible() -> None:
    (but,) = formes(svg.radar(list("ABCD"), [[(1, 2)] * 4]), "gfx-goal")
    assert but.get("points") == "170 42 274 146 170 250 66 146"


@pytest.mark.parametrize("nombre", [1, 2])
def test_sous_trois_axes_le_radar_trace_des_rayons(nombre: int) -> None:
    dessin = svg.radar(list("AB")[:nombre], [[(1, 2)] * nombre])
    (contour,) = formes(dessin, "gfx-value")
    assert contour.get("fill") == "none"
    assert contour.get("d").count("M170 146L") == nombre
    (but,) = formes(dessin, "gfx-goal")
    assert (but.tag, but.get("r")) == (f"{ESPACE}circle", "104")


def test_un_axe_sans_exigence_n_est_pas_dessine() -> None:
    dessin = svg.radar(list("ABCDE"), [[(1, 1), (1, 1), (0, 0), (1, 1), (1, 1)]])
    assert [forme.text for forme in formes(dessin, "gfx-label")] == ["A", "B", "D", "E"]
    assert len(formes(dessin, "gfx-point")) == 4


def test_chaque_axe_porte_son_compte() -> None:
    dessin = svg.radar(list("ABC"), [[(1, 4), (2, 4), (3, 4)]])
    assert [forme.text for forme in formes(dessin, "gfx-ratio")] == ["1/4", "2/4", "3/4"]


def test_l_auto_positionnement_est_dessine_a_part_dessous_et_en_pointille() -> None:
    dessin = svg.radar(list("ABC"), [[(1, 4)] * 3, [(3, 4)] * 3])
    (propre,) = formes(dessin, "gfx-self")
    assert propre.get("stroke-dasharray")
    assert propre.get("fill") == "none"
    assert distance(points(propre.get("d"))[0]) == pytest.approx(78, abs=0.1)
    ordre = [forme.get("class") for forme in lire(dessin)]
    assert ordre.index("gfx-self") < ordre.index("gfx-value")


def test_un_axe_sans_reponse_laisse_l_auto_positionnement_ouvert() -> None:
    dessin = svg.radar(list("ABCD"), [[(1, 2)] * 4, [(1, 1), (1, 1), (0, 0), (1, 1)]])
    chemin = formes(dessin, "gfx-self")[0].get("d")
    assert "Z" not in chemin
    assert chemin == "M170 42L274 146M66 146L170 42"


def test_trois_series_ou_une_serie_trop_courte_sont_refusees() -> None:
    with pytest.raises(ValueError, match="série"):
        svg.radar(["A"], [[(1, 1)]] * 3)
    with pytest.raises(ValueError, match="série"):
        svg.radar(["A", "B"], [[(1, 1)]])


def test_aucune_etiquette_ne_sort_du_radar() -> None:
    for nombre in range(1, 13):
        dessin = svg.radar([f"BC{rang}" for rang in range(nombre)], [[(12, 13)] * nombre])
        for forme in formes(dessin, "gfx-label") + formes(dessin, "gfx-ratio"):
            large = 42.0
            debut = {"start": 0.0, "middle": large / 2, "end": large}[forme.get("text-anchor")]
            x, y = float(forme.get("x")) - debut, float(forme.get("y"))
            assert 0 <= x <= 340 - large, (nombre, forme.text)
            assert 12 <= y <= 298, (nombre, forme.text)


def test_un_dessin_titre_est_une_image_nommee_un_dessin_sans_titre_est_muet() -> None:
    nomme = lire(svg.frieze([(1, 2)], title="Blocs <de> Zélie", desc="BC1 : 1 sur 2"))
    assert nomme.get("role") == "img"
    assert nomme.get("aria-hidden") is None
    assert [enfant.text for enfant in nomme[:2]] == ["Blocs <de> Zélie", "BC1 : 1 sur 2"]
    muet = lire(svg.progress_bar(1, 2))
    assert muet.get("aria-hidden") == "true"
    assert muet.get("role") is None


@pytest.mark.parametrize(
    "dessin",
    [
        svg.level_bar(2, 3, sans_preuve=True),
        svg.progress_bar(0, 0),
        svg.stacked_bar([(1, "n1")]),
        svg.frieze([(1, 2), (0, 0)]),
        svg.radar(list("ABC"), [[(1, 2)] * 3, [(1, 2)] * 3]),
    ],
)
def test_un_dessin_n_a_ni_style_ni_identifiant_et_porte_ses_couleurs(dessin: str) -> None:
    for forme in lire(dessin).iter():
        assert forme.get("style") is None
        assert forme.get("id") is None
        for nom in ("fill", "stroke"):
            assert forme.get(nom) in {None, "none", *COLORS.values()}


def test_les_hachures_restent_dans_leur_rectangle_et_a_quarante_cinq_degres() -> None:
    chemin = points(hatch((10, 5, 30, 12), 4))
    assert len(chemin) == 20
    for (x1, y1), (x2, y2) in list(pairwise(chemin))[::2]:
        assert all(10 <= x <= 40 for x in (x1, x2))
        assert all(5 <= y <= 17 for y in (y1, y2))
        assert x2 - x1 == pytest.approx(y1 - y2)


@pytest.mark.parametrize(
    ("valeur", "ecrit"), [(1.0, "1"), (1.25, "1.2"), (-0.01, "0"), (10.04, "10"), (-2, "-2")]
)
def test_une_coordonnee_s_ecrit_au_dixieme(valeur: float, ecrit: str) -> None:
    assert coordinate(valeur) == ecrit
