"""Les deux fiches TOML : ce que le référentiel dit de lui-même, et ses métiers."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from coopmetiers.base.texts import n_
from coopmetiers.referentiel.contenu import (
    AxeLu,
    GrilleLue,
    MetierLu,
    PresentationLue,
    RubriqueLue,
)
from coopmetiers.referentiel.enums import Exercice
from coopmetiers.referentiel.files.cellules import Cellules, champs, choix, entier, identite, jour
from coopmetiers.referentiel.files.erreurs import ErreurFichier
from coopmetiers.referentiel.files.octets import INVISIBLE

PRESENTATION = PresentationLue.FICHIER
METIERS = MetierLu.FICHIER

_TABLES_PRESENTATION = ("axes", "rubriques", "maturite")
_CHAMPS_PRESENTATION = ("code", "version", "titre", "langue", "date", "statut", "resume", "licence")


class Fiche:
    """Un fichier TOML lu, dont on tire les tables en notant les champs manquants ou inconnus."""

    def __init__(self, texte: str, fichier: str, erreurs: list[ErreurFichier]) -> None:
        self.texte = texte
        self.fichier = fichier
        self.erreurs = erreurs
        self.donnees = self._lire()

    def _lire(self) -> dict[str, Any] | None:
        try:
            return tomllib.loads(self.texte)
        except (ValueError, RecursionError) as refus:
            trouve = re.search(r"at line (\d+)", str(refus))
            message = n_("Ce n’est pas du TOML : guillemet, crochet ou signe égal mal placé.")
            ligne = int(trouve[1]) if trouve else 0
            self.erreurs.append(ErreurFichier(self.fichier, ligne, "", message))
            return None

    def racine(self, champs: Sequence[str], tables: Sequence[str] = ()) -> Cellules | None:
        """Les champs écrits en tête du fichier."""
        if self.donnees is None:
            return None
        tete = {nom: valeur for nom, valeur in self.donnees.items() if nom not in tables}
        return self._cellules(tete, 1, champs)

    def tables(self, nom: str, champs: Sequence[str]) -> list[Cellules]:
        """Les tables `[[nom]]`, ou la table `[nom]`, dans l’ordre du fichier."""
        brutes = (self.donnees or {}).get(nom, [])
        brutes = brutes if isinstance(brutes, list) else [brutes]
        entetes = re.finditer(rf"^\s*\[\[?\s*{nom}\s*\]", self.texte, re.MULTILINE)
        lignes = [self.texte.count("\n", 0, entete.end()) + 1 for entete in entetes]
        lues = []
        for rang, brute in enumerate(brutes):
            ligne = lignes[rang] if rang < len(lignes) else 0
            if isinstance(brute, dict):
                lues.append(self._cellules(brute, ligne, champs))
            else:
                message = n_("Une table est attendue.")
                self.erreurs.append(ErreurFichier(self.fichier, ligne, nom, message))
        return [lue for lue in lues if lue]

    def _cellules(
        self, brute: Mapping[str, Any], ligne: int, champs: Sequence[str]
    ) -> Cellules | None:
        fautes = [(nom, n_("Champ manquant.")) for nom in champs if nom not in brute]
        fautes += [(nom, n_("Champ inconnu.")) for nom in brute if nom not in champs]
        valeurs = {nom: _en_cellule(valeur) for nom, valeur in brute.items()}
        message = n_("Un texte, un nombre entier, une date ou une liste de textes est attendu.")
        fautes += [(nom, message) for nom, valeur in valeurs.items() if valeur is None]
        self.erreurs.extend(ErreurFichier(self.fichier, ligne, nom, mot) for nom, mot in fautes)
        if fautes:
            return None
        connues = {nom: valeur for nom, valeur in valeurs.items() if valeur is not None}
        return Cellules(self.fichier, ligne, connues, self.erreurs)


def lire_presentation(texte: str, erreurs: list[ErreurFichier]) -> PresentationLue | None:
    """`referentiel.toml` : identité, axes, grille de maturité, rubriques."""
    fiche = Fiche(texte, PRESENTATION, erreurs)
    tete = fiche.racine(_CHAMPS_PRESENTATION, _TABLES_PRESENTATION)
    axes = tuple(_axe(c) for c in fiche.tables("axes", champs(AxeLu)))
    rubriques = tuple(_rubrique(c) for c in fiche.tables("rubriques", champs(RubriqueLue)))
    grilles = [_grille(c) for c in fiche.tables("maturite", champs(GrilleLue))]
    for double in grilles[1:]:
        message = n_("Une seule grille de maturité par version.")
        erreurs.append(ErreurFichier(PRESENTATION, double.ligne, "maturite", message))
    if tete is None:
        return None
    return PresentationLue(
        ligne=tete.ligne,
        code=tete.code("code", maxi=80),
        version=tete.code("version"),
        titre=tete.texte("titre", maxi=300),
        langue=tete.code("langue", maxi=10),
        date=jour(tete, "date"),
        statut=tete.texte("statut"),
        resume=tete.texte("resume"),
        licence=tete.texte("licence", requis=False),
        axes=axes,
        rubriques=rubriques,
        grille=grilles[0] if grilles else None,
    )


def lire_metiers(texte: str, erreurs: list[ErreurFichier]) -> tuple[MetierLu, ...]:
    """`metiers.toml` : une table `[[metiers]]` par métier."""
    fiche = Fiche(texte, METIERS, erreurs)
    fiche.racine((), ("metiers",))
    return tuple(_metier(c) for c in fiche.tables("metiers", champs(MetierLu)))


def _en_cellule(valeur: object) -> str | tuple[str, ...] | None:
    """La valeur TOML comme la cellule d’un tableau ; `None` si elle n’y tient pas."""
    if isinstance(valeur, str):
        # Un échappement TOML (\u0000) peut cacher ce que le fichier ne montre pas.
        return None if INVISIBLE.search(valeur) else unicodedata.normalize("NFC", valeur)
    if isinstance(valeur, int) and not isinstance(valeur, bool):
        return str(valeur)
    if type(valeur) is date:
        return valeur.isoformat()
    if isinstance(valeur, list):
        mots = [_en_cellule(mot) for mot in valeur if isinstance(mot, str)]
        suite = tuple(mot for mot in mots if isinstance(mot, str))
        return suite if len(suite) == len(valeur) else None
    return None


def _axe(c: Cellules) -> AxeLu:
    return AxeLu(
        ligne=c.ligne,
        code=c.code("code"),
        libelle=c.texte("libelle", maxi=120),
        valeurs=c.suite("valeurs"),
        remarque=c.texte("remarque", requis=False),
        sources=c.citations("sources"),
    )


def _rubrique(c: Cellules) -> RubriqueLue:
    return RubriqueLue(
        ligne=c.ligne,
        code=c.code("code"),
        titre=c.texte("titre", maxi=200),
        texte=c.texte("texte", requis=False),
        points=c.suite("points", requis=False),
        sources=c.citations("sources"),
    )


def _grille(c: Cellules) -> GrilleLue:
    return GrilleLue(
        ligne=c.ligne,
        titre=c.texte("titre", maxi=200),
        definition=c.texte("definition"),
        usage=c.texte("usage"),
        construction=c.texte("construction"),
        reserve=c.texte("reserve", requis=False),
        lecture=c.texte("lecture", requis=False),
        niveaux=c.suite("niveaux"),
        sources=c.citations("sources"),
    )


def _metier(c: Cellules) -> MetierLu:
    return MetierLu(
        ligne=c.ligne,
        element_id=identite(c),
        code=c.code("code"),
        libelle=c.texte("libelle", maxi=200),
        libelle_feminin=c.texte("libelle_feminin", maxi=200),
        libelle_masculin=c.texte("libelle_masculin", maxi=200),
        raison_d_etre=c.texte("raison_d_etre"),
        fonctions=c.suite("fonctions"),
        contextes=c.suite("contextes"),
        exercice_dominant=choix(c, "exercice_dominant", Exercice),
        remarque_exercice=c.texte("remarque_exercice", requis=False),
        employeurs=c.suite("employeurs"),
        intitules_voisins=c.suite("intitules_voisins"),
        niveau_qualification=entier(c, "niveau_qualification"),
        remarque_niveau=c.texte("remarque_niveau", requis=False),
        sources=c.citations("sources"),
    )
