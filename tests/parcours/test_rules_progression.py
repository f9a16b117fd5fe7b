"""k sur n, la raison, la prochaine étape."""

from __future__ import annotations

from datetime import date

import pytest

from coopmetiers.parcours.rules.progression import (
    BlocSuivi,
    CompetenceSuivie,
    Etape,
    EtatSuivi,
    NatureEtape,
    Observation,
    parce_que,
    prochaine_etape,
    total,
    tout_pres,
)

JOUR = date(2026, 10, 12)


def vue(niveau: int, *, preuve: bool = True, situation: str = "") -> Observation:
    return Observation(niveau, JOUR, "Noé Gabarit", situation, a_preuve=preuve)


def suivie(code: str, seuil: int = 3, observation: Observation | None = None) -> CompetenceSuivie:
    return CompetenceSuivie(code, seuil, observation)


def bloc(code: str, *competences: CompetenceSuivie, exige: bool = True) -> BlocSuivi:
    return BlocSuivi(code, f"Bloc {code}", exige, complementaire=False, competences=competences)


@pytest.mark.parametrize(
    ("competence", "etat", "compte"),
    [
        (suivie("C1"), EtatSuivi.NON_EVALUEE, False),
        (suivie("C1", 3, vue(2)), EtatSuivi.EN_ACQUISITION, False),
        (suivie("C1", 2, vue(2)), EtatSuivi.ACQUISE, True),
        (suivie("C1", 3, vue(4)), EtatSuivi.ACQUISE, True),
        # Sans preuve, le niveau compte dans la progression mais ne suffit pas au jury.
        (suivie("C1", 3, vue(3, preuve=False)), EtatSuivi.SANS_PREUVE, True),
        (suivie("C1", 3, vue(2, preuve=False)), EtatSuivi.EN_ACQUISITION, False),
        # Décidée par un jury, elle reste acquise quoi qu’on observe ensuite.
        (CompetenceSuivie("C1", 3, vue(1), decidee=True), EtatSuivi.ACQUISE, True),
    ],
)
def test_l_etat_d_une_competence(
    competence: CompetenceSuivie, etat: EtatSuivi, *, compte: bool
) -> None:
    assert competence.etat is etat
    assert competence.compte is compte


def test_un_bloc_compte_k_sur_n_et_jamais_une_moyenne() -> None:
    b1 = bloc("B1", suivie("C1", 3, vue(4)), suivie("C2", 3, vue(1)), suivie("C3"))
    b2 = bloc("B2", suivie("C4", 2, vue(2, preuve=False)))
    non_exige = bloc("B3", exige=False)
    assert [(b.k, b.n, b.est_complet) for b in (b1, b2, non_exige)] == [
        (1, 3, False),
        (1, 1, True),
        (0, 0, False),
    ]
    assert total([b1, b2, non_exige]) == (2, 4)


def test_tout_pres_c_est_un_seul_niveau_sous_le_seuil() -> None:
    blocs = [bloc("B1", suivie("C1", 3, vue(2)), suivie("C2", 3, vue(1)), suivie("C3"))]
    assert tout_pres(blocs) == 1


@pytest.mark.parametrize(
    ("competence", "phrases"),
    [
        (suivie("C1"), ["Pas encore évaluée"]),
        (suivie("C1", 3, vue(2)), ["parce que", "Le niveau attendu est"]),
        (suivie("C1", 3, vue(3, preuve=False)), ["parce que", "Aucune preuve"]),
        (suivie("C1", 3, vue(3)), ["parce que"]),
        (CompetenceSuivie("C1", 3, None, decidee=True), ["Un jury"]),
        (CompetenceSuivie("C1", 3, vue(1), decidee=True), ["parce que", "Un jury"]),
    ],
)
def test_un_niveau_dit_toujours_parce_que(competence: CompetenceSuivie, phrases: list[str]) -> None:
    dites = parce_que(competence)
    assert len(dites) == len(phrases)
    assert all(p.msgid.startswith(debut) for p, debut in zip(dites, phrases, strict=True))


def test_la_raison_cite_la_situation_la_personne_et_le_jour() -> None:
    (phrase,) = parce_que(suivie("C1", 3, vue(3, situation="Séance au tiers-lieu.")))
    assert phrase.params == {
        "nom": "Noé Gabarit",
        "jour": JOUR,
        "situation": "Séance au tiers-lieu",
    }
    assert "%(situation)s" in phrase.msgid


PREUVE = suivie("P", 3, vue(3, preuve=False))
PROCHE = suivie("N", 3, vue(2))
LOIN = suivie("L", 3, vue(1))
JAMAIS = suivie("J")
ACQUISE = suivie("A", 3, vue(3))


@pytest.mark.parametrize(
    ("blocs", "attendue"),
    [
        ([bloc("B1", ACQUISE)], None),
        ([bloc("B1", exige=False)], None),
        ([bloc("B1", JAMAIS, LOIN, PROCHE), bloc("B2", PREUVE)], (NatureEtape.PREUVE, "B2", "P")),
        ([bloc("B1", JAMAIS, LOIN), bloc("B2", PROCHE)], (NatureEtape.NIVEAU, "B2", "N")),
        ([bloc("B1", LOIN, JAMAIS)], (NatureEtape.NIVEAU, "B1", "L")),
        ([bloc("B1", JAMAIS), bloc("B2", JAMAIS)], (NatureEtape.PREMIERE_FOIS, "B1", "J")),
        # À égalité, le bloc où il reste le moins à faire.
        ([bloc("B1", PROCHE, JAMAIS), bloc("B2", PROCHE)], (NatureEtape.NIVEAU, "B2", "N")),
    ],
)
def test_la_prochaine_etape_est_le_plus_petit_pas_utile(
    blocs: list[BlocSuivi], attendue: tuple[NatureEtape, str, str] | None
) -> None:
    etape: Etape | None = prochaine_etape(blocs)
    trouvee = (etape.nature, etape.code_bloc, etape.competence.code) if etape else None
    assert trouvee == attendue
