"""Le catalogue d’un organisme et la fiche d’une formation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.pagination import Page, paginate
from coopmetiers.base.permissions import can
from coopmetiers.base.texts import folded
from coopmetiers.formation.enums import Intensite
from coopmetiers.formation.models import (
    Couverture,
    Formation,
    ModuleFormation,
    SessionFormation,
)
from coopmetiers.formation.permissions import A
from coopmetiers.referentiel.models import Competence, VersionReferentiel


@dataclass(frozen=True)
class ModuleVu:
    """Un module d’une formation ; durée en minutes."""

    module_id: str
    code: str
    intitule: str
    minutes: int

    @property
    def nom(self) -> str:
        """« M1 Lire un territoire »."""
        return f"{self.code} {self.intitule}"


@dataclass(frozen=True)
class FormationVue:
    """La fiche d’une formation ; `version` est le numéro de la version du référentiel suivie."""

    cle: int
    formation_id: str
    intitule: str
    objectifs: str
    public_vise: str
    prerequis: str
    cle_version: int
    version_id: str
    code_referentiel: str
    version: str
    titre_referentiel: str
    archivee_a: datetime | None
    modules: tuple[ModuleVu, ...]

    @property
    def est_archivee(self) -> bool:
        """Vrai si la formation est sortie du catalogue."""
        return self.archivee_a is not None

    @property
    def minutes(self) -> int:
        """La durée de tous les modules, en minutes."""
        return sum(module.minutes for module in self.modules)


@dataclass(frozen=True)
class LigneCatalogue:
    """Une formation dans le catalogue ; les compétences comptées sont celles de sa version."""

    formation_id: str
    intitule: str
    version: str
    est_archivee: bool
    nb_modules: int
    minutes: int
    nb_sessions: int
    nb_competences: int
    nb_couvertes: int
    nb_evaluees: int


def formation_par_id(formation_id: str, *, pour_ecrire: bool = False) -> Formation:
    """La ligne d’une formation de l’organisation liée, verrouillée si on va l’écrire.

    Lève `NotFound`.
    """
    demande = select(Formation).where(Formation.formation_id == formation_id)
    if pour_ecrire:
        demande = demande.with_for_update()
    formation = db.session.scalar(demande)
    if formation is None:
        raise NotFound
    return formation


def formation_vue(acteur: Identity, formation_id: str) -> FormationVue:
    """La fiche d’une formation de l’organisme. Lève `NotFound` si la personne n’a pas à la voir."""
    demande = (
        select(Formation)
        .where(Formation.formation_id == formation_id)
        .options(
            joinedload(Formation.version).joinedload(VersionReferentiel.referentiel),
            selectinload(Formation.modules),
        )
    )
    formation = db.session.scalar(demande) if can(acteur, A.LIRE_FORMATION) else None
    if formation is None:
        raise NotFound
    return FormationVue(
        cle=formation.cle,
        formation_id=formation.formation_id,
        intitule=formation.intitule,
        objectifs=formation.objectifs,
        public_vise=formation.public_vise,
        prerequis=formation.prerequis,
        cle_version=formation.cle_version,
        version_id=formation.version.version_id,
        code_referentiel=formation.version.referentiel.code,
        version=formation.version.version,
        titre_referentiel=formation.version.titre,
        archivee_a=formation.archivee_a,
        modules=tuple(map(_module_vu, formation.modules)),
    )


def _module_vu(module: ModuleFormation) -> ModuleVu:
    return ModuleVu(module.module_id, module.code, module.intitule, module.duree_minutes)


def catalogue(recherche: str = "", *, archivees: bool = False, page: int = 1, le: date) -> Page:
    """Une page du catalogue de l’organisation liée, par intitulé ; `le` date les sessions comptées.

    Les sessions comptées sont celles qui ne sont pas finies ce jour-là.
    """
    trouvee = paginate(_formations(recherche, archivees), page)
    return replace(trouvee, items=_lignes(trouvee.items, le))


def nb_archivees() -> int:
    """Combien de formations de l’organisation liée sont hors du catalogue."""
    compte = select(func.count(Formation.cle)).where(Formation.archivee_a.is_not(None))
    return db.session.scalar(compte) or 0


def _formations(recherche: str, archivees: bool) -> Select[Formation]:
    hors_catalogue = Formation.archivee_a.is_not(None)
    demande = (
        select(Formation)
        .where(hors_catalogue if archivees else ~hors_catalogue)
        .options(joinedload(Formation.version))
        .order_by(func.lower(Formation.intitule), Formation.cle)
    )
    return demande.where(Formation.cle.in_(_trouvees(recherche))) if recherche else demande


def _trouvees(recherche: str) -> list[int]:
    """Les clés des formations dont l’intitulé contient ces mots, sans regarder les accents.

    Un catalogue tient en quelques centaines d’intitulés : on les compare ici plutôt qu’en base, qui
    ne sait pas replier les accents sur SQLite.
    """
    mots = folded(recherche).split()
    lignes = db.session.execute(select(Formation.cle, Formation.intitule))
    return [cle for cle, intitule in lignes if all(mot in folded(intitule) for mot in mots)]


def _lignes(formations: Sequence[Formation], le: date) -> tuple[LigneCatalogue, ...]:
    cles = [formation.cle for formation in formations]
    durees = _modules_par_formation(cles)
    liens = _competences_par_formation(cles)
    sessions = _sessions_par_formation(cles, le)
    totaux = _competences_par_version({formation.cle_version for formation in formations})
    return tuple(
        LigneCatalogue(
            formation_id=formation.formation_id,
            intitule=formation.intitule,
            version=formation.version.version,
            est_archivee=formation.archivee_a is not None,
            nb_modules=durees.get(formation.cle, (0, 0))[0],
            minutes=durees.get(formation.cle, (0, 0))[1],
            nb_sessions=sessions.get(formation.cle, 0),
            nb_competences=totaux.get(formation.cle_version, 0),
            nb_couvertes=liens.get(formation.cle, (0, 0))[0],
            nb_evaluees=liens.get(formation.cle, (0, 0))[1],
        )
        for formation in formations
    )


def _modules_par_formation(cles: Sequence[int]) -> dict[int, tuple[int, int]]:
    lignes = db.session.execute(
        select(
            ModuleFormation.cle_formation,
            func.count(ModuleFormation.cle),
            func.sum(ModuleFormation.duree_minutes),
        )
        .where(ModuleFormation.cle_formation.in_(cles))
        .group_by(ModuleFormation.cle_formation)
    )
    return {cle: (nombre, int(minutes)) for cle, nombre, minutes in lignes}


def _competences_par_formation(cles: Sequence[int]) -> dict[int, tuple[int, int]]:
    evaluee = Couverture.intensite == Intensite.EVALUEE
    lignes = db.session.execute(
        select(
            ModuleFormation.cle_formation,
            func.count(Couverture.cle_competence.distinct()),
            func.count(Couverture.cle_competence.distinct()).filter(evaluee),
        )
        .join(Couverture, Couverture.cle_module == ModuleFormation.cle)
        .where(ModuleFormation.cle_formation.in_(cles))
        .group_by(ModuleFormation.cle_formation)
    )
    return {cle: (couvertes, evaluees) for cle, couvertes, evaluees in lignes}


def _sessions_par_formation(cles: Sequence[int], le: date) -> dict[int, int]:
    lignes = db.session.execute(
        select(SessionFormation.cle_formation, func.count(SessionFormation.cle))
        .where(SessionFormation.cle_formation.in_(cles), SessionFormation.fin_le >= le)
        .group_by(SessionFormation.cle_formation)
    )
    return dict(lignes.all())


def _competences_par_version(cles: Iterable[int]) -> dict[int, int]:
    lignes = db.session.execute(
        select(Competence.cle_version, func.count(Competence.cle))
        .where(Competence.cle_version.in_(cles))
        .group_by(Competence.cle_version)
    )
    return dict(lignes.all())
