"""Ce qui passe d’une organisation à l’autre, et rien d’autre."""

from __future__ import annotations

import ast

import pytest
from sqlalchemy import select

from coopmetiers.base import tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import NotFound
from coopmetiers.base.tenancy import CROSSINGS, Tenanted, UnboundScope, tenanted_tables
from coopmetiers.certification import queries
from coopmetiers.certification.models import Candidature, Certificat, EntreeRegistre, Presentation
from coopmetiers.certification.services import candidatures
from coopmetiers.formation.models import SessionFormation
from coopmetiers.parcours.models import Apprenant, Inscription
from tests.architecture import arbre
from tests.fabriques.certification import fabriquer_jury

PIECE = "coopmetiers.certification"

pytestmark = pytest.mark.usefixtures("base")


def appels(nom):
    for chemin in arbre.modules():
        for noeud in ast.walk(arbre.lu(chemin)):
            if isinstance(noeud, ast.Call) and getattr(noeud.func, "id", "") == nom:
                yield arbre.nom(chemin), noeud


def test_on_ne_traverse_que_pour_presenter():
    traversees = [(ou, noeud.args[0].value) for ou, noeud in appels("crossing")]
    assert traversees == [
        ("coopmetiers/certification/services/candidatures.py", "candidatures.presenter")
    ]
    assert "candidatures.presenter" in CROSSINGS


def presenter(agir, monde, groupe):
    certificateur_id = monde.cc.organisation_id
    agir(candidatures.presenter, monde.ada, groupe.zelie_id, certificateur_id, blocs=("B1", "B2"))


def test_une_traversee_sans_nom_est_refusee(base, monde):
    with (
        pytest.raises(KeyError),
        tenancy.bound(monde.sp.cle),
        transaction(),
        tenancy.crossing("certificats.lire", monde.cc.cle),
    ):
        raise AssertionError


def test_aucune_cle_etrangere_ne_va_du_certificateur_a_un_organisme():
    fermees = tenanted_tables()
    siennes = {
        mapper.local_table
        for mapper in db.Model.registry.mappers
        if issubclass(mapper.class_, Tenanted) and mapper.class_.__module__.startswith(PIECE)
    }
    visees = {cle.column.table for table in siennes for cle in table.foreign_keys}
    assert visees & fermees <= siennes


def test_le_registre_n_est_a_personne_et_ne_pointe_que_les_comptes():
    assert not issubclass(EntreeRegistre, Tenanted)
    visees = {cle.column.table.name for cle in EntreeRegistre.__table__.foreign_keys}
    assert visees == {"utilisateurs"}


def test_presenter_n_ecrit_chez_le_certificateur_que_la_candidature(monde, groupe, agir):
    presenter(agir, monde, groupe)
    with tenancy.bound(monde.cc.cle):
        assert db.session.scalars(select(Candidature)).all()
        for modele in (Presentation, Apprenant, Inscription, SessionFormation):
            assert db.session.scalars(select(modele)).all() == []
    db.session.rollback()
    with tenancy.bound(monde.eve.cle):
        for modele in (Candidature, Presentation):
            assert db.session.scalars(select(modele)).all() == []


def test_la_portee_revient_apres_la_traversee_meme_refusee(monde, groupe, agir):
    with tenancy.bound(monde.sp.cle):
        presenter(agir, monde, groupe)
        assert tenancy.current_scope() == monde.sp.cle


def test_un_autre_certificateur_ne_voit_ni_jury_ni_candidature(monde, audience, base):
    essai = audience()
    with tenancy.bound(monde.rc.cle):
        for modele in (Candidature, Certificat):
            assert db.session.scalars(select(modele)).all() == []
        with pytest.raises(NotFound):
            queries.jury_vu(monde.ines, essai.jury_id)


def test_sans_portee_rien_ne_se_lit(base, monde):
    with pytest.raises(UnboundScope):
        db.session.scalars(select(Candidature)).all()
    assert db.session.scalars(select(EntreeRegistre)).all() == []


@pytest.fixture
def document(monde, audience, proclamer, produire, lignes):
    """L’attestation de Zélie, présentée par les Sept Parcelles."""
    proclamer(audience(personnes=(monde.zelie_utilisateur,)))
    produire()
    return lignes(Certificat)[0]


@pytest.mark.parametrize("qui", ["zelie", "ada", "aline", "octave"])
def test_titulaire_presentateur_et_emetteur_telechargent(qui, monde, document):
    acteur = getattr(monde, qui)
    with tenancy.bound(acteur.organisation_key):
        entree = queries.document_a_telecharger(acteur, document.certificat_id)
    assert entree.empreinte_pdf == document.empreinte_pdf


@pytest.mark.parametrize("qui", ["driss", "rim", "noe", "basile", "ines", "samir"])
def test_les_autres_ne_trouvent_pas_le_document(qui, monde, document):
    with pytest.raises(NotFound):
        queries.document_a_telecharger(getattr(monde, qui), document.certificat_id)


def test_chacun_liste_ses_documents(monde, document):
    a_zelie = queries.documents_de(monde.zelie.user_key)
    assert {d.code_bloc for d in a_zelie} == {"B1", "B2"}
    assert queries.documents_de(monde.octave.user_key) == ()
    assert len(queries.documents_presentes(monde.sp.organisation_id)) == 2
    assert len(queries.documents_presentes(monde.sp.organisation_id, monde.zelie.user_key)) == 2
    assert queries.documents_presentes(monde.eve.organisation_id) == ()


def test_les_competences_attestees_se_lisent_dans_leur_version(monde, document, agir):
    acquises = queries.competences_acquises(monde.zelie.user_key, "petit-referentiel", "1.0")
    assert acquises == {"C1.1.1", "C1.1.2", "C2.1.1", "C2.1.2"}
    assert queries.competences_acquises(monde.zelie.user_key, "petit-referentiel", "2.0") == set()


def test_un_jury_ecrit_sous_une_autre_portee_est_refuse(base, monde, horloge):
    with tenancy.bound(monde.cc.cle), transaction():
        jury = fabriquer_jury()
        jury_id = jury.jury_id
    with tenancy.bound(monde.rc.cle):
        assert db.session.scalar(select(Certificat)) is None
        with pytest.raises(NotFound):
            queries.jury_vu(monde.ines, jury_id)
