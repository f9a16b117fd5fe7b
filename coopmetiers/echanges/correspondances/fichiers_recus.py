"""Un fichier reçu, quel que soit son format : le code qu’il annonce, ce qu’il dit d’une version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coopmetiers.echanges.correspondances.lecture import Lecture
from coopmetiers.echanges.enums import Format
from coopmetiers.referentiel.contenu import ContenuVersion


@dataclass(frozen=True)
class FichierRecu:
    """Ce qu’on sait d’un fichier avant de le comparer.

    `code` est celui du référentiel qu’il dit être, vide s’il n’en dit pas ; `porteuse_id` celui de
    l’organisation chez qui il a été emporté, vide s’il ne le dit pas. `lire_sur` pose ce qu’il dit
    sur une version, ou fait un contenu neuf ; lève `FichierRefuse`.
    """

    code: str
    lire_sur: Callable[[ContenuVersion | None], Lecture]
    porteuse_id: str = ""


def ouvrir(octets: bytes, genre: Format) -> FichierRecu:
    """Lit un fichier dans son format ; lève `FichierRefuse`, toutes les raisons d’un coup."""
    # Chaque format est chargé quand on s’en sert : les pages n’ont pas besoin de les connaître.
    return _OUVREURS[genre](octets)


def _tableur(octets: bytes) -> FichierRecu:
    from coopmetiers.echanges.correspondances.tableur import ecriture, reprise
    from coopmetiers.echanges.formats import tableur_lu

    classeur = tableur_lu.lire(octets)
    return FichierRecu(
        classeur.proprietes.get(ecriture.CODE, ""),
        lambda base: reprise.reprendre(classeur, base),
        classeur.proprietes.get(ecriture.PORTEUSE, ""),
    )


def _moodle(octets: bytes) -> FichierRecu:
    from coopmetiers.echanges.correspondances import moodle as correspondance
    from coopmetiers.echanges.formats import moodle

    cadre = moodle.lire(octets)
    return FichierRecu(
        correspondance.code_annonce(cadre), lambda base: correspondance.lecture(cadre, base)
    )


def _case(octets: bytes) -> FichierRecu:
    from coopmetiers.echanges.correspondances import case as correspondance
    from coopmetiers.echanges.formats import case

    paquet = case.lire(octets)
    return FichierRecu(
        correspondance.code_annonce(paquet), lambda base: correspondance.lecture(paquet, base)
    )


_OUVREURS: dict[Format, Callable[[bytes], FichierRecu]] = {
    Format.TABLEUR: _tableur,
    Format.MOODLE: _moodle,
    Format.CASE: _case,
    Format.CASE_1_0: _case,
}
