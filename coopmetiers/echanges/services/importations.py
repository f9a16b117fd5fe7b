"""Reprendre un référentiel d’un fichier : écrire au brouillon ce que son aperçu a montré."""

from __future__ import annotations

from dataclasses import replace

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.echanges.permissions import A
from coopmetiers.echanges.queries import Apercu
from coopmetiers.referentiel.contenu import ContenuVersion
from coopmetiers.referentiel.enums import EtatVersion
from coopmetiers.referentiel.services import brouillons
from coopmetiers.referentiel.services.brouillons import Ouverture


def appliquer(
    acteur: Identity, apercu: Apercu, *, version: str = "", porteuse: str = ""
) -> Ouverture | None:
    """Écrit au brouillon ce que l’aperçu a montré, en entier ou pas du tout.

    Comparé à un brouillon, il le remplace ; à une version publiée, il ouvre le brouillon suivant,
    sous le numéro `version` ; sans base, il ouvre un référentiel neuf. Rien à changer : rien n’est
    écrit, et rien n’est rendu. Lève `RuleViolation` comme `brouillons.ouvrir` et `remplacer`.
    """
    require(acteur, A.IMPORTER_REFERENTIEL)
    if apercu.comparaison.est_vide:
        return None
    base = apercu.base
    if base is not None and base.etat is EtatVersion.BROUILLON:
        ecrit = brouillons.remplacer(acteur, base.version_id, apercu.contenu, lue=apercu.lue)
    else:
        numero = version or (_suivant(base.version) if base else "")
        ecrit = brouillons.ouvrir(acteur, _date(apercu.contenu, numero), porteuse=porteuse)
    consigner(
        acteur,
        A.IMPORTER_REFERENTIEL,
        Reference("version_referentiel", ecrit.version_id),
        {"format": apercu.genre, "changements": apercu.comparaison.total},
    )
    return ecrit


def _suivant(version: str) -> str:
    """Le numéro qui suit : le dernier nombre augmente d’un (« 0.1 » donne « 0.2 »)."""
    tete, point, dernier = version.rpartition(".")
    return f"{tete}{point}{int(dernier) + 1}" if dernier.isdigit() else f"{version}.1"


def _date(contenu: ContenuVersion, numero: str) -> ContenuVersion:
    presentation = replace(contenu.presentation, date=clock.today())
    if numero:
        presentation = replace(presentation, version=numero)
    return replace(contenu, presentation=presentation)
