"""Des octets d’un fichier à un texte propre, ou l’erreur qui le dit à la bonne ligne."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from coopmetiers.base.texts import n_
from coopmetiers.referentiel.files.erreurs import ErreurFichier

#: Dix fois le plus gros tableau attendu ; au-delà, ce n’est pas un référentiel.
OCTETS_MAX = 5_000_000

# Ce que devient un texte UTF-8 relu dans l’ancien encodage de Windows : « Ã© » pour « é ».
_MAL_RELU = re.compile(r"Ã[^\sA-Za-z]|â€")
#: Ni affichables, ni admis par toutes les bases de données.
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd-\uffff]")


def texte_du_fichier(chemin: Path, erreurs: list[ErreurFichier]) -> str | None:
    """Le texte, en forme composée et fins de ligne `\\n` ; `None` s’il ne se lit pas."""
    try:
        octets = chemin.read_bytes()
    except FileNotFoundError:
        erreurs.append(ErreurFichier(chemin.name, 0, "", n_("Fichier manquant.")))
        return None
    except OSError:
        erreurs.append(ErreurFichier(chemin.name, 0, "", n_("Fichier illisible.")))
        return None
    return texte_des_octets(octets, chemin.name, erreurs)


def texte_des_octets(octets: bytes, fichier: str, erreurs: list[ErreurFichier]) -> str | None:
    """Le texte de ces octets ; refuse l’excès, les autres encodages, les caractères invisibles."""
    if len(octets) > OCTETS_MAX:
        erreurs.append(ErreurFichier(fichier, 0, "", n_("Fichier trop gros (plus de 5 Mo).")))
        return None
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError as refus:
        ligne = octets[: refus.start].count(b"\n") + 1
        message = n_("Fichier qui n’est pas en UTF-8 : l’enregistrer en « CSV UTF-8 ».")
        erreurs.append(ErreurFichier(fichier, ligne, "", message))
        return None
    texte = unicodedata.normalize("NFC", texte).replace("\r\n", "\n").replace("\r", "\n")
    erreurs.extend(faute := _signes_interdits(texte, fichier))
    return None if faute else texte


def _signes_interdits(texte: str, fichier: str) -> list[ErreurFichier]:
    """Le premier reproche fait aux signes du texte, s’il y en a un."""
    if trouve := _MAL_RELU.search(texte):
        message = n_("Accents abîmés (« %(valeur)s ») : fichier relu dans un autre encodage.")
        valeur = trouve.group()
    elif trouve := INVISIBLE.search(texte):
        message = n_("Caractère invisible interdit (%(valeur)s).")
        valeur = f"U+{ord(trouve.group()):04X}"
    else:
        return []
    ligne = texte.count("\n", 0, trouve.start()) + 1
    return [ErreurFichier(fichier, ligne, "", message, valeur)]
