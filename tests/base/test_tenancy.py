"""Chaque organisation ne voit que ses lignes, quelle que soit la forme de la requête."""

import pytest
from sqlalchemy import delete, exists, func, literal, select, text, union_all, update
from sqlalchemy.orm import aliased

from coopmetiers.base import tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.base.tenancy import ForeignRow, UnboundScope, bound, crossing
from coopmetiers.comptes.models import Utilisateur
from coopmetiers.parcours.models import Apprenant

pytestmark = pytest.mark.deux_bases


def apprendre(monde, organisation, *personnes):
    with bound(organisation.cle), transaction() as session:
        for personne in personnes:
            session.add(
                Apprenant(
                    cle_utilisateur=personne.user_key,
                    prenom=personne.name,
                    nom=organisation.sigle,
                    email="x@exemple.test",
                )
            )


@pytest.fixture
def deux_organismes(base, monde):
    """Deux personnes apprennent aux Sept Parcelles, trois à l’Établi, dont une aux deux."""
    apprendre(monde, monde.sp, monde.zelie, monde.noe)
    apprendre(monde, monde.eve, monde.zelie, monde.rim, monde.driss)
    db.session.remove()
    return monde


def _sous_requete():
    return select(Apprenant.cle, Apprenant.nom).subquery()


def _commune():
    return select(Apprenant.nom).cte("noms")


AUTRE = aliased(Apprenant)

#: Chaque forme : ce qu’elle demande, et ce que les Sept Parcelles doivent y lire.
FORMES = {
    "entité": (lambda: select(func.count()).select_from(select(Apprenant).subquery()), 2),
    "colonnes": (lambda: select(func.count(Apprenant.cle)), 2),
    "compte sur sous-requête": (lambda: select(func.count()).select_from(_sous_requete()), 2),
    "existe": (lambda: select(exists().where(Apprenant.nom == "EVE")), False),
    "existe sur requête": (
        lambda: select(exists(select(Apprenant).where(Apprenant.nom == "EVE"))),
        False,
    ),
    "sous-requête jointe": (
        lambda: select(func.count()).select_from(Utilisateur).join(
            tirees := _sous_requete(), literal(1) == literal(1)
        ).where(Utilisateur.id == 1, tirees.c.nom == "EVE"),
        0,
    ),
    "union": (
        lambda: select(func.count()).select_from(
            union_all(select(Apprenant.cle), select(Apprenant.cle)).subquery()
        ),
        4,
    ),
    "expression commune": (lambda: select(func.count()).select_from(_commune()), 2),
    "alias": (lambda: select(func.count(AUTRE.cle)), 2),
    "dans une liste": (
        lambda: select(func.count(Utilisateur.id)).where(
            Utilisateur.id.in_(select(Apprenant.cle_utilisateur))
        ),
        2,
    ),
    "sous-requête scalaire": (
        lambda: select(select(func.count(Apprenant.cle)).scalar_subquery()),
        2,
    ),
}  # fmt: skip
#: Deux formes que la portée ne filtre pas : sans organisation elles lèvent, et le code n’en a pas.
CRUES = {
    "table nue": lambda: select(func.count()).select_from(Apprenant.__table__),
    "texte SQL": lambda: text("SELECT count(*) FROM apprenants"),
}


@pytest.mark.parametrize("forme", [*FORMES, *CRUES])
def test_sans_organisation_liee_aucune_forme_ne_lit(deux_organismes, forme):
    demande = FORMES[forme][0] if forme in FORMES else CRUES[forme]
    with pytest.raises(UnboundScope):
        db.session.execute(demande())


@pytest.mark.parametrize("forme", FORMES)
def test_chaque_forme_est_filtree(deux_organismes, forme):
    demande, attendu = FORMES[forme]
    with bound(deux_organismes.sp.cle):
        assert db.session.scalar(demande()) == attendu


def test_la_lecture_par_cle_ne_traverse_pas(deux_organismes):
    with bound(deux_organismes.eve.cle):
        cle = db.session.scalars(select(Apprenant.cle).limit(1)).one()
    with pytest.raises(UnboundScope):
        db.session.get(Apprenant, cle)
    with bound(deux_organismes.sp.cle):
        assert db.session.get(Apprenant, cle) is None


