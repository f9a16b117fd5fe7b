"""Une version dans le format demandé, et ce que ce format n’en porte pas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coopmetiers.echanges.enums import Format
from coopmetiers.echanges.fichiers import Emporte
from coopmetiers.referentiel.contenu import ContenuVersion
from coopmetiers.referentiel.queries import VersionVue


@dataclass(frozen=True)
class _Ecriture:
    """Ce qui écrit un format, la fin de ses noms de fichier, et ce qu’il perd."""

    ecrire: Callable[[ContenuVersion, VersionVue], bytes]
    suffixe: str
    pertes: Callable[[ContenuVersion], tuple[str, ...]]


def fichier(genre: Format, contenu: ContenuVersion, vue: VersionVue) -> Emporte:
    """Le fichier d’une version ; lève `FichierRefuse` quand le format ne peut pas la porter."""
    ecriture = _ECRITURES[genre]
    return Emporte(f"{vue.code}-{vue.version}{ecriture.suffixe}", ecriture.ecrire(contenu, vue))


def pertes(genre: Format, contenu: ContenuVersion) -> tuple[str, ...]:
    """Ce que ce format ne portera pas, à dire avant d’emporter : des textes à traduire."""
    ecriture = _ECRITURES.get(genre)
    return ecriture.pertes(contenu) if ecriture else ()


def _moodle(contenu: ContenuVersion, vue: VersionVue) -> bytes:
    from coopmetiers.echanges.correspondances import moodle as correspondance
    from coopmetiers.echanges.formats import moodle

    return moodle.ecrire(correspondance.cadre(contenu))


def _pertes_moodle(contenu: ContenuVersion) -> tuple[str, ...]:
    from coopmetiers.echanges.correspondances import moodle

    return moodle.PERTES


_ECRITURES: dict[Format, _Ecriture] = {
    Format.MOODLE: _Ecriture(_moodle, "-moodle.csv", _pertes_moodle),
}
