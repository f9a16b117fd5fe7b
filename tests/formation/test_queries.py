"""Qui voit quoi, et ce que chaque lecture coûte à la base."""

from datetime import date

import pytest

from coopmetiers.base import clock, tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.formation import queries
from coopmetiers.formation.enums import EtatSession, Intensite, RoleSession
from coopmetiers.formation.services import affectations
from tests.fabriques import formation as fabrique
from tests.fabriques.referentiel import publier_referentiel_reel
from tests.navigateur import compter_requetes

JOUR = date(2027, 1, 11)


@pytest.fixture
def lire(app, base):
    """Lit sous la portée de qui demande ; rend la réponse et le nombre de requêtes."""

    def _lire(acteur, lecture):
        db.session.rollback()
        db.session.connection()  # ouvrir l’unité de lecture n’est pas lire
        with tenancy.bound(acteur.organisation_key), compter_requetes(app) as compte:
            return lecture(), compte["requetes"]

    return _lire


def test_la_fiche_se_lit_par_l_equipe_seulement(monde, exemple, lire):
    for qui in (monde.ada, monde.noe, monde.basile):
        vue, _cout = lire(qui, lambda q=qui: queries.formation_vue(q, exemple.formation_id))
        assert vue.intitule == "Animer une coopération"
        assert (len(vue.modules), vue.minutes) == (2, 28 * 60)
    for qui in (monde.zelie, monde.driss, monde.helene, monde.ines):
        with pytest.raises(NotFound):
            lire(qui, lambda q=qui: queries.formation_vue(q, exemple.formation_id))


def test_le_catalogue_compte_modules_sessions_et_couverture(monde, exemple, lire):
    page, _cout = lire(monde.ada, lambda: queries.catalogue(le=JOUR))
    (ligne,) = page.items
    assert (ligne.nb_modules, ligne.minutes, ligne.nb_sessions) == (2, 1680, 1)
    assert (ligne.nb_couvertes, ligne.nb_evaluees) == (2, 1)
    assert ligne.nb_competences == 2 + len(exemple.trous)


def test_une_session_finie_ne_compte_plus_au_catalogue(monde, exemple, lire):
    page, _cout = lire(monde.ada, lambda: queries.catalogue(le=date(2027, 1, 13)))
    assert page.items[0].nb_sessions == 0


@pytest.mark.parametrize(("mots", "trouvees"), [("cooperation", 1), ("ANIMER", 1), ("100 %", 0)])
def test_le_catalogue_se_cherche_sans_accent_ni_majuscule(monde, exemple, lire, mots, trouvees):
    page, _cout = lire(monde.ada, lambda: queries.catalogue(mots, le=JOUR))
    assert page.total == trouvees


def test_le_catalogue_ne_coute_pas_plus_cher_avec_plus_de_formations(monde, exemple, lire):
    _page, seule = lire(monde.ada, lambda: queries.catalogue(le=JOUR))
    with tenancy.bound(monde.sp.cle), transaction():
        for _rang in range(12):
            fabrique.fabriquer_session(fabrique.fabriquer_formation())
    page, toutes = lire(monde.ada, lambda: queries.catalogue(le=JOUR))
    assert (page.total, toutes) == (13, seule)
    assert toutes <= 7


def test_une_formation_archivee_sort_du_catalogue(monde, exemple, lire):
    with tenancy.bound(monde.sp.cle), transaction():
        queries.formation_par_id(exemple.formation_id).archivee_a = clock.now()
    page, _cout = lire(monde.ada, lambda: queries.catalogue(le=JOUR))
    archivees, _cout = lire(monde.ada, lambda: queries.catalogue(archivees=True, le=JOUR))
    nombre, _cout = lire(monde.ada, queries.nb_archivees)
    assert (page.total, archivees.total, nombre) == (0, 1, 1)


def test_la_couverture_dit_chaque_lien_et_le_plus_fort(monde, exemple, lire):
    vue, cout = lire(monde.ada, lambda: queries.couverture(exemple.cle_formation))
    premier, second = exemple.modules
    assert vue.liens[premier, exemple.evaluee] == Intensite.EVALUEE
    assert vue.liens[second, exemple.evaluee] == Intensite.ABORDEE
    assert vue.intensites == {
        exemple.evaluee: Intensite.EVALUEE,
        exemple.pratiquee: Intensite.PRATIQUEE,
    }
    assert (vue.modules_de(exemple.evaluee), vue.modules_de(exemple.trous[0])) == (2, 0)
    assert cout <= 2


def test_dix_modules_et_soixante_dix_competences_coutent_toujours_huit_requetes(monde, lire):
    with tenancy.bound(monde.sp.cle), transaction():
        version = publier_referentiel_reel()
        formation = fabrique.fabriquer_formation(version, nb_modules=10)
        codes = list(queries.perimetre(version.cle).competences)
        for rang, code in enumerate(codes):
            fabrique.fabriquer_lien(formation.modules[rang % 10], code)
        cle = formation.cle

    def lecture():
        perimetre = queries.perimetre(version.cle)
        return perimetre.lire(queries.couverture(cle))

    vue, cout = lire(monde.ada, lecture)
    assert (vue.nb_competences, vue.nb_evaluees) == (70, 70)
    assert cout <= 8


