"""`coopmetiers referentiel` : publier un dossier, lister les versions, tenir le recensement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coopmetiers.cli import echanges

if TYPE_CHECKING:
    from coopmetiers.referentiel.files import ErreurFichier
    from coopmetiers.referentiel.rules import Anomalie

    Reproche = ErreurFichier | Anomalie

_DOSSIER = click.Path(path_type=Path)


@click.group("referentiel")
def groupe() -> None:
    """Les référentiels, leurs versions, et les formations repérées ailleurs."""


@groupe.command("publier")
@click.argument("dossier", type=_DOSSIER)
@click.option("--porteuse", default="", help="Sigle ou nom du réseau qui porte le référentiel.")
def publier(dossier: Path, porteuse: str) -> None:
    """Vérifie le DOSSIER d’une version et la publie ; elle ne changera plus."""
    from coopmetiers.base.db import transaction
    from coopmetiers.base.identity import Identity
    from coopmetiers.cli.application import ouvrir_les_donnees, refus_en_clair
    from coopmetiers.referentiel.files import lire_dossier
    from coopmetiers.referentiel.rules import verifier_coherence
    from coopmetiers.referentiel.services import publication

    with _dossier_lisible():
        contenu = lire_dossier(dossier)
    anomalies = verifier_coherence(contenu)
    _refuser_tout(anomalie for anomalie in anomalies if anomalie.bloquante)
    for conseil in anomalies:
        click.echo(f"Conseil, {_situee(conseil)}", err=True)
    with ouvrir_les_donnees().app_context(), refus_en_clair():
        with transaction():
            faite = publication.publier(Identity.as_system("cli"), contenu, porteuse=porteuse)
        dit = "déjà publiée, identique" if faite.deja_publiee else "publiée"
        click.echo(f"{faite.code} {faite.version} : {dit}.")
        click.echo(f"Empreinte SHA-256 : {faite.empreinte}")


@groupe.command("lister")
def lister() -> None:
    """Dit, pour chaque version publiée, ce qu’elle contient."""
    from coopmetiers.base.db import read_only
    from coopmetiers.base.identity import Identity
    from coopmetiers.cli.application import ouvrir_les_donnees
    from coopmetiers.referentiel import queries

    with ouvrir_les_donnees().app_context(), read_only():
        versions = queries.versions_visibles(Identity.anonymous())
        comptes = queries.comptes([version.cle for version in versions])
        for version in versions:
            contient = comptes[version.cle]
            noms = ("métier", "bloc", "activité", "compétence")
            nombres = (contient.metiers, contient.blocs, contient.activites, contient.competences)
            dits = (_compte(n, nom) for n, nom in zip(nombres, noms, strict=True))
            click.echo(f"{version.nom} : {', '.join(dits)}")
        if not versions:
            click.echo("Aucune version publiée. Pour en publier une : referentiel publier DOSSIER")


@groupe.command("recenser")
@click.argument("dossier", type=_DOSSIER)
def recenser(dossier: Path) -> None:
    """Charge les formations repérées du DOSSIER (formations.csv) ; recharger ne double rien."""
    from coopmetiers.base.db import transaction
    from coopmetiers.base.identity import Identity
    from coopmetiers.cli.application import ouvrir_les_donnees, refus_en_clair
    from coopmetiers.referentiel.files import lire_recensement
    from coopmetiers.referentiel.services import recensement

    with _dossier_lisible():
        fiches = lire_recensement(dossier)
    with ouvrir_les_donnees().app_context(), refus_en_clair():
        with transaction():
            fait = recensement.charger_recensement(Identity.as_system("cli"), fiches)
        click.echo(
            f"Recensement : {_compte(len(fait.ajoutees), 'fiche')} en plus, "
            f"{len(fait.changees)} à jour, {fait.inchangees} sans changement."
        )


groupe.add_command(echanges.exporter)
groupe.add_command(echanges.comparer)
groupe.add_command(echanges.importer)


@contextmanager
def _dossier_lisible() -> Iterator[None]:
    """Dit toutes les fautes d’un dossier, « fichier:ligne : message », et sort avec le code 2."""
    from coopmetiers.referentiel.files import ErreursDossier

    try:
        yield
    except ErreursDossier as refus:
        _refuser_tout(refus.erreurs)


def _refuser_tout(reproches: Iterable[Reproche]) -> None:
    """Écrit chaque reproche sur sa ligne ; s’il y en a, rien n’est fait : code de sortie 2."""
    from coopmetiers.cli.application import refuser

    if dits := [_situee(reproche) for reproche in reproches]:
        refuser("\n".join(dits))


def _situee(reproche: Reproche) -> str:
    """« competences.csv:12 : colonne « enonce » : … » ; sans ligne, le fichier est en cause."""
    place = f"{reproche.fichier}:{reproche.ligne}" if reproche.ligne else reproche.fichier
    colonne = f"colonne «\u00a0{reproche.colonne}\u00a0» : " if reproche.colonne else ""
    return f"{place} : {colonne}{reproche.message}"


def _compte(nombre: int, singulier: str) -> str:
    return f"{nombre} {singulier}{'s' if nombre > 1 else ''}"
