"""`coopmetiers demo` : un réseau fictif entier, à ouvrir tout de suite.

Tout se construit à côté, puis prend sa place d’un coup : interrompue, la démonstration
recommence ; terminée, elle ne change plus rien.
"""

from __future__ import annotations

import secrets
import shutil
import socket
from dataclasses import replace
from functools import partial
from pathlib import Path

import click
from flask import Flask

from coopmetiers.cli.application import ouvrir
from coopmetiers.config import Settings

_HOTE = "127.0.0.1"
_PORT = 8000
_CLE = "cle-secrete"
_FAIT = "certificats.json"


@click.command("demo")
@click.option("--sans-serveur", is_flag=True, help="Prépare tout, puis rend la main sans servir.")
@click.option("--port", type=int, default=_PORT, show_default=True, help="Port des pages.")
def demo(sans_serveur: bool, port: int) -> None:
    """Prépare la démonstration dans var/demo/, dit ce qu’elle contient, puis la sert."""
    dossier = Settings.from_environment().data_dir / "demo"
    libre = port if sans_serveur else _port_libre(port)
    if not (dossier / _FAIT).is_file():
        _construire(dossier, libre)
    _annoncer(dossier)
    if sans_serveur:
        return
    if port and libre != port:
        click.echo(f"Le port {port} est pris : la démonstration s’ouvre sur le {libre}.")
    app = ouvrir(_reglages(dossier, port=libre))
    _dire_les_portes(app, libre)
    from coopmetiers.cli.serveur import servir_application

    servir_application(app, _HOTE, libre)


def _construire(dossier: Path, port: int) -> None:
    """Joue la démonstration ; ses PDF et ses codes QR mènent au port où elle s’ouvrira."""
    from coopmetiers.cli.demo import fondations, recit, sorties

    chantier = dossier.with_name("demo.en-cours")
    shutil.rmtree(chantier, ignore_errors=True)
    chantier.mkdir(parents=True)
    (chantier / _CLE).write_text(secrets.token_hex(32), encoding="ascii")
    click.echo("Je prépare la démonstration : une quinzaine de secondes…")
    # Les invitations restent en mémoire : personne de fictif ne reçoit de courriel.
    app = ouvrir(replace(_reglages(chantier, port=port), mail_url="memory"))
    # Une page n’est pas demandée, mais les textes se traduisent comme s’il y en avait une.
    with app.test_request_context():
        jugee = recit.jouer(partial(sorties.ecrire_certificats, chantier))
        sorties.ecrire_classeurs(
            chantier,
            fondations.REFERENTIEL,
            fondations.VERSION,
            jugee.session_id,
            jugee.responsable,
        )
    _fermer(app)
    shutil.rmtree(dossier, ignore_errors=True)
    chantier.rename(dossier)


def _fermer(app: Flask) -> None:
    """Ferme la base et la file, pour que le dossier puisse changer de nom."""
    from coopmetiers.base.db import db

    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["queue"].storage.close()


def _reglages(dossier: Path, *, port: int) -> Settings:
    return Settings(
        secret_key=(dossier / _CLE).read_text(encoding="ascii"),
        data_dir=dossier,
        public_url=f"http://{_HOTE}:{port}",
        demo=True,
    )


def _annoncer(dossier: Path) -> None:
    certificats = sorted((dossier / "certificats").glob("*.pdf"))
    click.echo(f"{len(certificats)} attestations de bloc (PDF) dans {dossier / 'certificats'}/")
    for classeur in sorted(dossier.glob("*.xlsx")):
        click.echo(f"Classeur : {classeur}")


def _dire_les_portes(app: Flask, port: int) -> None:
    adresse = f"http://{_HOTE}:{port}"
    click.echo(f"\nOuvrez {adresse}/demonstration et entrez en un clic :")
    from coopmetiers.base.db import read_only
    from coopmetiers.comptes.queries import portes_de_la_demonstration

    with app.app_context(), read_only():
        for porte in portes_de_la_demonstration():
            click.echo(f"  {porte.libelle} : {porte.nom}, {porte.organisation}")
    click.echo("Ctrl-C pour arrêter.")


def _port_libre(voulu: int) -> int:
    """Le port voulu s’il est libre, sinon un autre."""
    for port in (voulu, 0):
        with socket.socket() as essai:
            essai.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                essai.bind((_HOTE, port))
            except OSError:
                continue
            return int(essai.getsockname()[1])
    raise OSError("Aucun port libre.")
