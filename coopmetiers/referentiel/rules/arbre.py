"""L’arbre se tient : chaque compétence a sa place, ses critères, ses sources, ses moyens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from coopmetiers.base.texts import n_
from coopmetiers.referentiel.contenu import (
    CompetenceLue,
    ContenuVersion,
    CritereLu,
    SituationLue,
)
from coopmetiers.referentiel.contenu.noeuds import noeuds, parties
from coopmetiers.referentiel.enums import NatureRessource
from coopmetiers.referentiel.rules.anomalies import (
    Anomalie,
    anomalie,
    inconnus,
    sources_inconnues,
)
from coopmetiers.referentiel.rules.exigences import COMPETENCES_MIN


def anomalies_de_l_arbre(contenu: ContenuVersion) -> Iterator[Anomalie]:
    """Blocs, activités, situations, compétences et critères."""
    yield from _blocs(contenu)
    yield from _activites(contenu)
    yield from _hors_de_l_arbre(contenu)
    definis = _definis(contenu)
    for competence in contenu.competences:
        yield from _place(competence, definis)
        yield from _renvois(competence, definis)
        yield from _evaluable(competence, definis)
    yield from _rattachees(contenu)


def _blocs(contenu: ContenuVersion) -> Iterator[Anomalie]:
    """Un bloc réunit plusieurs compétences, contribuant à une activité (L6113-1)."""
    blocs_des_activites = {activite.code: activite.parent for activite in contenu.activites}
    tailles = Counter(blocs_des_activites.get(c.parent) for c in contenu.competences)
    metiers = [metier.code for metier in contenu.metiers]
    for bloc in contenu.blocs:
        if bloc.code not in blocs_des_activites.values():
            message = n_("Le bloc %(bloc)s n’a aucune activité.")
            yield anomalie(bloc, "bloc_sans_activite", "code", message, bloc=bloc.code)
        elif tailles[bloc.code] < COMPETENCES_MIN:
            message = n_("Le bloc %(bloc)s a moins de deux compétences.")
            yield anomalie(bloc, "bloc_trop_petit", "code", message, bloc=bloc.code)
        yield from inconnus(bloc, "metiers", bloc.metiers, metiers, "metier_inconnu")


def _activites(contenu: ContenuVersion) -> Iterator[Anomalie]:
    blocs = [bloc.code for bloc in contenu.blocs]
    peuplees = {competence.parent for competence in contenu.competences}
    for activite in contenu.activites:
        if not activite.parent:
            message = n_("L’activité %(activite)s n’est dans aucun bloc.")
            yield anomalie(activite, "activite_sans_bloc", "bloc", message, activite=activite.code)
        else:
            yield from inconnus(activite, "bloc", [activite.parent], blocs, "bloc_inconnu")
        if activite.code not in peuplees:
            message = n_("L’activité %(activite)s n’a aucune compétence.")
            yield anomalie(activite, "activite_vide", "code", message, activite=activite.code)


def _hors_de_l_arbre(contenu: ContenuVersion) -> Iterator[Anomalie]:
    """Un élément d’un autre niveau a un parent connu ; aucun n’est son propre ancêtre."""
    codes = {partie.code for partie in parties(contenu)}
    for autre in contenu.autres:
        if autre.parent:
            yield from inconnus(autre, "parent", [autre.parent], codes, "parent_inconnu")
    places = {noeud.code for noeud in noeuds(contenu)}
    for autre in contenu.autres:
        if autre.code not in places and autre.parent in codes:
            message = n_("L’élément %(element)s est son propre ancêtre.")
            yield anomalie(autre, "cycle", "parent", message, element=autre.code)


def _place(competence: CompetenceLue, definis: _Definis) -> Iterator[Anomalie]:
    """Une compétence est d’une activité, d’un métier au moins et d’un exercice au moins.

    Dans un arbre d’une autre forme, n’importe quel élément peut la porter.
    """
    nom = {"competence": competence.code}
    if not competence.parent:
        message = n_("La compétence %(competence)s n’est dans aucune activité.")
        yield anomalie(competence, "competence_sans_activite", "activite", message, **nom)
    else:
        place = [competence.parent]
        yield from inconnus(competence, "activite", place, definis.porteurs, "activite_inconnue")
    if not competence.rangs:
        message = n_("La compétence %(competence)s n’est d’aucun métier.")
        yield anomalie(competence, "competence_sans_metier", "rang", message, **nom)
    if not (competence.interne or competence.externe):
        message = n_("La compétence %(competence)s n’est ni interne ni externe.")
        yield anomalie(competence, "competence_sans_exercice", "interne", message, **nom)


@dataclass(frozen=True, slots=True)
class _Definis:
    """Ce que la version définit, cherché une fois pour toutes ses compétences."""

    porteurs: frozenset[str]
    metiers: frozenset[str]
    listes: Mapping[str, frozenset[str]]
    sources: frozenset[str]
    criteres: frozenset[str]
    seules: frozenset[str]
    postures: frozenset[str]


def _definis(contenu: ContenuVersion) -> _Definis:
    postures = (r.code for r in contenu.ressources if r.nature is NatureRessource.POSTURE)
    porteurs = [a.code for a in contenu.activites] + [e.code for e in contenu.autres]
    return _Definis(
        porteurs=frozenset(porteurs),
        metiers=frozenset(metier.code for metier in contenu.metiers),
        listes={
            "phases": frozenset(p.code for p in contenu.phases),
            "ressources": frozenset(r.code for r in contenu.ressources),
            "modalites": frozenset(m.code for m in contenu.modalites),
            "echelle": frozenset(e.code for e in contenu.echelles),
        },
        sources=frozenset(source.code for source in contenu.sources),
        criteres=frozenset(critere.competence for critere in contenu.criteres),
        seules=frozenset(m.code for m in contenu.modalites if m.jamais_seule),
        postures=frozenset(postures),
    )


def _renvois(c: CompetenceLue, definis: _Definis) -> Iterator[Anomalie]:
    """Tout code cité par une compétence est défini."""
    for place in c.rangs:
        colonne = f"rang_{place.metier}"
        yield from inconnus(c, colonne, [place.metier], definis.metiers, "metier_inconnu")
    cites = {
        "phases": (c.phases, "phase_inconnue"),
        "ressources": (c.ressources, "ressource_inconnue"),
        "modalites": (c.modalites, "modalite_inconnue"),
        "echelle": ((c.echelle,) if c.echelle else (), "echelle_inconnue"),
    }
    for colonne, (codes, code) in cites.items():
        yield from inconnus(c, colonne, codes, definis.listes[colonne], code)
    yield from sources_inconnues(c, "sources", c.sources, definis.sources)


def _evaluable(competence: CompetenceLue, definis: _Definis) -> Iterator[Anomalie]:
    """Une compétence a un critère, une source, une modalité qui suffit, plus que des postures."""
    nom = {"competence": competence.code}
    if competence.code not in definis.criteres:
        message = n_("La compétence %(competence)s n’a aucun critère.")
        yield anomalie(competence, "competence_sans_critere", "code", message, **nom)
    if not competence.echelle:
        message = n_("La compétence %(competence)s n’a aucune échelle de niveaux.")
        yield anomalie(competence, "competence_sans_echelle", "echelle", message, **nom)
    if not competence.sources:
        message = n_("La compétence %(competence)s n’a aucune source.")
        yield anomalie(competence, "competence_sans_source", "sources", message, **nom)
    if not competence.modalites:
        message = n_("La compétence %(competence)s n’a aucune modalité d’évaluation.")
        yield anomalie(competence, "competence_sans_modalite", "modalites", message, **nom)
    elif definis.seules.issuperset(competence.modalites):
        message = n_("%(modalites)s ne suffit jamais seule à évaluer %(competence)s.")
        cites = ", ".join(competence.modalites)
        yield anomalie(competence, "modalite_seule", "modalites", message, modalites=cites, **nom)
    if competence.ressources and definis.postures.issuperset(competence.ressources):
        message = n_(
            "%(competence)s ne mobilise que des postures : une posture ne s’évalue pas seule."
        )
        yield anomalie(competence, "posture_seule", "ressources", message, **nom)


def _rattachees(contenu: ContenuVersion) -> Iterator[Anomalie]:
    """Critères et situations ont un parent, et se numérotent 1, 2, 3…"""
    competences = frozenset(competence.code for competence in contenu.competences)
    for critere in contenu.criteres:
        parent = [critere.competence]
        yield from inconnus(critere, "competence", parent, competences, "competence_inconnue")
    activites = frozenset(activite.code for activite in contenu.activites)
    for situation in contenu.situations:
        parent = [situation.activite]
        yield from inconnus(situation, "activite", parent, activites, "activite_inconnue")
    yield from _numerotation((critere.competence, critere) for critere in contenu.criteres)
    yield from _numerotation((situation.activite, situation) for situation in contenu.situations)


def _numerotation(
    rattachees: Iterable[tuple[str, CritereLu | SituationLue]],
) -> Iterator[Anomalie]:
    deja: Counter[str] = Counter()
    for parent, partie in rattachees:
        deja[parent] += 1
        if partie.rang != deja[parent]:
            message = n_("Rang %(rang)s : %(attendu)s est attendu pour %(parent)s.")
            rangs = {"rang": partie.rang, "attendu": deja[parent], "parent": parent}
            yield anomalie(partie, "rang_non_contigu", "rang", message, **rangs)
