"""Le socle des parties : d’où vient chacune, et à quelle source elle renvoie."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Situe:
    """Ce qui a été lu à une ligne d’un fichier (0 : le fichier entier)."""

    FICHIER: ClassVar[str] = ""
    ligne: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class CitationLue:
    """Un renvoi à une source : « seed 0:51:35–0:52:14 », « S24 co-conception »."""

    source: str
    repere: str = ""
