"""Comparer deux versions de mille compétences, contre les relire de la base."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from coopmetiers.app import create_app
from coopmetiers.base.db import db, transaction
from coopmetiers.referentiel.contenu import CompetenceLue, ContenuVersion
from coopmetiers.referentiel.diff import comparer
from coopmetiers.referentiel.queries.contenu import contenu
from tests import bases
from tests.fabriques.referentiel import contenu_reel, fabriquer_contenu, publier_contenu
from tests.mesures.chronometre import Mesure, calcul, rapport

_BLOCS, _PAR_BLOC, _CRITERES = 50, 20, 3
_TOUTES_LES = 20  # une compétence sur vingt change : 5 %


def versions() -> Mesure:
    """Tout comparer, mots compris, coûte au plus deux fois la lecture des deux versions."""
    grande = _grande_version()
    nombre = len(grande.competences)
    with tempfile.TemporaryDirectory() as dossier:
        reglages = bases.reglages(Path(dossier))
        bases.migrer(reglages)
        application = create_app(reglages, testing=True)
        with application.app_context():
            with transaction():
                cles = [publier_contenu(v).cle for v in (grande, _retouchee(grande))]
            lues = [contenu(cle) for cle in cles]
            valeur = rapport(calcul(_comparer(*lues)), calcul(lambda: _relire(cles)))
            db.session.remove()
            db.engine.dispose()
        application.extensions["queue"].storage.close()
    return Mesure(f"comparer deux versions de {nombre} compétences / les relire", valeur, 2)


def _comparer(avant: ContenuVersion, apres: ContenuVersion) -> Callable[[], object]:
    def courir() -> object:
        changements = comparer(avant, apres).changements
        if len(changements) != len(avant.competences) // _TOUTES_LES:
            raise AssertionError(f"{len(changements)} changements")
        return [champ.fragments for changement in changements for champ in changement.champs]

    return courir


def _relire(cles: list[int]) -> None:
    for cle in cles:
        contenu(cle)
    db.session.remove()


def _grande_version() -> ContenuVersion:
    """Des énoncés et des critères de la longueur des vrais."""
    reelle = contenu_reel()
    petite = fabriquer_contenu(nb_blocs=_BLOCS, nb_competences=_PAR_BLOC)
    criteres = [
        replace(
            reelle.criteres[(place * _CRITERES + rang) % len(reelle.criteres)],
            competence=competence.code,
            rang=rang,
        )
        for place, competence in enumerate(petite.competences)
        for rang in range(1, _CRITERES + 1)
    ]
    competences = [
        replace(competence, enonce=reelle.competences[place % len(reelle.competences)].enonce)
        for place, competence in enumerate(petite.competences)
    ]
    return replace(petite, competences=tuple(competences), criteres=tuple(criteres))


def _retouchee(version: ContenuVersion) -> ContenuVersion:
    """Une compétence sur vingt change de mots, de niveau ou de place, ou l’un de ses critères."""
    touchees = version.competences[::_TOUTES_LES]
    neuves = {c.code: _retouche(c, place) for place, c in enumerate(touchees)}
    reecrits = {c.code for c in touchees[1::4]}
    return replace(
        version,
        presentation=replace(version.presentation, version="1.1"),
        competences=tuple(neuves.get(c.code, c) for c in version.competences),
        criteres=tuple(
            replace(c, enonce=f"{c.enonce} Il se voit.")
            if c.rang == 2 and c.competence in reecrits
            else c
            for c in version.criteres
        ),
    )


def _retouche(competence: CompetenceLue, place: int) -> CompetenceLue:
    mots = competence.enonce.split(" ")
    enonce = " ".join([*mots[: len(mots) // 2], "toujours", *mots[len(mots) // 2 + 1 :]])
    return (
        replace(competence, enonce=enonce),
        competence,  # un de ses critères est réécrit
        replace(competence, parent="A1.1" if competence.parent != "A1.1" else "A2.1"),
        replace(competence, interne=False, ressources=("SV01",), libelle_court="Autrement"),
    )[place % 4]
