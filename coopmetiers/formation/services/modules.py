"""Écrire les modules d’une formation, les corriger, les ranger, les retirer."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import select

from coopmetiers.audit import services as audit
from coopmetiers.base import permissions
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.formation import queries, references
from coopmetiers.formation.models import Formation, ModuleFormation
from coopmetiers.formation.permissions import A
from coopmetiers.formation.rules import formations as regles
from coopmetiers.formation.rules.formations import SaisieModule


class Sens(StrEnum):
    """Vers où un module se déplace dans la liste."""

    MONTER = "MONTER"
    DESCENDRE = "DESCENDRE"


def creer(
    acteur: Identity, formation_id: str, saisies: tuple[SaisieModule, ...]
) -> tuple[ModuleFormation, ...]:
    """Ajoute des modules à la suite ; sans code dit, ils prennent M1, M2…

    Lève `Forbidden`, `NotFound`, `RuleViolation` (formation archivée, intitulé, durée, code pris).
    """
    permissions.require(acteur, A.CREER_MODULE)
    formation = queries.formation_par_id(formation_id, pour_ecrire=True)
    regles.verifier_ouverte(formation.archivee_a is not None)
    codes = [module.code for module in formation.modules]
    rang = max((module.rang for module in formation.modules), default=0)
    crees = []
    for saisie in saisies:
        regles.verifier_module(saisie, codes)
        code, rang = saisie.code or regles.code_suivant(codes), rang + 1
        codes.append(code)
        crees.append(
            ModuleFormation(
                formation=formation,
                rang=rang,
                code=code,
                intitule=saisie.intitule,
                duree_minutes=saisie.minutes,
            )
        )
    db.session.add_all(crees)
    db.session.flush()
    details = {"codes": [module.code for module in crees]}
    audit.consigner(acteur, A.CREER_MODULE, references.de_la_formation(formation, acteur), details)
    return tuple(crees)


def modifier(acteur: Identity, module_id: str, saisie: SaisieModule) -> ModuleFormation:
    """Corrige le code, l’intitulé ou la durée d’un module ; ses liens ne bougent pas.

    Lève `Forbidden`, `NotFound`, `RuleViolation` (formation archivée, intitulé, durée, code pris).
    """
    permissions.require(acteur, A.MODIFIER_MODULE)
    module = _module(module_id)
    regles.verifier_module(
        saisie, {m.code for m in module.formation.modules if m.cle != module.cle}
    )
    module.code = saisie.code or module.code
    module.intitule = saisie.intitule
    module.duree_minutes = saisie.minutes
    details = {"module": module.code, "minutes": module.duree_minutes}
    audit.consigner(
        acteur, A.MODIFIER_MODULE, references.de_la_formation(module.formation, acteur), details
    )
    return module


def deplacer(acteur: Identity, module_id: str, sens: Sens) -> ModuleFormation:
    """Échange un module avec son voisin ; au bout de la liste, rien ne bouge.

    Lève `Forbidden`, `NotFound`, `RuleViolation` (formation archivée).
    """
    permissions.require(acteur, A.DEPLACER_MODULE)
    module = _module(module_id)
    rangees = list(module.formation.modules)
    place = rangees.index(module)
    voisine = place + (1 if sens == Sens.DESCENDRE else -1)
    if 0 <= voisine < len(rangees):
        voisin = rangees[voisine]
        module.rang, voisin.rang = voisin.rang, module.rang
        details = {"module": module.code, "sens": sens}
        audit.consigner(
            acteur, A.DEPLACER_MODULE, references.de_la_formation(module.formation, acteur), details
        )
    return module


def retirer(acteur: Identity, module_id: str, *, avec_ses_liens: bool = False) -> Formation:
    """Retire un module ; ses liens de couverture disparaissent avec lui, si on l’a confirmé.

    Lève `Forbidden`, `NotFound`, `RuleViolation` (formation archivée, module encore relié).
    """
    permissions.require(acteur, A.RETIRER_MODULE)
    module = _module(module_id)
    formation, nb_liens = module.formation, queries.nb_liens(module.cle)
    regles.verifier_retrait(nb_liens, avec_ses_liens=avec_ses_liens)
    details = {"module": module.code, "intitule": module.intitule, "liens": nb_liens}
    audit.consigner(
        acteur, A.RETIRER_MODULE, references.de_la_formation(formation, acteur), details
    )
    db.session.delete(module)
    db.session.flush()
    db.session.expire(formation, ["modules"])
    return formation


def _module(module_id: str) -> ModuleFormation:
    """Le module, sa formation verrouillée et au catalogue. Lève `NotFound`, `RuleViolation`."""
    trouve = db.session.execute(
        select(ModuleFormation, Formation.formation_id)
        .join(Formation, Formation.cle == ModuleFormation.cle_formation)
        .where(ModuleFormation.module_id == module_id)
    ).one_or_none()
    if trouve is None:
        raise NotFound
    module, formation_id = trouve
    formation = queries.formation_par_id(formation_id, pour_ecrire=True)
    regles.verifier_ouverte(formation.archivee_a is not None)
    return module
