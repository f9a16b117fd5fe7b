"""Relever les textes de l’application et tenir les catalogues de traduction : `make catalogues`.

Le français est la langue des textes eux-mêmes : son catalogue ne contient que les pluriels, sans
lesquels zéro prendrait la règle anglaise (« 0 apprenants »), et se remplit tout seul. Les autres
langues contiennent tout ; ce qui reste à traduire y est vide. Les `.po` et les `.mo` sont livrés :
rien n’est compilé à l’installation, et un test compare.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from coopmetiers import paths
from coopmetiers.base.i18n import LANGUAGES

MOTS_CLES = DEFAULT_KEYWORDS | {"n_": None}
METHODES = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
#: Un gabarit illisible arrête le relevé au lieu d’y manquer en silence.
_LECTURE = {"silent": "false", "extensions": "jinja2.ext.do"}
OPTIONS = {"**.html": _LECTURE, "**.txt": _LECTURE}


def relever() -> Catalog:
    """Tous les textes marqués du paquet et des gabarits, avec les fichiers où ils sont."""
    modele = Catalog()
    for dossier in (paths.PACKAGE, paths.TEMPLATES):
        trouves = extract_from_dir(dossier, METHODES, OPTIONS, keywords=MOTS_CLES)
        for fichier, ligne, texte, commentaires, contexte in sorted(trouves, key=lambda t: t[:2]):
            lieu = (str(Path(dossier.name, fichier)), ligne)
            modele.add(texte, locations=[lieu], auto_comments=commentaires, context=contexte)
    for singulier, pluriel in refus_accordes():
        modele.add((singulier, pluriel))
    return modele


def refus_accordes() -> Iterator[tuple[str, str]]:
    """Les refus qui s’accordent au nombre : `RuleViolation(code, n_("…"), msgid_plural=n_("…"))`.

    Leurs deux textes sont loin l’un de l’autre dans l’appel : l’extraction ordinaire les prend pour
    deux textes sans rapport.
    """
    for fichier in sorted(paths.PACKAGE.rglob("*.py")):
        for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
            if not isinstance(noeud, ast.Call):
                continue
            nommes = {argument.arg: argument.value for argument in noeud.keywords}
            if "msgid_plural" in nommes and len(noeud.args) >= 2:
                singulier, pluriel = texte_de(noeud.args[1]), texte_de(nommes["msgid_plural"])
                if singulier and pluriel:
                    yield singulier, pluriel


def texte_de(noeud: ast.expr) -> str | None:
    """Le texte d’une constante, nue ou dans `n_()` ; rien si c’est un calcul."""
    if isinstance(noeud, ast.Call) and noeud.args:
        noeud = noeud.args[0]
    return noeud.value if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str) else None


def fichier_po(langue: str) -> Path:
    return paths.TRANSLATIONS / langue / "LC_MESSAGES" / "messages.po"


def catalogue(langue: str, modele: Catalog) -> Catalog:
    """Le catalogue livré de cette langue, mis à jour sur les textes relevés."""
    fichier = fichier_po(langue)
    if fichier.is_file():
        with fichier.open("rb") as flux:
            resultat = read_po(flux, locale=langue)
    else:
        resultat = Catalog(
            locale=langue,
            header_comment="# Textes de coopmetiers",
            project="coopmetiers",
            version="",
            last_translator="coopmetiers",
            language_team=langue,
            msgid_bugs_address="coopmetiers",
            fuzzy=False,
        )
        resultat.revision_date = resultat.creation_date
    resultat.update(modele, no_fuzzy_matching=True, update_creation_date=False)
    if langue == "fr":
        for message in [message for message in resultat if message.id]:
            if message.pluralizable:
                message.string = message.id
                message.flags.discard("fuzzy")
            else:
                resultat.delete(message.id, message.context)
    return resultat


def octets(contenu: Catalog) -> tuple[bytes, bytes]:
    """Le `.po` et le `.mo` d’un catalogue ; sans numéros de ligne, qui changent à chaque commit."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, contenu, width=100, include_lineno=False, ignore_obsolete=True)
    write_mo(mo, contenu)
    return po.getvalue(), mo.getvalue()


def main() -> None:

    for langue in LANGUAGES:
        fichier = fichier_po(langue)
        # Un relevé neuf par langue : le catalogue en garde et en remplit les entrées.
        contenu = catalogue(langue, relever())
        po, mo = octets(contenu)
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_bytes(po)
        fichier.with_suffix(".mo").write_bytes(mo)
        vides = sum(1 for message in contenu if message.id and not any(message.string or ()))
        print(f"{langue} : {len(contenu)} textes, {vides} à traduire")


if __name__ == "__main__":
    main()
