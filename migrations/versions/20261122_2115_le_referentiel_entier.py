"""le référentiel entier : tout ce que dit un dossier se garde et se relit

Révision 0002, après 0001, le 2026-11-22 21:15.
"""

from contextlib import AbstractContextManager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _refaire(nom: str) -> AbstractContextManager[BatchOperations]:
    """SQLite refait la table, faute d’y ajouter une colonne obligatoire ; PostgreSQL la modifie."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    return op.batch_alter_table(nom, recreate="always" if sqlite else "never")


def upgrade() -> None:
    # Aucune version n’a encore été publiée : une colonne obligatoire s’ajoute à une table vide.
    with _refaire("elements_referentiel") as table:
        table.add_column(sa.Column("remarque", sa.Text(), nullable=False))
        table.add_column(sa.Column("metiers", sa.JSON(), nullable=True))
    with _refaire("phases") as table:
        table.add_column(sa.Column("abrege", sa.String(10), nullable=False))
        table.add_column(sa.Column("regroupement", sa.String(120), nullable=False))
        table.add_column(sa.Column("sources", sa.JSON(), nullable=False))
    with _refaire("elements_phases") as table:
        table.add_column(sa.Column("rang", sa.Integer(), nullable=False))
    with _refaire("profils_attendus") as table:
        table.add_column(sa.Column("rang", sa.Integer(), nullable=False))
    with _refaire("alignements") as table:
        table.drop_column("sources")
        table.add_column(sa.Column("precision", sa.Text(), nullable=False))
    with _refaire("alignements") as table:
        table.add_column(sa.Column("sources", sa.JSON(), nullable=False))
    with _refaire("dimensions_maturite") as table:
        table.drop_column("appuis")
        table.drop_column("blocs")
    with _refaire("dimensions_maturite") as table:
        table.add_column(sa.Column("appuis", sa.JSON(), nullable=False))
        table.add_column(sa.Column("blocs", sa.JSON(), nullable=False))
    with _refaire("descripteurs_niveau") as table:
        table.drop_constraint("uq_descripteurs_niveau_cle_element_niveau", type_="unique")
        table.add_column(sa.Column("cle_echelle", sa.Integer(), nullable=False))
        table.create_foreign_key(
            "fk_descripteurs_niveau_cle_echelle_echelles",
            "echelles",
            ["cle_echelle"],
            ["cle"],
            ondelete="CASCADE",
        )
        table.create_unique_constraint(
            "uq_descripteurs_niveau_cle_element_cle_echelle_niveau",
            ["cle_element", "cle_echelle", "niveau"],
        )
    with _refaire("fiches_recensees") as table:
        table.drop_column("source")
    with _refaire("fiches_recensees") as table:
        table.add_column(sa.Column("source", sa.String(20), nullable=False))
        table.add_column(sa.Column("adresses", sa.JSON(), nullable=False))
        table.add_column(sa.Column("modalite", sa.String(200), nullable=False))
        table.add_column(sa.Column("blocs", sa.String(200), nullable=False))
        table.add_column(sa.Column("recherche", sa.Text(), nullable=False))
        table.create_index("ix_fiches_recensees_modalite", ["modalite"])


def downgrade() -> None:
    with _refaire("fiches_recensees") as table:
        table.drop_index("ix_fiches_recensees_modalite")
        for nom in ("recherche", "blocs", "modalite", "adresses", "source"):
            table.drop_column(nom)
    with _refaire("fiches_recensees") as table:
        table.add_column(sa.Column("source", sa.Text(), nullable=False))
    with _refaire("descripteurs_niveau") as table:
        table.drop_constraint(
            "uq_descripteurs_niveau_cle_element_cle_echelle_niveau", type_="unique"
        )
        table.drop_constraint("fk_descripteurs_niveau_cle_echelle_echelles", type_="foreignkey")
        table.drop_column("cle_echelle")
        table.create_unique_constraint(
            "uq_descripteurs_niveau_cle_element_niveau", ["cle_element", "niveau"]
        )
    with _refaire("dimensions_maturite") as table:
        table.drop_column("appuis")
        table.drop_column("blocs")
    with _refaire("dimensions_maturite") as table:
        table.add_column(sa.Column("appuis", sa.Text(), nullable=False))
        table.add_column(sa.Column("blocs", sa.String(200), nullable=False))
    with _refaire("alignements") as table:
        table.drop_column("sources")
        table.drop_column("precision")
    with _refaire("alignements") as table:
        table.add_column(sa.Column("sources", sa.String(200), nullable=False))
    for nom in ("profils_attendus", "elements_phases"):
        with _refaire(nom) as table:
            table.drop_column("rang")
    with _refaire("phases") as table:
        for nom in ("sources", "regroupement", "abrege"):
            table.drop_column(nom)
    with _refaire("elements_referentiel") as table:
        table.drop_column("metiers")
        table.drop_column("remarque")
