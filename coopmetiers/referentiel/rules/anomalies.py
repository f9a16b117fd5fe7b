"""Ce qu’une version a d’incohérent, situé au fichier, à la ligne et à la colonne."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from coopmetiers.base.texts import n_
from coopmetiers.referentiel.contenu import CitationLue, Situe


@dataclass(frozen=True, slots=True)
class Anomalie:
    """Un reproche fait au contenu ; `bloquante` : la version ne peut pas être publiée."""

    code: str
    fichier: str
    ligne: int
    colonne: str
    msgid: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)
    bloquante: bool = True

    @property
    def message(self) -> str:
        """Le reproche en français."""
        return self.msgid % self.params if self.params else self.msgid

    def __str__(self) -> str:
        place = f"{self.fichier}, ligne {self.ligne}" if self.ligne else self.fichier
        return f"{place} : {self.message}"


def anomalie(
    partie: Situe | type[Situe], code: str, colonne: str, msgid: str, **params: object
) -> Anomalie:
    """Un reproche bloquant à cette partie, ou à tout son fichier quand on n’en a que la classe."""
    ligne = partie.ligne if isinstance(partie, Situe) else 0
    return Anomalie(code, partie.FICHIER, ligne, colonne, msgid, params)


def inconnus(
    partie: Situe, colonne: str, codes: Iterable[str], connus: Iterable[str], code: str
) -> Iterator[Anomalie]:
    """Les codes cités par cette partie et définis nulle part."""
    definis = connus if isinstance(connus, frozenset) else frozenset(connus)
    for cite in codes:
        if cite not in definis:
            message = n_("« %(cite)s » n’est défini nulle part.")
            yield anomalie(partie, code, colonne, message, cite=cite)


def sources_inconnues(
    partie: Situe, colonne: str, citations: Iterable[CitationLue], sources: Iterable[str]
) -> Iterator[Anomalie]:
    """Les sources citées qui ne sont pas dans la liste des sources."""
    cites = (citation.source for citation in citations)
    yield from inconnus(partie, colonne, cites, sources, "source_inconnue")
