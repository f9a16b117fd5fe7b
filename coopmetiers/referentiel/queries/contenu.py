"""Le contenu d’une version, relu de ses lignes tel que son dossier le disait.

Son empreinte est celle de la version publiée : c’est ainsi qu’on prouve que rien n’a bougé.
`services.enregistrement` fait le chemin inverse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import with_polymorphic

from coopmetiers.base.db import Model, db
from coopmetiers.referentiel import contenu as lu
from coopmetiers.referentiel.contenu import ContenuVersion, Situe
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

Valeurs = dict[str, Any]
#: Clé d’un élément → ce qu’il cite, dans l’ordre.
Renvois = Mapping[int, list[Any]]


def contenu(cle_version: int) -> ContenuVersion:
    """Tout ce que dit une version ; le nombre de requêtes ne dépend pas de sa taille."""
    elements = _elements(cle_version)
    codes = {ligne.cle: ligne.code for ligne in elements}
    echelles = _liste(Echelle, cle_version)
    metiers = _liste(Metier, cle_version)
    codes_echelles = {ligne.cle: ligne.code for ligne in echelles}
    valeurs = {
        "presentation": db.session.scalars(
            select(VersionReferentiel.presentation).where(VersionReferentiel.cle == cle_version)
        ).one(),
        "metiers": [ligne.fiche for ligne in metiers],
        "echelles": _memes(lu.EchelleLue, echelles),
        "ressources": _memes(lu.RessourceLue, _liste(Ressource, cle_version)),
        "phases": _memes(lu.PhaseLue, _liste(Phase, cle_version)),
        "modalites": _memes(lu.ModaliteLue, _liste(ModaliteEvaluation, cle_version)),
        "sources": _memes(lu.SourceLue, _liste(Source, cle_version)),
        "dimensions": _memes(lu.DimensionLue, _liste(DimensionMaturite, cle_version)),
        **_arbre(cle_version, elements, codes_echelles),
        **_rattaches(cle_version, codes, codes_echelles),
        "profils": _profils(cle_version, codes, metiers),
        "alignements": _alignements(cle_version, elements, metiers),
    }
    relu: ContenuVersion = _lire(ContenuVersion, valeurs)
    return relu


def _elements(cle_version: int) -> Sequence[Any]:
    tout = with_polymorphic(ElementReferentiel, "*")
    return _lignes(select(tout).where(tout.cle_version == cle_version).order_by(tout.rang))


def _liste(classe: Any, cle_version: int) -> Sequence[Any]:
    return _lignes(select(classe).where(classe.cle_version == cle_version).order_by(classe.cle))


def _lignes(statement: Select[Any]) -> Sequence[Any]:
    return db.session.scalars(statement).all()


def _memes(partie: type[Situe], lignes: Sequence[Any]) -> list[Valeurs]:
    return [_valeurs(partie, ligne) for ligne in lignes]


def _valeurs(partie: type[Situe], ligne: Model, **autres: Any) -> Valeurs:
    """Les champs que la ligne garde sous le même nom ; `autres` dit le reste."""
    colonnes = inspect(type(ligne)).column_attrs.keys()
    memes = (champ.name for champ in fields(partie) if champ.name in colonnes)
    return {**{nom: getattr(ligne, nom) for nom in memes}, **autres}


def _arbre(
    cle_version: int, elements: Sequence[Any], echelles: Mapping[int, str]
) -> Mapping[str, list[Valeurs]]:
    codes = {ligne.cle: ligne.code for ligne in elements}
    citations = _citations(cle_version)
    rangs = _rangs(cle_version)
    ressources = _codes_cites(ElementRessource, Ressource, cle_version)
    phases = _codes_cites(ElementPhase, Phase, cle_version)
    modalites = _codes_cites(ElementModalite, ModaliteEvaluation, cle_version)
    return {
        "blocs": [
            _valeurs(lu.BlocLu, bloc, intitule=bloc.enonce, sources=citations[bloc.cle])
            for bloc in elements
            if isinstance(bloc, Bloc)
        ],
        "activites": [
            _valeurs(lu.ActiviteLue, a, intitule=a.enonce, bloc=codes[a.cle_parent or 0])
            for a in elements
            if isinstance(a, Activite)
        ],
        "competences": [
            _valeurs(
                lu.CompetenceLue,
                c,
                activite=codes[c.cle_parent or 0],
                echelle=echelles[c.cle_echelle or 0],
                interne=c.en_interne,
                externe=c.en_externe,
                rangs=rangs[c.cle],
                ressources=ressources[c.cle],
                phases=phases[c.cle],
                modalites=modalites[c.cle],
                sources=citations[c.cle],
            )
            for c in elements
            if isinstance(c, Competence)
        ],
    }


def _codes_cites(lien: Any, liste: Any, cle_version: int) -> Renvois:
    cle = next(colonne for colonne in inspect(lien).primary_key if colonne.key != "cle_element")
    statement = (
        select(lien.cle_element, liste.code)
        .join(liste, liste.cle == cle)
        .where(liste.cle_version == cle_version)
        .order_by(lien.cle_element, lien.rang)
    )
    return _groupes(db.session.execute(statement))


def _citations(cle_version: int) -> Renvois:
    statement = (
        select(CitationSource.cle_element, Source.code, CitationSource.repere)
        .join(Source, Source.cle == CitationSource.cle_source)
        .where(Source.cle_version == cle_version)
        .order_by(CitationSource.cle_element, CitationSource.rang)
    )
    return _groupes((cle, [code, repere]) for cle, code, repere in db.session.execute(statement))


def _rangs(cle_version: int) -> Renvois:
    statement = (
        select(CompetenceMetier.cle_competence, Metier.code, CompetenceMetier.rang)
        .join(Metier, Metier.cle == CompetenceMetier.cle_metier)
        .where(Metier.cle_version == cle_version)
        # Comme dans un dossier lu : par code de métier, l’ordre des colonnes ne compte pas.
        .order_by(Metier.code)
    )
    return _groupes(
        (cle, {"metier": code, "rang": rang}) for cle, code, rang in db.session.execute(statement)
    )


def _groupes(couples: Any) -> Renvois:
    groupes = defaultdict(list)
    for cle, valeur in couples:
        groupes[cle].append(valeur)
    return groupes


def _rattaches(
    cle_version: int, codes: Mapping[int, str], echelles: Mapping[int, str]
) -> Mapping[str, list[Valeurs]]:
    def des_elements(classe: Any, colonne: Any) -> Sequence[Any]:
        parent = select(ElementReferentiel.cle).where(ElementReferentiel.cle_version == cle_version)
        return _lignes(select(classe).where(colonne.in_(parent)).order_by(classe.cle))

    niveaux = select(NiveauMaitrise).where(NiveauMaitrise.cle_echelle.in_(echelles))
    return {
        "situations": [
            _valeurs(lu.SituationLue, s, activite=codes[s.cle_activite])
            for s in des_elements(SituationTravail, SituationTravail.cle_activite)
        ],
        "criteres": [
            _valeurs(lu.CritereLu, c, competence=codes[c.cle_competence])
            for c in des_elements(Critere, Critere.cle_competence)
        ],
        "descripteurs": [
            _valeurs(
                lu.DescripteurLu, d, bloc=codes[d.cle_element], echelle=echelles[d.cle_echelle]
            )
            for d in des_elements(DescripteurNiveau, DescripteurNiveau.cle_element)
        ],
        "epreuves": [
            _valeurs(lu.EpreuveLue, e, bloc=codes[e.cle_bloc])
            for e in des_elements(Epreuve, Epreuve.cle_bloc)
        ],
        "niveaux": [
            _valeurs(lu.NiveauLu, n, echelle=echelles[n.cle_echelle], **n.descripteurs)
            for n in _lignes(niveaux.order_by(NiveauMaitrise.cle))
        ],
    }


def _profils(cle_version: int, codes: Mapping[int, str], metiers: Sequence[Any]) -> list[Valeurs]:
    par_cle = {ligne.cle: ligne.code for ligne in metiers}
    statement = select(ProfilAttendu).where(ProfilAttendu.cle_metier.in_(par_cle))
    return [
        _valeurs(lu.ProfilLu, p, metier=par_cle[p.cle_metier], bloc=codes[p.cle_bloc])
        for p in _lignes(statement.order_by(ProfilAttendu.rang))
    ]


def _alignements(
    cle_version: int, elements: Sequence[Any], metiers: Sequence[Any]
) -> Iterator[Valeurs]:
    codes_metiers = {ligne.cle: ligne.code for ligne in metiers}
    par_cle = {ligne.cle: ligne for ligne in elements}
    for ligne in _liste(Alignement, cle_version):
        if ligne.cle_metier is not None:
            objet, code = "metier", codes_metiers[ligne.cle_metier]
        else:
            element = par_cle[ligne.cle_element]
            objet, code = element.nature.lower(), element.code
        yield _valeurs(lu.AlignementLu, ligne, objet=objet, code_objet=code)


def _lire(forme: Any, valeur: Any) -> Any:
    """La valeur dans la forme du contenu : suites figées, mots des listes, dates."""
    if isinstance(forme, UnionType):
        return None if valeur is None else _lire(get_args(forme)[0], valeur)
    if get_origin(forme) is tuple:
        return tuple(_lire(get_args(forme)[0], partie) for partie in valeur)
    if is_dataclass(forme):
        if isinstance(valeur, list):
            return forme(*valeur)  # type: ignore[operator]
        formes = get_type_hints(forme)
        return forme(**{nom: _lire(formes[nom], v) for nom, v in valeur.items()})  # type: ignore[operator]
    if forme is date and isinstance(valeur, str):
        return date.fromisoformat(valeur)
    return forme(valeur) if issubclass(forme, StrEnum) else valeur
