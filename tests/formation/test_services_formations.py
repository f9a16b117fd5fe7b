"""Créer, corriger, archiver une formation ; écrire, ranger, retirer ses modules."""

import pytest
from sqlalchemy import select

from coopmetiers.base import tenancy
from coopmetiers.base.db import db
from coopmetiers.base.errors import Forbidden, NotFound, RuleViolation
from coopmetiers.formation.models import Couverture, Formation, ModuleFormation
from coopmetiers.formation.rules.formations import SaisieFormation, SaisieModule
from coopmetiers.formation.services import formations, modules
from coopmetiers.formation.services.modules import Sens
from tests.fabriques.referentiel import fabriquer_brouillon

pytestmark = pytest.mark.deux_bases


@pytest.fixture(autouse=True)
def contexte(base):
    """Les tests lisent la base eux-mêmes."""


def lignes(organisation, demande):
    db.session.rollback()
    with tenancy.bound(organisation.cle):
        return list(db.session.scalars(demande))


def codes(organisation):
    demande = select(ModuleFormation.code).order_by(ModuleFormation.rang)
    return lignes(organisation, demande)


def test_creer_met_une_formation_au_catalogue(monde, exemple, agir, journal):
    saisie = SaisieFormation("Faire vivre un tiers-lieu", exemple.version_id, "Tenir la durée.")
    agir(formations.creer, monde.ada, saisie)
    creee = lignes(monde.sp, select(Formation).order_by(Formation.cle.desc()))[0]
    assert (creee.intitule, creee.objectifs) == (saisie.intitule, "Tenir la durée.")
    attendu = ("formation.formation.creer", creee.formation_id)
    action, objet, details = journal()[-1]
    assert (action, objet) == attendu
    assert details["intitule"] == "Faire vivre un tiers-lieu"


@pytest.mark.parametrize("version_id", ["", "inconnue"])
def test_creer_refuse_une_version_inconnue(monde, agir, version_id):
    with pytest.raises(RuleViolation) as refus:
        agir(formations.creer, monde.ada, SaisieFormation("Animer", version_id))
    assert (refus.value.code, refus.value.field) == ("version_non_publiee", "version_id")


def test_creer_refuse_un_brouillon(monde, agir):
    brouillon = agir(lambda acteur: fabriquer_brouillon(code="essai"), monde.ada)
    with pytest.raises(RuleViolation) as refus:
        agir(formations.creer, monde.ada, SaisieFormation("Animer", brouillon.version_id))
    assert refus.value.code == "version_non_publiee"


@pytest.mark.parametrize("qui", ["noe", "basile", "zelie", "helene", "aline", "ines", "samir"])
def test_seul_un_responsable_d_organisme_cree(monde, exemple, agir, journal, qui):
    with pytest.raises(Forbidden):
        agir(formations.creer, getattr(monde, qui), SaisieFormation("Animer", exemple.version_id))
    assert journal() == []


def test_modifier_corrige_la_fiche_et_dit_ce_qui_change(monde, exemple, agir, journal):
    saisie = SaisieFormation("Animer une coopération", "autre-version", "", prerequis="Aucun")
    agir(formations.modifier, monde.ada, exemple.formation_id, saisie)
    (formation,) = lignes(monde.sp, select(Formation))
    assert (formation.objectifs, formation.prerequis) == ("", "Aucun")
    assert journal() == [
        (
            "formation.formation.modifier",
            exemple.formation_id,
            {"champs": ["objectifs", "prerequis"]},
        )
    ]


def test_modifier_sans_rien_changer_ne_consigne_rien(monde, exemple, agir, journal):
    (avant,) = lignes(monde.sp, select(Formation))
    saisie = SaisieFormation(avant.intitule, "", avant.objectifs)
    agir(formations.modifier, monde.ada, exemple.formation_id, saisie)
    assert journal() == []


def test_archiver_puis_remettre_au_catalogue(monde, exemple, agir, journal):
    agir(formations.archiver, monde.ada, exemple.formation_id)
    agir(formations.archiver, monde.ada, exemple.formation_id)
    assert lignes(monde.sp, select(Formation))[0].archivee_a is not None
    agir(formations.desarchiver, monde.ada, exemple.formation_id)
    assert lignes(monde.sp, select(Formation))[0].archivee_a is None
    assert [action for action, _objet, _details in journal()] == [
        "formation.formation.archiver",
        "formation.formation.desarchiver",
    ]


