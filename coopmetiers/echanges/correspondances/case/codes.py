"""Le code de chaque élément d’un paquet : le sien, sinon sa place dans l’arbre, toujours unique.

Nos codes tiennent dans une adresse et dans un nom de fichier ; celui du fichier, quand il en
diffère, est gardé à côté et redit (`redites`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from coopmetiers.base.texts import n_
from coopmetiers.echanges.correspondances.case.adresses import CODE_MAX
from coopmetiers.echanges.formats.case import Place
from coopmetiers.echanges.formats.reproches import Reproche

EN_DOUBLE = n_("Le code « %(code)s » est aussi celui d’un autre élément : %(neuf)s ici.")
REECRIT = n_("Le code « %(code)s » a des signes que nos adresses n’admettent pas : %(neuf)s ici.")
_FEUILLE, _COLONNE = "CFItems", "humanCodingScheme"
#: Un à un jusque-là, ensuite en nombre.
_DITES_MAX = 20
ENCORE = n_("Et %(nombre)d autres codes changés de même.")


def donner(
    places: Sequence[Place], connus: Mapping[str, str], reserves: Collection[str]
) -> tuple[dict[str, str], tuple[Reproche, ...]]:
    """Identifiant → code, et ce qu’il a fallu changer.

    `connus` : ceux que le fichier redit comme nous ; `reserves` : ceux qu’une place ne prend pas,
    parce qu’ils sont ou étaient ceux d’autres éléments.
    """
    codes = dict(connus)
    pris = _Pris(connus.values())
    remarques: list[Reproche] = []
    sans_code: list[Place] = []
    for ligne, place in enumerate(places, start=1):
        soi, dit = place.item.identifier, place.item.humanCodingScheme or ""
        if soi in codes:
            continue
        sur = _sur(dit)
        if not sur:
            sans_code.append(place)
            continue
        codes[soi] = pris.donner(sur)
        if codes[soi] != dit:
            message = EN_DOUBLE if codes[soi] != sur else REECRIT
            params = {"code": dit, "neuf": codes[soi]}
            remarques.append(Reproche(message, params, _FEUILLE, ligne, _COLONNE))
    rangs = _rangs(places)
    pris.reserver(reserves)
    for place in sans_code:
        soi = place.item.identifier
        codes[soi] = pris.donner(rangs[soi])
    return codes, _bornees(remarques)


def _bornees(remarques: list[Reproche]) -> tuple[Reproche, ...]:
    reste = len(remarques) - _DITES_MAX
    encore = (Reproche(ENCORE, {"nombre": reste}),) if reste > 0 else ()
    return (*remarques[:_DITES_MAX], *encore)


def _sur(dit: str) -> str:
    """Le code sans accent ni signe étranger à une adresse ; vide quand il n’en reste rien."""
    lettres = unicodedata.normalize("NFKD", dit).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_.\-]+", "-", lettres).strip("-._")[:CODE_MAX]


class _Pris:
    """Les codes déjà donnés ; un code de plus prend la suite du dernier de même début."""

    def __init__(self, codes: Collection[str]) -> None:
        self._codes = set(codes)
        self._suites: dict[str, int] = {}

    def reserver(self, codes: Collection[str]) -> None:
        self._codes.update(codes)

    def donner(self, code: str) -> str:
        rang, choisi = self._suites.get(code, 1), code
        while choisi in self._codes:
            rang += 1
            suite = f"-{rang}"
            choisi = code[: CODE_MAX - len(suite)] + suite
        self._suites[code] = rang
        self._codes.add(choisi)
        return choisi


def _rangs(places: Sequence[Place]) -> dict[str, str]:
    """Identifiant → « 1.2.3 », ses rangs depuis la racine."""
    rangs: dict[str, str] = {}
    for place in places:
        au_dessus = rangs.get(place.parent, "")
        # La fin seulement d’une place très profonde : elle reste unique parmi les codes donnés.
        rangs[place.item.identifier] = f"{au_dessus}.{place.position}"[-CODE_MAX:].lstrip(".")
    return rangs
