"""Les dates d’une session, ses demi-journées, et qui peut y être affecté."""

from datetime import date, time

import pytest

from coopmetiers.base.errors import RuleViolation
from coopmetiers.formation.enums import DemiJournee, EtatSession, RoleSession
from coopmetiers.formation.rules import sessions as regles
from coopmetiers.formation.rules.sessions import SaisieCreneau, SaisieHoraires, SaisieSession

MATIN, APRES_MIDI = DemiJournee.MATIN, DemiJournee.APRES_MIDI
LUNDI, MARDI = date(2027, 1, 11), date(2027, 1, 12)
SESSION = SaisieSession("Animer une coopération", LUNDI, date(2027, 3, 26))


def creneau(jour=LUNDI, moitie=MATIN, debut="09:00", fin="12:30"):
    return SaisieCreneau(jour, moitie, time.fromisoformat(debut), time.fromisoformat(fin))


def refus_de(fonction, *arguments, **options):
    with pytest.raises(RuleViolation) as refus:
        fonction(*arguments, **options)
    return refus.value.code, refus.value.field


@pytest.mark.parametrize("fin", [LUNDI, MARDI, date(2030, 1, 13)])
def test_une_session_finit_le_jour_meme_ou_apres(fin):
    regles.verifier_session(SaisieSession("Animer", LUNDI, fin))


@pytest.mark.parametrize(
    ("saisie", "code", "champ"),
    [
        (SaisieSession("A", LUNDI, MARDI), "intitule", "intitule"),
        (SaisieSession("Animer", MARDI, LUNDI), "dates_a_l_envers", "fin_le"),
        (SaisieSession("Animer", LUNDI, date(2207, 1, 12)), "session_trop_longue", "fin_le"),
    ],
)
def test_une_session_mal_datee_est_refusee(saisie, code, champ):
    assert refus_de(regles.verifier_session, saisie) == (code, champ)


@pytest.mark.parametrize(
    ("jour", "champ"), [(date(2027, 1, 8), "debut_le"), (date(2027, 4, 1), "fin_le")]
)
def test_les_dates_ne_laissent_aucun_creneau_dehors(jour, champ):
    dehors = refus_de(regles.verifier_session, SESSION, [creneau(), creneau(jour)])
    assert dehors == ("creneaux_dehors", champ)


@pytest.mark.parametrize(
    ("moitie", "debut", "fin"),
    [
        (MATIN, "09:00", "12:30"),
        (MATIN, "12:59", "14:00"),
        (MATIN, "06:00", "08:00"),
        (APRES_MIDI, "12:00", "17:00"),
        (APRES_MIDI, "13:30", "17:00"),
        (APRES_MIDI, "18:30", "21:00"),
    ],
)
def test_un_creneau_tient_dans_sa_demi_journee(moitie, debut, fin):
    regles.verifier_creneau(creneau(LUNDI, moitie, debut, fin), SESSION)


@pytest.mark.parametrize(
    ("saisie", "code", "champ"),
    [
        (creneau(date(2027, 1, 10)), "hors_session", "jour"),
        (creneau(date(2027, 3, 27)), "hors_session", "jour"),
        (creneau(fin="09:00"), "heures_a_l_envers", "fin"),
        (creneau(fin="08:00"), "heures_a_l_envers", "fin"),
        (creneau(debut="13:00", fin="14:00"), "pas_un_matin", "debut"),
        (creneau(fin="14:01"), "matin_trop_long", "fin"),
        (creneau(moitie=APRES_MIDI, debut="11:59", fin="17:00"), "pas_un_apres_midi", "debut"),
    ],
)
def test_un_creneau_incoherent_est_refuse(saisie, code, champ):
    assert refus_de(regles.verifier_creneau, saisie, SESSION) == (code, champ)


def test_une_demi_journee_n_a_qu_un_creneau():
    deja = [creneau(debut="08:00", fin="09:00")]
    assert refus_de(regles.verifier_creneau, creneau(), SESSION, deja) == (
        "demi_journee_prise",
        "demi_journee",
    )


def test_deux_creneaux_du_jour_ne_se_chevauchent_pas():
    deja = [creneau(debut="09:00", fin="13:30")]
    saisie = creneau(moitie=APRES_MIDI, debut="13:00", fin="17:00")
    assert refus_de(regles.verifier_creneau, saisie, SESSION, deja) == ("chevauchement", "debut")
    regles.verifier_creneau(creneau(MARDI, APRES_MIDI, "13:00", "17:00"), SESSION, deja)
    regles.verifier_creneau(creneau(LUNDI, APRES_MIDI, "13:30", "17:00"), SESSION, deja)


