"""Les feuilles de l’arbre : métiers, blocs, activités, compétences, critères."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from coopmetiers.base.i18n import _
from coopmetiers.echanges.formats.classeur import Colonne, Feuille, Valeur
from coopmetiers.referentiel import queries
from coopmetiers.referentiel.queries.liens import LiensVus

_TEXTE = 60


def metiers(version: queries.VersionVue) -> Feuille:
    """Une ligne par métier, toute sa fiche."""
    rubriques = {
        "raison_d_etre": _("Raison d’être"),
        "fonctions": _("Fonctions"),
        "contextes": _("Contextes"),
        "exercice_dominant": _("Exercice dominant"),
        "remarque_exercice": _("Remarque sur l’exercice"),
        "employeurs": _("Employeurs repérés"),
        "intitules_voisins": _("Intitulés voisins"),
        "remarque_niveau": _("Remarque sur le niveau"),
    }
    return Feuille(
        _("Métiers"),
        (
            Colonne(_("Code"), 14),
            Colonne(_("Métier"), 40, a_la_ligne=True),
            Colonne(_("Niveau de qualification visé"), 14, centree=True),
            *(Colonne(titre, 40, a_la_ligne=True) for titre in rubriques.values()),
            Colonne(_("Sources"), 40, a_la_ligne=True),
        ),
        tuple(
            (
                metier.code,
                metier.libelle,
                metier.niveau_qualification,
                *(_a_plat(metier.fiche.get(cle)) for cle in rubriques),
                _renvois(metier.fiche.get("sources", ())),
            )
            for metier in queries.metiers(version.cle)
        ),
        fige=2,
    )


def _a_plat(valeur: object) -> str:
    """Une valeur de la fiche en texte : une suite devient une ligne par entrée."""
    if isinstance(valeur, list):
        return "\n".join(str(entree) for entree in valeur)
    return "" if valeur is None else str(valeur)


def _renvois(sources: Iterable[Any]) -> str:
    """Les renvois d’une fiche : le code de la source, puis son repère."""
    return "\n".join(
        " ".join(map(str, s.values() if isinstance(s, dict) else s)).strip() for s in sources
    )


def blocs(arbre: queries.ArbreVu, version: queries.VersionVue) -> Feuille:
    """Une ligne par bloc, avec son épreuve."""
    epreuves = queries.epreuves(version.cle)
    lignes = []
    for bloc in arbre.blocs:
        epreuve = epreuves.get(bloc.code)
        lignes.append(
            (
                bloc.code,
                bloc.intitule,
                bloc.finalite,
                ", ".join(bloc.metiers),
                len(bloc.activites),
                len(bloc.competences),
                epreuve.intitule if epreuve else "",
                epreuve.production if epreuve else "",
                epreuve.duree if epreuve else "",
                epreuve.evaluateurs if epreuve else "",
            )
        )
    return Feuille(
        _("Blocs"),
        (
            Colonne(_("Code"), 8),
            Colonne(_("Intitulé"), 44, a_la_ligne=True),
            Colonne(_("Finalité"), _TEXTE, a_la_ligne=True),
            Colonne(_("Métiers"), 26, a_la_ligne=True),
            Colonne(_("Activités"), 10, centree=True),
            Colonne(_("Compétences"), 13, centree=True),
            Colonne(_("Épreuve"), 40, a_la_ligne=True),
            Colonne(_("Production attendue"), 44, a_la_ligne=True),
            Colonne(_("Durée indicative"), 20, a_la_ligne=True),
            Colonne(_("Évaluateurs"), 36, a_la_ligne=True),
        ),
        tuple(lignes),
        fige=2,
    )


def activites(arbre: queries.ArbreVu, version: queries.VersionVue) -> Feuille:
    """Une ligne par activité, avec ses situations de travail."""
    situations = queries.situations(version.cle)
    return Feuille(
        _("Activités"),
        (
            Colonne(_("Bloc"), 8),
            Colonne(_("Code"), 8),
            Colonne(_("Intitulé"), 50, a_la_ligne=True),
            Colonne(_("Situations de travail"), 70, a_la_ligne=True),
            Colonne(_("Compétences"), 13, centree=True),
        ),
        tuple(
            (
                bloc.code,
                activite.code,
                activite.intitule,
                "\n".join(situations.get(activite.code, ())),
                len(activite.competences),
            )
            for bloc in arbre.blocs
            for activite in bloc.activites
        ),
        fige=3,
    )


def competences(arbre: queries.ArbreVu, renvois: LiensVus, version: queries.VersionVue) -> Feuille:
    """Une ligne par compétence : énoncé, rang par métier, renvois."""
    metiers = queries.metiers(version.cle)
    return Feuille(
        _("Compétences"),
        (
            Colonne(_("Bloc"), 8),
            Colonne(_("Activité"), 9),
            Colonne(_("Code"), 9),
            Colonne(_("Énoncé"), 80, a_la_ligne=True),
            Colonne(_("Libellé court"), 40, a_la_ligne=True),
            *(Colonne(metier.libelle, 18, a_la_ligne=True) for metier in metiers),
            Colonne(_("Interne"), 10, centree=True),
            Colonne(_("Externe"), 10, centree=True),
            Colonne(_("Phases"), 26, a_la_ligne=True),
            Colonne(_("Ressources"), 24, a_la_ligne=True),
            Colonne(_("Modalités"), 14, a_la_ligne=True),
            Colonne(_("Sources"), 34, a_la_ligne=True),
        ),
        tuple(
            _ligne_competence(competence, renvois, [metier.code for metier in metiers])
            for competence in arbre.competences
        ),
        fige=3,
    )


def _ligne_competence(
    competence: queries.CompetenceVue, renvois: LiensVus, metiers: list[str]
) -> tuple[Valeur, ...]:
    code = competence.code
    return (
        competence.code_bloc,
        competence.code_activite,
        code,
        competence.enonce,
        competence.libelle_court,
        *(str(competence.rangs.get(metier, "")).lower() for metier in metiers),
        competence.interne,
        competence.externe,
        ", ".join(renvois.phases_de.get(code, ())),
        ", ".join(renvois.ressources_de.get(code, ())),
        ", ".join(competence.modalites),
        "\n".join(renvois.citations_de.get(code, ())),
    )


def criteres(version: queries.VersionVue, arbre: queries.ArbreVu) -> Feuille:
    """Une ligne par critère d’évaluation."""
    criteres = queries.criteres(version.cle)
    return Feuille(
        _("Critères"),
        (
            Colonne(_("Bloc"), 8),
            Colonne(_("Compétence"), 12),
            Colonne(_("Rang"), 7, centree=True),
            Colonne(_("Critère d’évaluation"), 100, a_la_ligne=True),
        ),
        tuple(
            (competence.code_bloc, competence.code, rang, critere)
            for competence in arbre.competences
            for rang, critere in enumerate(criteres.get(competence.code, ()), start=1)
        ),
        fige=3,
    )
