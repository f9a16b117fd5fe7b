"""Un arbre venu d’un autre outil, posé sur la version à laquelle on le compare.

Un format étranger ne connaît ni nos blocs ni nos activités. Ce qu’on a déjà garde sa nature ; un
élément neuf prend celle de sa place : sous une activité, une compétence ; dans un arbre d’une autre
forme, une compétence au bout des branches, un niveau nommé partout ailleurs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from coopmetiers.echanges.correspondances.lecture import identite_neuve
from coopmetiers.referentiel.contenu import (
    ActiviteLue,
    AjoutLu,
    BlocLu,
    CompetenceLue,
    ContenuVersion,
    ElementLu,
)
from coopmetiers.referentiel.contenu.noeuds import Partie, parties
from coopmetiers.referentiel.contenu.rangement import elaguer, ordonner


@dataclass(frozen=True)
class Recu:
    """Un élément reçu ; `cle` et `parent` sont ceux du fichier, `texte` vaut énoncé ou intitulé.

    Un champ à `None` n’est pas porté par le fichier : la base garde le sien. `ajouts` dit, par nom,
    ce que le format disait de plus.
    """

    cle: str
    parent: str
    code: str
    texte: str
    niveau: str = ""
    libelle_court: str | None = None
    remarque: str | None = None
    #: L’identifiant que le fichier donne, quand c’en est un des nôtres ou un UUID.
    identite: str = ""
    echelle: str = ""
    ajouts: Mapping[str, str] = field(default_factory=dict)


def poser(base: ContenuVersion, recus: Sequence[Recu], *, prefixe: str = "") -> ContenuVersion:
    """La base, où l’arbre est celui du fichier ; parents d’abord, frères dans l’ordre.

    `prefixe` est celui des ajouts de ce format : ceux qu’on avait gardés cèdent aux nouveaux.
    """
    avant = _appariements(base, recus)
    pris = {p.element_id for p in (*base.metiers, *parties(base))}
    meres = {recu.parent for recu in recus}
    faites: dict[str, Partie] = {}
    for recu in recus:
        parent = faites.get(recu.parent)
        ancienne = avant.get(recu.cle)
        forme = _forme(base, ancienne, parent, recu.cle in meres)
        if ancienne is None:
            identite = recu.identite or identite_neuve(base.presentation.code, recu.code, pris)
            pris.add(identite)
        else:
            identite = ancienne.element_id
        faites[recu.cle] = _partie(forme, ancienne, recu, identite, parent.code if parent else "")
    return _composer(base, recus, faites, prefixe)


def _appariements(base: ContenuVersion, recus: Sequence[Recu]) -> dict[str, Partie]:
    """Clé du fichier → la partie de la base que c’est : par identifiant, sinon par code."""
    par_id = {p.element_id: p for p in parties(base)}
    par_code = {p.code: p for p in parties(base)}
    reconnus = {recu.cle: par_id[recu.identite] for recu in recus if recu.identite in par_id}
    deja = {partie.element_id for partie in reconnus.values()}
    for recu in recus:
        partie = par_code.get(recu.code)
        if recu.cle not in reconnus and partie is not None and partie.element_id not in deja:
            reconnus[recu.cle] = partie
            deja.add(partie.element_id)
    return reconnus


def _forme(
    base: ContenuVersion, ancienne: Partie | None, parent: Partie | None, est_mere: bool
) -> type[Partie]:
    if ancienne is not None and not (est_mere and isinstance(ancienne, CompetenceLue)):
        tient = not isinstance(ancienne, BlocLu) or parent is None
        return type(ancienne) if tient else ElementLu
    if ancienne is None and base.blocs:
        if parent is None and est_mere:
            return BlocLu
        if isinstance(parent, BlocLu) and est_mere:
            return ActiviteLue
    return ElementLu if est_mere else CompetenceLue


def _partie(
    forme: type[Partie], ancienne: Partie | None, recu: Recu, identite: str, parent: str
) -> Partie:
    dits: dict[str, Any] = {"code": recu.code}
    dits["enonce" if forme is CompetenceLue else "intitule"] = recu.texte
    if forme is not BlocLu:
        dits["parent"] = parent
    if forme is not ActiviteLue:
        dits |= {
            nom: valeur
            for nom in ("libelle_court", "remarque")
            if (valeur := getattr(recu, nom)) is not None
        }
    if ancienne is not None and type(ancienne) is forme:
        return replace(ancienne, **dits)
    return _neuve(forme, identite, {**_gardes(ancienne, forme), **dits}, recu)


def _gardes(ancienne: Partie | None, forme: type[Partie]) -> dict[str, Any]:
    """Ce qu’un élément garde en changeant de nature."""
    noms = ("libelle_court", "remarque", "sources")
    if ancienne is None or forme is ActiviteLue:
        return {}
    return {nom: getattr(ancienne, nom) for nom in noms if hasattr(ancienne, nom)}


def _neuve(forme: type[Partie], identite: str, dits: dict[str, Any], recu: Recu) -> Partie:
    vides: dict[type[Partie], dict[str, Any]] = {
        BlocLu: {"libelle_court": "", "finalite": "", "metiers": (), "sources": (), "remarque": ""},
        ActiviteLue: {},
        ElementLu: {"niveau_arbre": recu.niveau},
        CompetenceLue: {
            "niveau_arbre": recu.niveau,
            "libelle_court": "",
            "rangs": (),
            "interne": False,
            "externe": False,
            "phases": (),
            "echelle": recu.echelle,
            "ressources": (),
            "modalites": (),
            "sources": (),
            "remarque": "",
        },
    }
    return forme(element_id=identite, **{**vides[forme], **dits})


def _composer(
    base: ContenuVersion, recus: Sequence[Recu], faites: Mapping[str, Partie], prefixe: str
) -> ContenuVersion:
    codes = {partie.element_id: partie.code for partie in parties(base)}
    renommes = {
        codes[faite.element_id]: faite.code
        for faite in faites.values()
        if codes.get(faite.element_id, faite.code) != faite.code
    }
    neuf = replace(
        _recoder(base, renommes) if renommes else base,
        blocs=tuple(p for p in faites.values() if isinstance(p, BlocLu)),
        activites=tuple(p for p in faites.values() if isinstance(p, ActiviteLue)),
        autres=tuple(p for p in faites.values() if isinstance(p, ElementLu)),
        competences=tuple(p for p in faites.values() if isinstance(p, CompetenceLue)),
        ordre=(),
    )
    places = {faites[recu.cle].element_id: (rang,) for rang, recu in enumerate(recus, start=1)}
    neuf = ordonner(neuf, places)
    return elaguer(replace(neuf, ajouts=_ajouts(base, recus, faites, prefixe)))


def _ajouts(
    base: ContenuVersion, recus: Sequence[Recu], faites: Mapping[str, Partie], prefixe: str
) -> tuple[AjoutLu, ...]:
    recus_ici = {faites[recu.cle].element_id for recu in recus}
    gardes = [
        a
        for a in base.ajouts
        if not (a.objet in recus_ici and prefixe and a.nom.startswith(prefixe))
    ]
    neufs = [
        AjoutLu(objet=faites[recu.cle].element_id, nom=nom, valeur=valeur)
        for recu in recus
        for nom, valeur in sorted(recu.ajouts.items())
    ]
    rangs = {faites[recu.cle].element_id: rang for rang, recu in enumerate(recus, start=1)}
    return tuple(sorted((*gardes, *neufs), key=lambda a: (rangs.get(a.objet, 0), a.nom)))


def _recoder(base: ContenuVersion, renommes: Mapping[str, str]) -> ContenuVersion:
    """Ce qui tient à un élément le suit quand il change de code."""

    def suivre(liste: tuple[Any, ...], champ: str) -> tuple[Any, ...]:
        return tuple(
            replace(partie, **{champ: renommes.get(getattr(partie, champ), getattr(partie, champ))})
            for partie in liste
        )

    return replace(
        base,
        situations=suivre(base.situations, "activite"),
        criteres=suivre(base.criteres, "competence"),
        descripteurs=suivre(base.descripteurs, "bloc"),
        epreuves=suivre(base.epreuves, "bloc"),
        profils=suivre(base.profils, "bloc"),
        alignements=suivre(base.alignements, "code_objet"),
    )
