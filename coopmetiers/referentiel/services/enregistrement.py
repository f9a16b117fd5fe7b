"""Du contenu d’une version à ses lignes, par lots ; l’ordre du dossier est gardé.

Un champ lu va dans la colonne de même nom ; on n’écrit ici que ce qui change de nom ou devient une
clé. `queries.contenu` fait le chemin inverse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import inspect

from coopmetiers.base.db import Model, db
from coopmetiers.base.frozen import to_values
from coopmetiers.referentiel.contenu import CitationLue, ContenuVersion, Situe
from coopmetiers.referentiel.models import (
    Activite,
    Alignement,
    Bloc,
    CitationSource,
    Competence,
    CompetenceMetier,
    Critere,
    DescripteurNiveau,
    DimensionMaturite,
    Echelle,
    ElementModalite,
    ElementPhase,
    ElementRessource,
    Epreuve,
    Metier,
    ModaliteEvaluation,
    NiveauMaitrise,
    Phase,
    ProfilAttendu,
    Ressource,
    SituationTravail,
    Source,
    VersionReferentiel,
)

Ligne = TypeVar("Ligne", bound=Model)
_DESCRIPTEURS_NIVEAU = ("autonomie", "situations", "reflexivite", "rapport_aux_autres")
#: Liste → code → clé.
Cles = dict[str, Mapping[str, int]]


def enregistrer_contenu(version: VersionReferentiel, contenu: ContenuVersion) -> None:
    """Écrit une version et tout ce qu’elle dit, parents d’abord."""
    version.presentation = en_json(contenu.presentation)
    _ajouter([version])
    cles = _listes(version.cle, contenu)
    cles |= _arbre(version.cle, contenu, cles)
    _ajouter(_rattaches(contenu, cles))
    _ajouter(_renvois(contenu, cles))
    _ajouter(_alignements(version.cle, contenu, cles))


def en_json(partie: Any) -> Any:
    """Une partie du contenu en valeurs JSON, sans les numéros de ligne, qui ne disent rien."""
    return _epuree(to_values(partie))


def _epuree(valeurs: Any) -> Any:
    if isinstance(valeurs, dict):
        return {cle: _epuree(valeur) for cle, valeur in valeurs.items() if cle != "ligne"}
    return [_epuree(valeur) for valeur in valeurs] if isinstance(valeurs, list) else valeurs


def _ajouter(lignes: Iterable[Any]) -> dict[str, int]:
    """Écrit un lot ; rend la clé de chaque ligne qui a un code."""
    lot = list(lignes)
    db.session.add_all(lot)
    db.session.flush()
    return {ligne.code: ligne.cle for ligne in lot if hasattr(ligne, "code")}


def _ligne(classe: type[Ligne], partie: Situe, **places: Any) -> Ligne:
    """La ligne qui garde cette partie ; `places` dit ce qui n’y porte pas le même nom."""
    colonnes = inspect(classe).column_attrs.keys()
    memes = (champ.name for champ in fields(partie) if champ.name in colonnes)
    gardes = {nom: _valeur(getattr(partie, nom)) for nom in memes}
    return classe(**{**gardes, **places})


def _valeur(valeur: Any) -> Any:
    """Une suite devient une liste ; une citation, son code et son repère."""
    if isinstance(valeur, CitationLue):
        return [valeur.source, valeur.repere]
    return [_valeur(partie) for partie in valeur] if isinstance(valeur, tuple) else valeur


def _listes(cle_version: int, contenu: ContenuVersion) -> Cles:
    tables: dict[str, tuple[type[Model], Iterable[Situe]]] = {
        "echelles": (Echelle, contenu.echelles),
        "ressources": (Ressource, contenu.ressources),
        "phases": (Phase, contenu.phases),
        "modalites": (ModaliteEvaluation, contenu.modalites),
        "sources": (Source, contenu.sources),
        "dimensions": (DimensionMaturite, contenu.dimensions),
        "metiers": (Metier, contenu.metiers),
    }
    return {
        nom: _ajouter(
            _listee(classe, partie, cle_version, rang)
            for rang, partie in enumerate(parties, start=1)
        )
        for nom, (classe, parties) in tables.items()
    }


def _listee(classe: type[Model], partie: Situe, cle_version: int, rang: int) -> Model:
    places: dict[str, Any] = {"cle_version": cle_version}
    if "rang" in inspect(classe).column_attrs:
        places["rang"] = rang
    if classe is Metier:
        places["fiche"] = en_json(partie)
    return _ligne(classe, partie, **places)


def _arbre(cle_version: int, contenu: ContenuVersion, cles: Cles) -> Cles:
    """Blocs, activités, compétences : trois lots, chacun sous le précédent."""
    dans = {"cle_version": cle_version}
    blocs = _ajouter(
        _ligne(Bloc, bloc, **dans, rang=rang, enonce=bloc.intitule)
        for rang, bloc in enumerate(contenu.blocs, start=1)
    )
    activites = _ajouter(
        _ligne(Activite, lue, **dans, rang=rang, enonce=lue.intitule, cle_parent=blocs[lue.bloc])
        for rang, lue in enumerate(contenu.activites, start=1)
    )
    competences = _ajouter(
        _ligne(
            Competence,
            lue,
            **dans,
            rang=rang,
            cle_parent=activites[lue.activite],
            cle_echelle=cles["echelles"][lue.echelle],
            en_interne=lue.interne,
            en_externe=lue.externe,
        )
        for rang, lue in enumerate(contenu.competences, start=1)
    )
    return {"blocs": blocs, "activites": activites, "competences": competences}


def _rattaches(contenu: ContenuVersion, cles: Cles) -> Iterator[Model]:
    """Niveaux, situations, critères, descripteurs, épreuves, profils."""
    echelles, blocs = cles["echelles"], cles["blocs"]
    for n in contenu.niveaux:
        descripteurs = {nom: getattr(n, nom) for nom in _DESCRIPTEURS_NIVEAU}
        yield _ligne(NiveauMaitrise, n, cle_echelle=echelles[n.echelle], descripteurs=descripteurs)
    for s in contenu.situations:
        yield _ligne(SituationTravail, s, cle_activite=cles["activites"][s.activite])
    for c in contenu.criteres:
        yield _ligne(Critere, c, cle_competence=cles["competences"][c.competence])
    for d in contenu.descripteurs:
        echelle = echelles[d.echelle]
        yield _ligne(DescripteurNiveau, d, cle_element=blocs[d.bloc], cle_echelle=echelle)
    for e in contenu.epreuves:
        yield _ligne(Epreuve, e, cle_bloc=blocs[e.bloc])
    for rang, p in enumerate(contenu.profils, start=1):
        metier, bloc = cles["metiers"][p.metier], blocs[p.bloc]
        yield _ligne(ProfilAttendu, p, cle_metier=metier, cle_bloc=bloc, rang=rang)


def _renvois(contenu: ContenuVersion, cles: Cles) -> Iterator[Model]:
    """Ce que blocs et compétences citent : métiers, ressources, phases, modalités, sources."""
    for bloc in contenu.blocs:
        yield from _citations(cles["blocs"][bloc.code], bloc.sources, cles)
    for lue in contenu.competences:
        cle = cles["competences"][lue.code]
        for place in lue.rangs:
            metier = cles["metiers"][place.metier]
            yield CompetenceMetier(cle_competence=cle, cle_metier=metier, rang=place.rang)
        for rang, code in enumerate(lue.ressources, start=1):
            ressource = cles["ressources"][code]
            yield ElementRessource(cle_element=cle, cle_ressource=ressource, rang=rang)
        for rang, code in enumerate(lue.phases, start=1):
            yield ElementPhase(cle_element=cle, cle_phase=cles["phases"][code], rang=rang)
        for rang, code in enumerate(lue.modalites, start=1):
            modalite = cles["modalites"][code]
            yield ElementModalite(cle_element=cle, cle_modalite=modalite, rang=rang)
        yield from _citations(cle, lue.sources, cles)


def _citations(cle: int, citations: Iterable[CitationLue], cles: Cles) -> Iterator[Model]:
    for rang, citation in enumerate(citations, start=1):
        source = cles["sources"][citation.source]
        yield CitationSource(cle_element=cle, cle_source=source, rang=rang, repere=citation.repere)


def _alignements(cle_version: int, contenu: ContenuVersion, cles: Cles) -> Iterator[Model]:
    for rang, lu in enumerate(contenu.alignements, start=1):
        if lu.objet == "metier":
            vise = {"cle_metier": cles["metiers"][lu.code_objet]}
        else:
            vise = {"cle_element": {**cles["blocs"], **cles["competences"]}[lu.code_objet]}
        yield _ligne(Alignement, lu, cle_version=cle_version, rang=rang, **vise)
