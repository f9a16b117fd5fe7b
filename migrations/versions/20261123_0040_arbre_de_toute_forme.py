"""arbre de toute forme : le rang suit l’arbre parcouru, et un format retrouve ce qu’il disait

Révision 0006, après 0005, le 2026-11-23 00:40.
"""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TABLES = ("elements_referentiel", "versions_referentiel")
_ELEMENTS = sa.table(
    "elements_referentiel",
    sa.column("cle", sa.Integer()),
    sa.column("cle_version", sa.Integer()),
    sa.column("cle_parent", sa.Integer()),
    sa.column("nature", sa.String()),
    sa.column("rang", sa.Integer()),
)


def upgrade() -> None:
    for nom in _TABLES:
        op.add_column(nom, sa.Column("ajouts", sa.JSON(), nullable=False, server_default="{}"))
    for cles in _dans_l_ordre_de_l_arbre().values():
        _numeroter(cles)


def downgrade() -> None:
    # Le rang repart de 1 pour chaque nature, dans le même ordre.
    lignes = op.get_bind().execute(sa.select(_ELEMENTS).order_by(_ELEMENTS.c.rang)).all()
    par_nature = defaultdict(list)
    for ligne in lignes:
        par_nature[ligne.cle_version, ligne.nature].append(ligne.cle)
    for cles in par_nature.values():
        _numeroter(cles)
    for nom in reversed(_TABLES):
        op.drop_column(nom, "ajouts")


def _dans_l_ordre_de_l_arbre() -> dict[int, list[int]]:
    """Version → les clés de ses éléments, parent d’abord."""
    lignes = op.get_bind().execute(sa.select(_ELEMENTS).order_by(_ELEMENTS.c.rang)).all()
    enfants = defaultdict(list)
    for ligne in lignes:
        enfants[ligne.cle_version, ligne.cle_parent].append(ligne.cle)
    ordres = {}
    for version in {ligne.cle_version for ligne in lignes}:
        ordres[version] = ordre = []
        pile = enfants[version, None][::-1]
        while pile:
            cle = pile.pop()
            ordre.append(cle)
            pile.extend(enfants[version, cle][::-1])
    return ordres


def _numeroter(cles: list[int]) -> None:
    connexion = op.get_bind()
    for rang, cle in enumerate(cles, start=1):
        connexion.execute(sa.update(_ELEMENTS).where(_ELEMENTS.c.cle == cle).values(rang=rang))
