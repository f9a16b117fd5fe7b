"""D’un classeur à un contenu : chaque ligne retrouve ce qu’elle dit, et l’arbre se rebâtit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from coopmetiers.base.i18n import _
from coopmetiers.base.texts import folded, n_
from coopmetiers.echanges.correspondances.lecture import (
    Lecture,
    contenu_vide,
)
from coopmetiers.echanges.correspondances.tableur import arbre, ecriture
from coopmetiers.echanges.correspondances.tableur.champs import Champ, SaisieFausse, texte
from coopmetiers.echanges.correspondances.tableur.conflits import concilier
from coopmetiers.echanges.correspondances.tableur.feuillets import (
    ACTIVITES,
    ALIGNEMENTS,
    COMPETENCES,
    FEUILLETS,
    METIERS,
    RANGS,
    Feuillet,
)
from coopmetiers.echanges.correspondances.tableur.rangees import Rangee, apparier
from coopmetiers.echanges.formats.reproches import FichierRefuse, Reproche
from coopmetiers.echanges.formats.tableur_lu import ClasseurLu, FeuilleLue
from coopmetiers.referentiel.contenu import (
    AjoutLu,
    ContenuVersion,
    SituationLue,
)
from coopmetiers.referentiel.contenu.noeuds import nature, noeuds, parties

_RIEN_A_LIRE = n_(
    "Aucune feuille de ce classeur n’est celle d’un référentiel : partez du modèle, ou d’un export."
)


def reprendre(classeur: ClasseurLu, base: ContenuVersion | None, *, code: str = "") -> Lecture:
    """Le contenu que dit un classeur, comparé à `base` ; sans base, un contenu neuf sous `code`.

    Une feuille absente, une colonne absente gardent ce que dit la base ; une ligne absente retire.
    Lève `FichierRefuse`, toutes les raisons d’un coup, à leur feuille, ligne et colonne.
    """
    depart = base or _depart(classeur.proprietes, code)
    reproches: list[Reproche] = []
    remarques: list[Reproche] = []
    feuilles = {folded(nom): feuille for nom, feuille in classeur.feuilles.items()}
    rangees: dict[str, list[Rangee]] = {}
    metiers = {m.libelle: m.code for m in depart.metiers}
    for feuillet in FEUILLETS:
        feuille = feuilles.get(folded(_(feuillet.nom))) or feuilles.get(folded(feuillet.nom))
        if feuille is not None:
            lues = _lire_feuille(feuillet, feuille, metiers, reproches, remarques)
            rangees[feuillet.attribut] = lues
            if feuillet is METIERS:
                metiers |= {r.dits.get("libelle", ""): r.dits.get("code", "") for r in lues}
    if not rangees:
        rangees = arbre.feuille_simple(classeur, reproches)
    if not rangees:
        raise FichierRefuse([Reproche(_RIEN_A_LIRE), *reproches])
    contenu = _composer(rangees, depart, reproches)
    if reproches:
        raise FichierRefuse(reproches)
    contenu, conflits = concilier(classeur, depart, contenu)
    return Lecture(contenu, tuple(remarques), conflits)


def _depart(proprietes: Mapping[str, str], code: str) -> ContenuVersion:
    """Une version qui ne dit rien encore, sous le nom que le classeur se donne."""
    code = code or proprietes.get(ecriture.CODE, "")
    return contenu_vide(
        code,
        proprietes.get(ecriture.TITRE) or code,
        version=proprietes.get(ecriture.VERSION) or "1.0",
        langue=proprietes.get(ecriture.LANGUE) or "fr",
    )


def _lire_feuille(
    feuillet: Feuillet,
    feuille: FeuilleLue,
    metiers: Mapping[str, str],
    reproches: list[Reproche],
    remarques: list[Reproche],
) -> list[Rangee]:
    connus = {folded(t): champ for champ in feuillet.champs for t in (champ.titre, _(champ.titre))}
    rangs = {folded(ecriture.titre_du_rang(libelle)): code for libelle, code in metiers.items()}
    colonnes = [(titre, connus.get(folded(titre))) for titre in feuille.titres]
    for titre, champ in colonnes:
        if champ is None and titre and not (feuillet is COMPETENCES and folded(titre) in rangs):
            message = n_("Colonne inconnue : elle est gardée telle quelle.")
            remarques.append(Reproche(message, {}, feuillet.nom, feuille.ligne_des_titres, titre))
    lues = []
    for numero, valeurs in feuille.lignes:
        rangee = Rangee(feuillet, numero, {})
        for (titre, champ), valeur in zip(colonnes, valeurs, strict=True):
            if champ is not None:
                _lire_champ(rangee, champ, valeur, reproches)
            elif feuillet is COMPETENCES and folded(titre) in rangs:
                _lire_rang(rangee, rangs[folded(titre)], titre, valeur, reproches)
            elif titre and texte(valeur):
                rangee.en_plus[ecriture.PREFIXE_AJOUT + titre] = texte(valeur)
        lues.append(rangee)
    return lues


def _lire_champ(rangee: Rangee, champ: Champ, valeur: Any, reproches: list[Reproche]) -> None:
    try:
        lu = champ.sorte.lire(valeur)
    except SaisieFausse as faute:
        reproches.append(rangee.reproche(champ.nom, faute.msgid, **faute.params))
        return
    if champ.requis and lu in ("", None):
        reproches.append(rangee.reproche(champ.nom, n_("La cellule est vide.")))
    rangee.dits[champ.nom] = lu


def _lire_rang(
    rangee: Rangee, metier: str, titre: str, valeur: Any, reproches: list[Reproche]
) -> None:
    try:
        rangee.rangs[metier] = RANGS.lire(valeur)
    except SaisieFausse as faute:
        reproches.append(
            Reproche(faute.msgid, faute.params, rangee.feuillet.nom, rangee.ligne, titre)
        )


def _composer(
    rangees: Mapping[str, list[Rangee]], base: ContenuVersion, reproches: list[Reproche]
) -> ContenuVersion:
    """La base, où chaque liste que le classeur porte est celle du classeur."""
    pris = {p.element_id for p in (*base.metiers, *parties(base))}
    listes: dict[str, Any] = {}
    for attribut, lues in rangees.items():
        apparier(lues, getattr(base, attribut), base.presentation.code, pris, reproches)
        listes[attribut] = tuple(rangee.partie for rangee in lues)
    contenu = replace(base, **listes)
    places = [r for lues in rangees.values() for r in lues if r.feuillet.est_de_l_arbre]
    if places:
        contenu = arbre.rebatir(contenu, places, base, reproches)
    if ACTIVITES.attribut in rangees:
        contenu = _situations(contenu, rangees[ACTIVITES.attribut])
    if ALIGNEMENTS.attribut in rangees:
        contenu = _objets(contenu)
    return _garder_les_ajouts(contenu, rangees)


def _situations(contenu: ContenuVersion, activites: Sequence[Rangee]) -> ContenuVersion:
    dites = [r for r in activites if "situations" in r.dits]
    if not dites:
        return contenu
    return replace(
        contenu,
        situations=tuple(
            SituationLue(activite=rangee.partie.code, rang=rang, enonce=enonce)
            for rangee in dites
            for rang, enonce in enumerate(rangee.dits["situations"], start=1)
        ),
    )


def _objets(contenu: ContenuVersion) -> ContenuVersion:
    """Un alignement ajouté ne dit que le code de son objet : sa nature est celle de l’objet."""
    natures = {p.code: nature(p).lower() for p in parties(contenu)}
    natures |= {metier.code: "metier" for metier in contenu.metiers}
    return replace(
        contenu,
        alignements=tuple(
            replace(a, objet=natures.get(a.code_objet, a.objet)) for a in contenu.alignements
        ),
    )


def _garder_les_ajouts(
    contenu: ContenuVersion, rangees: Mapping[str, list[Rangee]]
) -> ContenuVersion:
    """Les colonnes inconnues des feuilles lues remplacent celles qu’on avait gardées."""
    lues = [r for liste in rangees.values() for r in liste if hasattr(r.partie, "element_id")]
    neufs = tuple(
        AjoutLu(objet=r.partie.element_id, nom=nom, valeur=json.dumps(dit, ensure_ascii=False))
        for r in lues
        for nom, dit in sorted(r.en_plus.items())
    )
    relus = {r.partie.element_id for r in lues}
    presents = relus | {p.element_id for p in (*contenu.metiers, *parties(contenu))}
    gardes = tuple(
        a
        for a in contenu.ajouts
        if not a.objet
        or (
            a.objet in presents
            and not (a.objet in relus and a.nom.startswith(ecriture.PREFIXE_AJOUT))
        )
    )
    return replace(contenu, ajouts=_dans_l_ordre((*gardes, *neufs), contenu))


def _dans_l_ordre(ajouts: tuple[AjoutLu, ...], contenu: ContenuVersion) -> tuple[AjoutLu, ...]:
    rangs = {noeud.element_id: rang for rang, noeud in enumerate(noeuds(contenu), start=1)}
    return tuple(sorted(ajouts, key=lambda a: (rangs.get(a.objet, 0), a.nom)))
