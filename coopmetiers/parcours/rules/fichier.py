"""Ce qu’un fichier déposé est vraiment, d’après ses octets, et sous quel nom on le garde."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.texts import n_

#: 10 Mo : une photo de téléphone, un diaporama exporté en PDF.
TAILLE_MAXIMALE = 10 * 1024 * 1024
LONGUEUR_NOM = 120

_ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_OOXML = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
#: Extension gardée → type déclaré au navigateur.
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
}
#: Les types qu’un navigateur montre sans risque ; les autres se téléchargent.
AFFICHABLES = frozenset(TYPES[nom] for nom in ("pdf", "png", "jpg", "webp"))
_SYNONYMES = {"jpeg": "jpg", "jpe": "jpg", "text": "txt"}


@dataclass(frozen=True)
class FichierVerifie:
    """Un fichier admis : son nom nettoyé, son type reconnu, sa taille en octets."""

    nom: str
    type_mime: str
    taille: int


def verifier_fichier(nom: str, octets: bytes) -> FichierVerifie:
    """Admet un fichier de moins de 10 Mo dont les octets sont d’un type permis.

    L’extension annoncée doit être celle des octets : un fichier qui se dit PDF et n’en est pas un
    est refusé, plutôt que rangé sous un nom qui trompe la personne qui l’ouvrira.
    """
    if not octets:
        raise RuleViolation("fichier_vide", n_("Ce fichier est vide."), field="fichier")
    if len(octets) > TAILLE_MAXIMALE:
        raise RuleViolation(
            "fichier_trop_lourd",
            n_("Ce fichier pèse plus de 10 Mo. Allégez-le, ou donnez plutôt son adresse en ligne."),
            field="fichier",
        )
    annoncee = _extension(nom)
    extension = reconnaitre(octets) or ("txt" if annoncee == "txt" and _est_texte(octets) else None)
    if annoncee in TYPES and annoncee != extension:
        raise RuleViolation(
            "fichier_trompeur",
            n_(
                "« %(nom)s » se dit %(type)s et n’en est pas un. "
                "Ouvrez-le, enregistrez-le à nouveau, puis déposez-le."
            ),
            {"nom": nom_propre(nom, annoncee), "type": annoncee.upper()},
            field="fichier",
        )
    if extension is None:
        raise RuleViolation(
            "fichier_non_admis",
            n_(
                "Ce type de fichier n’est pas admis. Sont admis : PDF, photo (PNG, JPEG, WebP), "
                "document (ODT, DOCX, TXT) ou classeur (ODS, XLSX)."
            ),
            field="fichier",
        )
    return FichierVerifie(nom_propre(nom, extension), TYPES[extension], len(octets))


def reconnaitre(octets: bytes) -> str | None:
    """L’extension qui dit ce que sont ces octets, ou rien ; un texte ne se reconnaît pas ainsi."""
    if octets.startswith(b"%PDF-") and b"%%EOF" in octets[-2048:]:
        return "pdf"
    if octets.startswith(b"\x89PNG\r\n\x1a\n") and octets[12:16] == b"IHDR":
        return "png"
    if octets.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if octets.startswith(b"RIFF") and octets[8:12] == b"WEBP":
        return "webp"
    return _bureautique(octets) if octets.startswith(b"PK\x03\x04") else None


def nom_propre(nom: str, extension: str) -> str:
    """Le nom sans chemin ni signe invisible, de 120 signes au plus, fini par l’extension vraie."""
    dernier = re.split(r"[/\\]", unicodedata.normalize("NFC", nom))[-1]
    visible = "".join(
        " " if unicodedata.category(signe)[0] == "Z" else signe
        for signe in dernier
        if unicodedata.category(signe)[0] != "C" and signe not in '<>:"|?*'
    )
    racine = re.sub(r"\.[^.\s]{1,5}$", "", " ".join(visible.split())).strip(". ")
    return f"{(racine or 'preuve')[: LONGUEUR_NOM - len(extension) - 1].rstrip()}.{extension}"


def _extension(nom: str) -> str:
    suffixe = nom.rsplit(".", 1)[-1].strip().casefold() if "." in nom else ""
    return _SYNONYMES.get(suffixe, suffixe)


def _bureautique(octets: bytes) -> str | None:
    """Un document ou un classeur sans macro, d’après les noms et l’étiquette de l’archive."""
    try:
        with zipfile.ZipFile(BytesIO(octets)) as archive:
            noms = set(archive.namelist())
            if any(nom.casefold().endswith("vbaproject.bin") for nom in noms):
                return None
            if "mimetype" in noms:
                with archive.open("mimetype") as etiquette:
                    return _ODF.get(etiquette.read(100).strip())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return None
    if "[Content_Types].xml" not in noms:
        return None
    return next((type_ for piece, type_ in _OOXML.items() if piece in noms), None)


def _est_texte(octets: bytes) -> bool:
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(
        unicodedata.category(signe) == "Cc" and signe not in "\t\r\n\f" for signe in texte
    )