def test_une_formation_archivee_ne_se_corrige_plus(monde, exemple, agir):
    agir(formations.archiver, monde.ada, exemple.formation_id)
    module = SaisieModule("Module de plus")
    actes = [
        (formations.modifier, exemple.formation_id, SaisieFormation("Autre intitulé")),
        (modules.creer, exemple.formation_id, (module,)),
        (modules.modifier, exemple.modules[0], module),
        (modules.deplacer, exemple.modules[0], Sens.DESCENDRE),
        (modules.retirer, exemple.modules[0]),
    ]
    for service, *arguments in actes:
        with pytest.raises(RuleViolation) as refus:
            agir(service, monde.ada, *arguments)
        assert refus.value.code == "formation_archivee"


def test_un_etranger_ne_trouve_rien(monde, exemple, agir):
    actes = [
        (formations.modifier, exemple.formation_id, SaisieFormation("Autre intitulé")),
        (formations.archiver, exemple.formation_id),
        (formations.desarchiver, exemple.formation_id),
        (modules.creer, exemple.formation_id, (SaisieModule("Module"),)),
        (modules.modifier, exemple.modules[0], SaisieModule("Module")),
        (modules.deplacer, exemple.modules[0], Sens.MONTER),
        (modules.retirer, exemple.modules[0]),
    ]
    for service, *arguments in actes:
        with pytest.raises(NotFound):
            agir(service, monde.driss, *arguments)


def test_des_modules_s_ajoutent_a_la_suite(monde, exemple, agir, journal):
    saisies = (SaisieModule("Animer", 840), SaisieModule("Mise en situation", 2100, "ST"))
    agir(modules.creer, monde.ada, exemple.formation_id, saisies)
    assert codes(monde.sp) == ["M1", "M2", "M3", "ST"]
    assert journal()[-1][2] == {"codes": ["M3", "ST"]}


def test_un_code_deja_pris_n_ajoute_aucun_module(monde, exemple, agir):
    saisies = (SaisieModule("Animer"), SaisieModule("Décider", 0, "m3"))
    with pytest.raises(RuleViolation, match="m3"):
        agir(modules.creer, monde.ada, exemple.formation_id, saisies)
    assert codes(monde.sp) == ["M1", "M2"]


def test_un_module_garde_son_code_quand_on_le_corrige(monde, exemple, agir):
    saisie = SaisieModule("Lire un territoire", 90, "M1")
    agir(modules.modifier, monde.ada, exemple.modules[0], saisie)
    module = lignes(monde.sp, select(ModuleFormation).order_by(ModuleFormation.rang))[0]
    assert (module.code, module.intitule, module.duree_minutes) == ("M1", "Lire un territoire", 90)


def test_un_module_ne_prend_pas_le_code_d_un_autre(monde, exemple, agir):
    with pytest.raises(RuleViolation) as refus:
        agir(modules.modifier, monde.ada, exemple.modules[0], SaisieModule("Lire", 0, "M2"))
    assert refus.value.code == "code_pris"


@pytest.mark.parametrize(
    ("place", "sens", "attendus"),
    [
        (0, Sens.DESCENDRE, ["M2", "M1"]),
        (1, Sens.MONTER, ["M2", "M1"]),
        (0, Sens.MONTER, ["M1", "M2"]),
        (1, Sens.DESCENDRE, ["M1", "M2"]),
    ],
)
def test_un_module_monte_et_descend(monde, exemple, agir, place, sens, attendus):
    agir(modules.deplacer, monde.ada, exemple.modules[place], sens)
    assert codes(monde.sp) == attendus


def test_un_module_relie_se_retire_avec_ses_liens_si_on_le_confirme(monde, exemple, agir, journal):
    with pytest.raises(RuleViolation) as refus:
        agir(modules.retirer, monde.ada, exemple.modules[1])
    assert (refus.value.code, refus.value.number) == ("module_relie", 2)
    agir(modules.retirer, monde.ada, exemple.modules[1], avec_ses_liens=True)
    assert codes(monde.sp) == ["M1"]
    assert len(lignes(monde.sp, select(Couverture))) == 1
    assert journal()[-1][2]["liens"] == 2


def test_un_formateur_ne_touche_pas_aux_modules(monde, exemple, agir):
    with pytest.raises(Forbidden):
        agir(modules.creer, monde.noe, exemple.formation_id, (SaisieModule("Module"),))
