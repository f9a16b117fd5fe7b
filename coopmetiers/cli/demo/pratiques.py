"""Troisième temps : les preuves déposées, les niveaux observés, compétence par compétence."""

from __future__ import annotations

from collections.abc import Sequence

from coopmetiers.base import tenancy
from coopmetiers.base.db import read_only
from coopmetiers.cli.demo.personnages import Apprenante
from coopmetiers.cli.demo.promotions import Promotion
from coopmetiers.cli.demo.scene import Scene
from coopmetiers.parcours.rules.evaluation import Contexte, SaisieGroupe
from coopmetiers.parcours.rules.preuve import SaisiePreuve
from coopmetiers.parcours.services import evaluations, preuves
from coopmetiers.referentiel import queries as referentiel
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.queries import CompetenceVue

#: Ce que montre la preuve de chaque bloc.
_PREUVES = {
    "BC1": "Carte des acteurs et état des lieux du bassin de la Gare-Modèle",
    "BC2": "Relevé de décisions de la séance du comité de la Gare-Modèle",
    "BC3": "Cadre de gouvernance et tableau de suivi du tiers-lieu d’essai",
    "BC4": "Plan de financement pluriannuel de la conserverie fictive",
    "BC5": "Stratégie de maillage du pays d’Essai et mise en lien aboutie",
    "BC6": "Documentation ouverte du transfert entre pairs",
    "BC7": "Journal d’accompagnement et plan de retrait",
}


def pratiquer(
    scene: Scene, promotion: Promotion, *, le: Sequence[int], blocs: Sequence[str]
) -> None:
    """Chacun·e dépose ses preuves, puis le groupe est évalué, un bloc après l’autre.

    `le` donne, par bloc, le jour d’observation (décalage d’aujourd’hui).
    """
    with tenancy.bound(promotion.responsable.organisation_key), read_only():
        competences = list(referentiel.competences(promotion.cle_version).values())
        exigees = _exigees(promotion)
    for bloc, decalage in zip(blocs, le, strict=True):
        du_bloc = [c for c in competences if c.code_bloc == bloc]
        _deposer(scene, promotion, bloc, du_bloc, exigees, decalage - 1)
        _evaluer(scene, promotion, bloc, du_bloc, exigees, decalage)


Exigees = dict[str, dict[str, int]]


def _exigees(promotion: Promotion) -> Exigees:
    """Par courriel, les codes exigés et leur seuil."""
    metiers = {m.code: m.cle for m in referentiel.metiers(promotion.cle_version)}
    par_exercice = {
        exercice: {
            c.code: c.seuil
            for bloc in referentiel.exigences(
                promotion.cle_version, metiers[promotion.metier], exercice
            )
            if bloc.exige
            for c in bloc.competences
        }
        for exercice in Exercice
    }
    return {p.courriel: par_exercice[p.exercice] for p in promotion.personnes}


def _deposer(
    scene: Scene,
    promotion: Promotion,
    bloc: str,
    du_bloc: list[CompetenceVue],
    exigees: Exigees,
    decalage: int,
) -> None:
    with scene.acte(promotion.formateur, decalage, 17):
        for personne in promotion.personnes:
            if bloc not in (*personne.solides, *personne.en_chemin):
                continue
            codes = [c.code for c in du_bloc if c.code in exigees[personne.courriel]]
            if bloc in personne.en_chemin:
                codes = codes[: max(1, len(codes) // 2)]
            texte = _texte(personne, bloc, codes)
            preuves.deposer(
                promotion.formateur,
                promotion.inscription_de(personne),
                SaisiePreuve(
                    libelle=_PREUVES[bloc], codes=tuple(codes), nom_fichier=f"{bloc.lower()}.txt"
                ),
                texte.encode(),
            )


def _texte(personne: Apprenante, bloc: str, codes: list[str]) -> str:
    return (
        f"{_PREUVES[bloc]}\n\nDocument fictif de la démonstration, déposé pour "
        f"{personne.prenom} {personne.nom}.\nCompétences éclairées : {', '.join(codes)}.\n"
    )


def _evaluer(
    scene: Scene,
    promotion: Promotion,
    bloc: str,
    du_bloc: list[CompetenceVue],
    exigees: Exigees,
    decalage: int,
) -> None:
    for rang, competence in enumerate(du_bloc):
        niveaux = {
            promotion.inscription_de(personne): niveau
            for place, personne in enumerate(promotion.personnes)
            if (seuil := exigees[personne.courriel].get(competence.code))
            and (niveau := _niveau(personne, bloc, seuil, rang + place))
        }
        if not niveaux:
            continue
        modalite = next(code for code in competence.modalites if code != "ME7")
        contexte = Contexte(
            situation=f"{_PREUVES[bloc]}, observé en situation réelle.",
            code_modalite=modalite,
            observee_le=scene.jour(decalage),
        )
        with scene.acte(promotion.formateur, decalage, 16):
            evaluations.evaluer_groupe(
                promotion.formateur,
                promotion.session_id,
                SaisieGroupe(competence.code, contexte, niveaux),
            )


def _niveau(personne: Apprenante, bloc: str, seuil: int, graine: int) -> int | None:
    """Le niveau observé : au seuil ou au-dessus si le bloc est solide, en chemin sinon, ou rien."""
    if bloc in personne.solides:
        return min(4, seuil + (1 if graine % 4 == 0 else 0))
    if bloc in personne.en_chemin:
        return (seuil, 2, 1, None, 2, seuil)[graine % 6]
    return None
