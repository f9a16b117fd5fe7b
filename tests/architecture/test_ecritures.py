"""La surveillance des écritures voit ce qu’elle doit voir (`tests.ecritures`)."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, update

from coopmetiers.audit.models import LigneAudit
from coopmetiers.base import tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.comptes.models import Organisation
from coopmetiers.formation.models import Formation
from tests.ecritures import EcritureAilleursError

#: Du code qui se dirait d’une pièce, et ce qu’il tenterait d’écrire.
GESTES = {
    "construire": "Formation(intitule='x')",
    "modifier": "ligne.intitule = 'x'",
    "ajouter": "ligne.modules.append(None)",
    "modifier en nombre": "session.execute(update(Formation).values(intitule='x'))",
    "supprimer en nombre": "session.execute(delete(Formation))",
    "insérer en nombre": "session.execute(insert(Formation), [{'intitule': 'x'}])",
}


def jouer(module: str, geste: str, ligne: object = None) -> None:
    """Exécute un geste comme s’il était écrit dans ce module."""
    monde = {
        "__name__": module,
        "Formation": Formation,
        "LigneAudit": LigneAudit,
        "ligne": ligne or Formation(intitule="y"),
        "session": db.session,
        "update": update,
        "delete": delete,
        "insert": insert,
    }
    exec(compile(geste, module, "exec"), monde)


@pytest.mark.parametrize("geste", GESTES.values(), ids=GESTES)
@pytest.mark.parametrize(
    "module", ["coopmetiers.parcours.services.fictif", "coopmetiers.certification.views"]
)
def test_une_piece_n_ecrit_pas_les_tables_d_une_autre(base, module, geste):
    with tenancy.bound(1), pytest.raises(EcritureAilleursError, match="formation"):
        jouer(module, geste)


@pytest.mark.parametrize("geste", ["Formation(intitule='x')", "ligne.intitule = 'x'"])
@pytest.mark.parametrize("module", ["coopmetiers.formation.services.fictif", "tests.fictif"])
def test_une_piece_ecrit_les_siennes_et_un_test_ce_qu_il_veut(base, module, geste):
    jouer(module, geste)


def test_le_journal_ne_s_ecrit_que_par_son_service(base):
    with pytest.raises(EcritureAilleursError, match="audit"):
        jouer("coopmetiers.formation.services.fictif", "LigneAudit(chaine='x')")


def test_une_suppression_est_vue_au_moment_d_ecrire(base, monde):
    condamnee = base.session.get(Organisation, monde.sp.cle)
    with pytest.raises(EcritureAilleursError, match="Organisation"), transaction():
        jouer(
            "coopmetiers.formation.services.fictif",
            "session.delete(ligne); session.flush()",
            ligne=condamnee,
        )