@pytest.mark.parametrize(
    ("matin", "apres_midi", "code", "champ"),
    [
        (("09:00", "08:00"), ("13:30", "17:00"), "heures_a_l_envers", "matin_fin"),
        (("13:30", "14:00"), ("14:00", "17:00"), "pas_un_matin", "matin_debut"),
        (("09:00", "12:30"), ("13:30", "13:00"), "heures_a_l_envers", "apres_midi_fin"),
        (("09:00", "12:30"), ("11:00", "17:00"), "pas_un_apres_midi", "apres_midi_debut"),
        (("09:00", "13:30"), ("13:00", "17:00"), "chevauchement", "apres_midi_debut"),
    ],
)
def test_des_heures_communes_impossibles_sont_dites_sur_leur_champ(matin, apres_midi, code, champ):
    heures = [tuple(map(time.fromisoformat, moitie)) for moitie in (matin, apres_midi)]
    saisie = SaisieHoraires(((LUNDI, MATIN), (LUNDI, APRES_MIDI)), *heures)
    assert refus_de(regles.verifier_horaires, saisie) == (code, champ)


def test_une_moitie_que_personne_ne_choisit_n_est_pas_regardee():
    horaires = SaisieHoraires(((LUNDI, MATIN),), apres_midi=(time(9), time(8)))
    regles.verifier_horaires(horaires)


def test_les_demi_journees_choisies_deviennent_des_creneaux_dans_l_ordre():
    choisies = ((MARDI, APRES_MIDI), (LUNDI, APRES_MIDI), (MARDI, MATIN), (LUNDI, APRES_MIDI))
    engendres = regles.creneaux_engendres(SaisieHoraires(choisies))
    assert [(c.jour, c.demi_journee, c.debut, c.fin) for c in engendres] == [
        (LUNDI, APRES_MIDI, time(13, 30), time(17)),
        (MARDI, MATIN, time(9), time(12, 30)),
        (MARDI, APRES_MIDI, time(13, 30), time(17)),
    ]


def test_une_demi_journee_qui_existe_n_est_pas_engendree():
    horaires = SaisieHoraires(((LUNDI, MATIN), (MARDI, MATIN)))
    engendres = regles.creneaux_engendres(horaires, [creneau(LUNDI, MATIN, "08:00", "12:00")])
    assert [c.jour for c in engendres] == [MARDI]


@pytest.mark.parametrize(
    ("debut", "fin", "nombre"),
    [
        (LUNDI, LUNDI, 1),
        (LUNDI, date(2027, 1, 17), 1),
        (date(2027, 1, 17), date(2027, 1, 18), 2),
        (date(2026, 12, 30), date(2027, 1, 5), 2),
    ],
)
def test_les_semaines_sont_entieres(debut, fin, nombre):
    semaines = regles.semaines(debut, fin)
    assert len(semaines) == nombre
    assert all(semaine[0].weekday() == 0 and len(semaine) == 7 for semaine in semaines)
    assert semaines[0][0] <= debut
    assert fin <= semaines[-1][-1]


@pytest.mark.parametrize(
    ("jour", "etat"),
    [
        (date(2027, 1, 10), EtatSession.A_VENIR),
        (LUNDI, EtatSession.EN_COURS),
        (MARDI, EtatSession.EN_COURS),
        (date(2027, 1, 13), EtatSession.PASSEE),
    ],
)
def test_les_dates_seules_disent_ou_en_est_une_session(jour, etat):
    assert regles.etat_de_session(LUNDI, MARDI, jour) == etat


def test_le_code_d_une_session_dit_l_organisme_et_le_mois():
    assert regles.code_de_session("SP", "7KQ2") == "SP-7KQ2"


def test_le_code_tient_en_vingt_signes_avec_le_plus_long_sigle():
    assert len(regles.code_de_session("CONFLUEN", "7KQ2")) <= 20


def test_qui_n_est_qu_evaluateur_ne_forme_pas():
    assert refus_de(regles.verifier_affectation, RoleSession.FORMATEUR, False) == (
        "evalue_seulement",
        "role",
    )
    regles.verifier_affectation(RoleSession.EVALUATEUR, False)
    regles.verifier_affectation(RoleSession.FORMATEUR, True)


def test_on_n_affecte_pas_deux_fois_au_meme_titre():
    deja = RoleSession.FORMATEUR
    assert refus_de(regles.verifier_affectation, deja, True, deja=deja) == (
        "deja_affectee",
        "utilisateur_id",
    )
    regles.verifier_affectation(RoleSession.EVALUATEUR, True, deja=deja)
