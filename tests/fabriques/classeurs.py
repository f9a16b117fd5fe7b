"""Des classeurs Excel écrits à la main, partie par partie : justes, étranges ou piégés."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

from coopmetiers.echanges.formats import tableur
from coopmetiers.echanges.formats.classeur import Classeur

_LE = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
TABLEUR = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PAQUET = "http://schemas.openxmlformats.org/package/2006"
_BUREAU = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: Le format de rang 1 est une date, le 2 une date et son heure.
FORMATS = (
    f'<styleSheet xmlns="{TABLEUR}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="22"/></cellXfs></styleSheet>'
)


def ecrire(*feuilles, **ecarts) -> bytes:
    """Les octets d’un classeur de ces feuilles, par notre écrivain."""
    return tableur.ecrire(Classeur("Essai", "moi", _LE, feuilles, **ecarts))


def parties(lignes: str, textes: str = "", *, nom: str = "Données", reglage: str = "") -> dict:
    """Les parties d’un classeur d’une feuille, dont on donne le XML des lignes et des textes."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PAQUET}/content-types"/>',
        "_rels/.rels": _relations(c=("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{TABLEUR}" xmlns:r="{_BUREAU}">{reglage}<sheets>'
        f'<sheet name="{nom}" sheetId="1" r:id="f1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            f1=("worksheet", "worksheets/sheet1.xml"),
            t=("sharedStrings", "sharedStrings.xml"),
            s=("styles", "/xl/styles.xml"),
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{TABLEUR}">{textes}</sst>',
        "xl/styles.xml": FORMATS,
        "xl/worksheets/sheet1.xml": feuille(lignes),
    }


def feuille(lignes: str) -> str:
    """Une feuille de ces lignes."""
    return f'<worksheet xmlns="{TABLEUR}"><sheetData>{lignes}</sheetData></worksheet>'


def zipper(contenus: Mapping[str, str | bytes]) -> bytes:
    """L’archive de ces parties."""
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in contenus.items():
            archive.writestr(nom, contenu)
    return octets.getvalue()


def brut(lignes: str, textes: str = "", **ecarts) -> bytes:
    """Les octets d’un classeur d’une feuille écrite à la main."""
    return zipper(parties(lignes, textes, **ecarts))


def texte(repere: str, dit: str) -> str:
    """Une cellule de texte."""
    return f'<c r="{repere}" t="inlineStr"><is><t xml:space="preserve">{dit}</t></is></c>'


def titres(*dits: str) -> str:
    """La première ligne."""
    cellules = "".join(texte(f"{chr(65 + rang)}1", dit) for rang, dit in enumerate(dits))
    return f'<row r="1">{cellules}</row>'


def _relations(**cibles: tuple[str, str]) -> str:
    liens = "".join(
        f'<Relationship Id="{cle}" Type="{_BUREAU}/{nature}" Target="{cible}"/>'
        for cle, (nature, cible) in cibles.items()
    )
    return f'<Relationships xmlns="{_PAQUET}/relationships">{liens}</Relationships>'
