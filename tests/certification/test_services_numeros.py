"""La suite des numéros n’a ni trou ni double, même quand plusieurs actes se pressent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from coopmetiers.base import tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.certification.models import Compteur
from coopmetiers.certification.services import numeros

pytestmark = [pytest.mark.deux_bases, pytest.mark.usefixtures("base")]
FILS, PAR_FIL = 6, 20


def test_six_fils_prennent_vingt_numeros_sans_trou(app, monde):
    def prendre(_fil):
        pris = []
        with app.app_context(), tenancy.bound(monde.cc.cle):
            for _rang in range(PAR_FIL):
                with transaction():
                    pris.append(numeros.suivant(numeros.DOCUMENTS, 2026))
            db.session.remove()
        return pris

    with ThreadPoolExecutor(FILS) as executant:
        pris = [rang for suite in executant.map(prendre, range(FILS)) for rang in suite]
    assert sorted(pris) == list(range(1, FILS * PAR_FIL + 1))


def test_un_acte_annule_rend_son_numero(base, monde):
    def prendre():
        with tenancy.bound(monde.cc.cle), transaction():
            assert numeros.suivant(numeros.DOCUMENTS, 2026) == 1
            raise LookupError

    for _essai in range(2):
        with pytest.raises(LookupError):
            prendre()


def test_chaque_certificateur_serie_et_annee_a_sa_suite(base, monde, lignes):
    for organisation, serie, annee in (
        (monde.cc, numeros.DOCUMENTS, 2026),
        (monde.cc, numeros.DOCUMENTS, 2027),
        (monde.cc, numeros.JURYS, 2026),
        (monde.rc, numeros.DOCUMENTS, 2026),
    ):
        with tenancy.bound(organisation.cle), transaction():
            assert numeros.suivant(serie, annee) == 1
    assert len(lignes(Compteur)) == 3
