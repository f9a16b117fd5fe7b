"""La file : annoncer après l’enregistrement, faire une fois, ne rien taire."""

import pytest

from coopmetiers.base import queue
from coopmetiers.base.db import transaction
from coopmetiers.jobs import catalogue

FAITS = []


def faire(**ids):
    FAITS.append(ids)


@pytest.fixture(autouse=True)
def travail(monkeypatch):
    """Un travail d’essai au catalogue."""
    FAITS.clear()
    monkeypatch.setattr(
        catalogue, "CATALOGUE", {**catalogue.CATALOGUE, "essai.faire": f"{__name__}:faire"}
    )
    monkeypatch.setattr(catalogue, "resolve_name", lambda nom: faire)


def test_un_travail_annonce_se_fait_apres_l_acte(base, app):
    with transaction():
        queue.enqueue("essai.faire", objet_id="a")
        assert queue.drain() == 0
    assert FAITS == []
    assert queue.drain() == 1
    assert FAITS == [{"objet_id": "a"}]


def test_les_travaux_se_font_dans_l_ordre_et_une_fois(base, app):
    for rang in range(3):
        with transaction():
            queue.enqueue("essai.faire", rang=str(rang))
    assert (queue.drain(), queue.drain()) == (3, 0)
    assert [fait["rang"] for fait in FAITS] == ["0", "1", "2"]


def test_un_acte_manque_n_annonce_rien(base, app):
    def manquer():
        with transaction():
            queue.enqueue("essai.faire")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        manquer()
    assert queue.drain() == 0


def test_un_travail_inconnu_se_dit():
    with pytest.raises(KeyError, match="inconnu"):
        catalogue.run("inconnu", {})


def test_chaque_nom_du_catalogue_mene_a_une_fonction(monkeypatch):
    monkeypatch.undo()
    from pkgutil import resolve_name

    for chemin in (*catalogue.CATALOGUE.values(), *catalogue.BALAYAGE):
        assert callable(resolve_name(chemin))
