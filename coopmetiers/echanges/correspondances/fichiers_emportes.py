"""Une version dans le format demandé, et ce que ce format n’en porte pas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coopmetiers.base import clock, mail
from coopmetiers.echanges.enums import Format
from coopmetiers.echanges.fichiers import Emporte
from coopmetiers.referentiel.contenu import ContenuVersion
from coopmetiers.referentiel.queries import VersionVue

if TYPE_CHECKING:
    from coopmetiers.echanges.formats.case import Version


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


def _case(version: Version) -> _Ecriture:
    """Un paquet CASE dans l’une de ses versions."""

    def ecrire(contenu: ContenuVersion, vue: VersionVue) -> bytes:
        from coopmetiers.echanges.correspondances import case as correspondance
        from coopmetiers.echanges.formats import case

        sortie = correspondance.Sortie(
            adresse=mail.public_address(f"/referentiels/{vue.code}/{vue.version}"),
            le=vue.publiee_a or clock.now(),
            porteuse=vue.porteuse,
            etat=vue.etat,
            publiee_a=vue.publiee_a,
        )
        return case.ecrire(correspondance.paquet(contenu, sortie), version)

    def pertes(contenu: ContenuVersion) -> tuple[str, ...]:
        from coopmetiers.echanges.correspondances import case

        return case.pertes(contenu, version)

    return _Ecriture(ecrire, f"-case-{version}.json", pertes)


_ECRITURES: dict[Format, _Ecriture] = {
    Format.MOODLE: _Ecriture(_moodle, "-moodle.csv", _pertes_moodle),
    Format.CASE: _case("1.1"),
    Format.CASE_1_0: _case("1.0"),
}
