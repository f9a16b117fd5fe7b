"""Reprendre un référentiel d’un fichier : le recevoir, écrire au brouillon, y revenir.

Un fichier reçu n’écrit rien : il est gardé, et son aperçu se recalcule. L’appliquer écrit un
brouillon en entier ; l’annuler rend ce qu’il y avait, tant que personne n’y a retouché.
"""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy import select

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock, vault
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound, RuleViolation
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import require
from coopmetiers.base.texts import n_
from coopmetiers.echanges.enums import EtatImportation, Format
from coopmetiers.echanges.models import Importation
from coopmetiers.echanges.permissions import A
from coopmetiers.echanges.queries import Apercu
from coopmetiers.echanges.queries.importations import apercu_de
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.contenu import ContenuVersion, empreinte
from coopmetiers.referentiel.contenu.valeurs import depuis_valeurs, en_valeurs
from coopmetiers.referentiel.enums import EtatVersion
from coopmetiers.referentiel.services import brouillons
from coopmetiers.referentiel.services.brouillons import Ouverture

NOM_MAX = 200  # signes d’un nom de fichier gardé


def preparer(
    acteur: Identity,
    octets: bytes,
    *,
    nom: str,
    genre: Format,
    version_id: str = "",
    code: str = "",
) -> str:
    """Reçoit un fichier et le garde ; rend l’identifiant de l’importation à regarder.

    `version_id` est la version à laquelle le comparer, vide pour la dernière de son code. Rien
    n’est écrit du référentiel. Lève `FichierRefuse` et les refus de l’aperçu : un fichier qui ne
    se lit pas n’est pas gardé.
    """
    require(acteur, A.IMPORTER_REFERENTIEL)
    importation = Importation(
        genre=genre,
        nom_fichier=nom[-NOM_MAX:],
        empreinte_fichier=vault.digest(octets),
        code=code,
        version_id=version_id,
        cle_utilisateur=acteur.user_key,
        par=acteur.name,
        preparee_a=clock.now(),
    )
    apercu_de(acteur, importation, octets)
    vault.store(octets)
    db.session.add(importation)
    db.session.flush()
    _consigner(acteur, importation, "prepare")
    return importation.importation_id


def appliquer_importation(
    acteur: Identity,
    importation_id: str,
    *,
    lue: str,
    version: str = "",
    malgre_conflits: bool = False,
) -> Ouverture:
    """Écrit au brouillon ce que l’aperçu a montré, en entier ou pas du tout.

    `lue` est l’empreinte de la version que l’aperçu montrait. Lève `NotFound`, ou `RuleViolation` :
    `deja_appliquee`, `apercu_perime`, `rien_a_changer`, `conflits`, et les refus de `brouillons`.
    """
    require(acteur, A.IMPORTER_REFERENTIEL)
    importation = _verrouillee(importation_id)
    if importation.etat != EtatImportation.PREPAREE:
        raise RuleViolation("deja_appliquee", n_("Cette importation est déjà faite."))
    apercu = apercu_de(acteur, importation, vault.fetch(importation.empreinte_fichier))
    if apercu.lue != lue:
        message = n_("La version comparée a changé depuis cet aperçu : relisez-le.")
        raise RuleViolation("apercu_perime", message)
    if apercu.conflits and not malgre_conflits:
        message = n_("Des éléments ont changé ici depuis la sortie du fichier : dites quoi garder.")
        raise RuleViolation("conflits", message, field="malgre_conflits")
    avant = _brouillon_de(apercu)
    ecrit = appliquer(acteur, apercu, version=version)
    if ecrit is None:
        raise RuleViolation("rien_a_changer", n_("Ce fichier ne change rien."))
    importation.etat, importation.appliquee_a = EtatImportation.APPLIQUEE, clock.now()
    importation.ecrite_id, importation.ecrite = ecrit.version_id, ecrit.empreinte
    importation.bilan = apercu.comparaison.phrase()
    importation.avant = _garder(avant) if avant else ""
    return ecrit


def annuler(acteur: Identity, importation_id: str) -> None:
    """Rend ce qu’il y avait avant : le brouillon reprend son contenu, ou n’existe plus.

    Lève `NotFound`, ou `RuleViolation` : `pas_appliquee`, `brouillon_change` (quelqu’un l’a écrit
    depuis), `version_figee` (il est publié).
    """
    require(acteur, A.IMPORTER_REFERENTIEL)
    importation = _verrouillee(importation_id)
    if importation.etat != EtatImportation.APPLIQUEE:
        raise RuleViolation("pas_appliquee", n_("Cette importation n’est pas appliquée."))
    version = brouillons.brouillon_verrouille(acteur, importation.ecrite_id)
    if importation.avant:
        rendu = depuis_valeurs(json.loads(vault.fetch(importation.avant)))
        brouillons.remplacer(acteur, version.version_id, rendu, lue=importation.ecrite)
    else:
        if empreinte(referentiel.contenu(version.cle)) != importation.ecrite:
            message = n_("Ce brouillon a changé depuis : abandonnez-le, ou corrigez-le.")
            raise RuleViolation("brouillon_change", message)
        brouillons.abandonner(acteur, version.version_id)
    importation.etat, importation.annulee_a = EtatImportation.ANNULEE, clock.now()
    _consigner(acteur, importation, "annule")


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


def _garder(contenu: ContenuVersion) -> str:
    """Range au coffre ce que disait le brouillon ; rend l’empreinte par où le relire."""
    return vault.store(json.dumps(en_valeurs(contenu), ensure_ascii=False).encode())


def _brouillon_de(apercu: Apercu) -> ContenuVersion | None:
    """Ce que disait le brouillon qui va être remplacé ; rien quand un brouillon s’ouvrira."""
    base = apercu.base
    if base is None or base.etat is not EtatVersion.BROUILLON:
        return None
    return referentiel.contenu(base.cle)


def _verrouillee(importation_id: str) -> Importation:
    importation = db.session.scalar(
        select(Importation).where(Importation.importation_id == importation_id).with_for_update()
    )
    if importation is None:
        raise NotFound
    return importation


def _consigner(acteur: Identity, importation: Importation, geste: str) -> None:
    consigner(
        acteur,
        A.IMPORTER_REFERENTIEL,
        Reference("importation", importation.importation_id),
        {"geste": geste, "format": importation.genre, "fichier": importation.nom_fichier},
    )