def test_une_modification_en_nombre_ne_touche_que_les_siennes(deux_organismes):
    with bound(deux_organismes.sp.cle), transaction() as session:
        session.execute(update(Apprenant).values(prenom="changé"))
        session.execute(
            delete(Apprenant).where(Apprenant.cle_utilisateur == deux_organismes.zelie.user_key)
        )
    with bound(deux_organismes.eve.cle):
        assert db.session.scalar(select(func.count(Apprenant.cle))) == 3
        assert "changé" not in db.session.scalars(select(Apprenant.prenom)).all()


@pytest.mark.parametrize("ordre", [update(Apprenant).values(prenom="x"), delete(Apprenant)])
def test_sans_organisation_liee_rien_ne_s_ecrit_en_nombre(deux_organismes, ordre):
    with pytest.raises(UnboundScope), transaction() as session:
        session.execute(ordre)


def test_une_ligne_nouvelle_recoit_l_organisation_liee(deux_organismes):
    with bound(deux_organismes.sp.cle):
        cles = db.session.scalars(select(Apprenant.cle_organisation)).all()
    assert set(cles) == {deux_organismes.sp.cle}


def _apprenante(monde, **ecarts):
    valeurs = {
        "cle_utilisateur": monde.ada.user_key,
        "prenom": "A",
        "nom": "E",
        "email": "a@x.test",
    }
    return Apprenant(**{**valeurs, **ecarts})


def test_une_ligne_d_une_autre_organisation_ne_s_ecrit_pas(deux_organismes):
    ligne = _apprenante(deux_organismes, cle_organisation=deux_organismes.eve.cle)
    with pytest.raises(ForeignRow), bound(deux_organismes.sp.cle), transaction() as session:
        session.add(ligne)


def test_sans_organisation_liee_une_ligne_ne_s_ecrit_pas(deux_organismes):
    with pytest.raises(UnboundScope), transaction() as session:
        session.add(_apprenante(deux_organismes))


def test_une_ligne_chargee_ne_change_pas_d_organisation(deux_organismes):
    def detourner():
        with bound(deux_organismes.sp.cle), transaction() as session:
            ligne = session.scalars(select(Apprenant)).first()
            ligne.cle_organisation = deux_organismes.eve.cle

    with pytest.raises(ForeignRow):
        detourner()


def test_on_ne_lie_pas_deux_organisations_a_la_fois(deux_organismes):
    with bound(deux_organismes.sp.cle), pytest.raises(RuntimeError, match="nommez la traversée"):
        bound(deux_organismes.eve.cle).__enter__()


def test_une_traversee_se_nomme_et_rend_la_portee(deux_organismes):
    with bound(deux_organismes.sp.cle):
        with crossing("candidatures.presenter", deux_organismes.eve.cle):
            assert db.session.scalar(select(func.count(Apprenant.cle))) == 3
        assert tenancy.current_scope() == deux_organismes.sp.cle
        with pytest.raises(KeyError):
            crossing("par commodité", deux_organismes.eve.cle).__enter__()


def test_la_portee_d_une_requete_ne_deborde_pas_sur_la_suivante(app, monde, navigateur):
    navigateur.connecter(monde.ada)
    navigateur.get("/compte")
    assert tenancy.current_scope() is None


def test_les_tables_de_tous_sont_celles_qu_on_a_nommees(app):
    partout = {table.name for table in db.metadata.sorted_tables}
    a_tous = partout - {table.name for table in tenancy.tenanted_tables()}
    referentiel = {m.local_table.name for m in db.Model.registry.mappers
                   if m.class_.__module__.startswith("coopmetiers.referentiel")}  # fmt: skip
    assert a_tous - referentiel == {
        "organisations", "utilisateurs", "appartenances", "habilitations", "courriels",
        "lignes_audit", "tetes_audit", "entrees_registre",
        # Des liens entre lignes cloisonnées, qu’on n’atteint que par elles.
        "evaluations_preuves", "preuves_competences",
    }  # fmt: skip
