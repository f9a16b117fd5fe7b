"""La ponctuation française : ce qui change, ce qui ne change pas, et que deux fois valent une."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopmetiers.base.typography import date_in_words, digits_by, french, hold_end

F, N = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("saisi", "attendu"),
    [
        ("Pourquoi ? Oui ; non !", f"Pourquoi{F}? Oui{F}; non{F}!"),
        ("Niveaux : quatre", f"Niveaux{N}: quatre"),
        ("dire « oui » ou «non»", f"dire «{N}oui{N}» ou «{N}non{N}»"),
        ("l'habitant·e d'ici...", "l’habitant·e d’ici…"),
        ("10 000 habitants, 1 234 567 €", f"10{F}000 habitants, 1{F}234{F}567{F}€"),
        ("35 h 30, 45 min, 50 %, 50%", f"35{F}h{F}30, 45{F}min, 50{F}%, 50{F}%"),
        ("le 12 novembre 2026", f"le 12{N}novembre{N}2026"),
        ("le 1er mai 2027", f"le 1er{N}mai{N}2027"),
        ("n° 12, p. 4, version 1.0", f"n°{N}12, p.{N}4, version{N}1.0"),
        ("A2.1 — Réunir", f"A2.1{N}— Réunir"),
    ],
)
def test_la_ponctuation_prend_ses_blancs(saisi, attendu):
    assert french(saisi) == attendu


@pytest.mark.parametrize(
    "texte",
    [
        "https://exemple.fr/a?b=1;c=d!",
        "10:30",
        "7KQ2-M9XD-4TJH-P6WR",
        "RCO-2026-00417",
        "2026-11-20",
        "Maëlle Œuvrard",
        "en 2026, 100 personnes",
        "",
    ],
)
def test_ce_qui_n_est_pas_une_phrase_ne_change_pas(texte):
    assert french(texte) == texte


SIGNES = st.sampled_from([*"abé1230 :;!?%«»'.—°h€", F, N, " n° ", " mai ", " 12 ", "000"])


@given(st.lists(SIGNES, max_size=24).map("".join) | st.text(max_size=60))
@settings(max_examples=500)
def test_deux_passages_n_ajoutent_rien_au_premier(texte):
    assert french(french(texte)) == french(texte)


def test_la_derniere_ligne_n_est_pas_un_mot_seul():
    texte = "un deux trois quatre cinq six sept huit neuf du projet commun"
    assert hold_end(texte).endswith(f" neuf{N}du{N}projet{N}commun")
    assert hold_end("un texte court") == "un texte court"
    assert hold_end(hold_end(texte)) == hold_end(texte)


def test_les_dates_s_ecrivent_en_toutes_lettres():
    assert date_in_words(date(2026, 11, 12)) == f"12{N}novembre{N}2026"
    assert date_in_words(date(2027, 1, 1)) == f"1er{N}janvier{N}2027"


def test_un_siret_se_lit_par_groupes():
    assert digits_by("552 100554 00012", 3, 3, 3, 5) == f"552{N}100{N}554{N}00012"
    assert digits_by("Spécimen", 3, 3, 3, 5) == "Spécimen"
    assert digits_by("123", 3, 3, 3, 5) == "123"
