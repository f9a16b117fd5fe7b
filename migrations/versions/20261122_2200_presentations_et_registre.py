"""présentations et registre : à qui un organisme présente ; le registre se cherche et se date

Révision 0004, après 0003, le 2026-11-22 22:00.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "presentations",
        sa.Column("cle", sa.Integer(), nullable=False),
        sa.Column("inscription_id", sa.String(40), nullable=False),
        sa.Column("candidature_id", sa.String(40), nullable=False),
        sa.Column("certificateur_id", sa.String(40), nullable=False),
        sa.Column("certificateur_nom", sa.String(200), nullable=False),
        sa.Column("presentee_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cle_organisation", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cle_organisation"],
            ["organisations.cle"],
            name="fk_presentations_cle_organisation_organisations",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("cle", name="pk_presentations"),
        sa.UniqueConstraint("candidature_id", name="uq_presentations_candidature_id"),
    )
    for colonne in ("cle_organisation", "inscription_id"):
        op.create_index(f"ix_presentations_{colonne}", "presentations", [colonne])
    op.add_column("entrees_registre", sa.Column("revoque_a", sa.DateTime(timezone=True)))
    # Rien n’a encore été présenté ni délivré : une colonne obligatoire s’ajoute à une table vide.
    # SQLite refait la table pour cela ; PostgreSQL la modifie.
    recreate = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("candidatures", recreate=recreate) as table:
        table.add_column(sa.Column("nb_a_decider", sa.Integer(), nullable=False))
    with op.batch_alter_table("certificats", recreate=recreate) as table:
        table.add_column(sa.Column("recherche", sa.String(400), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("certificats") as table:
        table.drop_column("recherche")
    with op.batch_alter_table("candidatures") as table:
        table.drop_column("nb_a_decider")
    with op.batch_alter_table("entrees_registre") as table:
        table.drop_column("revoque_a")
    for colonne in ("inscription_id", "cle_organisation"):
        op.drop_index(f"ix_presentations_{colonne}", "presentations")
    op.drop_table("presentations")