def test_un_metier_et_un_exercice_bornent_la_lecture(monde, lire):
    with transaction():
        version = publier_referentiel_reel()

    def lecture():
        metier = queries.perimetre(version.cle).metiers[0].code
        return queries.perimetre(version.cle, metier, "EXTERNE")

    perimetre, cout = lire(monde.ada, lecture)
    assert sum(len(bloc.competences) for bloc in perimetre.blocs) == 47
    assert [bloc.code for bloc in perimetre.hors_profil] == ["BC5"]


def test_noe_ne_voit_que_ses_sessions(monde, exemple, lire):
    with tenancy.bound(monde.sp.cle), transaction():
        formation = queries.formation_par_id(exemple.formation_id)
        autre = fabrique.fabriquer_session(formation, debut_le=JOUR).session_id

    def toutes(qui):
        return queries.liste_sessions(qui, EtatSession.EN_COURS, le=JOUR).total

    assert lire(monde.ada, lambda: toutes(monde.ada))[0] == 2
    assert lire(monde.noe, lambda: toutes(monde.noe))[0] == 1
    assert lire(monde.basile, lambda: toutes(monde.basile))[0] == 0
    assert lire(monde.zelie, lambda: toutes(monde.zelie))[0] == 0
    assert lire(monde.driss, lambda: toutes(monde.driss))[0] == 0
    with pytest.raises(NotFound):
        lire(monde.noe, lambda: queries.session_vue(monde.noe, autre))


@pytest.mark.parametrize("qui", ["basile", "zelie", "driss", "rim", "helene", "ines"])
def test_une_session_n_existe_pas_pour_les_autres(monde, exemple, lire, qui):
    personne = getattr(monde, qui)
    with pytest.raises(NotFound):
        lire(personne, lambda: queries.session_vue(personne, exemple.session_id))


def test_la_session_se_lit_en_peu_de_requetes(monde, exemple, lire):
    vue, cout = lire(monde.noe, lambda: queries.session_vue(monde.noe, exemple.session_id))
    assert (vue.nb_creneaux, vue.minutes) == (4, 14 * 60)
    assert vue.cles_affectees == {monde.noe.user_key}
    assert vue.etat(JOUR) == EtatSession.EN_COURS
    assert cout <= 3


def test_le_systeme_lit_les_sessions_de_l_organisation_qu_il_nomme(monde, exemple, lire):
    systeme = Identity.as_system("jobs", monde.sp)
    vue, _cout = lire(systeme, lambda: queries.session_vue(systeme, exemple.session_id))
    assert vue.intitule == "Groupe Printemps"


@pytest.mark.parametrize(
    ("le", "attendus"),
    [
        (date(2027, 1, 10), (1, 0, 0)),
        (JOUR, (0, 1, 0)),
        (date(2027, 1, 13), (0, 0, 1)),
    ],
)
def test_les_sessions_se_comptent_par_etat(monde, exemple, lire, le, attendus):
    compte, _cout = lire(monde.ada, lambda: queries.nb_sessions(monde.ada, le=le))
    assert tuple(compte.values()) == attendus
    for etat, nombre in compte.items():
        page, _cout = lire(monde.ada, lambda e=etat: queries.liste_sessions(monde.ada, e, le=le))
        assert page.total == nombre


def test_l_affectation_retiree_ferme_la_session(monde, exemple, lire, agir):
    assert lire(monde.noe, lambda: queries.est_affecte(monde.noe, exemple.cle_session))[0]
    agir(affectations.retirer, monde.ada, exemple.session_id, monde.noe.user_id)
    assert not lire(monde.noe, lambda: queries.est_affecte(monde.noe, exemple.cle_session))[0]
    with pytest.raises(NotFound):
        lire(monde.noe, lambda: queries.session_vue(monde.noe, exemple.session_id))


def test_creneaux_et_affectations_se_lisent_dans_l_ordre(monde, exemple, lire):
    creneaux, _cout = lire(monde.ada, lambda: queries.creneaux(exemple.cle_session))
    assert [(c.jour.day, c.demi_journee) for c in creneaux] == [
        (11, "MATIN"),
        (11, "APRES_MIDI"),
        (12, "MATIN"),
        (12, "APRES_MIDI"),
    ]
    affectees, _cout = lire(monde.ada, lambda: queries.affectations(exemple.cle_session))
    assert [(a.nom, a.role) for a in affectees] == [("Noé Gabarit", RoleSession.FORMATEUR)]


def test_l_equipe_affectable_est_celle_de_l_organisme(monde, exemple, lire):
    equipe, _cout = lire(monde.ada, lambda: queries.equipe(monde.ada))
    assert [(membre.nom, membre.peut_former) for membre in equipe] == [
        ("Ada Exemple", True),
        ("Noé Gabarit", True),
        ("Basile Pochoir", False),
    ]
