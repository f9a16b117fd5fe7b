"""Une session en classeur : apprenant·es × compétences, en valeurs, en cibles et en lettres."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from coopmetiers.base.i18n import _
from coopmetiers.echanges.formats.classeur import Classeur, Colonne, Feuille, Notice, Teinte, Valeur
from coopmetiers.formation.queries import SessionVue
from coopmetiers.parcours.queries.matrice import SuiviVu
from coopmetiers.parcours.rules.progression import CompetenceSuivie, EtatSuivi
from coopmetiers.referentiel.queries import CompetenceVue

LETTRES = {
    EtatSuivi.ACQUISE: "A",
    EtatSuivi.SANS_PREUVE: "P",
    EtatSuivi.EN_ACQUISITION: "E",
    EtatSuivi.NON_EVALUEE: "·",
}
NON_EXIGEE = "/"

Competences = Mapping[str, CompetenceVue]


def classeur(
    session: SessionVue, suivis: tuple[SuiviVu, ...], competences: Competences, le: datetime
) -> Classeur:
    """Le classeur d’une session ; une case vide dit que la compétence n’est pas évaluée."""
    return Classeur(
        titre=f"{session.intitule} ({session.code})",
        auteur="coopmetiers",
        cree_a=le,
        feuilles=(
            _legende(session, suivis, le),
            _matrice(_("Niveaux"), suivis, competences, _valeur, _NIVEAUX),
            _matrice(_("Cibles"), suivis, competences, _cible, _NIVEAUX),
            _matrice(_("Lettres"), suivis, competences, _lettre, _TEINTES_LETTRES),
            _detail(suivis, competences),
            _liste(competences),
        ),
    )


_NIVEAUX: tuple[tuple[Valeur, Teinte], ...] = (
    (1, Teinte.N1),
    (2, Teinte.N2),
    (3, Teinte.N3),
    (4, Teinte.N4),
    (NON_EXIGEE, Teinte.GRIS),
)
_TEINTES_LETTRES: tuple[tuple[Valeur, Teinte], ...] = (
    ("A", Teinte.N3),
    ("P", Teinte.N1),
    ("E", Teinte.N2),
    (NON_EXIGEE, Teinte.GRIS),
)


def _legende(session: SessionVue, suivis: tuple[SuiviVu, ...], le: datetime) -> Notice:
    return Notice(
        _("Légende"),
        _("Lire ce classeur"),
        (
            (_("Session"), session.intitule),
            (_("Code"), session.code),
            (_("Formation"), session.formation_intitule),
            (_("Du"), session.debut_le),
            (_("Au"), session.fin_le),
            (_("Référentiel"), f"{session.code_referentiel}, version {session.version}"),
            (_("Personnes"), len(suivis)),
            (_("Classeur fait le"), le),
            (_("Niveaux"), _("Le niveau courant, de 1 à 4 : celui du dernier fait observé.")),
            (_("Cibles"), _("Le niveau exigé de cette personne, pour son métier et son exercice.")),
            ("A", _("Acquise au seuil, preuve à l’appui.")),
            ("P", _("Au seuil, mais sans preuve : le jury ne peut pas s’en contenter.")),
            ("E", _("En acquisition : le niveau observé est sous le seuil.")),
            ("·", _("Pas encore évaluée : ce n’est pas un zéro.")),
            (NON_EXIGEE, _("Non exigée pour ce métier et cet exercice.")),
        ),
    )


def _matrice(
    nom: str,
    suivis: tuple[SuiviVu, ...],
    competences: Competences,
    montrer: Callable[[CompetenceSuivie | None], Valeur],
    teintes: tuple[tuple[Valeur, Teinte], ...],
) -> Feuille:
    lignes = []
    for suivi in suivis:
        vues = _exigees(suivi)
        lignes.append(
            (
                suivi.nom,
                suivi.prenom,
                suivi.metier,
                str(suivi.exercice).lower(),
                *(montrer(vues.get(code)) for code in competences),
            )
        )
    return Feuille(
        nom,
        (
            Colonne(_("Nom"), 18),
            Colonne(_("Prénom"), 16),
            Colonne(_("Métier"), 20),
            Colonne(_("Exercice"), 10),
            *(Colonne(code, 4, centree=True, debout=True) for code in competences),
        ),
        tuple(lignes),
        fige=2,
        de_teinte=4,
        teintes=teintes,
    )


def _exigees(suivi: SuiviVu) -> dict[str, CompetenceSuivie]:
    return {c.code: c for bloc in suivi.blocs if bloc.exige for c in bloc.competences}


def _valeur(vue: CompetenceSuivie | None) -> Valeur:
    return NON_EXIGEE if vue is None else vue.niveau


def _cible(vue: CompetenceSuivie | None) -> Valeur:
    return NON_EXIGEE if vue is None else vue.seuil


def _lettre(vue: CompetenceSuivie | None) -> Valeur:
    return NON_EXIGEE if vue is None else LETTRES[vue.etat]


def _detail(suivis: tuple[SuiviVu, ...], competences: Competences) -> Feuille:
    return Feuille(
        _("Détail"),
        (
            Colonne(_("Nom"), 18),
            Colonne(_("Prénom"), 16),
            Colonne(_("Bloc"), 8),
            Colonne(_("Compétence"), 12),
            Colonne(_("Libellé"), 46, a_la_ligne=True),
            Colonne(_("Niveau"), 9, centree=True),
            Colonne(_("Cible"), 9, centree=True),
            Colonne(_("Lettre"), 9, centree=True),
            Colonne(_("Preuve"), 9, centree=True),
            Colonne(_("Observée le"), 13),
            Colonne(_("Par"), 22),
            Colonne(_("Situation"), 60, a_la_ligne=True),
        ),
        tuple(
            (
                suivi.nom,
                suivi.prenom,
                bloc.code,
                vue.code,
                competences[vue.code].libelle_court,
                *_observee(vue),
            )
            for suivi in suivis
            for bloc in suivi.blocs
            if bloc.exige
            for vue in bloc.competences
        ),
        fige=4,
    )


def _observee(vue: CompetenceSuivie) -> tuple[Valeur, ...]:
    fait = vue.observation
    return (
        vue.niveau,
        vue.seuil,
        LETTRES[vue.etat],
        fait.a_preuve if fait else None,
        fait.observee_le if fait else None,
        fait.evaluateur_nom if fait else "",
        fait.situation if fait else "",
    )


def _liste(competences: Competences) -> Feuille:
    return Feuille(
        _("Compétences"),
        (
            Colonne(_("Bloc"), 8),
            Colonne(_("Code"), 9),
            Colonne(_("Énoncé"), 110, a_la_ligne=True),
        ),
        tuple((c.code_bloc, code, c.enonce) for code, c in competences.items()),
        fige=2,
    )
