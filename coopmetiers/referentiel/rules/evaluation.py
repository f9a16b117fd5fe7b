"""Les niveaux se tiennent : échelles, profils attendus, descripteurs, épreuves, maturité."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from coopmetiers.base.texts import n_
from coopmetiers.referentiel.contenu import (
    ContenuVersion,
    DimensionLue,
    EchelleLue,
    MetierLu,
    ProfilLu,
)
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.rules.anomalies import Anomalie, anomalie, inconnus
from coopmetiers.referentiel.rules.exigences import exigences_du_contenu

#: Le cadre national a huit niveaux de qualification (décret n° 2019-14, art. D6113-18 à D6113-20).
NIVEAUX_QUALIFICATION = range(1, 9)


def anomalies_d_evaluation(contenu: ContenuVersion) -> Iterator[Anomalie]:
    """Échelles, profils, descripteurs, épreuves, métiers et grille de maturité."""
    for echelle in contenu.echelles:
        yield from _echelle(echelle, contenu)
    echelles = [echelle.code for echelle in contenu.echelles]
    for niveau in contenu.niveaux:
        yield from inconnus(niveau, "echelle", [niveau.echelle], echelles, "echelle_inconnue")
    yield from _profils(contenu)
    yield from _descripteurs(contenu)
    yield from _epreuves(contenu)
    for metier in contenu.metiers:
        yield from _metier(metier, contenu)
    yield from _maturite(contenu)


def _echelle(echelle: EchelleLue, contenu: ContenuVersion) -> Iterator[Anomalie]:
    """Une échelle a des niveaux numérotés 1, 2, 3… et un seuil parmi eux."""
    nom = {"echelle": echelle.code}
    niveaux = [niveau for niveau in contenu.niveaux if niveau.echelle == echelle.code]
    if not niveaux:
        message = n_("L’échelle %(echelle)s n’a aucun niveau.")
        yield anomalie(echelle, "echelle_sans_niveau", "code", message, **nom)
    for attendu, niveau in enumerate(niveaux, start=1):
        if niveau.rang != attendu:
            message = n_("Rang %(rang)s : %(attendu)s est attendu pour l’échelle %(echelle)s.")
            rangs = {"rang": niveau.rang, "attendu": attendu}
            yield anomalie(niveau, "niveaux_non_contigus", "rang", message, **rangs, **nom)
    if echelle.seuil is None:
        message = n_("L’échelle %(echelle)s n’a pas de seuil d’acquisition.")
        yield anomalie(echelle, "echelle_sans_seuil", "seuil", message, **nom)
    elif niveaux and echelle.seuil not in {niveau.rang for niveau in niveaux}:
        message = n_("Le seuil %(seuil)s n’est pas un niveau de l’échelle %(echelle)s.")
        yield anomalie(echelle, "seuil_hors_echelle", "seuil", message, seuil=echelle.seuil, **nom)


def _profils(contenu: ContenuVersion) -> Iterator[Anomalie]:
    """Chaque métier dit, pour chaque exercice et chaque bloc, ce qu’il attend."""
    metiers = [metier.code for metier in contenu.metiers]
    blocs = [bloc.code for bloc in contenu.blocs]
    rangs = {niveau.rang for niveau in contenu.niveaux}
    dits = {(profil.metier, profil.exercice, profil.bloc) for profil in contenu.profils}
    for profil in contenu.profils:
        yield from inconnus(profil, "metier", [profil.metier], metiers, "metier_inconnu")
        yield from inconnus(profil, "bloc", [profil.bloc], blocs, "bloc_inconnu")
        if profil.niveau is not None and profil.niveau not in rangs:
            message = n_("%(niveau)s n’est pas un niveau d’une échelle.")
            yield anomalie(profil, "niveau_inconnu", "niveau", message, niveau=profil.niveau)
    for metier, exercice, bloc in product(metiers, Exercice, blocs):
        if (metier, exercice, bloc) not in dits:
            message = n_(
                "Il manque le profil de %(metier)s en exercice %(exercice)s pour %(bloc)s."
            )
            dit = {"metier": metier, "exercice": exercice.lower(), "bloc": bloc}
            yield anomalie(ProfilLu, "profil_manquant", "bloc", message, **dit)


def _descripteurs(contenu: ContenuVersion) -> Iterator[Anomalie]:
    blocs = [bloc.code for bloc in contenu.blocs]
    echelles = [echelle.code for echelle in contenu.echelles]
    niveaux = {(niveau.echelle, niveau.rang) for niveau in contenu.niveaux}
    for d in contenu.descripteurs:
        yield from inconnus(d, "bloc", [d.bloc], blocs, "bloc_inconnu")
        yield from inconnus(d, "echelle", [d.echelle], echelles, "echelle_inconnue")
        if d.echelle in echelles and (d.echelle, d.niveau) not in niveaux:
            message = n_("%(niveau)s n’est pas un niveau de l’échelle %(echelle)s.")
            dit = {"niveau": d.niveau, "echelle": d.echelle}
            yield anomalie(d, "niveau_inconnu", "niveau", message, **dit)


def _epreuves(contenu: ContenuVersion) -> Iterator[Anomalie]:
    """Un bloc est évaluable : il a son épreuve (L6113-1)."""
    blocs = [bloc.code for bloc in contenu.blocs]
    for epreuve in contenu.epreuves:
        yield from inconnus(epreuve, "bloc", [epreuve.bloc], blocs, "bloc_inconnu")
    eprouves = {epreuve.bloc for epreuve in contenu.epreuves}
    for bloc in contenu.blocs:
        if bloc.code not in eprouves:
            message = n_("Le bloc %(bloc)s n’a pas d’épreuve.")
            yield anomalie(bloc, "bloc_sans_epreuve", "code", message, bloc=bloc.code)


def _metier(metier: MetierLu, contenu: ContenuVersion) -> Iterator[Anomalie]:
    """Un métier a un niveau de qualification du cadre national, et des blocs à tenir."""
    if metier.niveau_qualification not in NIVEAUX_QUALIFICATION:
        message = n_("Le niveau de qualification va de 1 à 8 ; lu : %(niveau)s.")
        colonne, niveau = "niveau_qualification", metier.niveau_qualification
        yield anomalie(metier, "niveau_qualification", colonne, message, niveau=niveau)
    for exercice in Exercice:
        exigees = [b for b in exigences_du_contenu(contenu, metier.code, exercice) if b.exige]
        dit = {"metier": metier.code, "exercice": exercice.lower()}
        if not exigees:
            message = n_("%(metier)s n’exige aucun bloc en exercice %(exercice)s.")
            yield anomalie(metier, "metier_sans_bloc", "code", message, **dit)
        for bloc in exigees:
            if not bloc.competences:
                message = n_(
                    "%(metier)s exige %(bloc)s mais aucune de ses compétences (%(exercice)s)."
                )
                yield anomalie(metier, "bloc_exige_vide", "code", message, bloc=bloc.code, **dit)


def _maturite(contenu: ContenuVersion) -> Iterator[Anomalie]:
    """La grille se présente, et chaque dimension a autant de niveaux qu’elle en nomme."""
    grille = contenu.presentation.grille
    blocs = [bloc.code for bloc in contenu.blocs]
    for dimension in contenu.dimensions:
        yield from inconnus(dimension, "blocs", dimension.blocs, blocs, "bloc_inconnu")
        if grille and len(grille.niveaux) != len(dimension.niveaux):
            message = n_("%(dimension)s a %(lus)s niveaux, la grille en nomme %(attendus)s.")
            nombres = {"lus": len(dimension.niveaux), "attendus": len(grille.niveaux)}
            code = "niveaux_de_maturite"
            yield anomalie(
                dimension, code, "niveau_1", message, dimension=dimension.code, **nombres
            )
    if contenu.dimensions and grille is None:
        message = n_("La grille de maturité n’est pas présentée dans referentiel.toml.")
        yield anomalie(DimensionLue, "grille_sans_presentation", "code", message)
