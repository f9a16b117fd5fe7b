"""Qui lit le journal."""

from __future__ import annotations

from coopmetiers.base.permissions import Action, register, role, system


class A(Action):
    CONSULTER = "audit.journal.consulter"
    CONSULTER_PLATEFORME = "audit.plateforme.consulter"
    VERIFIER = "audit.journal.verifier"


# La pièce est sous les comptes : les rôles y sont des mots, pas l’énumération.
PERMISSIONS = register(
    {
        A.CONSULTER: ((role("RESPONSABLE", "ADMINISTRATION"),),),
        A.CONSULTER_PLATEFORME: ((role("ADMINISTRATION"),),),
        A.VERIFIER: ((role("RESPONSABLE", "ADMINISTRATION"),), (system,)),
    }
)
