"""Les mots de la formation."""

from __future__ import annotations

from enum import StrEnum

from coopmetiers.base.texts import n_


class Intensite(StrEnum):
    """Comment un module travaille une compétence, du moins au plus."""

    ABORDEE = "ABORDEE"
    PRATIQUEE = "PRATIQUEE"
    EVALUEE = "EVALUEE"


class ModaliteSession(StrEnum):
    """Où se tient une session."""

    PRESENTIEL = "PRESENTIEL"
    DISTANCE = "DISTANCE"
    MIXTE = "MIXTE"


class DemiJournee(StrEnum):
    """La moitié d’un jour que dure un créneau."""

    MATIN = "MATIN"
    APRES_MIDI = "APRES_MIDI"


class RoleSession(StrEnum):
    """Ce qu’une personne de l’organisme fait dans une session."""

    FORMATEUR = "FORMATEUR"
    EVALUATEUR = "EVALUATEUR"


class EtatSession(StrEnum):
    """Où en est une session au jour dit : ses dates seules en décident."""

    A_VENIR = "A_VENIR"
    EN_COURS = "EN_COURS"
    PASSEE = "PASSEE"


LIBELLES_INTENSITE = {
    Intensite.ABORDEE: n_("abordée"),
    Intensite.PRATIQUEE: n_("pratiquée"),
    Intensite.EVALUEE: n_("évaluée"),
}
LETTRES_INTENSITE = {Intensite.ABORDEE: "A", Intensite.PRATIQUEE: "P", Intensite.EVALUEE: "E"}
LIBELLES_MODALITE = {
    ModaliteSession.PRESENTIEL: n_("En présence"),
    ModaliteSession.DISTANCE: n_("À distance"),
    ModaliteSession.MIXTE: n_("En présence et à distance"),
}
LIBELLES_DEMI_JOURNEE = {
    DemiJournee.MATIN: n_("matin"),
    DemiJournee.APRES_MIDI: n_("après-midi"),
}
LIBELLES_ROLE_SESSION = {
    RoleSession.FORMATEUR: n_("Forme et évalue"),
    RoleSession.EVALUATEUR: n_("Évalue seulement"),
}
LIBELLES_ETAT_SESSION = {
    EtatSession.A_VENIR: n_("À venir"),
    EtatSession.EN_COURS: n_("En cours"),
    EtatSession.PASSEE: n_("Passées"),
}
