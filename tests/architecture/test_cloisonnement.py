"""Chaque table est à une organisation, ou bien on sait pourquoi elle ne l’est pas."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import exists, func, select

from coopmetiers.app import ROOMS
from coopmetiers.base import clock, tenancy
from coopmetiers.base.db import Model, db, transaction
from coopmetiers.base.tenancy import CROSSINGS, Tenanted, UnboundScope
from coopmetiers.certification.models import Candidature, Recusation
from coopmetiers.comptes.models import Organisation
from coopmetiers.echanges.models import Importation
from coopmetiers.parcours.models import AutoPositionnement, Evaluation
from tests.architecture import arbre
from tests.demonstration import ouverte

# Un modèle n’est connu qu’une fois son module lu.
for _piece in ROOMS:
    if find_spec(f"coopmetiers.{_piece}.models"):
        import_module(f"coopmetiers.{_piece}.models")

#: Ce qui n’est à aucune organisation, et pourquoi.
COMMUNES = {
    # Le référentiel publié est à tout le monde ; un brouillon, à sa porteuse, par ses lectures.
    "alignements",
    "citations_source",
    "competences_metiers",
    "criteres",
    "descripteurs_niveau",
    "dimensions_maturite",
    "echelles",
    "elements_modalites",
    "elements_phases",
    "elements_referentiel",
    "elements_ressources",
    "epreuves",
    "fiches_recensees",
    "metiers",
    "modalites_evaluation",
    "niveaux_maitrise",
    "phases",
    "profils_attendus",
    "referentiels",
    "ressources",
    "situations_travail",
    "sources",
    "versions_referentiel",
    # La connexion les lit avant qu’une portée existe.
    "appartenances",
    "courriels",
    "habilitations",
    "organisations",
    "utilisateurs",
    # Le journal a ses chaînes ; le registre répond à qui n’a pas de compte.
    "entrees_registre",
    "lignes_audit",
    "tetes_audit",
    # Des liens entre deux lignes cloisonnées, qu’on n’atteint que par elles.
    "evaluations_preuves",
    "preuves_competences",
}
CLOISONNES = sorted(
    (m.class_ for m in Model.registry.mappers if issubclass(m.class_, Tenanted)),
    key=lambda modele: modele.__name__,
)
#: Qui lit ou pose la portée elle-même : la base, la connexion, et l’heure d’un lieu.
PORTEE = {
    "bind_request": {"coopmetiers/comptes/login.py"},
    "release_request": {"coopmetiers/comptes/login.py"},
}


@pytest.fixture(scope="module")
def lieux(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict]:
    """Les clés des organisations de la démonstration, par sigle ; chaque table y a une ligne."""
    with ouverte(demonstration, tmp_path_factory.mktemp("cloisons")) as app, app.app_context():
        cles = {o.sigle: o.cle for o in db.session.scalars(select(Organisation))}
        with tenancy.bound(cles["CC"]), transaction() as session:
            candidature = session.scalars(select(Candidature).limit(1)).one()
            membre = candidature.jury.membres[0]
            session.add(
                Recusation(
                    cle_candidature=candidature.cle, cle_membre=membre.cle, motif="Le connaît."
                )
            )
        with tenancy.bound(cles["SP"]), transaction() as session:
            fait = session.scalars(select(Evaluation).limit(1)).one()
            session.add(
                AutoPositionnement(
                    cle_inscription=fait.cle_inscription,
                    cle_competence=fait.cle_competence,
                    niveau=2,
                    declare_a=clock.now(),
                )
            )
        yield cles


def combien(modele) -> int:
    return db.session.scalar(select(func.count()).select_from(modele)) or 0


@pytest.mark.parametrize("modele", CLOISONNES)
def test_sans_portee_on_ne_lit_aucune_ligne(lieux, modele):
    db.session.remove()
    for demande in (
        select(modele),
        select(exists(select(modele))),
        select(func.count()).select_from(modele),
    ):
        with pytest.raises(UnboundScope):
            db.session.execute(demande)


@pytest.mark.parametrize("modele", CLOISONNES)
def test_chaque_organisation_ne_lit_que_ses_lignes(lieux, modele):
    db.session.remove()
    total = 0
    for cle in lieux.values():
        with tenancy.bound(cle):
            lues = db.session.scalars(select(modele)).all()
            assert {ligne.cle_organisation for ligne in lues} <= {cle}
            assert combien(modele) == len(lues)
            total += len(lues)
    db.session.remove()
    with db.engine.connect() as connexion:
        assert connexion.scalar(select(func.count()).select_from(modele.__table__)) == total
    assert total > 0


@pytest.mark.parametrize("modele", CLOISONNES)
def test_une_organisation_qui_n_en_a_pas_n_en_voit_aucune(lieux, modele):
    db.session.remove()
    # Le réseau n’a que des fichiers reçus ; le certificateur a tout le reste de son côté.
    sans = lieux["CC" if modele is Importation else "RC"]
    for cle in (sans, tenancy.NOWHERE):
        with tenancy.bound(cle):
            assert combien(modele) == 0


@pytest.mark.parametrize("modele", CLOISONNES)
def test_une_ligne_d_ailleurs_ne_se_trouve_pas_par_sa_cle(lieux, modele):
    table = modele.__table__
    with db.engine.connect() as connexion:
        *cle, chez = connexion.execute(
            select(*table.primary_key, table.c.cle_organisation).limit(1)
        ).one()
    for autre in {*lieux.values(), tenancy.NOWHERE} - {chez}:
        db.session.remove()
        with tenancy.bound(autre):
            assert db.session.get(modele, tuple(cle)) is None


def test_ce_qui_n_est_a_aucune_organisation_est_dit():
    tables = {table.name for table in db.metadata.sorted_tables}
    assert tables - {table.name for table in tenancy.tenanted_tables()} == COMMUNES


def test_une_ligne_cloisonnee_a_toujours_une_organisation():
    for table in tenancy.tenanted_tables():
        colonne = table.c.cle_organisation
        assert not colonne.nullable, table.name
        assert {cle.column.table.name for cle in colonne.foreign_keys} == {"organisations"}


def appels(nom: str) -> Iterator[tuple[str, ast.Call]]:
    """Chaque appel d’une fonction de ce nom, importée seule ou par son module."""
    for chemin in arbre.modules():
        for noeud in ast.walk(arbre.lu(chemin)):
            if not isinstance(noeud, ast.Call):
                continue
            cible = noeud.func
            appele = cible.attr if isinstance(cible, ast.Attribute) else getattr(cible, "id", "")
            if appele == nom:
                yield arbre.nom(chemin), noeud


def test_chaque_traversee_est_nommee_et_chaque_nom_sert():
    noms = [appel.args[0] for _ou, appel in appels("crossing")]
    assert all(isinstance(nom, ast.Constant) for nom in noms)
    assert {nom.value for nom in noms} == set(CROSSINGS)
    assert all(pourquoi for pourquoi in CROSSINGS.values())


def test_seules_les_portes_posent_une_portee():
    portes = {"views", "login", "cli", "jobs", "api"}
    ailleurs = [
        ou for ou, _appel in appels("bound") if not portes & set(Path(ou).with_suffix("").parts)
    ]
    assert ailleurs == []


@pytest.mark.parametrize("fonction", PORTEE)
def test_la_portee_d_une_requete_ne_se_pose_qu_a_la_connexion(fonction):
    assert {ou for ou, _appel in appels(fonction)} == PORTEE[fonction]


def test_la_variable_de_portee_reste_chez_elle():
    dehors = [
        arbre.nom(chemin)
        for chemin in arbre.modules()
        if "_SCOPE" in chemin.read_text(encoding="utf-8") and chemin.name != "tenancy.py"
    ]
    assert dehors == []


def test_aucune_lecture_ne_contourne_la_portee():
    """Une table nue ou du texte SQL échappent au filtre : le domaine n’en écrit pas."""
    fautes = []
    for chemin in arbre.modules():
        if arbre.role(chemin) not in {"queries", "services", "views", "rules", "login"}:
            continue
        for noeud in ast.walk(arbre.lu(chemin)):
            nue = isinstance(noeud, ast.Attribute) and noeud.attr in {"__table__", "engine"}
            crue = isinstance(noeud, ast.ImportFrom) and noeud.module == "sqlalchemy"
            if nue or (crue and {"text", "table"} & {alias.name for alias in noeud.names}):
                fautes.append(f"{arbre.nom(chemin)}:{noeud.lineno}")
    assert fautes == []
