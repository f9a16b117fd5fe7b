"""Ouvrir un brouillon, en changer le contenu, l’abandonner, le publier."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete, select

from coopmetiers.audit.models import LigneAudit
from coopmetiers.base.db import db, transaction
from coopmetiers.base.errors import Forbidden, NotFound, RuleViolation
from coopmetiers.referentiel import queries
from coopmetiers.referentiel.contenu import empreinte
from coopmetiers.referentiel.enums import EtatVersion
from coopmetiers.referentiel.models import Critere, ElementReferentiel, VersionReferentiel
from coopmetiers.referentiel.models.gel import BROUILLON
from coopmetiers.referentiel.services import brouillons, publication
from tests.fabriques import arbres
from tests.fabriques import referentiel as fabrique
from tests.monde import creer_monde
from tests.navigateur import compter_requetes

pytestmark = pytest.mark.deux_bases


@pytest.fixture
def monde(base):
    with transaction() as session:
        return creer_monde(session)


@pytest.fixture
def publiee(monde):
    with transaction():
        return publication.publier(monde.ines, fabrique.fabriquer_contenu())


def ouvrir(acteur, contenu):
    with transaction():
        return brouillons.ouvrir(acteur, contenu)


def deriver(acteur, publiee, numero="2.0"):
    with transaction():
        return brouillons.deriver(acteur, queries.version_par_cle(publiee.cle_version), numero)


def gestes() -> list[str]:
    lignes = db.session.scalars(select(LigneAudit).order_by(LigneAudit.cle))
    return [ligne.details.get("geste", "publie") for ligne in lignes]


@pytest.mark.parametrize(
    "contenu", [arbres.fabriquer_arbre_mele(), arbres.fabriquer_arbre_profond(50)]
)
def test_un_arbre_de_toute_forme_se_relit_tel_quel(monde, contenu):
    ouvert = ouvrir(monde.ines, contenu)
    relu = queries.contenu(ouvert.cle_version)
    assert relu == contenu
    assert ouvert.empreinte == empreinte(relu)


def test_une_competence_connait_sa_racine_a_toute_profondeur(monde):
    ouvert = ouvrir(monde.ines, arbres.fabriquer_arbre_mele())
    vues = queries.competences(ouvert.cle_version)
    assert [(c.code, c.code_bloc, c.code_activite) for c in vues.values()] == [
        ("D1.a", "D1", "D1"),
        ("D1.1.a", "D1", "D1.1"),
        ("Z", "", "Z"),
    ]


def test_un_brouillon_n_est_visible_que_de_qui_le_porte(monde, publiee):
    deriver(monde.ines, publiee)
    code = "petit-referentiel"
    assert queries.version_visible(monde.ines, code, "2.0").etat is EtatVersion.BROUILLON
    with pytest.raises(NotFound):
        queries.version_visible(monde.ada, code, "2.0")


def test_un_brouillon_derive_ne_change_rien_a_la_version_d_ou_il_vient(monde, publiee):
    derive = deriver(monde.ines, publiee)
    relu = queries.contenu(derive.cle_version)
    assert relu.presentation.version == "2.0"
    assert relu.competences == fabrique.fabriquer_contenu().competences
    assert empreinte(queries.contenu(publiee.cle_version)) == publiee.empreinte
    assert gestes() == ["publie", "ouvert"]


def test_un_numero_pris_est_refuse(monde, publiee):
    with pytest.raises(RuleViolation) as refus:
        deriver(monde.ines, publiee, "1.0")
    assert (refus.value.code, refus.value.field) == ("numero_pris", "version")


@pytest.mark.parametrize("qui", ["ada", "helene", "samir"])
def test_seul_le_reseau_qui_porte_ecrit(qui, monde, publiee):
    with pytest.raises(Forbidden):
        deriver(getattr(monde, qui), publiee)


def test_remplacer_dit_tout_le_nouveau_contenu_et_rien_de_l_ancien(monde, publiee):
    derive = deriver(monde.ines, publiee)
    neuf = queries.contenu(derive.cle_version)
    neuf = replace(neuf, competences=neuf.competences[:3], criteres=neuf.criteres[:3])
    with transaction():
        rendu = brouillons.remplacer(monde.ines, derive.version_id, neuf, lue=derive.empreinte)
    assert queries.contenu(derive.cle_version) == neuf
    assert rendu.empreinte == empreinte(neuf)
    assert gestes()[-1] == "remplace"


def test_ce_qui_a_change_depuis_la_lecture_n_est_pas_ecrase(monde, publiee):
    derive = deriver(monde.ines, publiee)
    avant = queries.contenu(derive.cle_version)
    with pytest.raises(RuleViolation) as refus, transaction():
        brouillons.remplacer(monde.ines, derive.version_id, avant, lue="autre")
    assert refus.value.code == "brouillon_change"
    assert queries.contenu(derive.cle_version) == avant


def test_un_contenu_qui_renvoie_a_rien_n_est_pas_ecrit(monde, publiee):
    derive = deriver(monde.ines, publiee)
    avant = queries.contenu(derive.cle_version)
    impossible = replace(avant, competences=(replace(avant.competences[0], phases=("jamais",)),))
    with pytest.raises(RuleViolation) as refus, transaction():
        brouillons.remplacer(monde.ines, derive.version_id, impossible, lue=derive.empreinte)
    assert refus.value.code == "contenu_impossible"
    assert queries.contenu(derive.cle_version) == avant


def test_une_version_publiee_ne_se_remplace_ni_ne_s_abandonne(monde, publiee):
    contenu = queries.contenu(publiee.cle_version)
    for acte in (
        lambda: brouillons.remplacer(monde.ines, publiee.version_id, contenu, lue=""),
        lambda: brouillons.abandonner(monde.ines, publiee.version_id),
    ):
        with pytest.raises(RuleViolation) as refus, transaction():
            acte()
        assert refus.value.code == "version_figee"


def test_nommer_une_version_publiee_comme_brouillon_n_ouvre_pas_l_ordre_en_masse(monde, publiee):
    ordre = delete(Critere)
    with pytest.raises(RuleViolation) as refus, transaction():
        db.session.execute(ordre, execution_options={BROUILLON: publiee.cle_version})
    assert refus.value.code == "version_figee"


def test_abandonner_n_efface_que_le_brouillon(monde, publiee):
    derive = deriver(monde.ines, publiee)
    with transaction():
        brouillons.abandonner(monde.ines, derive.version_id)
    assert [v.version for v in db.session.scalars(select(VersionReferentiel))] == ["1.0"]
    restants = db.session.scalars(select(ElementReferentiel.cle_version)).all()
    assert set(restants) == {publiee.cle_version}
    assert gestes()[-1] == "abandonne"


def test_publier_un_brouillon_le_fige_et_remplace_la_version_en_vigueur(monde, publiee):
    derive = deriver(monde.ines, publiee)
    with transaction():
        faite = publication.publier_brouillon(monde.ines, derive.version_id)
    assert faite.empreinte == derive.empreinte
    assert queries.version_par_cle(publiee.cle_version).etat is EtatVersion.REMPLACEE
    assert [v.version for v in queries.versions_offertes()] == ["2.0"]


def test_un_brouillon_lacunaire_s_ouvre_mais_ne_se_publie_pas(monde):
    ouvert = ouvrir(monde.ines, arbres.fabriquer_arbre_mele())
    with pytest.raises(RuleViolation) as refus, transaction():
        publication.publier_brouillon(monde.ines, ouvert.version_id)
    assert refus.value.code == "version_incoherente"


def test_un_autre_reseau_ne_voit_pas_le_brouillon(monde, publiee):
    derive = deriver(monde.ines, publiee)
    for acte in (brouillons.abandonner, publication.publier_brouillon):
        with pytest.raises(NotFound), transaction():
            acte(monde.ada, derive.version_id)


def test_ouvrir_mille_competences_coute_peu_de_requetes(monde, app):
    arbre = arbres.fabriquer_arbre_mele()
    feuilles = tuple(arbres.feuille(f"F{rang}", "D2") for rang in range(1000))
    grand = replace(arbre, competences=feuilles, ordre=(), ajouts=())
    with compter_requetes(app) as comptees:
        ouvrir(monde.ines, grand)
    assert comptees["requetes"] <= 40
