"""La carte des droits, telle que l’équipe la relit."""

import csv
import io

import pytest

from coopmetiers.base.permissions import Action, anyone, connected, full_map, kind, role, system
from coopmetiers.comptes import droits


class A(Action):
    ESSAI = "essai.objet.tenir"


def condition(acteur, objet):
    """L’objet est à elle. Deuxième phrase."""
    return True


def cases(*clauses):
    (droit,) = droits.carte({A.ESSAI: clauses})
    noms = [nom for nom, _libelle in droits.colonnes()]
    return {nom: str(case) for nom, case in zip(noms, droit.cases, strict=True) if str(case)}


@pytest.mark.parametrize(
    ("clauses", "attendu"),
    [
        ((), {}),
        (((system,),), {"SYSTEME": "oui"}),
        (((role("JURE"), kind("CERTIFICATEUR")),), {"JURE": "oui"}),
        (((role("JURE"), kind("ORGANISME")),), {}),
        (
            ((role("RESPONSABLE"), kind("ORGANISME")),),
            {"RESPONSABLE": "si nature(ORGANISME)"},
        ),
        (
            ((role("RESPONSABLE"), condition), (role("RESPONSABLE"),)),
            {"RESPONSABLE": "oui"},
        ),
        (
            ((role("FORMATEUR"), condition), (role("FORMATEUR"), kind("RESEAU"))),
            {"FORMATEUR": "si condition"},
        ),
    ],
)
def test_une_case_se_lit_sur_la_carte(clauses, attendu):
    assert cases(*clauses) == attendu


def test_tout_le_monde_et_les_connectes():
    assert len(cases((anyone,))) == len(droits.colonnes())
    assert set(cases((anyone,))) - set(cases((connected,))) == {"ANONYME", "SYSTEME"}


def test_une_condition_se_dit_en_mots():
    (droit,) = droits.carte({A.ESSAI: ((condition,),)})
    assert droit.cases[0].dites == ("L’objet est à elle. Deuxième phrase",)


def test_la_carte_est_celle_que_l_equipe_a_relue(app, attendu):
    """Pour l’accepter changée : `pytest --accepter-attendus`, puis relire la différence."""
    tampon = io.StringIO()
    ecrit = csv.writer(tampon, lineterminator="\n")
    ecrit.writerow(["action", *(nom for nom, _libelle in droits.colonnes())])
    for droit in droits.carte(full_map()):
        ecrit.writerow([droit.action, *map(str, droit.cases)])
    attendu("carte_permissions.csv", tampon.getvalue())
