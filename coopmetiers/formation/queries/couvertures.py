"""Ce qu’une formation couvre du référentiel, module par module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import func, select

from coopmetiers.base.db import db
from coopmetiers.formation.enums import Intensite
from coopmetiers.formation.models import Couverture, ModuleFormation
from coopmetiers.formation.queries.formations import ModuleVu
from coopmetiers.formation.rules import couverture as regles
from coopmetiers.referentiel.models import ElementReferentiel


@dataclass(frozen=True)
class CouvertureVue:
    """Les modules d’une formation et leurs liens, par `module_id` et code de compétence."""

    modules: tuple[ModuleVu, ...]
    liens: Mapping[tuple[str, str], Intensite]

    @cached_property
    def intensites(self) -> Mapping[str, Intensite]:
        """L’intensité de chaque compétence reliée : la plus forte de ses modules."""
        return regles.plus_fortes(
            (code, intensite) for (_module, code), intensite in self.liens.items()
        )

    def competences_de(self, module_id: str) -> int:
        """Combien de compétences un module travaille."""
        return sum(module == module_id for module, _code in self.liens)

    def perdues_sans(self, module_id: str) -> tuple[str, ...]:
        """Les codes des compétences que ce module est seul à travailler."""
        ailleurs = {code for module, code in self.liens if module != module_id}
        siennes = (code for module, code in self.liens if module == module_id)
        return tuple(sorted(code for code in siennes if code not in ailleurs))

    def modules_de(self, code_competence: str) -> int:
        """Combien de modules travaillent une compétence."""
        return sum((module.module_id, code_competence) in self.liens for module in self.modules)


def couverture(cle_formation: int) -> CouvertureVue:
    """Tous les liens d’une formation, en deux requêtes."""
    modules = db.session.scalars(
        select(ModuleFormation)
        .where(ModuleFormation.cle_formation == cle_formation)
        .order_by(ModuleFormation.rang)
    ).all()
    lignes = db.session.execute(
        select(ModuleFormation.module_id, ElementReferentiel.code, Couverture.intensite)
        .join(Couverture, Couverture.cle_module == ModuleFormation.cle)
        .join(ElementReferentiel, ElementReferentiel.cle == Couverture.cle_competence)
        .where(ModuleFormation.cle_formation == cle_formation)
    )
    return CouvertureVue(
        modules=tuple(
            ModuleVu(module.module_id, module.code, module.intitule, module.duree_minutes)
            for module in modules
        ),
        liens={(module_id, code): Intensite(dite) for module_id, code, dite in lignes},
    )


def nb_liens(cle_module: int) -> int:
    """Combien de compétences un module couvre."""
    compte = select(func.count(Couverture.cle)).where(Couverture.cle_module == cle_module)
    return db.session.scalar(compte) or 0
