"""Le niveau courant d’une compétence : celui du dernier fait qui n’est ni corrigé ni annulé."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Fait:
    """Un niveau observé par une personne, un jour ; `corrige` nomme le fait qu’il remplace."""

    cle: int
    niveau: int
    observee_le: date
    enregistree_a: datetime
    cle_evaluateur: int
    corrige: int | None = None
    #: Vrai quand le fait n’existe que pour annuler celui qu’il corrige.
    annule: bool = False
    #: Vrai quand le fait s’appuie sur une preuve qui n’est pas retirée.
    a_preuve: bool = False


@dataclass(frozen=True)
class NiveauCourant:
    """Ce qui se lit aujourd’hui : le niveau, le fait qui le donne, s’il est prouvé, disputé."""

    niveau: int
    cle_fait: int
    a_preuve: bool
    en_desaccord: bool


def faits_vivants(faits: Iterable[Fait]) -> tuple[Fait, ...]:
    """Les faits qui comptent : ni corrigés, ni écrits pour annuler ; le dernier en tête.

    Le dernier est le plus récemment observé ; à jour égal, le plus récemment enregistré.
    """
    connus = tuple(faits)
    corriges = {fait.corrige for fait in connus}
    vivants = [fait for fait in connus if fait.cle not in corriges and not fait.annule]
    return tuple(
        sorted(vivants, key=lambda f: (f.observee_le, f.enregistree_a, f.cle), reverse=True)
    )


def niveau_courant(faits: Iterable[Fait], *, preuve_deposee: bool = False) -> NiveauCourant | None:
    """Le niveau du dernier fait vivant ; ni moyenne, ni maximum ; rien si aucun fait ne compte.

    Le niveau est prouvé quand ce fait s’appuie sur une preuve, ou quand une preuve déposée et non
    retirée nomme la compétence (`preuve_deposee`).
    """
    vivants = faits_vivants(faits)
    if not vivants:
        return None
    dernier = vivants[0]
    return NiveauCourant(
        niveau=dernier.niveau,
        cle_fait=dernier.cle,
        a_preuve=dernier.a_preuve or preuve_deposee,
        en_desaccord=en_desaccord(vivants),
    )


def en_desaccord(vivants: Sequence[Fait]) -> bool:
    """Vrai quand des personnes différentes en sont restées à des niveaux différents.

    On compare le dernier fait vivant de chacune : une personne qui relève son propre niveau au fil
    du temps n’est en désaccord avec personne.
    """
    avis: dict[int, int] = {}
    for fait in vivants:
        avis.setdefault(fait.cle_evaluateur, fait.niveau)
    return len(set(avis.values())) > 1
