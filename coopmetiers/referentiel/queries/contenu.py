"""Le contenu d’une version, relu de ses lignes tel que son dossier le disait.

Son empreinte est celle de la version publiée : c’est ainsi qu’on prouve que rien n’a bougé.
`services.enregistrement` fait le chemin inverse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import with_polymorphic

from coopmetiers.base.db import Model, db
from coopmetiers.referentiel import contenu as lu
from coopmetiers.referentiel.contenu import ContenuVersion, Situe
from coopmetiers.referentiel.contenu.valeurs import depuis_valeurs
from coopmetiers.referentiel.enums import NatureElement
from coopmetiers.referentiel.models import (
    Alignement,
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

_FORMES: Mapping[NatureElement, type[Situe]] = {
    NatureElement.BLOC: lu.BlocLu,
    NatureElement.ACTIVITE: lu.ActiviteLue,
    NatureElement.AUTRE: lu.ElementLu,
    NatureElement.COMPETENCE: lu.CompetenceLue,
}
_LISTES: Mapping[NatureElement, str] = {
    NatureElement.BLOC: "blocs",
    NatureElement.ACTIVITE: "activites",
    NatureElement.AUTRE: "autres",
    NatureElement.COMPETENCE: "competences",
}
Valeurs = dict[str, Any]
#: Clé d’un élément → ce qu’il cite, dans l’ordre.
Renvois = Mapping[int, list[Any]]


def contenu(cle_version: int) -> ContenuVersion:
    """Tout ce que dit une version ; le nombre de requêtes ne dépend pas de sa taille."""
    elements = _elements(cle_version)
    codes = {ligne.cle: ligne.code for ligne in elements}
    echelles = _liste(Echelle, cle_version)
    version = db.session.get_one(VersionReferentiel, cle_version)
    metiers = _liste(Metier, cle_version)
    codes_echelles = {ligne.cle: ligne.code for ligne in echelles}
    valeurs = {
        "presentation": version.presentation,
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
    de_la_version = sorted(version.ajouts.items())
    valeurs["ajouts"] = [
        *({"objet": "", "nom": nom, "valeur": valeur} for nom, valeur in de_la_version),
        *valeurs["ajouts"],
    ]
    return depuis_valeurs(valeurs)


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
    par_cle = {ligne.cle: ligne for ligne in elements}
    valeurs: dict[str, list[Valeurs]] = {nom: [] for nom in _LISTES.values()}
    for ligne in elements:
        valeurs[_LISTES[NatureElement(ligne.nature)]].append(
            _noeud(
                ligne,
                codes.get(ligne.cle_parent, ""),
                sources=citations[ligne.cle],
                echelle=echelles.get(getattr(ligne, "cle_echelle", None) or 0, ""),
                rangs=rangs[ligne.cle],
                ressources=ressources[ligne.cle],
                phases=phases[ligne.cle],
                modalites=modalites[ligne.cle],
            )
        )
    return {
        **valeurs,
        "ordre": [ligne.element_id for ligne in elements] if _freres_meles(par_cle) else [],
        "ajouts": [
            {"objet": ligne.element_id, "nom": nom, "valeur": valeur}
            for ligne in elements
            for nom, valeur in sorted(ligne.ajouts.items())
        ],
    }


def _noeud(ligne: Any, parent: str, **renvois: Any) -> Valeurs:
    """Une ligne de l’arbre, dans la forme de sa nature : chacune ne prend que ses champs."""
    forme = _FORMES[NatureElement(ligne.nature)]
    tout = {**renvois, "parent": parent, "intitule": ligne.enonce}
    if isinstance(ligne, Competence):
        tout |= {"interne": bool(ligne.en_interne), "externe": bool(ligne.en_externe)}
    noms = {champ.name for champ in fields(forme)}
    return _valeurs(forme, ligne, **{nom: v for nom, v in tout.items() if nom in noms})


def _freres_meles(par_cle: Mapping[int, Any]) -> bool:
    """Des éléments de natures différentes sont-ils frères ?"""
    natures: dict[int | None, set[str]] = defaultdict(set)
    for ligne in par_cle.values():
        natures[ligne.cle_parent].add(ligne.nature)
    return any(len(freres) > 1 for freres in natures.values())


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
