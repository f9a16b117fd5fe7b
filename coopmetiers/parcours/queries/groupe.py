"""Le groupe d’une session face à un bloc : qui, quoi, à quel niveau."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from coopmetiers.base.db import db
from coopmetiers.formation.models import SessionFormation
from coopmetiers.parcours.enums import EtatInscription
from coopmetiers.parcours.models import Apprenant, EtatCompetence, Inscription
from coopmetiers.parcours.rules.cellules import ordre_des_noms
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.models import Activite, Bloc, Competence, Metier, VersionReferentiel
from coopmetiers.referentiel.rules import ExigenceBloc


@dataclass(frozen=True)
class ColonneVue:
    """Une compétence du bloc montré."""

    cle: int
    code: str
    libelle_court: str
    code_activite: str
    intitule_activite: str


@dataclass(frozen=True)
class CaseVue:
    """Le niveau courant d’une personne pour une compétence."""

    niveau: int
    a_preuve: bool
    en_desaccord: bool
    mis_a_jour_a: datetime


@dataclass(frozen=True)
class LigneVue:
    """Une personne du groupe : ses seuils par code exigé, ses cases par code évalué."""

    cle: int
    inscription_id: str
    nom: str
    seuils: Mapping[str, int]
    cases: Mapping[str, CaseVue]

    @property
    def n(self) -> int:
        """Nombre de compétences du bloc exigées de cette personne."""
        return len(self.seuils)

    @property
    def k(self) -> int:
        """Combien sont à leur seuil ou au-dessus."""
        return sum(
            1
            for code, seuil in self.seuils.items()
            if code in self.cases and self.cases[code].niveau >= seuil
        )


@dataclass(frozen=True)
class VersionDuGroupe:
    """Une version suivie dans la session, et par combien de personnes."""

    cle: int
    version_id: str
    version: str
    nombre: int


@dataclass(frozen=True)
class GroupeVu:
    """La grille d’un bloc : colonnes, lignes, et le compte au seuil de chaque colonne."""

    cle_version: int
    versions: tuple[VersionDuGroupe, ...]
    #: (code, intitulé) de chaque bloc de la version.
    blocs: tuple[tuple[str, str], ...]
    code_bloc: str
    intitule_bloc: str
    colonnes: tuple[ColonneVue, ...]
    lignes: tuple[LigneVue, ...]

    @property
    def version(self) -> VersionDuGroupe | None:
        """La version montrée, quand quelqu’un la suit."""
        return next((v for v in self.versions if v.cle == self.cle_version), None)

    @property
    def k(self) -> int:
        """Combien de niveaux, tout le groupe ensemble, sont au seuil ou au-dessus."""
        return sum(ligne.k for ligne in self.lignes)

    @property
    def n(self) -> int:
        """Combien de niveaux sont demandés, tout le groupe ensemble."""
        return sum(ligne.n for ligne in self.lignes)

    @property
    def nb_non_evalues(self) -> int:
        """Combien de niveaux demandés n’ont encore été observés par personne."""
        return sum(1 for li in self.lignes for code in li.seuils if code not in li.cases)

    def au_seuil(self, code: str) -> tuple[int, int]:
        """Combien de personnes sont au seuil pour cette compétence, sur combien de concernées."""
        concernees = [ligne for ligne in self.lignes if code in ligne.seuils]
        au_seuil = [
            ligne
            for ligne in concernees
            if code in ligne.cases and ligne.cases[code].niveau >= ligne.seuils[code]
        ]
        return len(au_seuil), len(concernees)


def groupe(
    cle_session: int,
    code_bloc: str | None = None,
    version_id: str | None = None,
    *,
    code_competence: str = "",
) -> GroupeVu:
    """La grille d’un bloc pour toute une session, en sept requêtes quelle que soit sa taille.

    Une compétence nommée désigne son bloc ; sans bloc connu, le premier. Sans version connue, celle
    que suit le plus grand nombre : une session peut en mêler deux, qui ne se lisent pas dans la
    même grille.
    """
    inscrites = _inscrites(cle_session)
    versions = _versions(inscrites)
    retenue = _version_retenue(cle_session, versions, version_id)
    toutes = _colonnes(retenue)
    blocs = {bloc: intitule for bloc, intitule, _colonne in toutes}
    nomme = next((bloc for bloc, _i, c in toutes if c.code == code_competence), code_bloc)
    choisi = nomme if nomme in blocs else next(iter(blocs), "")
    colonnes = tuple(colonne for bloc, _intitule, colonne in toutes if bloc == choisi)
    exigences = referentiel.exigences_par_profil(retenue)
    cases = _cases([i.cle for i in inscrites], [colonne.cle for colonne in colonnes])
    return GroupeVu(
        cle_version=retenue,
        versions=versions,
        blocs=tuple(blocs.items()),
        code_bloc=choisi,
        intitule_bloc=blocs.get(choisi, ""),
        colonnes=colonnes,
        lignes=tuple(
            LigneVue(
                cle=inscrite.cle,
                inscription_id=inscrite.inscription_id,
                nom=inscrite.nom,
                seuils=_seuils(exigences[inscrite.code_metier, inscrite.exercice], choisi),
                cases=cases.get(inscrite.cle, {}),
            )
            for inscrite in inscrites
            if inscrite.cle_version == retenue
        ),
    )


def _seuils(exigences: Sequence[ExigenceBloc], code_bloc: str) -> dict[str, int]:
    """Code → seuil de ce qu’un profil exige dans ce bloc."""
    du_bloc = (bloc for bloc in exigences if bloc.code == code_bloc and bloc.exige)
    return {c.code: c.seuil for bloc in du_bloc for c in bloc.competences}


@dataclass(frozen=True)
class _Inscrite:
    cle: int
    inscription_id: str
    nom: str
    cle_version: int
    code_metier: str
    exercice: Exercice


def _inscrites(cle_session: int) -> list[_Inscrite]:
    lignes = db.session.execute(
        select(
            Inscription.cle,
            Inscription.inscription_id,
            Apprenant.prenom,
            Apprenant.nom,
            Inscription.cle_version,
            Metier.code,
            Inscription.exercice,
        )
        .join(Apprenant, Apprenant.cle == Inscription.cle_apprenant)
        .join(Metier, Metier.cle == Inscription.cle_metier)
        .where(Inscription.cle_session == cle_session, Inscription.etat != EtatInscription.ROMPUE)
    )
    triees = sorted(lignes, key=lambda ligne: (*ordre_des_noms(ligne[3], ligne[2]), ligne[0]))
    return [
        _Inscrite(cle, inscription_id, f"{prenom} {nom}", version, metier, Exercice(exercice))
        for cle, inscription_id, prenom, nom, version, metier, exercice in triees
    ]


def _versions(inscrites: Sequence[_Inscrite]) -> tuple[VersionDuGroupe, ...]:
    nombres = Counter(inscrite.cle_version for inscrite in inscrites)
    lignes = db.session.execute(
        select(
            VersionReferentiel.cle, VersionReferentiel.version_id, VersionReferentiel.version
        ).where(VersionReferentiel.cle.in_(nombres))
    )
    vues = (VersionDuGroupe(cle, publique, nom, nombres[cle]) for cle, publique, nom in lignes)
    return tuple(sorted(vues, key=lambda v: (-v.nombre, -v.cle)))


def _version_retenue(
    cle_session: int, versions: Sequence[VersionDuGroupe], demandee: str | None
) -> int:
    choisie = next((v for v in versions if v.version_id == demandee), next(iter(versions), None))
    if choisie is not None:
        return choisie.cle
    return db.session.scalars(
        select(SessionFormation.cle_version).where(SessionFormation.cle == cle_session)
    ).one()


def _colonnes(cle_version: int) -> list[tuple[str, str, ColonneVue]]:
    """(code du bloc, intitulé du bloc, compétence) dans l’ordre du référentiel."""
    activite, bloc = aliased(Activite), aliased(Bloc)
    lignes = db.session.execute(
        select(
            bloc.code,
            bloc.enonce,
            Competence.cle,
            Competence.code,
            Competence.libelle_court,
            activite.code,
            activite.enonce,
        )
        .join(activite, activite.cle == Competence.cle_parent)
        .join(bloc, bloc.cle == activite.cle_parent)
        .where(Competence.cle_version == cle_version)
        .order_by(bloc.rang, activite.rang, Competence.rang)
    )
    return [
        (code_bloc, intitule, ColonneVue(cle, code, court, code_activite, intitule_activite))
        for code_bloc, intitule, cle, code, court, code_activite, intitule_activite in lignes
    ]


def _cases(
    cles_inscriptions: Sequence[int], cles_competences: Sequence[int]
) -> dict[int, dict[str, CaseVue]]:
    lignes = db.session.execute(
        select(
            EtatCompetence.cle_inscription,
            Competence.code,
            EtatCompetence.niveau,
            EtatCompetence.a_preuve,
            EtatCompetence.en_desaccord,
            EtatCompetence.mis_a_jour_a,
        )
        .join(Competence, Competence.cle == EtatCompetence.cle_competence)
        .where(
            EtatCompetence.cle_inscription.in_(cles_inscriptions),
            EtatCompetence.cle_competence.in_(cles_competences),
        )
    )
    cases: dict[int, dict[str, CaseVue]] = {}
    for cle, code, niveau, a_preuve, en_desaccord, mis_a_jour_a in lignes:
        cases.setdefault(cle, {})[code] = CaseVue(niveau, a_preuve, en_desaccord, mis_a_jour_a)
    return cases
