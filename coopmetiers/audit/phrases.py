"""Comment se dit une action : ce qu’elle permet de faire, et ce qu’elle a fait.

Chaque action de chaque pièce y a deux textes : à l’infinitif (la page des droits), au passé composé
après un nom (le journal). Un test refuse une action sans phrase.
"""

from __future__ import annotations

from coopmetiers.base.texts import n_

#: Les pièces, dans l’ordre de la pile.
PIECES = {
    "audit": n_("Journal"),
    "comptes": n_("Comptes et organisations"),
    "referentiel": n_("Référentiel"),
    "formation": n_("Formations et sessions"),
    "parcours": n_("Parcours"),
    "certification": n_("Jurys et certificats"),
    "echanges": n_("Imports et exports"),
    "tableaux": n_("Accueils"),
}

#: Les portes sans personne derrière.
PORTES = {"cli": n_("La ligne de commande"), "jobs": n_("Les travaux de fond")}

PHRASES: dict[str, tuple[str, str]] = {
    "audit.journal.consulter": (n_("Lire le journal"), n_("a lu le journal")),
    "audit.journal.verifier": (n_("Vérifier le journal"), n_("a vérifié le journal")),
    "audit.plateforme.consulter": (
        n_("Lire le journal de la plateforme"),
        n_("a lu le journal de la plateforme"),
    ),
    "comptes.appartenance.choisir": (
        n_("Choisir au titre de quoi agir"),
        n_("a changé d’organisation active"),
    ),
    "comptes.compte.bloquer": (
        n_("Faire attendre un compte trop essayé"),
        n_("a manqué trop d’essais : le compte attend"),
    ),
    "comptes.courriel.ecrire": (n_("Écrire un courriel"), n_("a écrit un courriel")),
    "comptes.courriel.envoyer": (n_("Envoyer un courriel"), n_("a envoyé un courriel")),
    "comptes.droits.consulter": (
        n_("Lire qui peut faire quoi"),
        n_("a lu qui peut faire quoi"),
    ),
    "comptes.habilitation.accorder": (n_("Habiliter un organisme"), n_("a habilité un organisme")),
    "comptes.habilitation.retirer": (
        n_("Retirer une habilitation"),
        n_("a retiré une habilitation"),
    ),
    "comptes.invitation.accepter": (n_("Ouvrir son compte"), n_("a ouvert son compte")),
    "comptes.membre.consulter": (n_("Voir les membres"), n_("a vu les membres")),
    "comptes.membre.inviter": (n_("Inviter une personne"), n_("a invité une personne")),
    "comptes.membre.relancer": (n_("Relancer une invitation"), n_("a relancé une invitation")),
    "comptes.membre.terminer": (
        n_("Mettre fin à une appartenance"),
        n_("a mis fin à une appartenance"),
    ),
    "comptes.mot_de_passe.changer": (
        n_("Changer son mot de passe"),
        n_("a changé son mot de passe"),
    ),
    "comptes.mot_de_passe.demander": (
        n_("Demander un nouveau mot de passe"),
        n_("a demandé un nouveau mot de passe"),
    ),
    "comptes.mot_de_passe.reinitialiser": (
        n_("Choisir un nouveau mot de passe par courriel"),
        n_("a choisi un nouveau mot de passe par courriel"),
    ),
    "comptes.organisation.consulter": (
        n_("Voir la fiche d’une organisation"),
        n_("a vu la fiche d’une organisation"),
    ),
    "comptes.organisation.creer": (n_("Créer une organisation"), n_("a créé une organisation")),
    "comptes.organisation.fonder": (
        n_("Fonder la plateforme"),
        n_("a fondé la plateforme"),
    ),
    "comptes.organisation.inviter": (
        n_("Inviter dans une autre organisation"),
        n_("a invité dans une autre organisation"),
    ),
    "comptes.organisation.lister": (
        n_("Voir toutes les organisations"),
        n_("a vu toutes les organisations"),
    ),
    "comptes.organisation.modifier": (
        n_("Tenir la fiche de l’organisation"),
        n_("a modifié la fiche de l’organisation"),
    ),
    "comptes.session.ouvrir": (n_("Se connecter"), n_("s’est connecté·e")),
}


def au_passe(action: str) -> str:
    """Ce que l’action a fait, à dire après un nom ; à défaut de phrase, son code."""
    return PHRASES[action][1] if action in PHRASES else action


def a_l_infinitif(action: str) -> str:
    """Ce que l’action permet de faire."""
    return PHRASES[action][0] if action in PHRASES else action
