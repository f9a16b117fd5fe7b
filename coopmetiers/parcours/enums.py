"""Les mots du parcours."""

from __future__ import annotations

from enum import StrEnum

from coopmetiers.base.texts import n_


class EtatInscription(StrEnum):
    """Où en est une inscription."""

    EN_COURS = "EN_COURS"
    ROMPUE = "ROMPUE"
    TERMINEE = "TERMINEE"


class Presence(StrEnum):
    """Ce qui est constaté pour une personne à un créneau."""

    PRESENT = "PRESENT"
    ABSENT = "ABSENT"
    EXCUSE = "EXCUSE"


class NaturePreuve(StrEnum):
    """Sous quelle forme une preuve est donnée."""

    FICHIER = "FICHIER"
    LIEN = "LIEN"


LIBELLES_INSCRIPTION = {
    EtatInscription.EN_COURS: n_("En cours"),
    EtatInscription.ROMPUE: n_("Rompue"),
    EtatInscription.TERMINEE: n_("Terminée"),
}
LIBELLES_PRESENCE = {
    Presence.PRESENT: n_("présent·e"),
    Presence.ABSENT: n_("absent·e"),
    Presence.EXCUSE: n_("excusé·e"),
}
