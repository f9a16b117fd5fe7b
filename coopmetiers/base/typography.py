"""Ponctuation française : les blancs qui ne se coupent pas, et l’apostrophe.

Source : Lexique des règles typographiques en usage à l’Imprimerie nationale.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import accumulate

NO_BREAK = "\u00a0"
THIN = "\u202f"
MONTHS = [
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
]
ORPHAN_SIGNS = 17  # les derniers mots d’un paragraphe restent ensemble jusqu’à ce nombre de signes
_LONG_TEXT = 8  # mots ; un texte plus court peut finir sur un seul mot

_ANY = f"[ {NO_BREAK}{THIN}]"
_MONTH = "|".join(MONTHS)
_RULES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=\w)'", "’"),
        (r"\.\.\.", "…"),
        (rf"{_ANY}+([;!?])", rf"{THIN}\1"),
        (rf"{_ANY}+:(?!\S)", f"{NO_BREAK}:"),
        (rf"«{_ANY}*", f"«{NO_BREAK}"),
        (rf"{_ANY}*»", f"{NO_BREAK}»"),
        (rf"(?<![\d,.{THIN}{NO_BREAK}])(\d{{1,3}}) (?=\d{{3}}(?!\d))", rf"\1{THIN}"),
        (rf"(?<=\d{THIN}\d{{3}}) (?=\d{{3}}(?!\d))", THIN),
        (r"(\d) (?=\d)", rf"\1{NO_BREAK}"),
        (rf"(\d){_ANY}?%", rf"\1{THIN}%"),
        (rf"(\d){_ANY}(?=(?:h|min|s|€|mm|cm|km|kg|ko|Mo)(?!\w))", rf"\1{THIN}"),
        (rf"(?<=\d{THIN}h){_ANY}(?=\d)", THIN),
        (rf"(\d|1er) (?=(?:{_MONTH})\b)", rf"\1{NO_BREAK}"),
        (rf"\b({_MONTH}) (?=\d{{4}}\b)", rf"\1{NO_BREAK}"),
        (r"\b([Nn]°|art\.|p\.|page|version|M\.|Mme|Dr) (?=\w)", rf"\1{NO_BREAK}"),
        (r" (?=[—–])", NO_BREAK),
    )
]


def french(text: str) -> str:
    """Met les blancs insécables de la ponctuation française ; deux fois ne changent rien de plus.

    Fine (U+202F) avant `; ! ?`, `%`, les unités et dans les milliers ; insécable (U+00A0) avant
    `:`, dans « », entre jour, mois et année, après `n°`, avant un tiret. Aucun autre signe ne
    change, sauf l’apostrophe droite et les trois points.
    """
    # Un blanc posé par une règle peut en appeler une autre : on repasse tant que le texte bouge.
    before = None
    while text != before:
        before = text
        for pattern, replacement in _RULES:
            text = pattern.sub(replacement, text)
    return text


def hold_end(text: str) -> str:
    """Lie les derniers mots d’un long texte, pour que sa dernière ligne ne soit pas un mot seul."""
    words = text.split(" ")
    if len(words) <= _LONG_TEXT:
        return text
    end = words.pop()
    while len(end) < ORPHAN_SIGNS:
        end = f"{words.pop()}{NO_BREAK}{end}"
    return " ".join([*words, end])


def date_in_words(value: date) -> str:
    """« 12 novembre 2026 », « 1er janvier 2027 » : sans le web, pour les documents en français."""
    day = "1er" if value.day == 1 else str(value.day)
    return NO_BREAK.join((day, MONTHS[value.month - 1], str(value.year)))


def digits_by(text: str, *sizes: int) -> str:
    """Groupe une suite de chiffres : un SIRET se lit par 3, 3, 3 et 5 ; autre chose reste tel quel.

    Les groupes sont séparés par une insécable : la fine, dans un petit corps, se verrait mal.
    """
    digits = re.sub(rf"{_ANY}", "", text)
    if not digits.isdecimal() or len(digits) != sum(sizes):
        return text
    ends = list(accumulate(sizes))
    return NO_BREAK.join(digits[end - size : end] for end, size in zip(ends, sizes, strict=True))
