"""Du contenu d’une version à ses lignes, par lots ; l’ordre du dossier est gardé.

Un champ lu va dans la colonne de même nom ; on n’écrit ici que ce qui change de nom ou devient une
clé. `queries.contenu` fait le chemin inverse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import insert, inspect, select

from coopmetiers.base.db import Model, db
from coopmetiers.base.frozen import to_values
from coopmetiers.referentiel.contenu import (
    BlocLu,
    CitationLue,
    CompetenceLue,
    ContenuVersion,
    ElementLu,
    Situe,
)
from coopmetiers.referentiel.contenu.noeuds import Noeud, noeuds
from coopmetiers.referentiel.enums import NatureElement
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
    ElementReferentiel,
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

_DESCRIPTEURS_NIVEAU = ("autonomie", "situations", "reflexivite", "rapport_aux_autres")
_CLASSES: Mapping[NatureElement, type[ElementReferentiel]] = {
    NatureElement.BLOC: Bloc,
    NatureElement.ACTIVITE: Activite,
    NatureElement.COMPETENCE: Competence,
    NatureElement.AUTRE: ElementReferentiel,
}
Valeurs = dict[str, Any]
Lot = tuple[type[Model], Iterable[Valeurs]]
#: Liste → code → clé.
Cles = dict[str, Mapping[str, int]]


def enregistrer_contenu(version: VersionReferentiel, contenu: ContenuVersion) -> None:
    """Écrit une version et tout ce qu’elle dit, parents d’abord : un ordre par table."""
    version.presentation = _en_json(contenu.presentation)
    version.ajouts = _ajouts(contenu).get("", {})
    db.session.add(version)
    db.session.flush()
    cles = _listes(version.cle, contenu)
    cles |= _arbre(version.cle, contenu, cles)
    for partie in (_rattaches, _attendus, _liens):
        for classe, lot in partie(contenu, cles):
            _ajouter(classe, lot)
    _ajouter(CitationSource, _citations(contenu, cles))
    _ajouter(Alignement, _alignements(version.cle, contenu, cles))


def _en_json(partie: Any) -> Any:
    """Une partie du contenu en valeurs JSON, sans les numéros de ligne, qui ne disent rien."""
    return _epuree(to_values(partie))


def _epuree(valeurs: Any) -> Any:
    if isinstance(valeurs, dict):
        return {cle: _epuree(valeur) for cle, valeur in valeurs.items() if cle != "ligne"}
    return [_epuree(valeur) for valeur in valeurs] if isinstance(valeurs, list) else valeurs


def _ajouter(classe: type[Model], lignes: Iterable[Valeurs]) -> None:
    if lot := list(lignes):
        db.session.execute(insert(classe), lot)


def _codes(classe: Any, cle_version: int) -> Mapping[str, int]:
    statement = select(classe.code, classe.cle).where(classe.cle_version == cle_version)
    return dict(db.session.execute(statement).all())


def _ligne(classe: type[Model], partie: Situe, **places: Any) -> Valeurs:
    """Les valeurs d’une ligne ; `places` dit ce qui n’y porte pas le même nom."""
    colonnes = inspect(classe).column_attrs.keys()
    memes = (champ.name for champ in fields(partie) if champ.name in colonnes)
    return {**{nom: _valeur(getattr(partie, nom)) for nom in memes}, **places}


def _valeur(valeur: Any) -> Any:
    """Une suite devient une liste ; une citation, son code et son repère."""
    if isinstance(valeur, CitationLue):
        return [valeur.source, valeur.repere]
    return [_valeur(partie) for partie in valeur] if isinstance(valeur, tuple) else valeur


def _listes(cle_version: int, contenu: ContenuVersion) -> Cles:
    tables: dict[str, tuple[type[Model], Sequence[Situe]]] = {
        "echelles": (Echelle, contenu.echelles),
        "ressources": (Ressource, contenu.ressources),
        "phases": (Phase, contenu.phases),
        "modalites": (ModaliteEvaluation, contenu.modalites),
        "sources": (Source, contenu.sources),
        "dimensions": (DimensionMaturite, contenu.dimensions),
        "metiers": (Metier, contenu.metiers),
    }
    for classe, parties in tables.values():
        _ajouter(
            classe,
            (_listee(classe, partie, cle_version, n) for n, partie in enumerate(parties, start=1)),
        )
    return {nom: _codes(classe, cle_version) for nom, (classe, _parties) in tables.items()}


def _listee(classe: type[Model], partie: Situe, cle_version: int, rang: int) -> Valeurs:
    places: Valeurs = {"cle_version": cle_version}
    if "rang" in inspect(classe).column_attrs:
        places["rang"] = rang
    if classe is Metier:
        places["fiche"] = _en_json(partie)
    return _ligne(classe, partie, **places)


def _arbre(cle_version: int, contenu: ContenuVersion, cles: Cles) -> Cles:
    """L’arbre, un lot par nature et par profondeur : un parent a sa clé avant ses enfants."""
    lots: dict[tuple[int, type[ElementReferentiel]], list[tuple[int, Noeud]]] = defaultdict(list)
    for rang, noeud in enumerate(noeuds(contenu), start=1):
        lots[noeud.profondeur, _CLASSES[noeud.nature]].append((rang, noeud))
    ajouts = _ajouts(contenu)
    connus: dict[str, int] = {}
    for (_profondeur, classe), lot in sorted(lots.items(), key=lambda couple: couple[0][0]):
        _ajouter(
            classe,
            (
                {
                    **_noeud(classe, noeud, connus, cles),
                    "cle_version": cle_version,
                    "rang": rang,
                    "ajouts": ajouts.get(noeud.element_id, {}),
                }
                for rang, noeud in lot
            ),
        )
        connus = dict(_codes(ElementReferentiel, cle_version))
    return {"elements": connus}


def _noeud(
    classe: type[ElementReferentiel], noeud: Noeud, connus: Mapping[str, int], cles: Cles
) -> Valeurs:
    partie = noeud.partie
    places: Valeurs = {
        "cle_parent": connus[noeud.parent.code] if noeud.parent else None,
        "enonce": noeud.texte,
    }
    if isinstance(partie, CompetenceLue):
        places["cle_echelle"] = cles["echelles"][partie.echelle] if partie.echelle else None
        places |= {"en_interne": partie.interne, "en_externe": partie.externe}
    return _ligne(classe, partie, **places)


def _ajouts(contenu: ContenuVersion) -> Mapping[str, Valeurs]:
    """Identifiant d’élément (vide : la version) → ce que des formats disaient de plus."""
    dits: dict[str, Valeurs] = defaultdict(dict)
    for ajout in contenu.ajouts:
        dits[ajout.objet][ajout.nom] = ajout.valeur
    return dits


def _rattaches(contenu: ContenuVersion, cles: Cles) -> Iterator[Lot]:
    """Situations, critères, descripteurs, épreuves."""
    yield (
        SituationTravail,
        [
            _ligne(SituationTravail, s, cle_activite=cles["elements"][s.activite])
            for s in contenu.situations
        ],
    )
    yield (
        Critere,
        [
            _ligne(Critere, c, cle_competence=cles["elements"][c.competence])
            for c in contenu.criteres
        ],
    )
    yield (
        DescripteurNiveau,
        [
            _ligne(
                DescripteurNiveau,
                d,
                cle_element=cles["elements"][d.bloc],
                cle_echelle=cles["echelles"][d.echelle],
            )
            for d in contenu.descripteurs
        ],
    )
    yield Epreuve, [_ligne(Epreuve, e, cle_bloc=cles["elements"][e.bloc]) for e in contenu.epreuves]


def _attendus(contenu: ContenuVersion, cles: Cles) -> Iterator[Lot]:
    """Les niveaux de l’échelle, et celui que chaque profil attend de chaque bloc."""
    yield (
        NiveauMaitrise,
        [
            _ligne(
                NiveauMaitrise,
                niveau,
                cle_echelle=cles["echelles"][niveau.echelle],
                descripteurs={nom: getattr(niveau, nom) for nom in _DESCRIPTEURS_NIVEAU},
            )
            for niveau in contenu.niveaux
        ],
    )
    yield (
        ProfilAttendu,
        [
            _ligne(
                ProfilAttendu,
                profil,
                cle_metier=cles["metiers"][profil.metier],
                cle_bloc=cles["elements"][profil.bloc],
                rang=rang,
            )
            for rang, profil in enumerate(contenu.profils, start=1)
        ],
    )


def _liens(contenu: ContenuVersion, cles: Cles) -> Iterator[Lot]:
    """Ce que les compétences citent : métiers, ressources, phases, modalités."""
    competences = [(cles["elements"][lue.code], lue) for lue in contenu.competences]
    yield (
        CompetenceMetier,
        [
            {"cle_competence": cle, "cle_metier": cles["metiers"][place.metier], "rang": place.rang}
            for cle, lue in competences
            for place in lue.rangs
        ],
    )
    for classe, liste, colonne in (
        (ElementRessource, "ressources", "cle_ressource"),
        (ElementPhase, "phases", "cle_phase"),
        (ElementModalite, "modalites", "cle_modalite"),
    ):
        yield (
            classe,
            [
                {"cle_element": cle, colonne: cles[liste][code], "rang": rang}
                for cle, lue in competences
                for rang, code in enumerate(getattr(lue, liste), start=1)
            ],
        )


def _citations(contenu: ContenuVersion, cles: Cles) -> Iterator[Valeurs]:
    """Les sources que citent les éléments, avec le repère ; une activité n’en cite pas."""
    citants: tuple[BlocLu | ElementLu | CompetenceLue, ...]
    citants = (*contenu.blocs, *contenu.autres, *contenu.competences)
    for citant in citants:
        cle = cles["elements"][citant.code]
        for rang, citation in enumerate(citant.sources, start=1):
            source = cles["sources"][citation.source]
            repere = citation.repere
            yield {"cle_element": cle, "cle_source": source, "rang": rang, "repere": repere}


def _alignements(cle_version: int, contenu: ContenuVersion, cles: Cles) -> Iterator[Valeurs]:
    for rang, lu in enumerate(contenu.alignements, start=1):
        metier = lu.objet == "metier"
        yield _ligne(
            Alignement,
            lu,
            cle_version=cle_version,
            rang=rang,
            cle_metier=cles["metiers"][lu.code_objet] if metier else None,
            cle_element=None if metier else cles["elements"][lu.code_objet],
        )
