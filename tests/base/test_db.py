"""Un acte : tout est écrit, ou rien ; hors d’un acte, rien ne s’écrit."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from coopmetiers.base import clock, queue
from coopmetiers.base.db import after_commit, db, read_only, transaction
from coopmetiers.comptes.models import Organisation, Utilisateur
from tests.fabriques.comptes import fabriquer_organisation

pytestmark = pytest.mark.deux_bases

FILS, ECRITURES = 6, 50


def relue(cle):
    db.session.remove()
    return db.session.get(Organisation, cle)


def test_six_fils_ecrivent_cinquante_fois_sans_rien_perdre(app, monde):
    """Le compteur d’essais d’Ada sert de suite : chaque écriture lit puis ajoute un."""
    numeros, erreurs = [], []

    def ecrire():
        with app.app_context():
            try:
                for _fois in range(ECRITURES):
                    with transaction() as session:
                        ada = session.get(Utilisateur, monde.ada.user_key, with_for_update=True)
                        ada.essais_manques += 1
                        numeros.append(ada.essais_manques)
            except Exception as erreur:
                erreurs.append(erreur)
            finally:
                db.session.remove()

    fils = [threading.Thread(target=ecrire) for _rang in range(FILS)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert erreurs == []
    assert sorted(numeros) == list(range(1, FILS * ECRITURES + 1))


def test_une_ecriture_hors_d_un_acte_est_refusee_par_la_base(base, monde):
    db.session.get(Organisation, monde.sp.cle).nom = "Autre"
    with pytest.raises(DBAPIError):
        db.session.flush()
    db.session.rollback()
    assert relue(monde.sp.cle).nom == "Les Sept Parcelles"


def test_une_lecture_declaree_refuse_aussi_d_ecrire(base, monde):
    def tenter():
        with read_only() as session:
            session.get(Organisation, monde.sp.cle).nom = "Autre"
            session.flush()

    with pytest.raises(DBAPIError):
        tenter()


def test_on_ecrit_de_nouveau_apres_une_lecture(base, monde):
    with read_only() as session:
        session.scalars(select(Organisation)).all()
    with transaction() as session:
        session.get(Organisation, monde.sp.cle).ville = "Ici"
    assert relue(monde.sp.cle).ville == "Ici"


def test_un_acte_ne_s_imbrique_pas(base, app):
    with transaction(), pytest.raises(RuntimeError, match="déjà ouverte"):
        transaction().__enter__()


def test_un_acte_manque_n_ecrit_rien_et_laisse_la_place_au_suivant(base, monde):
    def manquer():
        with transaction() as session:
            session.get(Organisation, monde.sp.cle).nom = "Autre"
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        manquer()
    assert relue(monde.sp.cle).nom == "Les Sept Parcelles"
    with transaction():
        fabriquer_organisation(sigle="NEUF")


def test_ce_qui_est_mis_de_cote_part_apres_l_enregistrement(base, monde):
    vues = []

    def regarder():
        vues.append(relue(monde.sp.cle).ville)

    with transaction() as session:
        session.get(Organisation, monde.sp.cle).ville = "Enregistrée"
        after_commit(regarder)
        assert vues == []
    assert vues == ["Enregistrée"]


def test_ce_qui_est_mis_de_cote_ne_part_pas_si_l_acte_manque(base, monde):
    partis = []

    def manquer():
        with transaction():
            after_commit(lambda: partis.append(1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        manquer()
    assert partis == []


def test_hors_d_un_acte_rien_ne_se_met_de_cote(base, app):
    with pytest.raises(RuntimeError, match="Aucun acte"):
        after_commit(lambda: None)
    with pytest.raises(RuntimeError, match="Aucun acte"):
        queue.enqueue("comptes.envoyer_courriel", courriel_id="x")


def test_un_instant_garde_son_fuseau_et_un_instant_nu_est_refuse(base, monde, horloge):
    assert relue(monde.sp.cle).creee_a.tzinfo == UTC
    ordre = select(Organisation).where(Organisation.creee_a == datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(Exception, match="porte toujours son fuseau"):
        db.session.execute(ordre)


def test_un_instant_se_lit_comme_il_s_est_ecrit(base, monde, horloge):
    with transaction():
        cle = fabriquer_organisation().cle
    assert relue(cle).creee_a == clock.now()


def test_les_cles_etrangeres_sont_tenues(base, monde):
    def orphelin():
        with transaction() as session:
            session.delete(session.get(Organisation, monde.sp.cle))

    with pytest.raises(DBAPIError):
        orphelin()
