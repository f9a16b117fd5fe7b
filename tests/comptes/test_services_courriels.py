"""La boîte d’envoi : rien ne part sans l’acte, rien ne part deux fois, rien ne se perd."""

import flask_mailman
import pytest
from sqlalchemy import select

from coopmetiers.base import mail, queue
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import Forbidden
from coopmetiers.base.identity import Identity
from coopmetiers.comptes import queries
from coopmetiers.comptes.models import Courriel
from coopmetiers.comptes.services import courriels
from coopmetiers.jobs import comptes as travaux

JOBS = Identity.as_system("jobs")


def ecrire():
    with transaction():
        courriel = courriels.ecrire(
            destinataire="lou@exemple.test", objet="Bonjour", texte="Texte.\n"
        )
        return courriel.courriel_id


def relu():
    return db.session.scalars(select(Courriel)).one()


@pytest.fixture
def partis(app):
    """Les courriels partis pendant le test."""
    with app.app_context():
        app.extensions["mailman"].outbox = []
        yield app.extensions["mailman"].outbox


def test_un_acte_annule_n_envoie_rien(base, monde, partis):
    def renoncer():
        with transaction():
            courriels.ecrire(destinataire="lou@exemple.test", objet="B", texte="T")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        renoncer()
    assert queue.drain() == 0
    assert partis == []


def test_un_courriel_part_une_fois_meme_annonce_deux_fois(base, monde, partis):
    identifiant = ecrire()
    travaux.envoyer_courriel(identifiant)
    travaux.envoyer_courriel(identifiant)
    assert queue.drain() == 1
    assert [message.to for message in partis] == [["lou@exemple.test"]]
    assert partis[0].extra_headers["Message-ID"] == f"<{identifiant}@coopmetiers>"


def test_deux_envois_simultanes_n_en_prennent_qu_un(base, monde, horloge):
    identifiant = ecrire()
    with transaction():
        assert courriels.reserver(JOBS, identifiant) is not None
    with transaction():
        assert courriels.reserver(JOBS, identifiant) is None
    assert queries.courriels_en_attente() == ()
    horloge.avancer(minutes=2)
    assert queries.courriels_en_attente() == (identifiant,)


def test_un_envoi_manque_garde_sa_raison_et_se_retente(base, monde, horloge, partis, monkeypatch):
    ecrire()

    def en_panne(self, *arguments, **options):
        raise OSError("serveur absent")

    with monkeypatch.context() as panne:
        panne.setattr(flask_mailman.EmailMessage, "send", en_panne)
        queue.drain()
    assert (relu().essais, relu().erreur) == (1, "OSError : serveur absent")
    assert travaux.balayer_courriels() == 0
    horloge.avancer(minutes=2)
    assert travaux.balayer_courriels() == 1
    assert (relu().envoye_a is not None, relu().erreur) == (True, None)


def test_un_courriel_est_abandonne_apres_huit_essais(base, monde, horloge):
    identifiant = ecrire()
    for _essai in range(8):
        with transaction():
            assert courriels.reserver(JOBS, identifiant) is not None
            courriels.declarer_echec(JOBS, identifiant, "x" * 900)
        horloge.avancer(hours=10)
    with transaction():
        assert courriels.reserver(JOBS, identifiant) is None
    assert queries.courriels_en_attente() == ()
    assert len(relu().erreur) == 500


def test_seul_le_systeme_envoie(base, monde):
    identifiant = ecrire()
    with pytest.raises(Forbidden), transaction():
        courriels.reserver(monde.ada, identifiant)


def test_un_objet_ne_porte_pas_de_saut_de_ligne(base, app):
    objet, texte = mail.compose(
        "courriels/appartenance.txt",
        prenom="Lou",
        organisation="Nom\nBcc: autre@exemple.test",
        role="Responsable",
        de="",
        adresse="http://127.0.0.1/connexion",
    )
    assert "\n" not in objet
    assert texte.endswith("\n")
