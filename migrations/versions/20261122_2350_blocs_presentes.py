"""blocs présentés : l’organisme retient pour quels blocs il a présenté chaque personne

Révision 0005, après 0004, le 2026-11-22 23:50.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    recreate = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("presentations", recreate=recreate) as table:
        table.add_column(sa.Column("blocs", sa.JSON(), nullable=False, server_default="[]"))
    # Ce qui est déjà présenté l’a été pour tous les blocs du dossier.
    presentations = sa.table(
        "presentations", sa.column("candidature_id"), sa.column("blocs", sa.JSON())
    )
    candidatures = sa.table(
        "candidatures", sa.column("candidature_id"), sa.column("dossier", sa.JSON())
    )
    connexion = op.get_bind()
    for candidature_id, dossier in connexion.execute(
        sa.select(candidatures.c.candidature_id, candidatures.c.dossier)
    ).all():
        connexion.execute(
            sa.update(presentations)
            .where(presentations.c.candidature_id == candidature_id)
            .values(blocs=[bloc["code"] for bloc in dossier["blocs"]])
        )
    with op.batch_alter_table("presentations", recreate=recreate) as table:
        table.alter_column("blocs", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("presentations") as table:
        table.drop_column("blocs")
