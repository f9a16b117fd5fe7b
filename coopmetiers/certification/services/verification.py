"""Vérifier un document sans compte : ce que dit le registre, jamais un nouveau dessin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from coopmetiers.base.db import db
from coopmetiers.base.identifiers import is_code, normalize_code
from coopmetiers.base.security import keyed_digest, same, sha256_hex
from coopmetiers.base.vault import digest
from coopmetiers.certification.enums import EtatCertificat
from coopmetiers.certification.models import EntreeRegistre
from coopmetiers.certification.rules.registre import nom_replie


class VerdictFichier(StrEnum):
    """Ce que vaut un fichier déposé, comparé octet à octet à celui qui a été délivré."""

    INTACT = "INTACT"
    ALTERE = "ALTERE"
    INCONNU = "INCONNU"
    PAS_UN_PDF = "PAS_UN_PDF"


@dataclass(frozen=True)
class Constat:
    """Ce que dit le registre : état du document, extrait public, empreinte du fichier."""

    certificat_id: str
    etat: EtatCertificat
    extrait: dict[str, Any]
    empreinte_pdf: str | None
    revoque_a: datetime | None

    @property
    def jury_le(self) -> date:
        """Le jour de la décision du jury."""
        return date.fromisoformat(self.extrait["jury_le"])

    @property
    def delivre_le(self) -> date:
        """Le jour de la délivrance."""
        return date.fromisoformat(self.extrait["delivre_le"])


def constater(code: str) -> Constat | None:
    """Le constat d’un code de vérification ; rien pour un code inconnu ou mal formé.

    Le code s’écrit avec ou sans tiret, en majuscules ou non. Le numéro seul ne vérifie rien.
    """
    entree = _entree(code)
    return _constat(entree) if entree else None


def comparer_nom(code: str, nom: str) -> bool | None:
    """Le nom complet saisi est-il celui du titulaire ? Oui ou non ; rien pour un code inconnu."""
    entree = _entree(code)
    if entree is None:
        return None
    return same(entree.empreinte_nom, keyed_digest(nom_replie(nom)))


def examiner(fichier: bytes, code: str = "") -> tuple[VerdictFichier, Constat | None]:
    """Compare un fichier à ce qui a été délivré ; le fichier n’est pas gardé.

    Avec un code, un fichier différent de celui qu’il désigne est dit altéré ; sans code, inconnu.
    """
    if not fichier.startswith(b"%PDF-"):
        return VerdictFichier.PAS_UN_PDF, None
    return examiner_empreinte(digest(fichier), code)


def examiner_empreinte(empreinte: str, code: str = "") -> tuple[VerdictFichier, Constat | None]:
    """Compare l’empreinte d’un fichier, calculée là où il est, à ce qui a été délivré."""
    attendue = _entree(code) if code else None
    if attendue is not None and attendue.empreinte_pdf is not None:
        intact = same(attendue.empreinte_pdf, empreinte)
        verdict = VerdictFichier.INTACT if intact else VerdictFichier.ALTERE
        return verdict, _constat(attendue)
    entree = db.session.scalar(
        select(EntreeRegistre).where(EntreeRegistre.empreinte_pdf == empreinte)
    )
    if entree is None:
        return VerdictFichier.INCONNU, _constat(attendue) if attendue else None
    return VerdictFichier.INTACT, _constat(entree)


def _entree(code: str) -> EntreeRegistre | None:
    normalise = normalize_code(code)
    if not is_code(normalise):
        return None
    return db.session.scalar(
        select(EntreeRegistre).where(EntreeRegistre.empreinte_code == sha256_hex(normalise))
    )


def _constat(entree: EntreeRegistre) -> Constat:
    return Constat(
        entree.certificat_id,
        EtatCertificat(entree.etat),
        entree.extrait,
        entree.empreinte_pdf,
        entree.revoque_a,
    )
