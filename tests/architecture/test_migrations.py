"""Les migrations : une seule suite, dans les deux sens, sur les deux bases, sans l’application."""

from __future__ import annotations

import ast
import os

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from coopmetiers import paths
from coopmetiers.app import create_app
from coopmetiers.base import migrations
from coopmetiers.base.db import db
from tests import bases
from tests.architecture import arbre

_MOTEURS = ["sqlite", *(["postgresql"] if os.environ.get("COOPMETIERS_TEST_POSTGRES") else [])]


@pytest.fixture(params=_MOTEURS)
def vide(request, tmp_path):
    adresse = None
    if request.param == "postgresql":
        adresse = bases.creer_postgresql("migrations")
    app = create_app(bases.reglages(tmp_path, adresse), testing=True)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    app.extensions["queue"].storage.close()


def _ecarts():
    with db.engine.connect() as connexion:
        contexte = MigrationContext.configure(connexion, opts={"compare_type": True})
        return compare_metadata(contexte, db.metadata)


def test_monter_descendre_remonter_rend_la_base_des_modeles(vide):
    migrations.upgrade()
    assert _ecarts() == []
    migrations.tool().downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    migrations.upgrade()
    assert _ecarts() == []


def test_les_migrations_forment_une_seule_suite():
    suite = ScriptDirectory(str(paths.MIGRATIONS))
    assert len(suite.get_heads()) == 1


def test_une_migration_n_importe_pas_l_application():
    for chemin in (paths.MIGRATIONS / "versions").glob("*.py"):
        for noeud in ast.walk(arbre.lu(chemin)):
            module = getattr(noeud, "module", None) or ""
            noms = [a.name for a in getattr(noeud, "names", []) if isinstance(a, ast.alias)]
            assert not any(n.startswith("coopmetiers") for n in [module, *noms]), chemin.name
