"""Redire un classeur avec nos mots : le lecteur rapide ne voit que ce que nous avons contrôlé.

Un paquet neuf, non plié, aux parties nommées par nous ; et une feuille écrite d’une façon rare
(préfixes, apostrophes, commentaires, cellules sans repère) redite de la façon ordinaire. Source :
ECMA-376 partie 1 § 18.3.1 (feuille), § 12.3 (parties), partie 2 § 6 (paquet).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from coopmetiers.echanges.formats.tableur_lu import reperes
from coopmetiers.echanges.formats.tableur_lu.archive import ABIME, SUSPECT, refus

_TABLEUR = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PAQUET = "http://schemas.openxmlformats.org/package/2006"
_BUREAU = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REPERE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_BLANC = "http://www.w3.org/XML/1998/namespace space"
_GARDES = {"sheetData", "row", "c", "f", "v", "is", "t", "r"}
_PORTENT_UN_TEXTE = {"f", "v", "t"}


def redire(octets: bytes) -> bytes:
    """La même feuille, réduite à ses cellules ; chaque cellule y dit son repère en premier."""
    redacteur = _Redacteur()
    lecteur = expat.ParserCreate("utf-8", namespace_separator=" ")
    lecteur.buffer_text = True
    lecteur.StartElementHandler = redacteur.ouvrir
    lecteur.EndElementHandler = redacteur.fermer
    lecteur.CharacterDataHandler = redacteur.dire
    try:
        lecteur.Parse(octets, True)
    except expat.ExpatError:
        raise refus(ABIME) from None
    corps = "".join(redacteur.morceaux)
    return f'<worksheet xmlns="{_TABLEUR}">{corps}</worksheet>'.encode()


class _Redacteur:
    """Suit la lecture d’une feuille et la réécrit ; sait où l’on est quand une cellule se tait."""

    def __init__(self) -> None:
        self.morceaux: list[str] = []
        self._chemin: list[str] = []
        self._ligne = self._colonne = 0

    def ouvrir(self, nom: str, attributs: dict[str, str]) -> None:
        local = nom.rpartition(" ")[2]
        self._chemin.append(local)
        if not self._garde():
            return
        if local == "row":
            self._ligne, self._colonne = self._numero(attributs), 0
            self.morceaux.append(f'<row r="{self._ligne}">')
        elif local == "c":
            self.morceaux.append(self._cellule(attributs))
        else:
            blanc = ' xml:space="preserve"' if attributs.get(_BLANC) == "preserve" else ""
            self.morceaux.append(f"<{local}{blanc}>")

    def fermer(self, nom: str) -> None:
        if self._garde():
            local = nom.rpartition(" ")[2]
            if local == "c" and self.morceaux[-1].startswith("<c "):
                self.morceaux.pop()  # une case vide, même mise en forme, n’étire pas la feuille
            else:
                self.morceaux.append(f"</{local}>")
        self._chemin.pop()

    def dire(self, texte: str) -> None:
        if self._garde() and self._chemin[-1] in _PORTENT_UN_TEXTE:
            self.morceaux.append(escape(texte, {"\r": "&#13;"}))

    def _garde(self) -> bool:
        """Vrai dans les données, sauf ce qu’une cellule porte en plus (lecture phonétique)."""
        return self._chemin[1:2] == ["sheetData"] and _GARDES.issuperset(self._chemin[1:])

    def _numero(self, attributs: Mapping[str, str]) -> int:
        dit = attributs.get("r", "")
        if not dit:
            return self._ligne + 1
        if not dit.isdecimal() or len(dit) > 7:
            raise refus(SUSPECT)
        return int(dit)

    def _cellule(self, attributs: Mapping[str, str]) -> str:
        repere = attributs.get("r") or f"{reperes.lettres(self._colonne + 1)}{max(1, self._ligne)}"
        trouve = _REPERE.fullmatch(repere)
        if trouve is None:
            raise refus(SUSPECT)
        self._colonne = reperes.rang(trouve[1])
        autres = "".join(
            f" {nom}={quoteattr(attributs[nom])}" for nom in ("s", "t") if nom in attributs
        )
        return f'<c r="{repere}"{autres}>'


def paquet(feuilles: Sequence[bytes], textes: bytes, formats: bytes, *, depuis_1904: bool) -> bytes:
    """Un classeur neuf, non plié, de ces feuilles dans cet ordre, nommées par leur rang."""
    cibles = {f"f{rang}": ("worksheet", f"worksheets/{rang}.xml") for rang in range(len(feuilles))}
    parties = {f"xl/worksheets/{rang}.xml": octets for rang, octets in enumerate(feuilles)}
    for nature, nom, octets in (
        ("sharedStrings", "sharedStrings.xml", textes),
        ("styles", "styles.xml", formats),
    ):
        if octets:
            cibles[nature] = (nature, nom)
            parties[f"xl/{nom}"] = octets
    onglets = "".join(
        f'<sheet name="{rang}" sheetId="{rang + 1}" r:id="f{rang}"/>'
        for rang in range(len(feuilles))
    )
    classeur = (
        f'<workbook xmlns="{_TABLEUR}" xmlns:r="{_BUREAU}">'
        f'<workbookPr date1904="{int(depuis_1904)}"/><sheets>{onglets}</sheets></workbook>'
    )
    parties |= {
        "[Content_Types].xml": f'<Types xmlns="{_PAQUET}/content-types"/>'.encode(),
        "_rels/.rels": _relations({"c": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": classeur.encode(),
        "xl/_rels/workbook.xml.rels": _relations(cibles),
    }
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as fichier:
        for nom, octets in parties.items():
            fichier.writestr(nom, octets)
    return archive.getvalue()


def _relations(cibles: Mapping[str, tuple[str, str]]) -> bytes:
    liens = "".join(
        f'<Relationship Id="{cle}" Type="{_BUREAU}/{nature}" Target="{cible}"/>'
        for cle, (nature, cible) in cibles.items()
    )
    return f'<Relationships xmlns="{_PAQUET}/relationships">{liens}</Relationships>'.encode()
