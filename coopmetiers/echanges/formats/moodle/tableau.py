"""Des octets d’un CSV à ses lignes, et retour : encodage, séparateur, guillemets, apostrophes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.moodle.fautes import Fautes
from coopmetiers.echanges.formats.moodle.titres import TITRES, Champ, Colonnes, reconnaitre
from coopmetiers.echanges.formats.reproches import FichierRefuse, Reproche

#: Plus de vingt mille compétences longuement décrites ; au-delà, ce n’est plus un référentiel.
OCTETS_MAX = 20_000_000
#: Le plus long texte d’une cellule que lit la bibliothèque de Python, réglage laissé tel quel.
CELLULE_MAX = 131_072

#: Ni affichables, ni admis par toutes les bases de données ; les demi-codets ne s’écrivent pas.
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]")
_SEPARATEURS = (",", ";", "\t")
_ENTRE_GUILLEMETS = re.compile(r'"[^"]*"')
_AUTRES_FICHIERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# Ce qu’un tableur prendrait pour une formule : depuis sa version 4.5.8, Moodle met une apostrophe
# devant, en écrivant un fichier comme en en recevant un (`escape_spreadsheet_formula`).
FORMULE = re.compile(r"[ \t\r\n]*[=+\-@]")
_GARDEE = re.compile(r"'+[ \t\r\n]*[=+\-@]")


@dataclass(frozen=True, slots=True)
class Rangee:
    """Une ligne du tableau ; une colonne absente du fichier y est vide."""

    ligne: int
    cellules: Mapping[Champ, str]

    def __getitem__(self, champ: Champ) -> str:
        return self.cellules.get(champ, "")


def rangees_du_fichier(octets: bytes) -> tuple[list[Rangee], Fautes]:
    """Les lignes qui portent quelque chose, et les reproches déjà faits à leur découpage.

    Lève `FichierRefuse` si le fichier ne se découpe pas du tout. Une ligne trop courte est
    complétée de cellules vides dès qu’elle atteint le nom court (un tableur coupe celles de la
    fin) ; une ligne trop longue, ou plus courte, est reprochée : un guillemet ou un saut de ligne
    y a décalé les cellules.
    """
    texte = _texte(octets)
    separateur = _separateur(texte)
    lues = _decouper(texte, separateur)
    if not lues:
        raise FichierRefuse([Reproche(n_("Fichier vide."))])
    (ligne, entete), *suite = lues
    colonnes = reconnaitre(entete, ligne)
    fautes = Fautes(colonnes.titres)
    return list(_rangees(suite, colonnes, fautes)), fautes


def octets_du_tableau(rangees: Iterable[Rangee]) -> bytes:
    """Un CSV comme l’exportateur de Moodle : UTF-8, virgules, quatorze titres anglais."""
    flux = io.StringIO(newline="")
    redacteur = csv.writer(flux)
    redacteur.writerow(TITRES.values())
    redacteur.writerows([_garder(rangee[champ]) for champ in TITRES] for rangee in rangees)
    return flux.getvalue().encode("utf-8")


def _garder(cellule: str) -> str:
    """La cellule, qu’aucun tableur ne prendra pour une formule ; un tiret seul n’en est pas une."""
    if cellule != "-" and (FORMULE.match(cellule) or _GARDEE.match(cellule)):
        return f"'{cellule}"
    return cellule


def _degarder(cellule: str) -> str:
    return cellule[1:] if _GARDEE.match(cellule) else cellule


def _texte(octets: bytes) -> str:
    """Le texte du fichier : UTF-8, ou à défaut l’ancien encodage de Windows."""
    if len(octets) > OCTETS_MAX:
        raise FichierRefuse([Reproche(n_("Fichier trop gros (plus de 20 Mo)."))])
    if octets.startswith(_UTF_16):
        message = n_("Fichier en Unicode 16 bits : l’enregistrer en « CSV UTF-8 ».")
        raise FichierRefuse([Reproche(message)])
    if octets.startswith(_AUTRES_FICHIERS) or b"\0" in octets:
        message = n_(
            "Ce n’est pas un fichier CSV (un classeur renommé ?) : l’enregistrer en « CSV UTF-8 »."
        )
        raise FichierRefuse([Reproche(message)])
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        texte = _texte_windows(octets)
    if trouve := INVISIBLE.search(texte):
        message = n_("Caractère invisible interdit (%(valeur)s).")
        params = {"valeur": f"U+{ord(trouve.group()):04X}"}
        raise FichierRefuse([Reproche(message, params, ligne=_numero(texte, trouve.start()))])
    if not texte.strip():
        raise FichierRefuse([Reproche(n_("Fichier vide."))])
    return texte


def _texte_windows(octets: bytes) -> str:
    try:
        return octets.decode("cp1252")
    except UnicodeDecodeError as refus:
        message = n_(
            "Texte illisible, ni en UTF-8 ni en Windows-1252 : enregistrer en « CSV UTF-8 »."
        )
        ligne = octets.count(b"\n", 0, refus.start) + 1
        raise FichierRefuse([Reproche(message, ligne=ligne)]) from refus


def _numero(texte: str, position: int) -> int:
    return texte.count("\n", 0, position) + 1


def _separateur(texte: str) -> str:
    """Celui qui sépare le plus de titres, hors des guillemets."""
    premiere = texte.lstrip().splitlines()[0]
    nue = _ENTRE_GUILLEMETS.sub("", premiere)
    separateur = max(_SEPARATEURS, key=nue.count)
    if separateur not in nue:
        message = n_("Une seule colonne : les titres se séparent par une virgule, « ; » ou Tab.")
        raise FichierRefuse([Reproche(message, ligne=1)])
    return separateur


def _decouper(texte: str, separateur: str) -> list[tuple[int, list[str]]]:
    """Les lignes et le numéro où chacune commence ; les guillemets de PHP à défaut des ordinaires.

    PHP ne double pas un guillemet qui suit une barre oblique inverse : Moodle écrit ainsi `\\"` là
    où la norme veut `\\""`. Cette lecture ne sert que si l’autre échoue ou déborde des titres.
    """
    lues: list[tuple[int, list[str]]] = []
    try:
        lues = list(_lignes(texte, separateur))
        if '\\"' not in texte or not _deborde(lues):
            return lues
    except FichierRefuse:
        if '\\"' not in texte:
            raise
    try:
        autres = list(_lignes(texte.replace('\\"', '\\""'), separateur))
    except FichierRefuse:
        autres = []
    if autres and not _deborde(autres):
        return autres
    return lues or list(_lignes(texte, separateur))


def _deborde(lues: Sequence[tuple[int, list[str]]]) -> bool:
    return any(len(cellules) > len(lues[0][1]) for _, cellules in lues)


def _lignes(texte: str, separateur: str) -> Iterator[tuple[int, list[str]]]:
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    debut = 1
    try:
        for cellules in lecteur:
            if any(cellule.strip() for cellule in cellules):
                yield debut, cellules
            debut = lecteur.line_num + 1
    except csv.Error as refus:
        message = n_("Guillemets mal fermés, ou cellule démesurée, à partir de cette ligne.")
        raise FichierRefuse([Reproche(message, ligne=debut)]) from refus


def _rangees(
    lues: Iterable[tuple[int, list[str]]], colonnes: Colonnes, fautes: Fautes
) -> Iterator[Rangee]:
    plancher = max(colonnes.places[Champ.ID_NUMBER], colonnes.places[Champ.SHORT_NAME])
    for ligne, cellules in lues:
        if any(cellules[colonnes.nombre :]) or len(cellules) <= plancher:
            fautes.noter(
                n_("%(lues)s cellules pour %(attendues)s titres : un guillemet manque-t-il ?"),
                ligne,
                lues=len(cellules),
                attendues=colonnes.nombre,
            )
            continue
        presentes = {
            champ: _degarder(cellules[place])
            for champ, place in colonnes.places.items()
            if place < len(cellules)
        }
        yield Rangee(ligne, presentes)
