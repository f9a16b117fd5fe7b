"""Un contenu en classeur : une feuille par niveau de l’arbre, ses listes, sa légende."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from coopmetiers.base.i18n import _
from coopmetiers.echanges.correspondances.tableur.champs import Champ
from coopmetiers.echanges.correspondances.tableur.feuillets import (
    COMPETENCES,
    FEUILLETS,
    MOTS_RANG,
    Feuillet,
)
from coopmetiers.echanges.formats.classeur import Classeur, Colonne, Feuille, Notice, Valeur
from coopmetiers.referentiel.contenu import ActiviteLue, ContenuVersion, Situe, empreinte
from coopmetiers.referentiel.contenu.rangement import places as places_de

#: La feuille cachée qui dit, par identifiant, ce que chaque élément disait à la sortie.
TRACES = "Traces"
#: Ce que le classeur dit de lui-même, dans ses propriétés.
GENRE, CODE, VERSION, TITRE, LANGUE, EMPREINTE, PORTEUSE = (
    f"coopmetiers.{nom}"
    for nom in ("genre", "code", "version", "titre", "langue", "empreinte", "porteuse")
)
REFERENTIEL = "referentiel"
PREFIXE_AJOUT = "tableur."


@dataclass(frozen=True)
class Sortie:
    """Ce que le classeur dit de sa sortie : quand, d’où, de chez qui."""

    le: datetime
    publiee_a: datetime | None
    #: Identifiant public de l’organisation qui porte le référentiel, s’il y en a une.
    porteuse_id: str


def classeur(contenu: ContenuVersion, sortie: Sortie) -> Classeur:
    """Le classeur d’une version : il se relit seul, et dit d’où il vient."""
    presentation = contenu.presentation
    rangees = {feuillet.attribut: list(lignes(feuillet, contenu)) for feuillet in FEUILLETS}
    pleines = [feuillet for feuillet in FEUILLETS if rangees[feuillet.attribut]]
    return Classeur(
        titre=f"{presentation.titre}, version {presentation.version}",
        auteur="coopmetiers",
        cree_a=sortie.le,
        feuilles=(
            _notice(contenu, sortie),
            *(_feuille(feuillet, rangees[feuillet.attribut], contenu) for feuillet in pleines),
            _traces(contenu),
        ),
        proprietes={
            GENRE: REFERENTIEL,
            CODE: presentation.code,
            VERSION: presentation.version,
            TITRE: presentation.titre,
            LANGUE: presentation.langue,
            EMPREINTE: empreinte(contenu),
            PORTEUSE: sortie.porteuse_id,
        },
    )


def lignes(feuillet: Feuillet, contenu: ContenuVersion) -> Iterator[Mapping[str, object]]:
    """Ce que dit chaque ligne de la feuille, champ par champ, dans l’ordre de l’arbre."""
    situations, places, ajouts = _situations(contenu), places_de(contenu), _ajouts(contenu)
    parties = getattr(contenu, feuillet.attribut)
    if feuillet.est_de_l_arbre:
        parties = sorted(parties, key=lambda p: places.get(p.element_id, (1 << 30,)))
    for partie in parties:
        if isinstance(partie, ActiviteLue):
            suites = {"situations": situations.get(partie.code, ())}
        else:
            suites = {}
        yield {
            **{champ.nom: getattr(partie, champ.nom, None) for champ in feuillet.champs},
            "place": ".".join(map(str, places.get(getattr(partie, "element_id", ""), ()))),
            **_rangs(partie),
            **suites,
            **ajouts.get(getattr(partie, "element_id", None), {}),
        }


def empreinte_de_ligne(feuillet: Feuillet, dit: Mapping[str, object]) -> str:
    """L’empreinte d’une ligne, sa place exceptée : déplacer un voisin ne la change pas."""
    valeurs = [
        str(champ.sorte.ecrire(dit[champ.nom]))
        for champ in feuillet.champs
        if champ.nom != "place" and dit.get(champ.nom) is not None
    ]
    valeurs += [f"{nom}={dit[nom]}" for nom in sorted(dit) if nom.startswith("rang:")]
    return hashlib.sha256(json.dumps(valeurs, ensure_ascii=False).encode()).hexdigest()[:16]


def titre_du_rang(libelle: str) -> str:
    """Le titre de la colonne qui dit le rang d’une compétence dans un métier."""
    return _("Rang : %(metier)s", metier=libelle)


def _feuille(
    feuillet: Feuillet, rangees: list[Mapping[str, object]], contenu: ContenuVersion
) -> Feuille:
    champs = [champ for champ in feuillet.champs if _porte(champ, rangees)]
    metiers = contenu.metiers if feuillet is COMPETENCES else ()
    en_plus = sorted({nom for r in rangees for nom in r if nom.startswith(PREFIXE_AJOUT)})
    return Feuille(
        _(feuillet.nom),
        (
            *(_colonne(champ) for champ in champs),
            *(
                Colonne(titre_du_rang(m.libelle), 18, a_la_ligne=True, choix=MOTS_RANG)
                for m in metiers
            ),
            *(Colonne(nom.removeprefix(PREFIXE_AJOUT), 24, a_la_ligne=True) for nom in en_plus),
        ),
        tuple(
            (
                *(_valeur(champ, rangee[champ.nom]) for champ in champs),
                *(str(rangee.get(f"rang:{m.code}", "")) for m in metiers),
                *(str(rangee.get(nom, "")) for nom in en_plus),
            )
            for rangee in rangees
        ),
        fige=min(feuillet.fige, len(champs)),
    )


def _porte(champ: Champ, rangees: list[Mapping[str, object]]) -> bool:
    """Une colonne « Niveau » vide partout n’apprend rien ; les autres restent, à remplir."""
    return champ.nom != "niveau_arbre" or any(rangee["niveau_arbre"] for rangee in rangees)


def _colonne(champ: Champ) -> Colonne:
    return Colonne(
        _(champ.titre),
        champ.largeur,
        a_la_ligne=champ.a_la_ligne,
        centree=champ.centree,
        cachee=champ.cachee,
        texte=champ.nom in ("place", "code", "parent", "element_id"),
        choix=champ.mots,
    )


def _valeur(champ: Champ, valeur: object) -> Valeur:
    return None if valeur is None else champ.sorte.ecrire(valeur)


def _situations(contenu: ContenuVersion) -> Mapping[str, tuple[str, ...]]:
    suites: dict[str, list[str]] = defaultdict(list)
    for situation in contenu.situations:
        suites[situation.activite].append(situation.enonce)
    return {code: tuple(suite) for code, suite in suites.items()}


def _rangs(partie: Situe) -> dict[str, object]:
    return {f"rang:{place.metier}": place.rang.lower() for place in getattr(partie, "rangs", ())}


def _ajouts(contenu: ContenuVersion) -> Mapping[str | None, dict[str, object]]:
    """Identifiant → les colonnes qu’on ne connaît pas, gardées d’un classeur précédent."""
    gardees: dict[str | None, dict[str, object]] = defaultdict(dict)
    for ajout in contenu.ajouts:
        if ajout.objet and ajout.nom.startswith(PREFIXE_AJOUT):
            gardees[ajout.objet][ajout.nom] = json.loads(ajout.valeur)
    return gardees


def _traces(contenu: ContenuVersion) -> Feuille:
    return Feuille(
        TRACES,
        (Colonne("Identifiant", 38, texte=True), Colonne("Trace", 18, texte=True)),
        tuple(
            (str(dit["element_id"]), empreinte_de_ligne(feuillet, dit))
            for feuillet in FEUILLETS
            if feuillet.est_de_l_arbre
            for dit in lignes(feuillet, contenu)
        ),
        cachee=True,
    )


def _notice(contenu: ContenuVersion, sortie: Sortie) -> Notice:
    presentation = contenu.presentation
    codes = {echelle.code for echelle in contenu.echelles}
    entrees: list[tuple[str, Valeur]] = [
        (_("Référentiel"), presentation.titre),
        (_("Code"), presentation.code),
        (_("Version"), presentation.version),
        (_("Empreinte (SHA-256)"), empreinte(contenu)),
        (_("Publiée le"), sortie.publiee_a),
        (_("Classeur fait le"), sortie.le),
        (
            _("Contenu"),
            _(
                "%(blocs)s blocs, %(activites)s activités, %(competences)s compétences",
                blocs=len(contenu.blocs),
                activites=len(contenu.activites),
                competences=len(contenu.competences),
            ),
        ),
        (
            _("Comment lire"),
            _(
                "Une feuille par niveau de l’arbre ; le code relie les feuilles. « principal » et "
                "« secondaire » disent le rang d’une compétence dans un métier ; une case vide dit "
                "qu’elle ne le concerne pas. Un rapprochement « apparenté » n’est jamais une "
                "équivalence."
            ),
        ),
        (
            _("Comment modifier"),
            _(
                "« Place » (1.2.1) dit où est chaque élément : changez-la pour le déplacer, ou "
                "videz-la pour suivre le code du parent. Une ligne ajoutée n’a pas d’identifiant ; "
                "une ligne effacée retire l’élément. Une colonne ajoutée est gardée. Le fichier se "
                "reprend au brouillon, en entier, après avoir montré ce qu’il changerait."
            ),
        ),
        *((n.code, n.libelle) for n in contenu.niveaux if n.echelle in codes),
    ]
    return Notice(_("Légende"), _("Lire ce classeur"), tuple(entrees))
