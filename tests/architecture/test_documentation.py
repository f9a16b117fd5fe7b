"""Ce qui existe est dit : chaque pièce a sa carte, chaque réglage et chaque commande son nom."""

from __future__ import annotations

import re
from dataclasses import fields
from importlib import import_module

import click
import pytest

from coopmetiers import cli, config, paths
from coopmetiers.app import ROOMS
from coopmetiers.config import Settings
from coopmetiers.jobs.catalogue import BALAYAGE, CATALOGUE
from tests.architecture import arbre

#: Ce que dit la carte d’une pièce, en peu de lignes.
RUBRIQUES = ("Les mots", "Ce que ce n’est pas", "Qui s’en sert")
PIECES = (*ROOMS, "base", "jobs")
#: La technique n’a pas de mots à elle : elle n’en connaît aucun du métier.
SANS_MOTS = {"base"}


@pytest.fixture(scope="module")
def lisez_moi() -> str:
    return (paths.ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("piece", PIECES)
def test_chaque_piece_dit_ce_qu_elle_est(piece):
    carte = import_module(f"coopmetiers.{piece}").__doc__ or ""
    dues = [r for r in RUBRIQUES if piece not in SANS_MOTS or r == "Ce que ce n’est pas"]
    assert [rubrique for rubrique in dues if rubrique not in carte] == []
    assert len(carte.splitlines()) <= 25
    assert len(carte.splitlines()[0]) > 15


@pytest.mark.parametrize("piece", [p for p in PIECES if p not in SANS_MOTS])
def test_une_piece_definit_au_moins_deux_mots(piece):
    carte = import_module(f"coopmetiers.{piece}").__doc__ or ""
    italiques = re.findall(r"\*[^*\n]+\*", carte)
    tirets = re.findall(r"^- [^:]+ :", carte, re.MULTILINE)
    assert len(italiques) + len(tirets) >= 2


@pytest.mark.parametrize("variable", config._VARIABLES)
def test_chaque_reglage_est_dans_la_premiere_page(variable, lisez_moi):
    assert f"`{variable}`" in lisez_moi or f"{variable}=" in lisez_moi


def test_chaque_reglage_se_lit_dans_l_environnement_ou_n_en_vient_jamais():
    """`demo` n’est réglé que par sa commande : la démonstration ne s’ouvre pas par mégarde."""
    assert {f.name for f in fields(Settings)} - set(config._VARIABLES.values()) == {"demo"}


@pytest.mark.parametrize("reglage", [f.name for f in fields(Settings)])
def test_chaque_reglage_sert(reglage):
    ailleurs = [chemin for chemin in arbre.modules() if chemin.name != "config.py"]
    assert any(
        re.search(rf"\.{reglage}\b", chemin.read_text(encoding="utf-8")) for chemin in ailleurs
    )


def commandes(groupe: click.Command, nom: str = "") -> list[str]:
    """Chaque commande qu’on peut taper : « referentiel publier »."""
    if not isinstance(groupe, click.Group):
        return [nom.strip()]
    contexte = click.Context(groupe)
    return [
        trouvee
        for mot in groupe.list_commands(contexte)
        if (suite := groupe.get_command(contexte, mot))
        for trouvee in commandes(suite, f"{nom} {mot}")
    ]


@pytest.mark.parametrize("commande", commandes(cli.main))
def test_chaque_commande_est_dans_la_premiere_page(commande, lisez_moi):
    # « `referentiel publier`, `lister` » : le groupe n’est pas redit.
    groupe, _espace, mot = commande.partition(" ")
    redite = mot and re.search(rf"^.*`{groupe} .*`{mot}`", lisez_moi, re.MULTILINE)
    assert f"coopmetiers {commande}" in lisez_moi or f"`{commande}`" in lisez_moi or redite


@pytest.mark.parametrize("commande", commandes(cli.main))
def test_chaque_commande_dit_a_quoi_elle_sert(commande):
    groupe: click.Command = cli.main
    for mot in commande.split():
        assert isinstance(groupe, click.Group)
        groupe = groupe.get_command(click.Context(groupe), mot) or groupe
    assert (groupe.help or "").strip().endswith(".")
    muettes = [o.name for o in groupe.params if isinstance(o, click.Option) and not o.help]
    assert muettes == []


@pytest.mark.parametrize("travail", CATALOGUE)
def test_chaque_travail_est_dans_la_premiere_page(travail, lisez_moi):
    assert f"`{travail}`" in lisez_moi


@pytest.mark.parametrize("fonction", [*CATALOGUE.values(), *BALAYAGE])
def test_chaque_travail_du_catalogue_existe_et_dit_ce_qu_il_fait(fonction):
    module, _deux_points, nom = fonction.partition(":")
    assert (getattr(import_module(module), nom).__doc__ or "").strip()


def test_la_premiere_page_ne_nomme_pas_de_commande_qui_n_existe_pas(lisez_moi):
    connues = commandes(cli.main)
    nommees = re.findall(
        r"^\s*(?:\.venv/bin/)?coopmetiers ([a-z][a-z -]*)", lisez_moi, re.MULTILINE
    )
    inconnues = [
        nommee
        for nommee in nommees
        if not any(nommee.strip().startswith(connue) for connue in connues)
    ]
    assert inconnues == []


def test_chaque_lien_de_la_premiere_page_mene_quelque_part(lisez_moi):
    titres = re.findall(r"^#+ (.+)$", lisez_moi, re.MULTILINE)
    ancres = {re.sub(r"[^\w\- ]", "", t.lower()).replace(" ", "-") for t in titres}
    cibles = re.findall(r"\]\(([^)\s]+)\)", lisez_moi)
    locales = [cible for cible in cibles if "://" not in cible]
    perdues = [
        cible
        for cible in locales
        if (cible.startswith("#") and cible[1:] not in ancres)
        or (not cible.startswith("#") and not (paths.ROOT / cible.split("#")[0]).exists())
    ]
    assert perdues == []
