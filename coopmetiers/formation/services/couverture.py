"""Relier les modules d’une formation aux compétences du référentiel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from coopmetiers.audit import services as audit
from coopmetiers.base import permissions
from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.formation import queries, references
from coopmetiers.formation.models import Couverture, Formation, ModuleFormation
from coopmetiers.formation.permissions import A
from coopmetiers.formation.rules import formations as regles
from coopmetiers.formation.rules.couverture import SaisieLien
from coopmetiers.referentiel.models import Competence

Cases = dict[tuple[int, int], Couverture]


@dataclass(frozen=True)
class Bilan:
    """Ce qu’une saisie a changé, en cases : « C1.1.1 M2 »."""

    poses: tuple[str, ...]
    changes: tuple[str, ...]
    otes: tuple[str, ...]

    @property
    def nombre(self) -> int:
        """Combien de cases ont changé."""
        return len(self.poses) + len(self.changes) + len(self.otes)


def relier(acteur: Identity, formation_id: str, saisie: Sequence[SaisieLien]) -> Bilan:
    """Pose, change ou ôte les liens dits ; les cases dont on ne dit rien ne bougent pas.

    Redire une case telle qu’elle est ne change rien et ne consigne rien. Lève `Forbidden`,
    `NotFound` (formation, module d’une autre formation, compétence d’une autre version),
    `RuleViolation` (formation archivée).
    """
    permissions.require(acteur, A.RELIER)
    formation = queries.formation_par_id(formation_id, pour_ecrire=True)
    regles.verifier_ouverte(formation.archivee_a is not None)
    modules = {module.module_id: module for module in formation.modules}
    competences = _competences(formation, {lien.code_competence for lien in saisie})
    cases = _cases(list(modules.values()))
    journal: dict[str, list[str]] = {"poses": [], "changes": [], "otes": []}
    for lien in saisie:
        if lien.module_id not in modules or lien.code_competence not in competences:
            raise NotFound
        module, cle_competence = modules[lien.module_id], competences[lien.code_competence]
        sort = _poser(cases, module, cle_competence, lien)
        if sort:
            journal[sort].append(f"{lien.code_competence} {module.code}")
    bilan = Bilan(*(tuple(journal[sort]) for sort in ("poses", "changes", "otes")))
    if bilan.nombre:
        objet = references.de_la_formation(formation, acteur)
        audit.consigner(acteur, A.RELIER, objet, {s: cs for s, cs in journal.items() if cs})
    return bilan


def _poser(
    cases: Cases, module: ModuleFormation, cle_competence: int, lien: SaisieLien
) -> str | None:
    """Écrit une case et rend son sort (`poses`, `changes`, `otes`) ; rien si rien ne change."""
    place = module.cle, cle_competence
    existante = cases.get(place)
    if existante is None and lien.intensite is None:
        return None
    if existante is None:
        cases[place] = Couverture(
            cle_module=module.cle, cle_competence=cle_competence, intensite=lien.intensite
        )
        db.session.add(cases[place])
        return "poses"
    if lien.intensite is None:
        db.session.delete(cases.pop(place))
        return "otes"
    if existante.intensite == lien.intensite:
        return None
    existante.intensite = lien.intensite
    return "changes"


def _competences(formation: Formation, codes: set[str]) -> dict[str, int]:
    lignes = db.session.execute(
        select(Competence.code, Competence.cle).where(
            Competence.cle_version == formation.cle_version, Competence.code.in_(codes)
        )
    )
    return dict(lignes.all())


def _cases(modules: Sequence[ModuleFormation]) -> Cases:
    lignes = db.session.scalars(
        select(Couverture).where(Couverture.cle_module.in_([module.cle for module in modules]))
    )
    return {(ligne.cle_module, ligne.cle_competence): ligne for ligne in lignes}
