"""Des textes : marqués pour être traduits plus tard, repliés pour être cherchés."""

from __future__ import annotations

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'"})


def n_(text: str) -> str:
    """Rend le texte tel quel ; l’extraction le repère, la porte le traduit en l’affichant."""
    return text


def folded(text: str) -> str:
    """Le texte tel qu’on le cherche : minuscules, sans accent, œ lu oe, blancs réduits à un."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())
