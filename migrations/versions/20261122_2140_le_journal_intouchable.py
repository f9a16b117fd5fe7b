"""le journal intouchable : ses lignes ne se modifient ni ne s’effacent ; un courriel sait attendre

Révision 0003, après 0002, le 2026-11-22 21:40.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_REFUS = "le journal ne se modifie pas"


def upgrade() -> None:
    op.add_column("courriels", sa.Column("reprise_a", sa.DateTime(timezone=True), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        for ordre in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER lignes_audit_sans_{ordre.lower()} BEFORE {ordre} ON lignes_audit "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUS}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuser_de_toucher_au_journal() RETURNS trigger AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUS}'; END $$ LANGUAGE plpgsql"
    )
    op.execute(
        "CREATE TRIGGER lignes_audit_intouchables BEFORE UPDATE OR DELETE ON lignes_audit "
        "FOR EACH ROW EXECUTE FUNCTION refuser_de_toucher_au_journal()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for ordre in ("update", "delete"):
            op.execute(f"DROP TRIGGER lignes_audit_sans_{ordre}")
    else:
        op.execute("DROP TRIGGER lignes_audit_intouchables ON lignes_audit")
        op.execute("DROP FUNCTION refuser_de_toucher_au_journal()")
    with op.batch_alter_table("courriels") as table:
        table.drop_column("reprise_a")
