"""importations : les fichiers reçus, ce qu’on en a fait, et de quoi y revenir

Révision 0007, après 0006, le 2026-11-23 01:30.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "importations",
        sa.Column("cle", sa.Integer(), nullable=False),
        sa.Column("importation_id", sa.String(40), nullable=False),
        sa.Column("genre", sa.String(20), nullable=False),
        sa.Column("nom_fichier", sa.String(200), nullable=False),
        sa.Column("empreinte_fichier", sa.String(64), nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("version_id", sa.String(40), nullable=False),
        sa.Column("etat", sa.String(20), nullable=False),
        sa.Column("cle_utilisateur", sa.Integer(), nullable=False),
        sa.Column("par", sa.String(200), nullable=False),
        sa.Column("preparee_a", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appliquee_a", sa.DateTime(timezone=True)),
        sa.Column("annulee_a", sa.DateTime(timezone=True)),
        sa.Column("ecrite_id", sa.String(40), nullable=False),
        sa.Column("ecrite", sa.String(64), nullable=False),
        sa.Column("bilan", sa.String(300), nullable=False),
        sa.Column("avant", sa.String(64), nullable=False),
        sa.Column("cle_organisation", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "genre IN ('tableur', 'moodle', 'case', 'case-1.0')",
            name="ck_importations_genre_connu",
        ),
        sa.CheckConstraint(
            "etat IN ('PREPAREE', 'APPLIQUEE', 'ANNULEE')", name="ck_importations_etat_connu"
        ),
        sa.ForeignKeyConstraint(
            ["cle_organisation"],
            ["organisations.cle"],
            name="fk_importations_cle_organisation_organisations",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cle_utilisateur"],
            ["utilisateurs.id"],
            name="fk_importations_cle_utilisateur_utilisateurs",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("cle", name="pk_importations"),
        sa.UniqueConstraint("importation_id", name="uq_importations_importation_id"),
    )
    op.create_index("ix_importations_cle_organisation", "importations", ["cle_organisation"])


def downgrade() -> None:
    op.drop_index("ix_importations_cle_organisation", "importations")
    op.drop_table("importations")
