"""Comment se dit une action : ce qu’elle permet de faire, et ce qu’elle a fait.

Chaque action de chaque pièce y a deux textes : à l’infinitif (la page des droits), au passé composé
après un nom (le journal). Un test refuse une action sans phrase.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from coopmetiers.audit.mots import NATURES, PRECISIONS
from coopmetiers.base.i18n import _, ngettext
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
    "certification.candidature.presenter": (
        n_("Présenter une personne à un jury"),
        n_("a présenté une candidature"),
    ),
    "certification.certificat.consulter": (
        n_("Voir les certificats délivrés"),
        n_("a vu les certificats délivrés"),
    ),
    "certification.certificat.produire": (
        n_("Dessiner un certificat"),
        n_("a produit un certificat"),
    ),
    "certification.certificat.revoquer": (
        n_("Révoquer un certificat"),
        n_("a révoqué un certificat"),
    ),
    "certification.certificat.telecharger": (
        n_("Télécharger un certificat"),
        n_("a téléchargé un certificat"),
    ),
    "certification.jury.composer": (n_("Composer un jury"), n_("a composé un jury")),
    "certification.jury.consulter": (
        n_("Voir un jury et ses dossiers"),
        n_("a vu un jury et ses dossiers"),
    ),
    "certification.jury.decider": (
        n_("Décider sur une compétence"),
        n_("a pris une décision de jury"),
    ),
    "certification.jury.lister": (n_("Voir la liste des jurys"), n_("a vu la liste des jurys")),
    "certification.jury.proclamer": (
        n_("Proclamer les résultats d’un jury"),
        n_("a proclamé les résultats d’un jury"),
    ),
    "certification.jury.signer": (
        n_("Signer les décisions d’un jury"),
        n_("a signé les décisions d’un jury"),
    ),
    "comptes.appartenance.choisir": (
        n_("Choisir au titre de quoi agir"),
        n_("a changé d’organisation active"),
    ),
    "comptes.compte.bloquer": (
        n_("Faire attendre un compte trop essayé"),
        n_("a manqué trop d’essais : le compte attend"),
    ),
    "comptes.courriel.envoyer": (n_("Envoyer un courriel"), n_("a envoyé un courriel")),
    "comptes.droits.consulter": (n_("Lire qui peut faire quoi"), n_("a lu qui peut faire quoi")),
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
        n_("Choisir un mot de passe par courriel"),
        n_("a choisi un mot de passe par courriel"),
    ),
    "comptes.organisation.consulter": (
        n_("Voir la fiche d’une organisation"),
        n_("a vu la fiche d’une organisation"),
    ),
    "comptes.organisation.creer": (n_("Créer une organisation"), n_("a créé une organisation")),
    "comptes.organisation.fonder": (n_("Fonder la plateforme"), n_("a fondé la plateforme")),
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
    "echanges.referentiel.exporter": (
        n_("Emporter le référentiel en classeur"),
        n_("a emporté le référentiel en classeur"),
    ),
    "echanges.referentiel.importer": (
        n_("Reprendre un référentiel d’un fichier"),
        n_("a repris un référentiel d’un fichier"),
    ),
    "echanges.session.exporter": (
        n_("Emporter une session en classeur"),
        n_("a emporté une session en classeur"),
    ),
    "formation.affectation.affecter": (
        n_("Affecter une personne à une session"),
        n_("a affecté une personne à une session"),
    ),
    "formation.affectation.retirer": (
        n_("Retirer une personne d’une session"),
        n_("a retiré une personne d’une session"),
    ),
    "formation.couverture.relier": (
        n_("Dire ce qu’une formation couvre"),
        n_("a dit ce qu’une formation couvre"),
    ),
    "formation.creneau.ajouter": (n_("Ajouter une demi-journée"), n_("a ajouté une demi-journée")),
    "formation.creneau.engendrer": (
        n_("Poser les demi-journées d’une session"),
        n_("a posé les demi-journées d’une session"),
    ),
    "formation.creneau.retirer": (n_("Retirer une demi-journée"), n_("a retiré une demi-journée")),
    "formation.formation.archiver": (n_("Archiver une formation"), n_("a archivé une formation")),
    "formation.formation.creer": (n_("Créer une formation"), n_("a créé une formation")),
    "formation.formation.desarchiver": (
        n_("Reprendre une formation archivée"),
        n_("a repris une formation archivée"),
    ),
    "formation.formation.lire": (n_("Voir les formations"), n_("a vu les formations")),
    "formation.formation.modifier": (n_("Modifier une formation"), n_("a modifié une formation")),
    "formation.module.creer": (n_("Ajouter un module"), n_("a ajouté un module")),
    "formation.module.deplacer": (n_("Déplacer un module"), n_("a déplacé un module")),
    "formation.module.modifier": (n_("Modifier un module"), n_("a modifié un module")),
    "formation.module.retirer": (n_("Retirer un module"), n_("a retiré un module")),
    "formation.session.lire": (n_("Voir une session"), n_("a vu une session")),
    "formation.session.modifier": (n_("Modifier une session"), n_("a modifié une session")),
    "formation.session.ouvrir": (n_("Ouvrir une session"), n_("a ouvert une session")),
    "parcours.apprenant.lister": (
        n_("Voir la liste des apprenant·es"),
        n_("a vu la liste des apprenant·es"),
    ),
    "parcours.assiduite.emarger": (
        n_("Faire signer une demi-journée"),
        n_("a fait signer une demi-journée"),
    ),
    "parcours.autopositionnement.declarer": (
        n_("Dire où l’on se situe"),
        n_("a dit où elle ou il se situe"),
    ),
    "parcours.etat.reconstruire": (
        n_("Recalculer les niveaux courants"),
        n_("a recalculé les niveaux courants"),
    ),
    "parcours.evaluation.corriger": (
        n_("Corriger une évaluation par une autre"),
        n_("a corrigé une évaluation par une autre"),
    ),
    "parcours.evaluation.creer": (n_("Évaluer une compétence"), n_("a évalué une compétence")),
    "parcours.groupe.consulter": (
        n_("Voir la grille d’un groupe"),
        n_("a vu la grille d’un groupe"),
    ),
    "parcours.inscription.changer_version": (
        n_("Changer la version d’une inscription"),
        n_("a changé la version d’une inscription"),
    ),
    "parcours.inscription.consulter": (n_("Voir une inscription"), n_("a vu une inscription")),
    "parcours.inscription.creer": (n_("Inscrire une personne"), n_("a inscrit une personne")),
    "parcours.inscription.modifier": (
        n_("Modifier une inscription"),
        n_("a modifié une inscription"),
    ),
    "parcours.inscription.reprendre": (
        n_("Reprendre une inscription rompue"),
        n_("a repris une inscription rompue"),
    ),
    "parcours.inscription.rompre": (n_("Rompre une inscription"), n_("a rompu une inscription")),
    "parcours.preuve.deposer": (n_("Déposer une preuve"), n_("a déposé une preuve")),
    "parcours.preuve.retirer": (n_("Retirer une preuve"), n_("a retiré une preuve")),
    "parcours.progression.suivre": (n_("Suivre une progression"), n_("a suivi une progression")),
    "referentiel.brouillon.ecrire": (n_("Écrire un brouillon"), n_("a écrit un brouillon")),
    "referentiel.recensement.charger": (
        n_("Charger le recensement des formations"),
        n_("a chargé le recensement des formations"),
    ),
    "referentiel.version.publier": (
        n_("Publier une version du référentiel"),
        n_("a publié une version du référentiel"),
    ),
}

_MONTRES = 4
_EMPREINTE = 64


def au_passe(action: str) -> str:
    """Ce que l’action a fait, à dire après un nom ; à défaut de phrase, son code."""
    return PHRASES[action][1] if action in PHRASES else action


def a_l_infinitif(action: str) -> str:
    """Ce que l’action permet de faire."""
    return PHRASES[action][0] if action in PHRASES else action


def nature(mot: str) -> str:
    """Ce dont parle une ligne, dans les mots de l’écran."""
    return _(NATURES[mot]) if mot in NATURES else mot.replace("_", " ")


def precisions(details: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Les précisions d’une ligne, en mots : ce qui est vide ou faux n’est pas dit."""
    return tuple(
        (_(PRECISIONS[nom]) if nom in PRECISIONS else nom.replace("_", " "), _en_mots(valeur))
        for nom, valeur in sorted(details.items())
        if valeur not in (None, False, "", [], {})
    )


def _en_mots(valeur: Any) -> str:
    if valeur is True:
        return _("oui")
    if isinstance(valeur, dict):
        return ", ".join(f"{nombre} {mot}" for mot, nombre in Counter(valeur.values()).items())
    if isinstance(valeur, list) and all(isinstance(v, list) for v in valeur):
        return str(len(valeur))
    if isinstance(valeur, list):
        dites = ", ".join(map(str, valeur[:_MONTRES]))
        reste = len(valeur) - _MONTRES
        return (
            dites
            if reste <= 0
            else dites + ngettext(" et %(num)s autre", " et %(num)s autres", reste)
        )
    texte = str(valeur)
    return f"{texte[:12]}…" if len(texte) == _EMPREINTE else texte
