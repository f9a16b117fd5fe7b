"""Un dossier se relit tel quel, et l’on ne présente pas n’importe quoi."""

from __future__ import annotations

import json
from datetime import date

import pytest

from coopmetiers.base.errors import RuleViolation
from coopmetiers.certification.rules import dossier as rules
from tests.fabriques.certification import fabriquer_bloc, fabriquer_competence, fabriquer_dossier

NE_LE, NE_A = date(1988, 3, 14), "Essai-sur-Loire"
ACQUIS = fabriquer_dossier(
    fabriquer_bloc(
        competences=(fabriquer_competence(avant=rules.AcquiseAvant(3, "J-2026-001", NE_LE)),)
    )
)


def test_un_dossier_passe_par_le_json_sans_rien_perdre():
    avant = rules.AcquiseAvant(4, "J-2026-001", NE_LE)
    dossier = fabriquer_dossier(
        fabriquer_bloc(
            complementaire=True,
            competences=(
                fabriquer_competence(avant=avant),
                fabriquer_competence("C1.1.2", niveau=None, a_preuve=False, faits=()),
            ),
        )
    )
    assert rules.depuis_json(json.loads(json.dumps(rules.vers_json(dossier)))) == dossier


@pytest.mark.parametrize(
    "abimer",
    [
        lambda d: d.update(schema=2),
        lambda d: d.pop("metier"),
        lambda d: d.update(inconnu="x"),
        lambda d: d["blocs"][0].update(complementaire="non"),
        lambda d: d["blocs"][0]["competences"][0].update(seuil="3"),
    ],
)
def test_un_dossier_d_une_autre_forme_est_refuse(abimer):
    valeurs = rules.vers_json(fabriquer_dossier())
    abimer(valeurs)
    with pytest.raises(ValueError, match="Dossier"):
        rules.depuis_json(valeurs)


@pytest.mark.parametrize(
    ("ne_le", "ne_a", "dossier", "code", "champ"),
    [
        (None, NE_A, fabriquer_dossier(), "naissance_manquante", "naissance_le"),
        (NE_LE, "  ", fabriquer_dossier(), "lieu_de_naissance_manquant", "naissance_lieu"),
        (NE_LE, NE_A, ACQUIS, "rien_a_decider", "blocs"),
    ],
)
def test_on_ne_presente_pas_un_dossier_incomplet(ne_le, ne_a, dossier, code, champ):
    with pytest.raises(RuleViolation) as refus:
        rules.verifier_presentation(dossier, naissance_le=ne_le, naissance_lieu=ne_a)
    assert (refus.value.code, refus.value.field) == (code, champ)


def test_un_dossier_complet_se_presente():
    rules.verifier_presentation(fabriquer_dossier(), naissance_le=NE_LE, naissance_lieu=NE_A)


def test_un_code_absent_du_dossier_est_refuse():
    with pytest.raises(RuleViolation) as refus:
        fabriquer_dossier().bloc("B9")
    assert refus.value.code == "bloc_hors_dossier"
    assert fabriquer_dossier().bloc("B2").code == "B2"
    assert fabriquer_dossier().competence("C2.1.1").code == "C2.1.1"


def test_on_se_presente_aux_blocs_qu_on_choisit():
    dossier = fabriquer_dossier()
    limite = rules.limiter_aux_blocs(dossier, ("B2",))
    assert limite.blocs == dossier.blocs[1:]
    assert limite.a_decider() == ("C2.1.1", "C2.1.2")
    assert rules.limiter_aux_blocs(dossier, ("B2", "B1")) == dossier


@pytest.mark.parametrize(
    ("exigees", "prouvees", "atteste", "avant", "propose"),
    [
        (9, 9, False, False, True),
        (9, 8, False, False, False),
        (9, 8, False, True, True),
        (9, 9, True, True, False),
        (0, 0, False, False, False),
    ],
)
def test_les_blocs_proposes_d_avance(exigees, prouvees, atteste, avant, propose):
    assert propose == rules.est_propose(
        exigees=exigees, prouvees=prouvees, atteste=atteste, presente_avant=avant
    )
