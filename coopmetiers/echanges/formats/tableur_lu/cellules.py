"""Une feuille relevée avant d’être lue : jusqu’où elle va, et ses cellules sans valeur sûre.

Le lecteur rapide réserve d’un bloc toute l’aire d’une feuille, et rend vides une erreur comme une
formule jamais calculée : on borne la première, on relève les autres avec leur place. Source :
ECMA-376 partie 1 § 18.3.1.4 (cellule), § 18.3.1.40 (formule), § 18.18.11 (types).
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, islice, pairwise

from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.reproches import FichierRefuse
from coopmetiers.echanges.formats.tableur_lu import redite, reperes
from coopmetiers.echanges.formats.tableur_lu.archive import ABIME, refus

LIGNES_MAX = 200_000
COLONNES_MAX = 200
CELLULES_MAX = 1_000_000  # écrites dans le fichier, toutes feuilles réunies
FAUTES_MAX = 10_000  # d’une feuille : au-delà, on ne les dit plus une à une
AIRE_MAX = 4_000_000  # lignes × colonnes, toutes feuilles réunies

#: Le début d’une cellule tel que tous les tableurs l’écrivent : son repère d’abord.
_CELLULE = re.compile(rb'<c r="([A-Z]{1,3}[1-9]\d{0,6})"(?=[ />])')
_CHIFFRES, _LETTRES = string.digits.encode(), string.ascii_uppercase.encode()
_PREFIXEE = re.compile(rb":(?:c|v|sheetData)[\s/>]")
_ERREUR = re.compile(rb'<c r="[A-Z]+\d+"[^<>]* t="e"[^<>/]*>')
_FORMULE = re.compile(rb"<f[ />]")
_SANS_VALEUR = re.compile(rb"(?:</f>|<f(?: [^<>]*)?/>)(<v ?/>|<v></v>)?</c>")
_TYPE = re.compile(rb' t="(\w+)"')
_TRANCHE = 4_000_000
_BALISES_MAX = 2_000_000  # d’une feuille à redire, ce qui est dix fois plus lent que de la lire

_ERREUR_LUE = n_("La cellule affiche une erreur du tableur (%(erreur)s) : corrigez-la.")
_JAMAIS_CALCULEE = n_(
    "La formule n’a pas été calculée : ouvrez le classeur, enregistrez-le, ou écrivez la valeur."
)
_TROP_LONGUE = n_(
    "La feuille « %(feuille)s » va jusqu’à la cellule %(cellule)s ; on lit %(maximum)s au plus."
)
_TROP_DE_FAUTES = n_(
    "La feuille « %(feuille)s » a plus de %(maximum)s cellules en erreur ou jamais calculées : "
    "ouvrez le classeur dans un tableur, corrigez-les, enregistrez-le puis redéposez-le."
)
_TROP_DE_CELLULES = n_("Ce classeur a trop de cellules : répartissez-le en plusieurs fichiers.")


@dataclass(frozen=True, slots=True)
class Faute:
    """Une cellule dont on ne peut pas prendre la valeur : sa ligne, sa colonne (1 vaut A)."""

    ligne: int
    colonne: int
    msgid: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Releve:
    """Une feuille bornée : ses octets sans les cellules fautives, et les fautes, dans l’ordre."""

    octets: bytes
    cellules: int
    aire: int
    fautes: tuple[Faute, ...]


@dataclass(frozen=True, slots=True)
class _Etendue:
    """Les cellules écrites, la dernière ligne et la dernière colonne où il y en a une."""

    cellules: int = 0
    ligne: int = 0
    colonne: int = 0

    @property
    def aire(self) -> int:
        return self.ligne * self.colonne

    @property
    def deborde(self) -> bool:
        return self.ligne > LIGNES_MAX or self.colonne > COLONNES_MAX or self.aire > AIRE_MAX


def relever_tout(feuilles: Iterable[tuple[str, bytes]]) -> list[Releve]:
    """Relève chaque feuille, d’après son nom et ses octets ; s’arrête à la première de trop.

    Lève `FichierRefuse` si une feuille, ou leur ensemble, déborde de ce qu’on sait lire.
    """
    releves: list[Releve] = []
    for nom, octets in feuilles:
        releves.append(relever(octets, nom))
        if (
            sum(releve.cellules for releve in releves) > CELLULES_MAX
            or sum(releve.aire for releve in releves) > AIRE_MAX
        ):
            raise refus(_TROP_DE_CELLULES)
    return releves


def relever(octets: bytes, feuille: str) -> Releve:
    """Relève une feuille ; redite si elle est écrite autrement ou si des cases vides l’étirent."""
    etendue = _etendue(octets)
    if etendue is None or etendue.deborde:
        if octets.count(b"<") > _BALISES_MAX:
            raise refus(_TROP_DE_CELLULES)
        octets = redite.redire(octets)
        etendue = _etendue(octets)
    if etendue is None:
        raise refus(ABIME)
    if etendue.deborde:
        raise _debordement(feuille, etendue)
    places = sorted({*islice(_places_fautives(octets), FAUTES_MAX + 1)})
    if len(places) > FAUTES_MAX:
        raise refus(_TROP_DE_FAUTES, feuille=feuille, maximum=FAUTES_MAX)
    fautes = tuple(_faute(octets, debut, fin) for debut, fin in places)
    return Releve(_sans(octets, places), etendue.cellules, etendue.aire, fautes)


def _etendue(octets: bytes) -> _Etendue | None:
    """Jusqu’où va la feuille ; rien si elle n’est pas écrite comme tous les tableurs l’écrivent.

    Sans commentaire, section CDATA, instruction ni préfixe, toute cellule commence par « <c » entre
    les balises des données : si toutes se lisent comme `_CELLULE`, ce qu’on compte est ce qui sera
    lu. Les lignes se suivent, sans quoi le lecteur rapide en perdrait.
    """
    if _contient(octets, b"!") or _contient(octets, b"?", 5) or _PREFIXEE.search(octets):
        return None
    debut, fin = max(0, octets.find(b"<sheetData")), octets.rfind(b"</sheetData>")
    if fin < 0 or octets.find(b"<sheetData", fin) >= 0:
        fin = len(octets)
    etendue = _Etendue()
    for tranche in _tranches(octets, debut, fin):
        trouvees = _CELLULE.findall(octets, *tranche)
        reperes_lus = b" ".join(trouvees)
        colonnes = {*reperes_lus.translate(None, _CHIFFRES).split()}
        suite = [int(ligne) for ligne, _ in groupby(reperes_lus.translate(None, _LETTRES).split())]
        if any(ligne >= suivante for ligne, suivante in pairwise([etendue.ligne - 1, *suite])):
            return None
        etendue = _Etendue(
            etendue.cellules + len(trouvees),
            max([etendue.ligne, *suite[-1:]]),
            max([etendue.colonne, *(reperes.rang(nom.decode()) for nom in colonnes)]),
        )
    return etendue if octets.count(b"<c", debut, fin) == etendue.cellules else None


def _contient(octets: bytes, signe: bytes, debut: int = 0) -> bool:
    """Vrai si une balise commence par ce signe ; seul, bien plus rare, il se cherche d’abord."""
    return octets.find(signe, debut) >= 0 and octets.find(b"<" + signe, debut) >= 0


def _tranches(octets: bytes, debut: int, fin: int) -> Iterator[tuple[int, int]]:
    """Des tranches coupées devant une cellule : chercher n’occupe que la mémoire d’une tranche."""
    while debut < fin:
        suivante = octets.find(b"<c", debut + _TRANCHE, fin)
        suivante = fin if suivante < 0 else suivante
        yield debut, suivante
        debut = suivante


def _debordement(feuille: str, etendue: _Etendue) -> FichierRefuse:
    maximum = f"{AIRE_MAX // 1_000_000} millions de cases"
    if etendue.ligne > LIGNES_MAX:
        maximum = f"{LIGNES_MAX // 1000} 000 lignes"
    elif etendue.colonne > COLONNES_MAX:
        maximum = f"{COLONNES_MAX} colonnes"
    cellule = f"{reperes.lettres(etendue.colonne)}{etendue.ligne}"
    return refus(_TROP_LONGUE, feuille=feuille, cellule=cellule, maximum=maximum)


def _places_fautives(octets: bytes) -> Iterator[tuple[int, int]]:
    """Les bornes, balises comprises, des cellules en erreur ou jamais calculées."""
    if b't="e"' in octets:
        for trouvee in _ERREUR.finditer(octets):
            yield trouvee.start(), _fin(octets, trouvee.end())
    if _FORMULE.search(octets):
        for trouvee in _SANS_VALEUR.finditer(octets):
            debut = octets.rfind(b"<c ", 0, trouvee.start())
            nature = _TYPE.search(octets, debut, octets.find(b">", debut))
            # Une formule qui rend un texte vide a été calculée : sa valeur est là, et vide.
            if debut >= 0 and not (trouvee[1] and nature and nature[1] == b"str"):
                yield debut, trouvee.end()


def _fin(octets: bytes, apres: int) -> int:
    fin = octets.find(b"</c>", apres)
    if fin < 0:
        raise refus(ABIME)
    return fin + len(b"</c>")


def _faute(octets: bytes, debut: int, fin: int) -> Faute:
    balise = _CELLULE.match(octets, debut)
    if balise is None:
        raise refus(ABIME)
    ligne = int(balise[1].lstrip(_LETTRES))
    colonne = reperes.rang(balise[1].rstrip(_CHIFFRES).decode())
    nature = _TYPE.search(octets, debut, octets.find(b">", debut))
    if nature is None or nature[1] != b"e":
        return Faute(ligne, colonne, _JAMAIS_CALCULEE)
    dite = octets[debut:fin].partition(b"<v>")[2].partition(b"</v>")[0].decode("utf-8", "replace")
    return Faute(ligne, colonne, _ERREUR_LUE, {"erreur": dite or "?"})


def _sans(octets: bytes, places: list[tuple[int, int]]) -> bytes:
    """Les octets privés de ces morceaux : le reste de la feuille se lit, et ses titres avec."""
    gardes, place = [], 0
    for debut, fin in places:
        gardes.append(octets[place:debut])
        place = max(place, fin)
    return b"".join([*gardes, octets[place:]]) if places else octets
