"""`coopmetiers referentiel importer`, `exporter`, `comparer` : les versions et les fichiers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from coopmetiers.base.identity import Identity
    from coopmetiers.echanges.queries import Apercu
    from coopmetiers.referentiel.diff import Changement, Comparaison
    from coopmetiers.referentiel.queries import VersionVue

#: Les formats, écrits ici pour que l’aide ne charge rien ; un test les compare à `Format`.
FORMATS = ("tableur", "moodle", "case", "case-1.0")
_FORMAT = click.Choice(FORMATS)
_FICHIER = click.Path(path_type=Path)
_MARQUES = {"AJOUT": "+", "RETRAIT": "-", "DEPLACEMENT": "→", "MODIFICATION": "~"}


@click.command("exporter")
@click.argument("nom", metavar="CODE[@VERSION]")
@click.option("--format", "genre", type=_FORMAT, default="tableur", help="Le format du fichier.")
@click.option("-o", "sortie", type=_FICHIER, required=True, help="Fichier à écrire.")
def exporter(nom: str, genre: str, sortie: Path) -> None:
    """Écrit une version dans un fichier ; sans @VERSION, la dernière publiée."""
    from coopmetiers.base.texts import n_
    from coopmetiers.echanges import queries
    from coopmetiers.echanges.correspondances import fichiers_emportes
    from coopmetiers.echanges.enums import Format
    from coopmetiers.referentiel import queries as referentiel

    with _ouverte(ecrit=False) as acteur, _refus_du_fichier(sortie):
        vue = _version(acteur, nom)
        voulu = Format(genre)
        perdus = fichiers_emportes.pertes(voulu, referentiel.contenu(vue.cle))
        emporte = queries.fichier_referentiel(acteur, vue.code, vue.version, voulu)
        sortie.write_bytes(emporte.octets)
        if perdus:
            click.echo(n_("Ce format ne porte pas :"), err=True)
        for perdu in perdus:
            click.echo(f"  - {perdu}", err=True)
        click.echo(f"{vue.nom} : {sortie}")


@click.command("comparer")
@click.argument("avant", metavar="CODE@V1")
@click.argument("apres", metavar="CODE@V2")
@click.option("-o", "sortie", type=_FICHIER, help="Classeur .xlsx des changements.")
def comparer(avant: str, apres: str, sortie: Path | None) -> None:
    """Dit ce qui change d’une version à l’autre."""
    from coopmetiers.echanges import queries

    with _ouverte(ecrit=False) as acteur:
        une, autre = _version(acteur, avant), _version(acteur, apres)
        comparaison, emporte = queries.classeur_des_changements(acteur, une, autre)
        if sortie:
            sortie.write_bytes(emporte.octets)
        _dire(comparaison)


@click.command("importer")
@click.argument("fichier", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--format", "genre", type=_FORMAT, required=True, help="Le format du fichier.")
@click.option("--sur", default="", metavar="CODE@V", help="La version à laquelle comparer.")
@click.option("--code", default="", help="Le code du référentiel, si le fichier n’en dit pas.")
@click.option("--version", default="", help="Le numéro du brouillon à ouvrir.")
@click.option("--porteuse", default="", help="Sigle ou nom du réseau qui porte un neuf.")
@click.option("--simulation", is_flag=True, help="Dit ce qui changerait, n’écrit rien.")
@click.option("--malgre-conflits", is_flag=True, help="Le fichier l’emporte sur ce qu’on a écrit.")
def importer(fichier: Path, genre: str, **choix: Any) -> None:
    """Reprend un référentiel d’un FICHIER, au brouillon, en entier ou pas du tout."""
    from coopmetiers.echanges import queries
    from coopmetiers.echanges.enums import Format
    from coopmetiers.echanges.services import importations

    simulation = choix["simulation"]
    with _ouverte(ecrit=not simulation) as acteur, _refus_du_fichier(fichier):
        base = _version(acteur, choix["sur"]) if choix["sur"] else None
        octets = fichier.read_bytes()
        apercu = queries.previsualiser(acteur, octets, Format(genre), sur=base, code=choix["code"])
        _refuser(apercu, fichier, malgre_conflits=choix["malgre_conflits"] or simulation)
        ecrit = None
        if not simulation:
            ecrit = importations.appliquer(
                acteur, apercu, version=choix["version"], porteuse=choix["porteuse"]
            )
        _dire_les_lacunes(apercu)
        if ecrit is not None:
            click.echo(f"{ecrit.code} {ecrit.version} : brouillon.")
        _dire(apercu.comparaison)


@contextmanager
def _ouverte(*, ecrit: bool) -> Iterator[Identity]:
    """L’application ouverte, une unité de travail, et qui agit ; un refus tient en une ligne."""
    from coopmetiers.base.db import read_only, transaction
    from coopmetiers.base.identity import Identity
    from coopmetiers.cli.application import ouvrir_les_donnees, refus_en_clair

    unite = transaction() if ecrit else read_only()
    with ouvrir_les_donnees().test_request_context(), refus_en_clair(), unite:
        yield Identity.as_system("cli")


@contextmanager
def _refus_du_fichier(fichier: Path) -> Iterator[None]:
    """Toutes les raisons de refuser un fichier, une par ligne ; code de sortie 2."""
    from coopmetiers.cli.application import refuser
    from coopmetiers.echanges.formats.reproches import FichierRefuse

    try:
        yield
    except FichierRefuse as refus:
        refuser("\n".join(f"{fichier.name} : {reproche}" for reproche in refus.reproches))


def _version(acteur: Identity, nom: str) -> VersionVue:
    from coopmetiers.referentiel import queries

    code, _arobase, version = nom.partition("@")
    return queries.version_nommee(acteur, code, version)


def _refuser(apercu: Apercu, fichier: Path, *, malgre_conflits: bool) -> None:
    from coopmetiers.cli.application import refuser

    for remarque in apercu.remarques:
        click.echo(f"{fichier.name} : {remarque}", err=True)
    if apercu.impossibles:
        refuser("\n".join(f"{fichier.name} : {a.message}" for a in apercu.impossibles))
    codes = [c.code for c in apercu.comparaison.changements if c.identifiant in apercu.conflits]
    if codes:
        click.echo(f"Changés ici depuis la sortie du fichier : {', '.join(codes)}.", err=True)
        if not malgre_conflits:
            refuser("Rien n’est écrit. Pour que le fichier l’emporte : --malgre-conflits.")


def _dire_les_lacunes(apercu: Apercu) -> None:
    lacunes = [anomalie for anomalie in apercu.lacunes if anomalie.bloquante]
    for lacune in lacunes[:10]:
        click.echo(f"À combler avant de publier : {lacune.message}", err=True)
    if len(lacunes) > 10:
        click.echo(f"… et {len(lacunes) - 10} autres lacunes.", err=True)


def _dire(comparaison: Comparaison) -> None:
    for changement in comparaison.changements:
        click.echo(_ligne(changement))
    click.echo(comparaison.phrase())


def _ligne(changement: Changement) -> str:
    code = changement.code
    if changement.code_avant and changement.code_apres != changement.code_avant:
        code = " → ".join(filter(None, (changement.code_avant, changement.code_apres)))
    champs = ", ".join(dict.fromkeys(champ.libelle.lower() for champ in changement.champs))
    libelle = " ".join(changement.libelle.split())[:80]
    fin = f" ({champs})" if champs else ""
    return f"{_MARQUES[changement.bilan]} {code} {libelle}{fin}".replace("  ", " ")
