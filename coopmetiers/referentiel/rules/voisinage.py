"""Les alignements, les sources, les doublons, et les conseils d’écriture."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import replace

from coopmetiers.base.texts import n_
from coopmetiers.referentiel.contenu import (
    AlignementLu,
    CompetenceLue,
    ContenuVersion,
    Situe,
)
from coopmetiers.referentiel.contenu.noeuds import parties
from coopmetiers.referentiel.rules.anomalies import (
    Anomalie,
    anomalie,
    inconnus,
    sources_inconnues,
)

#: Signes d’un libellé court : il tient dans une ligne de tableau imprimé.
LIBELLE_COURT_MAX = 60

_INFINITIF = re.compile(r"(Se |S’)?(Co-)?[^\W\d_]+(er|ir|re|oir)\b", re.IGNORECASE)
_FINALITE = re.compile(r"\b(afin (de|d’|que|qu’)|pour|en vue (de|d’))", re.IGNORECASE)


def anomalies_du_voisinage(contenu: ContenuVersion) -> Iterator[Anomalie]:
    """Codes en double, alignements, sources citées hors des compétences, rédaction."""
    yield from _doublons(contenu)
    for alignement in contenu.alignements:
        yield from _alignement(alignement, contenu)
    yield from _sources(contenu)
    for competence in contenu.competences:
        yield from _redaction(competence)


def _doublons(contenu: ContenuVersion) -> Iterator[Anomalie]:
    """Deux parties d’une même liste ne portent pas la même clé."""
    # Une seule liste : bloc, activité et compétence sont des nœuds du même arbre.
    noeuds = parties(contenu)
    listes: tuple[list[tuple[Hashable, Situe, str]], ...] = (
        [(p.code, p, "code") for p in contenu.presentation.axes],
        [(p.code, p, "code") for p in contenu.presentation.rubriques],
        [(p.code, p, "code") for p in contenu.metiers],
        [(p.code, p, "code") for p in noeuds],
        [(p.code, p, "code") for p in contenu.phases],
        [(p.code, p, "code") for p in contenu.ressources],
        [(p.code, p, "code") for p in contenu.modalites],
        [(p.code, p, "code") for p in contenu.sources],
        [(p.code, p, "code") for p in contenu.echelles],
        [(p.code, p, "code") for p in contenu.dimensions],
        [((p.echelle, p.code), p, "code") for p in contenu.niveaux],
        [((p.bloc, p.echelle, p.niveau), p, "niveau") for p in contenu.descripteurs],
        [(p.bloc, p, "bloc") for p in contenu.epreuves],
        [((p.metier, p.exercice, p.bloc), p, "bloc") for p in contenu.profils],
        [((p.code_objet, p.repertoire, p.code, p.uri), p, "code") for p in contenu.alignements],
    )
    for liste in listes:
        premiers: dict[Hashable, Situe] = {}
        for cle, partie, colonne in liste:
            premier = premiers.setdefault(cle, partie)
            if premier is not partie:
                message = n_("Déjà écrit : %(fichier)s, ligne %(ligne)s.")
                ailleurs = {"fichier": premier.FICHIER, "ligne": premier.ligne}
                yield anomalie(partie, "code_en_double", colonne, message, **ailleurs)


def _alignement(alignement: AlignementLu, contenu: ContenuVersion) -> Iterator[Anomalie]:
    """Un alignement dit quoi, avec quoi, comment, et d’après quelle source."""
    objets = {
        "metier": [metier.code for metier in contenu.metiers],
        "bloc": [bloc.code for bloc in contenu.blocs],
        "competence": [competence.code for competence in contenu.competences],
    }
    cite = [alignement.code_objet]
    connus = objets.get(alignement.objet, [])
    if alignement.objet not in objets:
        yield from inconnus(alignement, "objet", [alignement.objet], objets, "objet_inconnu")
    else:
        yield from inconnus(alignement, "code_objet", cite, connus, "objet_inconnu")
    nom = {"objet": alignement.code_objet, "repertoire": alignement.repertoire}
    if alignement.relation is None:
        message = n_("L’alignement de %(objet)s sur %(repertoire)s ne dit pas sa relation.")
        yield anomalie(alignement, "alignement_sans_relation", "relation", message, **nom)
    if not (alignement.code or alignement.uri):
        message = n_("L’alignement de %(objet)s sur %(repertoire)s n’a ni code ni URI.")
        yield anomalie(alignement, "alignement_sans_cible", "code", message, **nom)
    if not alignement.sources:
        message = n_("L’alignement de %(objet)s sur %(repertoire)s n’a aucune source.")
        yield anomalie(alignement, "alignement_sans_source", "sources", message, **nom)


def _sources(contenu: ContenuVersion) -> Iterator[Anomalie]:
    """Toute source citée est dans la liste ; celles des compétences sont vues avec elles."""
    sources = [source.code for source in contenu.sources]
    presentation = contenu.presentation
    grille = (presentation.grille,) if presentation.grille else ()
    citantes = (*presentation.axes, *grille, *presentation.rubriques, *contenu.metiers)
    for partie in (*citantes, *contenu.blocs, *contenu.phases, *contenu.alignements):
        yield from sources_inconnues(partie, "sources", partie.sources, sources)
    for dimension in contenu.dimensions:
        yield from sources_inconnues(dimension, "appuis", dimension.appuis, sources)


def _redaction(competence: CompetenceLue) -> Iterator[Anomalie]:
    """Verbe d’action, finalité, libellé court : l’écriture n’est pas normée, on conseille."""
    nom = {"competence": competence.code}
    conseils = []
    if not _INFINITIF.match(competence.enonce):
        message = n_("L’énoncé de %(competence)s ne commence pas par un verbe à l’infinitif.")
        conseils.append(anomalie(competence, "enonce_sans_verbe", "enonce", message, **nom))
    if not _FINALITE.search(competence.enonce):
        message = n_(
            "L’énoncé de %(competence)s ne dit pas sa finalité (afin de, pour, en vue de)."
        )
        conseils.append(anomalie(competence, "enonce_sans_finalite", "enonce", message, **nom))
    if len(competence.libelle_court) > LIBELLE_COURT_MAX:
        message = n_("Le libellé court de %(competence)s dépasse %(maxi)s signes.")
        dit = {"maxi": LIBELLE_COURT_MAX, **nom}
        conseils.append(anomalie(competence, "libelle_long", "libelle_court", message, **dit))
    yield from (replace(conseil, bloquante=False) for conseil in conseils)
