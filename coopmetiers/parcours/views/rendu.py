"""Ce que toutes les pages de la pièce ont en commun."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from coopmetiers.base.i18n import _, long_date, number
from coopmetiers.base.web import current_identity
from coopmetiers.parcours.permissions import A
from coopmetiers.parcours.rules.progression import LIBELLES_SUIVI, EtatSuivi, Phrase, parce_que
from coopmetiers.referentiel.enums import LIBELLES_EXERCICE

#: L’état d’une compétence → le mot de `base.states` qui en donne la pastille.
PASTILLES = {
    EtatSuivi.ACQUISE: "Acquise",
    EtatSuivi.SANS_PREUVE: "Sans preuve",
    EtatSuivi.EN_ACQUISITION: "En acquisition",
    EtatSuivi.NON_EVALUEE: "Non évaluée",
}


def page(gabarit: str, **contexte: Any) -> ResponseReturnValue:
    """Une page de la pièce ; 422 quand la saisie qu’elle montre a été refusée."""
    form = contexte.get("form")
    refusee = form is not None and bool(form.errors)
    texte = render_template(
        gabarit,
        acteur=current_identity(),
        A=A,
        dire=dire,
        heure=heure,
        poids=poids,
        parce_que=parce_que,
        PASTILLES=PASTILLES,
        SUIVI=LIBELLES_SUIVI,
        EXERCICES=LIBELLES_EXERCICE,
        **contexte,
    )
    return texte, 422 if refusee else 200


def heure(quand: time) -> str:
    """« 9 h », « 13 h 30 »."""
    minutes = f"\u202f{quand.minute:02d}" if quand.minute else ""
    return f"{quand.hour}\u202fh{minutes}"


def poids(octets: int) -> str:
    """La taille d’un fichier : « 212 ko », « 1,4 Mo »."""
    if octets < 1024 * 1024:
        return f"{max(1, round(octets / 1024))}\u00a0ko"
    return f"{number(round(octets / (1024 * 1024), 1))}\u00a0Mo"


def dire(phrases: Phrase | Iterable[Phrase]) -> str:
    """Des phrases des règles, dans la langue de la personne ; leurs dates en toutes lettres."""
    suite = (phrases,) if isinstance(phrases, Phrase) else phrases
    return " ".join(_dire(phrase) for phrase in suite)


def _dire(phrase: Phrase) -> str:
    params = {
        nom: long_date(valeur) if isinstance(valeur, date) else valeur
        for nom, valeur in phrase.params.items()
    }
    return str(_(phrase.msgid, **params))
