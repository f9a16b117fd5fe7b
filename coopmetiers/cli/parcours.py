"""`coopmetiers parcours` : emporter ce qui se sait d’une session."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from coopmetiers.base.identity import Identity


@click.group("parcours")
def groupe() -> None:
    """Les sessions et les personnes qui les suivent."""


@groupe.command("exporter")
@click.argument("session")
@click.option("-o", "sortie", type=click.Path(path_type=Path), required=True, help="Fichier .xlsx.")
def exporter(session: str, sortie: Path) -> None:
    """Écrit la matrice apprenant·es × compétences de SESSION (son code ou son identifiant)."""
    from coopmetiers.base import tenancy
    from coopmetiers.base.db import transaction
    from coopmetiers.cli.application import ouvrir_les_donnees, refus_en_clair
    from coopmetiers.echanges.services import sessions

    app = ouvrir_les_donnees()
    with app.test_request_context(), refus_en_clair():
        acteur, session_id = _session_nommee(session)
        with tenancy.bound(acteur.organisation_key), transaction():
            emporte = sessions.exporter_session(acteur, session_id)
        sortie.write_bytes(emporte.octets)
    click.echo(f"{sortie} : {len(emporte.octets)} octets.")


def _session_nommee(nom: str) -> tuple[Identity, str]:
    """La session de ce code ou de cet identifiant, et la ligne de commande liée à son organisme.

    On la cherche chez un organisme après l’autre, chacun sous sa portée. Lève `NotFound`.
    """
    from coopmetiers.base import tenancy
    from coopmetiers.base.db import read_only
    from coopmetiers.base.errors import NotFound
    from coopmetiers.base.identity import Identity
    from coopmetiers.comptes import queries as comptes
    from coopmetiers.comptes.enums import NatureOrganisation
    from coopmetiers.formation.queries import session_nommee

    with read_only():
        organismes = comptes.organisations(NatureOrganisation.ORGANISME)
        acteurs = [Identity.as_system("cli", organisme) for organisme in organismes]
    for acteur in acteurs:
        with tenancy.bound(acteur.organisation_key), read_only():
            session_id = session_nommee(nom)
        if session_id:
            return acteur, session_id
    raise NotFound
