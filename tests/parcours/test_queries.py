"""Ce qu’on lit du parcours : juste, borné en requêtes, et rien de l’organisme voisin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from coopmetiers.base import tenancy
from coopmetiers.base.db import db
from coopmetiers.base.errors import Forbidden, NotFound
from coopmetiers.base.pagination import paginate
from coopmetiers.parcours import queries
from coopmetiers.parcours.enums import EtatInscription
from coopmetiers.parcours.models import Inscription
from coopmetiers.referentiel.enums import Exercice
from tests.fabriques import formation as fabrique_formation
from tests.fabriques import parcours as fabrique
from tests.fabriques.comptes import fabriquer_utilisateur
from tests.fabriques.referentiel import fabriquer_version, publier_referentiel_reel
from tests.navigateur import compter_requetes


@pytest.fixture
def cout(app, lire) -> Callable[..., int]:
    """Combien d’ordres une lecture envoie à la base."""

    def _cout(requete: Callable[..., Any], *arguments: Any) -> int:
        def lecture() -> int:
            # L’unité de lecture est ouverte d’abord : ses réglages ne sont pas des requêtes.
            db.session.connection()
            with compter_requetes(app) as compte:
                requete(*arguments)
            return compte["requetes"]

        return lire(lecture)

    return _cout


def remplir(acte, printemps, monde, nombre: int) -> None:
    """Ajoute des personnes au groupe, chacune avec un fait, une preuve et un constat."""
    with acte():
        session = db.session.get_one(Inscription, printemps.cle_zelie).session
        for rang in range(nombre):
            personne = fabriquer_utilisateur(f"Prénom{rang}", f"Nom{rang:02d}")
            inscription = fabrique.fabriquer_inscription(session, personne)
            preuve = fabrique.fabriquer_preuve(inscription, "C1.1.1")
            fabrique.fabriquer_evaluation(inscription, "C1.1.1", par=monde.noe, preuves=[preuve])
            fabrique.fabriquer_constat(session.creneaux[0], inscription, par=monde.noe)


@pytest.mark.parametrize(
    ("requete", "budget"),
    [
        (lambda p, m: (queries.groupe, p.cle_session, "B1"), 8),
        (lambda p, m: (queries.emargement, p.cle_session), 4),
        (lambda p, m: (queries.inscriptions_de, p.cle_session), 1),
        (lambda p, m: (queries.courriels_inscrits, p.cle_session), 1),
        (lambda p, m: (queries.session_ouverte, m.noe, p.session_id), 1),
    ],
    ids=["groupe", "emargement", "inscriptions_de", "courriels_inscrits", "session_ouverte"],
)
def test_une_lecture_coute_le_meme_nombre_de_requetes_a_toute_taille(
    acte, monde, printemps, cout, requete, budget
):
    remplir(acte, printemps, monde, 2)
    petit = cout(*requete(printemps, monde))
    remplir(acte, printemps, monde, 18)
    grand = cout(*requete(printemps, monde))
    assert petit == grand <= budget


@pytest.mark.parametrize(
    ("requete", "budget"),
    [
        (lambda p, m: (queries.progression, p.cle_zelie), 5),
        (lambda p, m: (queries.inscription_vue, m.zelie, p.zelie_id), 2),
        (lambda p, m: (queries.faits_de, p.cle_zelie), 2),
        (lambda p, m: (queries.preuves_de, p.cle_zelie), 3),
        (lambda p, m: (queries.assiduite_de, p.cle_zelie, p.cle_session), 3),
        (lambda p, m: (queries.faits_du_dossier, m.ada, p.zelie_id), 20),
    ],
    ids=["progression", "inscription_vue", "faits_de", "preuves_de", "assiduite_de", "dossier"],
)
def test_le_parcours_d_une_personne_coute_le_meme_nombre_de_requetes(
    acte, monde, printemps, cout, requete, budget
):
    ajouter_des_faits(acte, monde, printemps, 1)
    petit = cout(*requete(printemps, monde))
    ajouter_des_faits(acte, monde, printemps, 5)
    assert petit == cout(*requete(printemps, monde)) <= budget


def ajouter_des_faits(acte, monde, printemps, nombre: int) -> None:
    with acte():
        inscription = db.session.get_one(Inscription, printemps.cle_zelie)
        for _rang in range(nombre):
            preuve = fabrique.fabriquer_preuve(inscription, "C1.1.1", "C2.1.1")
            fabrique.fabriquer_evaluation(inscription, "C1.1.1", par=monde.noe, preuves=[preuve])


def test_la_grille_montre_exigees_evaluees_et_comptes(acte, monde, printemps, lire):
    with acte():
        zelie = db.session.get_one(Inscription, printemps.cle_zelie)
        fabrique.fabriquer_evaluation(zelie, "C1.1.1", 3, par=monde.noe)
        fabrique.fabriquer_evaluation(zelie, "C1.1.2", 2, par=monde.noe)
    groupe = lire(queries.groupe, printemps.cle_session, "B1")
    assert [colonne.code for colonne in groupe.colonnes] == ["C1.1.1", "C1.1.2"]
    assert [code for code, _intitule in groupe.blocs] == ["B1", "B2"]
    assert [ligne.nom for ligne in groupe.lignes] == ["Zélie Modèle", "Youssef Spécimen"]
    zelie, youssef = groupe.lignes
    assert ((zelie.k, zelie.n), (youssef.k, youssef.n)) == ((1, 2), (0, 2))
    assert not zelie.cases["C1.1.1"].a_preuve
    assert groupe.au_seuil("C1.1.1") == (1, 2)


def test_sans_bloc_connu_la_grille_montre_le_premier(printemps, lire):
    assert lire(queries.groupe, printemps.cle_session).code_bloc == "B1"
    assert lire(queries.groupe, printemps.cle_session, "B9").code_bloc == "B1"


def test_une_session_vide_a_quand_meme_sa_grille(acte, monde, printemps, lire):
    with acte():
        formation = db.session.get_one(Inscription, printemps.cle_zelie).session.formation
        cle = fabrique_formation.fabriquer_session(formation).cle
    groupe = lire(queries.groupe, cle)
    assert (groupe.lignes, len(groupe.colonnes)) == ((), 2)


def test_deux_versions_ne_se_lisent_pas_dans_la_meme_grille(acte, monde, printemps, lire):
    with acte():
        suivante = fabriquer_version(version="1.1", complement=" encore")
        youssef = db.session.get_one(Inscription, printemps.cle_youssef)
        fabrique.fabriquer_inscription(youssef.session)
        youssef.cle_version = suivante.cle
    groupe = lire(queries.groupe, printemps.cle_session)
    assert [(version.version, version.nombre) for version in groupe.versions] == [
        ("1.0", 2),
        ("1.1", 1),
    ]
    assert len(groupe.lignes) == 2
    seconde = lire(queries.groupe, printemps.cle_session, None, suivante.version_id)
    assert [ligne.nom for ligne in seconde.lignes] == ["Youssef Spécimen"]


@pytest.mark.parametrize(
    ("metier", "exercice", "total"),
    [
        ("animateur", Exercice.INTERNE, 54),
        ("animateur", Exercice.EXTERNE, 47),
        ("developpeur", Exercice.INTERNE, 51),
        ("developpeur", Exercice.EXTERNE, 58),
    ],
)
def test_la_progression_compte_ce_que_le_vrai_referentiel_exige(
    acte, monde, horloge, lire, metier, exercice, total
):
    with acte():
        version = publier_referentiel_reel()
        session = fabrique_formation.fabriquer_session(
            fabrique_formation.fabriquer_formation(version)
        )
        inscription = fabrique.fabriquer_inscription(
            session, monde.zelie, code_metier=metier, exercice=exercice
        )
        fabrique.fabriquer_evaluation(inscription, "C1.1.1", 3, par=monde.noe)
        cle = inscription.cle
    vue = lire(queries.progression, cle)
    assert (vue.k, vue.n) == (1, total)
    assert len(vue.comptes) == 7
    assert [code for code, _k, n in vue.comptes if n == 0] == (
        ["BC5"] if metier == "animateur" else []
    )


def test_une_decision_de_jury_compte_sans_nouvelle_evaluation(printemps, lire):
    vue = lire(queries.progression, printemps.cle_zelie, {"C1.1.1"})
    assert (vue.k, vue.n) == (1, 4)


def test_le_dossier_ne_garde_que_les_faits_vivants_et_les_preuves_non_retirees(
    acte, monde, printemps, lire
):
    with acte():
        zelie = db.session.get_one(Inscription, printemps.cle_zelie)
        gardee = fabrique.fabriquer_preuve(zelie, "C1.1.1", libelle="Gardée")
        fabrique.fabriquer_preuve(zelie, "C1.1.2", libelle="Retirée", retiree_a=zelie.inscrite_a)
        trop = fabrique.fabriquer_evaluation(zelie, "C1.1.1", 4, par=monde.noe)
        fabrique.fabriquer_evaluation(
            zelie, "C1.1.1", 3, par=monde.basile, cle_corrige=trop.cle, preuves=[gardee]
        )
    dossier = lire(queries.faits_du_dossier, monde.ada, printemps.zelie_id)
    assert [preuve.libelle for preuve in dossier.preuves] == ["Gardée"]
    premiere, seconde = dossier.blocs[0].competences
    assert (premiere.code, premiere.niveau, premiere.seuil, premiere.a_preuve) == (
        "C1.1.1",
        3,
        3,
        True,
    )
    (fait,) = premiere.faits
    assert (fait.evaluateur_nom, fait.evaluateur_id) == ("Basile Pochoir", monde.basile.user_id)
    assert fait.preuves == (dossier.preuves[0].preuve_id,)
    assert (seconde.niveau, seconde.faits) == (None, ())


def test_les_apprenants_de_l_organisme_et_ceux_de_ses_sessions(monde, printemps, lire):
    def noms(acteur, recherche=""):
        page = paginate(queries.apprenants(acteur, recherche), 1)
        return [ligne.nom_complet for ligne in queries.lignes_apprenants(acteur, page.items)]

    assert len(lire(noms, monde.ada)) == 3
    assert lire(noms, monde.noe) == ["Zélie Modèle", "Youssef Spécimen"]
    assert lire(noms, monde.ada, "zélie mod") == ["Zélie Modèle"]
    assert lire(noms, monde.ada, "%") == []
    with pytest.raises(Forbidden):
        lire(noms, monde.zelie)


def test_l_organisme_voisin_ne_voit_rien(base, monde, printemps):
    with tenancy.bound(monde.eve.cle):
        assert paginate(queries.apprenants(monde.driss), 1).total == 0
        assert queries.inscriptions_de(printemps.cle_session) == ()
        for lecture in (
            lambda: queries.inscription_vue(monde.driss, printemps.zelie_id),
            lambda: queries.session_ouverte(monde.driss, printemps.session_id),
            lambda: queries.faits_du_dossier(monde.driss, printemps.zelie_id),
        ):
            with pytest.raises(NotFound):
                lecture()


def test_zelie_ne_voit_que_ses_inscriptions(monde, printemps, lire):
    (mienne,) = lire(queries.mes_inscriptions, monde.zelie)
    assert mienne.inscription_id == printemps.zelie_id
    assert lire(queries.inscription_vue, monde.zelie, printemps.zelie_id).nom == "Modèle"
    for inconnue in (printemps.youssef_id, printemps.ailleurs_inscription_id):
        with pytest.raises(NotFound):
            lire(queries.inscription_vue, monde.zelie, inconnue)
    with pytest.raises(Forbidden):
        lire(queries.mes_inscriptions, monde.noe)


def test_une_inscription_rompue_sort_de_la_grille_et_reste_dans_la_liste(
    acte, monde, printemps, lire
):
    with acte():
        db.session.get_one(Inscription, printemps.cle_youssef).etat = EtatInscription.ROMPUE
    assert len(lire(queries.groupe, printemps.cle_session).lignes) == 1
    assert len(lire(queries.inscriptions_de, printemps.cle_session)) == 2
    assert lire(queries.nb_inscriptions, [printemps.cle_session]) == {printemps.cle_session: 1}
