"""Le journal : on ajoute, on ne change ni n’efface, et ce qui aurait été touché se voit."""

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from coopmetiers.audit import queries
from coopmetiers.audit.models import LigneAudit, TeteAudit
from coopmetiers.audit.queries import Filtre
from coopmetiers.audit.services import PLATEFORME, Reference, consigner, empreinte_ligne
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import Forbidden, NotFound

pytestmark = pytest.mark.deux_bases


def ecrire(acteur, nombre=1, action="essai.objet.tenir", **details):
    with transaction():
        for rang in range(nombre):
            objet = Reference("objet", f"o{rang}", acteur.organisation_id)
            consigner(acteur, action, objet, details or {"rang": rang})


@pytest.fixture
def chaine(base, monde, horloge):
    """Cinq actes des Sept Parcelles."""
    for _fois in range(5):
        ecrire(monde.ada)
        horloge.avancer(minutes=1)
    return monde.sp.organisation_id


def lever_les_verrous():
    """Ôte les déclencheurs, comme le ferait qui tient la base elle-même."""
    if db.engine.dialect.name == "sqlite":
        ordres = [f"DROP TRIGGER lignes_audit_sans_{o}" for o in ("update", "delete")]
    else:
        ordres = ["ALTER TABLE lignes_audit DISABLE TRIGGER lignes_audit_intouchables"]
    with transaction() as session:
        for ordre in ordres:
            session.connection().execute(text(ordre))


@pytest.fixture
def verrous_leves(app):
    """Le temps d’un test, la base laisse toucher au journal."""
    with app.app_context():
        lever_les_verrous()
    yield
    with app.app_context():
        db.session.remove()
        if db.engine.dialect.name == "postgresql":
            with transaction() as session:
                session.connection().execute(
                    text("ALTER TABLE lignes_audit ENABLE TRIGGER lignes_audit_intouchables")
                )


def changer(ordre):
    with transaction() as session:
        session.connection().execute(ordre)


def test_les_lignes_se_suivent_et_la_chaine_tient(chaine):
    lignes = db.session.scalars(select(LigneAudit).order_by(LigneAudit.rang)).all()
    assert [ligne.rang for ligne in lignes] == [1, 2, 3, 4, 5]
    assert [ligne.precedente for ligne in lignes[1:]] == [ligne.empreinte for ligne in lignes[:-1]]
    constat = queries.verifier_chaine(chaine)
    assert (constat.est_intacte, constat.nb_lignes) == (True, 5)


def test_un_acte_annule_ne_laisse_pas_de_ligne(chaine, monde):
    def manquer():
        with transaction():
            consigner(monde.ada, "essai.objet.tenir", Reference("objet", "x"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        manquer()
    assert queries.verifier_chaine(chaine).nb_lignes == 5


def test_chaque_organisation_a_sa_chaine_et_la_plateforme_la_sienne(chaine, monde):
    ecrire(monde.driss, 2)
    with transaction():
        consigner(monde.samir, "essai.objet.tenir", Reference("objet", "p", PLATEFORME))
    nombres = {c: queries.verifier_chaine(c).nb_lignes for c in queries.chaines()}
    assert nombres == {chaine: 5, monde.eve.organisation_id: 2, PLATEFORME: 1}


@pytest.mark.parametrize(
    "ordre",
    [
        update(LigneAudit).values(acteur_nom="Personne"),
        update(LigneAudit).where(LigneAudit.rang == 2).values(rang=9),
        delete(LigneAudit).where(LigneAudit.rang == 5),
    ],
)
def test_la_base_refuse_de_changer_ou_d_effacer_une_ligne(chaine, ordre):
    with pytest.raises(DBAPIError, match="ne se modifie pas"):
        changer(ordre)
    assert queries.verifier_chaine(chaine).est_intacte


@pytest.mark.parametrize(
    ("ordre", "rang"),
    [
        (update(LigneAudit).where(LigneAudit.rang == 3).values(acteur_nom="Personne"), 3),
        (update(LigneAudit).where(LigneAudit.rang == 4).values(details={"rang": 7}), 4),
        (delete(LigneAudit).where(LigneAudit.rang == 2), 2),
        (delete(LigneAudit).where(LigneAudit.rang == 5), 5),
        (delete(LigneAudit), 1),
        (update(TeteAudit).values(empreinte="0" * 64), 6),
    ],
)
def test_ce_qui_est_touche_malgre_tout_se_voit(chaine, verrous_leves, ordre, rang):
    changer(ordre)
    constat = queries.verifier_chaine(chaine)
    assert (constat.est_intacte, constat.rang) == (False, rang)
    assert f"ROMPUE au rang {rang}" in str(constat)


def test_deux_lignes_echangees_se_voient(chaine, verrous_leves):
    for de, vers in ((2, 99), (3, 2), (99, 3)):
        changer(update(LigneAudit).where(LigneAudit.rang == de).values(rang=vers))
    assert queries.verifier_chaine(chaine).rang == 2


def test_une_ligne_refaite_avec_son_empreinte_rompt_la_suivante(chaine, verrous_leves):
    with transaction() as session:
        ligne = session.scalars(select(LigneAudit).where(LigneAudit.rang == 3)).one()
        ligne.acteur_nom = "Personne"
        ligne.empreinte = empreinte_ligne(ligne)
    assert queries.verifier_chaine(chaine).rang == 4


@pytest.mark.parametrize("qui", ["noe", "zelie", "helene", "ines"])
def test_le_journal_est_a_qui_conduit(base, monde, qui):
    with pytest.raises(Forbidden):
        queries.journal(getattr(monde, qui), monde.sp.organisation_id, Filtre(), 1)


def test_driss_ne_lit_pas_le_journal_des_sept_parcelles(chaine, monde):
    with pytest.raises(NotFound):
        queries.journal(monde.driss, chaine, Filtre(), 1)
    with pytest.raises(NotFound):
        queries.journal(monde.driss, PLATEFORME, Filtre(), 1)


@pytest.mark.parametrize(
    ("filtre", "nombre"),
    [
        (Filtre(), 7),
        (Filtre(piece="autre"), 2),
        (Filtre(piece="aut"), 0),
        (Filtre(qui="noé"), 2),
        (Filtre(qui="%"), 0),
        (Filtre(objet_id="O1"), 1),
    ],
)
def test_le_journal_se_filtre(chaine, monde, filtre, nombre):
    ecrire(monde.noe, 2, action="autre.objet.tenir")
    assert queries.journal(monde.ada, chaine, filtre, 1).total == nombre
