"""`coopmetiers comptes` : ouvrir le premier compte d’une plateforme."""

from __future__ import annotations

import click


@click.group("comptes")
def groupe() -> None:
    """Les comptes et les organisations."""


@groupe.command("creer-administration")
@click.option("--organisation", required=True, help="Nom du réseau qui administre la plateforme.")
@click.option("--sigle", required=True, help="Son sigle : 2 à 8 capitales ou chiffres.")
@click.option("--prenom", required=True, help="Prénom de la première personne.")
@click.option("--nom", required=True, help="Son nom.")
@click.option("--email", required=True, help="Son adresse électronique.")
def creer_administration(organisation: str, sigle: str, **personne: str) -> None:
    """Crée l’organisation fondatrice et son premier compte, et imprime le lien à ouvrir."""
    from coopmetiers.base import mail
    from coopmetiers.base.db import transaction
    from coopmetiers.base.identity import Identity
    from coopmetiers.cli.application import ouvrir, refus_en_clair
    from coopmetiers.comptes import queries
    from coopmetiers.comptes.enums import NatureOrganisation, Role
    from coopmetiers.comptes.rules import SaisieInvitation, SaisieOrganisation
    from coopmetiers.comptes.services import invitations, organisations

    app = ouvrir()
    fiche = SaisieOrganisation(
        nom=organisation,
        sigle=sigle.upper(),
        natures=frozenset({NatureOrganisation.RESEAU}),
        fuseau=app.extensions["coopmetiers"].timezone,
    )
    saisie = SaisieInvitation(role=Role.ADMINISTRATION, **personne)
    acteur = Identity.as_system("cli")
    with app.app_context(), refus_en_clair():
        with transaction():
            fondee = organisations.fonder(acteur, fiche)
            invitee = invitations.inviter(acteur, saisie, organisation_id=fondee.organisation_id)
            lien = mail.public_address(queries.chemin_invitation(invitee))
        click.echo(
            "Ouvrez ce lien pour choisir votre mot de passe (il sert une fois, sept jours) :"
        )
        click.echo(lien)
