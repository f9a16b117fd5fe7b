"""Ce qu’est vraiment un fichier déposé comme classeur : ses premiers octets, pas son nom.

Chaque méprise courante a sa phrase, qui dit quoi faire. Sources : [MS-CFB] § 2.2 (en-tête OLE),
APPNOTE.TXT § 4.3.6 (archive zip), ECMA-376 partie 1 § 12.3 (parties d’un classeur).
"""

from __future__ import annotations

from collections.abc import Collection

from coopmetiers.base.texts import n_

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
#: Le nom du flux qui porte un document chiffré, tel qu’il est écrit dans le répertoire OLE.
_CHIFFRE = "EncryptedPackage".encode("utf-16-le")
_CLASSEUR = "xl/workbook.xml"

_AUTRES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", n_("C’est un PDF : déposez le classeur Excel (.xlsx) dont il est tiré.")),
    (
        b"{\\rtf",
        n_("C’est un texte mis en forme : recopiez-le dans un classeur Excel (.xlsx)."),
    ),
)

#: Une entrée qui trahit un autre document compressé, et la phrase à dire.
_PARENTS: tuple[tuple[str, str], ...] = (
    (
        "xl/workbook.bin",
        n_("C’est un classeur Excel binaire (.xlsb) : enregistrez-le en .xlsx puis redéposez-le."),
    ),
    ("word/document.xml", n_("C’est un document Word : il faut un classeur Excel (.xlsx).")),
    (
        "ppt/presentation.xml",
        n_("C’est une présentation PowerPoint : il faut un classeur Excel (.xlsx)."),
    ),
    (
        "index/document.iwa",
        n_("C’est un document Numbers ou Pages : exportez-le au format Excel (.xlsx)."),
    ),
    (
        "content.xml",
        n_(
            "C’est un document LibreOffice (.ods ou .odt) : enregistrez le classeur au format "
            "« Excel 2007-365 (.xlsx) » puis redéposez-le."
        ),
    ),
)


def meprise_des_octets(octets: bytes) -> str | None:
    """La phrase à dire si ces octets ne sont pas ceux d’une archive zip ; rien s’ils le sont."""
    if not octets:
        return n_("Ce fichier est vide : enregistrez le classeur puis redéposez-le.")
    if octets.startswith(_ZIP):
        return None
    if octets.startswith(_OLE):
        return _meprise_ole(octets)
    for debut, phrase in _AUTRES:
        if octets.startswith(debut):
            return phrase
    return _meprise_texte(octets[:4096])


def meprise_des_noms(noms: Collection[str]) -> str | None:
    """La phrase à dire si une archive de ces noms, en minuscules, n’est pas celle d’un classeur."""
    if _CLASSEUR in noms:
        return None
    for nom, phrase in _PARENTS:
        if nom in noms:
            return phrase
    if any(nom.endswith((".xlsx", ".xlsm")) for nom in noms):
        return n_("C’est un dossier compressé : ouvrez-le et déposez le classeur qu’il contient.")
    return n_("Ce fichier compressé n’est pas un classeur Excel (.xlsx).")


def _meprise_ole(octets: bytes) -> str:
    if _CHIFFRE in octets:
        return n_(
            "Ce classeur est protégé par un mot de passe : enregistrez-le sans mot de passe puis "
            "redéposez-le."
        )
    return n_(
        "C’est un ancien classeur Excel (.xls) : ouvrez-le, enregistrez-le au format « Classeur "
        "Excel (.xlsx) » puis redéposez-le. Changer la fin de son nom ne suffit pas."
    )


def _meprise_texte(debut: bytes) -> str:
    """Un tableau exporté en texte ou en page web est souvent renommé .xlsx."""
    tete = debut.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if tete.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        return n_(
            "C’est une page web ou un fichier XML : ouvrez-le dans un tableur, enregistrez-le au "
            "format Excel (.xlsx) puis redéposez-le."
        )
    if b"\0" not in debut and any(signe in debut for signe in b";,\t\n"):
        return n_(
            "C’est un fichier texte (.csv ou .txt) : ouvrez-le dans un tableur, enregistrez-le au "
            "format Excel (.xlsx) puis redéposez-le."
        )
    return n_("Ce fichier n’est pas un classeur Excel (.xlsx), ou il est abîmé : renvoyez-le.")
