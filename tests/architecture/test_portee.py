"""Ce que la portée des organisations ne sait pas filtrer, le code ne l’emploie pas."""

import re

from coopmetiers import paths
from coopmetiers.base.tenancy import CROSSINGS


def test_le_code_n_emploie_ni_table_nue_ni_texte_sql():
    trouves = []
    for module in paths.PACKAGE.rglob("*.py"):
        relatif = module.relative_to(paths.PACKAGE)
        if relatif.parts[0] == "base" or module.name == "models.py" or "models" in relatif.parts:
            continue
        if re.search(r"__table__|\btext\(\s*[\"f]", module.read_text("utf-8")):
            trouves.append(str(relatif))
    assert not trouves


def test_chaque_traversee_est_employee():
    source = "\n".join(
        m.read_text("utf-8") for m in paths.PACKAGE.rglob("*.py") if m.name != "tenancy.py"
    )
    assert [nom for nom in CROSSINGS if f'crossing("{nom}"' not in source] == []
