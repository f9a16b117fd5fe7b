"""Le texte d’une description : de l’HTML au texte, du texte à l’HTML.

Les balises sont lues ici plutôt que par `html.parser` : sur de l’HTML tronqué, celui-ci relit toute
la suite à chaque « < », et 120 000 signes lui prennent deux minutes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

#: `descriptionformat` : Moodle (HTML où un saut de ligne en est un), HTML, texte, Markdown.
FORMATS = (0, 1, 2, 4)
_MOODLE, _HTML = 0, 1

# fmt: off
_PARAGRAPHES = frozenset({
    "address", "article", "aside", "blockquote", "dl", "fieldset", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre",
    "section", "table", "ul",
})
_LIGNES = frozenset({"caption", "dd", "div", "dt", "figcaption", "legend", "li", "tr"})
# fmt: on
_BLANCS = re.compile(r"[ \t\r\n\f]+")
#: Le saut d’une ligne à la suivante, qui ne s’ajoute à aucun autre.
_SAUT = "\x1e"
_ESPACES = re.compile(f"[ \n{_SAUT}]+")
#: Un guillemet n’ouvre une valeur qu’après « = » ; groupes sans retour en arrière.
_BALISE = re.compile(r"""<(/?[a-zA-Z][^\s/>]*+)(?>[^>=]|=\s*+(?>"[^"]*"|'[^']*')?)*+>""")
_BALISE_COURTE = re.compile(r"<[^<>]*>")
_TUES = {nom: re.compile(rf"</{nom}\b[^>]*>?", re.IGNORECASE) for nom in ("script", "style")}


def texte_brut(description: str, format_description: int) -> str:
    """Le texte que lit une personne : paragraphes séparés d’une ligne blanche, listes à puces.

    Aucun HTML, si abîmé soit-il, ne lève d’erreur ni ne ralentit la lecture. Un texte (2) ou du
    Markdown (4) reste tel quel, blancs du début et de la fin ôtés.
    """
    texte = description.replace("\r\n", "\n").replace("\r", "\n")
    if format_description not in (_MOODLE, _HTML):
        return texte.strip()
    if format_description == _MOODLE:
        texte = texte.replace("\n", "<br>")
    rendu = "".join(
        _blanc(balise) if balise else _BLANCS.sub(" ", html.unescape(contenu))
        for balise, contenu in _jetons(texte.replace(_SAUT, " "))
    )
    return _ESPACES.sub(_espace, rendu).strip()


def _espace(trouve: re.Match[str]) -> str:
    """Une suite de blancs : une ligne blanche, un saut, ou une espace."""
    blancs = trouve.group()
    return "\n" * min(2, blancs.count("\n")) or ("\n" if _SAUT in blancs else " ")


def en_html(texte: str) -> str:
    """L’HTML d’un texte : un paragraphe par bloc entre deux lignes blanches, ses lignes gardées."""
    propre = texte.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not propre:
        return ""
    paragraphes = re.split(r"\n(?:[^\S\n]*\n)+", propre)
    return "".join(f"<p>{_lignes_en_html(paragraphe)}</p>" for paragraphe in paragraphes)


def _lignes_en_html(paragraphe: str) -> str:
    return "<br>".join(html.escape(ligne.strip(), quote=False) for ligne in paragraphe.split("\n"))


def _jetons(texte: str) -> Iterator[tuple[str, str]]:
    """Des couples : le nom d’une balise (« /p » la ferme), ou rien et un bout de texte.

    Une balise jamais fermée ne fait plus chercher la fin des suivantes : le temps reste linéaire.
    """
    position = 0
    while (debut := texte.find("<", position)) >= 0:
        yield "", texte[position:debut]
        balise = _BALISE.match(texte, debut)
        if balise:
            nom = balise.group(1).lower()
            yield nom, ""
            position = _apres(texte, balise.end(), nom)
        elif texte[debut + 1 : debut + 2] in ("!", "?", "/"):
            fin = "-->" if texte.startswith("<!--", debut) else ">"
            position = texte.find(fin, debut) + len(fin)
        elif re.match(r"[a-zA-Z]", texte[debut + 1 : debut + 2]):
            position = 0
        else:
            yield "", "<"
            position = debut + 1
        if position <= debut:
            yield "", _BALISE_COURTE.sub("", texte[debut:])
            return
    yield "", texte[position:]


def _apres(texte: str, position: int, nom: str) -> int:
    """Où reprendre après une balise : un script, un style se passent tout entiers."""
    if nom not in _TUES:
        return position
    fermeture = _TUES[nom].search(texte, position)
    return fermeture.end() if fermeture else len(texte)


def _blanc(balise: str) -> str:
    """Ce que devient une balise dans le texte : un saut, une puce, une espace, ou rien."""
    nom = balise.removeprefix("/")
    if nom in _PARAGRAPHES:
        return "\n\n"
    if balise == "br":
        return "\n"
    if nom in _LIGNES:
        return f"{_SAUT}• " if balise == "li" else _SAUT
    return " " if nom in ("td", "th") else ""
