"""Premier temps : le réseau, ses organisations, leurs équipes, le référentiel publié."""

from __future__ import annotations

from coopmetiers import paths
from coopmetiers.base.identity import Identity
from coopmetiers.cli.demo.personnages import (
    CERTIFICATEUR,
    EQUIPE,
    ETABLI,
    PARCELLES,
    RESEAU,
    Personnage,
)
from coopmetiers.cli.demo.scene import Scene
from coopmetiers.comptes.queries.invitations import chemin_invitation
from coopmetiers.comptes.rules import SaisieInvitation
from coopmetiers.comptes.services import invitations, organisations
from coopmetiers.referentiel.files import lire_dossier, lire_recensement
from coopmetiers.referentiel.services import publication, recensement

REFERENTIEL = "cooperation-territoriale"
VERSION = "0.1"
DEBUT = -400


def fonder(scene: Scene) -> None:
    """Fonde le réseau, publie le référentiel, crée les organisations et leurs équipes."""
    systeme = Identity.as_system("cli")
    with scene.acte(systeme, DEBUT):
        reseau = organisations.fonder(systeme, RESEAU)
        scene.organisations[reseau.sigle] = reseau.organisation_id
    for cle in ("samir", "ines"):
        _accueillir(scene, systeme, cle, EQUIPE[cle])
    with scene.acte(systeme, DEBUT + 5):
        contenu = lire_dossier(paths.REFERENTIEL / REFERENTIEL / VERSION)
        publication.publier(systeme, contenu, porteuse=RESEAU.sigle)
        recensement.charger_recensement(
            systeme, lire_recensement(paths.REFERENTIEL / "recensement")
        )
    _creer_organisations(scene)
    for cle, personnage in EQUIPE.items():
        if cle not in scene.identites:
            _accueillir(scene, systeme, cle, personnage)


def _creer_organisations(scene: Scene) -> None:
    samir = scene.identites["samir"]
    with scene.acte(samir, DEBUT + 10):
        for saisie in (PARCELLES, ETABLI, CERTIFICATEUR):
            creee = organisations.creer(samir, saisie)
            scene.organisations[creee.sigle] = creee.organisation_id
        for sigle in (PARCELLES.sigle, ETABLI.sigle):
            organisations.habiliter(
                samir,
                scene.organisations[CERTIFICATEUR.sigle],
                scene.organisations[sigle],
                depuis_le=scene.jour(DEBUT + 10),
            )


def _accueillir(scene: Scene, acteur: Identity, cle: str, personnage: Personnage) -> None:
    """Invite une personne dans son organisation ; elle accepte le même jour."""
    with scene.acte(acteur, DEBUT + 12):
        personne = invitations.inviter(
            acteur,
            SaisieInvitation(
                personnage.prenom, personnage.nom, personnage.courriel, personnage.role
            ),
            organisation_id=scene.organisations[personnage.sigle],
        )
        accepter(scene, chemin_invitation(personne))
    scene.retenir(cle, personnage.courriel)


def accepter(scene: Scene, chemin: str) -> None:
    """La personne ouvre son lien et choisit un mot de passe (que nul ne connaît)."""
    jeton = chemin.rsplit("/", 1)[-1]
    invitations.accepter(Identity.anonymous(), jeton, mot_de_passe_hache=scene.mot_de_passe)
