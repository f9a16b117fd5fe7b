"""Ce que les tests demandent tous tient ses promesses."""

from __future__ import annotations

import smtplib
import socket
import urllib.request
from datetime import UTC, datetime

import pytest
from flask import Flask, has_app_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from coopmetiers.base import clock
from coopmetiers.base.db import transaction
from coopmetiers.comptes.models import Organisation
from tests.fabriques import comptes
from tests.horloge import Horloge
from tests.reseau import ReseauFermeError


@pytest.mark.deux_bases
@pytest.mark.parametrize("fois", [1, 2])
def test_chaque_test_trouve_une_base_neuve(base: SQLAlchemy, moteur: str, fois: int) -> None:
    assert base.engine.dialect.name == moteur
    assert base.session.scalar(select(func.count()).select_from(Organisation)) == 0
    base.session.rollback()
    with transaction():
        organisation = comptes.fabriquer_organisation()
    assert organisation.cle == 1


def test_l_application_n_ouvre_aucun_contexte(app: Flask) -> None:
    assert not has_app_context()


def test_l_horloge_n_avance_que_si_on_le_demande(horloge: Horloge) -> None:
    horloge.avancer(hours=1, minutes=30)
    assert clock.now() == datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


def test_l_horloge_est_relachee_apres_chaque_test() -> None:
    assert clock.now() != clock.now()


def test_rien_ne_sort_de_la_machine() -> None:
    with pytest.raises(ReseauFermeError, match=r"exemple\.test"):
        urllib.request.urlopen("http://exemple.test/")
    with pytest.raises(ReseauFermeError), socket.socket() as prise:
        prise.connect(("192.0.2.1", 80))


def test_aucun_courriel_ne_part() -> None:
    with pytest.raises(ReseauFermeError):
        smtplib.SMTP("127.0.0.1", 25)


def test_la_machine_elle_meme_reste_joignable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as serveur:
        socket.create_connection(serveur.getsockname()).close()
