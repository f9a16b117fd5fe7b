"""Qui peut emporter un classeur."""

from __future__ import annotations

from coopmetiers.base.permissions import Action, anyone, kind, register, role, system
from coopmetiers.comptes.enums import NatureOrganisation, Role


class A(Action):
    """Les actions de la pièce."""

    EXPORTER_REFERENTIEL = "echanges.referentiel.exporter"
    IMPORTER_REFERENTIEL = "echanges.referentiel.importer"
    EXPORTER_SESSION = "echanges.session.exporter"


PERMISSIONS = register(
    {
        # Une version publiée est à tout le monde ; un brouillon n’est visible que de la porteuse,
        # et c’est la lecture de la version qui le garde.
        A.EXPORTER_REFERENTIEL: ((anyone,),),
        # Où l’on écrit, c’est le brouillon qui le garde.
        A.IMPORTER_REFERENTIEL: ((role(Role.RESEAU), kind(NatureOrganisation.RESEAU)), (system,)),
        A.EXPORTER_SESSION: (
            (role(Role.RESPONSABLE, Role.FORMATEUR), kind(NatureOrganisation.ORGANISME)),
            (system,),
        ),
    }
)
