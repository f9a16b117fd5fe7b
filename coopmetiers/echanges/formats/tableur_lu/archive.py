"""L’archive d’un classeur : jugée sur son répertoire, puis dépliée sans jamais croire ses tailles.

On n’y lit rien avant d’avoir compté ses entrées, leurs tailles annoncées et leurs places ; chaque
entrée est dépliée dans une borne, et refusée si elle ment. Sources : APPNOTE.TXT § 4.3 (répertoire,
en-têtes) ; ECMA-376 partie 2 § 6.2.2 (noms des parties, sans égard à la casse) et annexe B (ce
qu’un zip peut contenir).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.reproches import FichierRefuse, Reproche
from coopmetiers.echanges.formats.tableur_lu import nature

OCTETS_MAX = 20_000_000  # le fichier, tel que déposé
DEPLIE_MAX = 100_000_000  # toutes ses entrées dépliées
RATIO_MAX = 100  # d’une entrée dépliée, au-delà de :
RATIO_DES = 5_000_000
ENTREES_MAX = 2_000
REPERTOIRE_MAX = 1_000_000

_FIN = struct.Struct("<4s4H2LH")  # § 4.3.16, fin du répertoire
_LOCAL = struct.Struct("<4s5H3L2H")  # § 4.3.7, en-tête d’une entrée
_CHIFFREE = 0x1
_METHODES = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}

ABIME = n_("Ce classeur est abîmé ou incomplet : ouvrez-le, enregistrez-le puis redéposez-le.")
SUSPECT = n_(
    "Ce classeur n’a pas la forme qu’un tableur lui donne : recopiez ses feuilles dans un classeur "
    "neuf."
)
_TROP_GROS = n_(
    "Ce fichier dépasse %(maximum)s Mo : retirez-en les images et les feuilles inutiles."
)
_TROP_DEPLIE = n_(
    "Ce classeur est petit mais se déplierait en plus de %(maximum)s Mo : supprimez les lignes et "
    "les colonnes vides mises en forme, ou recopiez les données dans un classeur neuf."
)


@dataclass(frozen=True, slots=True)
class Entree:
    """Une entrée de l’archive : ses octets pliés, ce que le répertoire en annonce."""

    plie: memoryview
    methode: int
    taille: int
    somme: int

    def deplier(self) -> bytes:
        """Les octets dépliés ; lève `FichierRefuse` dès que l’annonce est fausse."""
        if self.methode == zipfile.ZIP_STORED:
            octets, exact = bytes(self.plie), True
        else:
            machine = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                octets = machine.decompress(self.plie, self.taille + 1)
            except zlib.error:
                raise refus(ABIME) from None
            exact = machine.eof or self.taille == 0
        if not exact or len(octets) != self.taille or zlib.crc32(octets) != self.somme:
            raise refus(ABIME)
        return octets


def refus(msgid: str, **params: object) -> FichierRefuse:
    """Le refus du fichier entier, pour une seule raison."""
    return FichierRefuse([Reproche(msgid, params)])


def ouvrir(octets: bytes) -> dict[str, Entree]:
    """Les entrées d’un classeur par nom en minuscules ; rien n’est encore déplié.

    Lève `FichierRefuse` pour un autre fichier qu’un classeur `.xlsx` ou `.xlsm`, et pour une
    archive piégée : trop grande, trop pliée, chiffrée, aux entrées doubles ou superposées.
    """
    if len(octets) > OCTETS_MAX:
        raise refus(_TROP_GROS, maximum=OCTETS_MAX // 1_000_000)
    meprise = nature.meprise_des_octets(octets)
    if meprise:
        raise refus(meprise)
    _controler_la_fin(octets)
    infos = _repertoire(octets)
    _controler_les_noms([info.filename for info in infos])
    _controler_les_tailles(infos)
    return dict(_placer(octets, infos))


def _controler_la_fin(octets: bytes) -> None:
    """Le répertoire est petit, à la fin du fichier, sans commentaire ni extension zip64."""
    if len(octets) < _FIN.size:
        raise refus(ABIME)
    signature, disque, debut, ici, total, taille, place, note = _FIN.unpack(octets[-_FIN.size :])
    if signature != b"PK\x05\x06" or note or disque or debut or ici != total:
        raise refus(ABIME)
    if total > ENTREES_MAX or taille > REPERTOIRE_MAX:
        raise refus(SUSPECT)
    # Précédé d’autre chose, ou doublé d’un répertoire zip64, il se lirait de deux façons.
    if place + taille + _FIN.size != len(octets) or octets[-42:-38] == b"PK\x06\x07":
        raise refus(SUSPECT)


def _repertoire(octets: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        raise refus(ABIME) from None
    if len(infos) > ENTREES_MAX:
        raise refus(SUSPECT)
    return infos


def _controler_les_noms(noms: Collection[str]) -> None:
    """Des noms relatifs, sans remontée, uniques sans égard à la casse, et ceux d’un classeur."""
    plies = {nom.lower() for nom in noms}
    if len(plies) != len(noms):
        raise refus(SUSPECT)
    for nom in noms:
        if nom.startswith("/") or "\\" in nom or ".." in nom.split("/"):
            raise refus(SUSPECT)
    meprise = nature.meprise_des_noms(plies)
    if meprise:
        raise refus(meprise)


def _controler_les_tailles(infos: Collection[zipfile.ZipInfo]) -> None:
    for info in infos:
        if info.flag_bits & _CHIFFREE or info.compress_type not in _METHODES:
            raise refus(SUSPECT)
        tres_plie = info.file_size > RATIO_MAX * max(1, info.compress_size)
        if info.file_size > RATIO_DES and tres_plie:
            raise refus(_TROP_DEPLIE, maximum=RATIO_DES // 1_000_000)
    if sum(info.file_size for info in infos) > DEPLIE_MAX:
        raise refus(_TROP_DEPLIE, maximum=DEPLIE_MAX // 1_000_000)


def _placer(octets: bytes, infos: Collection[zipfile.ZipInfo]) -> Iterator[tuple[str, Entree]]:
    """Chaque entrée à sa place, sous le nom de son en-tête ; aucune n’en recouvre une autre."""
    vue, places = memoryview(octets), []
    for info in infos:
        debut = _debut(octets, info)
        fin = debut + info.compress_size
        if fin > len(octets):
            raise refus(ABIME)
        places.append((info.header_offset, fin))
        yield (
            info.filename.lower(),
            Entree(vue[debut:fin], info.compress_type, info.file_size, info.CRC),
        )
    if any(suivante[0] < place[1] for place, suivante in pairwise(sorted(places))):
        raise refus(SUSPECT)


def _debut(octets: bytes, info: zipfile.ZipInfo) -> int:
    """Où commencent les octets d’une entrée, derrière son en-tête local."""
    place = info.header_offset
    entete = octets[place : place + _LOCAL.size] if place >= 0 else b""
    if len(entete) < _LOCAL.size or not entete.startswith(b"PK\x03\x04"):
        raise refus(ABIME)
    nom, surplus = _LOCAL.unpack(entete)[-2:]
    fin_du_nom = place + _LOCAL.size + nom
    attendus = {info.orig_filename.encode(codage, "replace") for codage in ("utf-8", "cp437")}
    if octets[fin_du_nom - nom : fin_du_nom] not in attendus:
        raise refus(SUSPECT)
    return fin_du_nom + surplus
