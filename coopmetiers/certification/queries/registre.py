"""Les documents délivrés, lus dans le registre par qui y a droit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from coopmetiers.base.db import db
from coopmetiers.base.errors import NotFound
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import can
from coopmetiers.certification.enums import EtatCertificat
from coopmetiers.certification.models import EntreeRegistre
from coopmetiers.certification.permissions import A


@dataclass(frozen=True)
class DocumentVu:
    """Un document délivré, tel que le registre le décrit."""

    certificat_id: str
    cle_utilisateur: int
    numero: str
    etat: EtatCertificat
    nature: str
    titulaire: str
    metier: str
    #: « interne » ou « externe », comme sur le papier.
    exercice: str
    code_bloc: str
    intitule_bloc: str
    certificateur: str
    organisme: str | None
    delivre_le: date
    inscrite_a: datetime
    telechargeable: bool


def documents_de(cle_utilisateur: int) -> tuple[DocumentVu, ...]:
    """Les documents délivrés à une personne, tous certificateurs ensemble, le dernier d’abord."""
    return _documents(EntreeRegistre.cle_utilisateur == cle_utilisateur)


def documents_presentes(
    organisme_id: str, cle_utilisateur: int | None = None
) -> tuple[DocumentVu, ...]:
    """Les documents des personnes que cet organisme a présentées, ou d’une seule."""
    conditions = [EntreeRegistre.organisme_id == organisme_id]
    if cle_utilisateur is not None:
        conditions.append(EntreeRegistre.cle_utilisateur == cle_utilisateur)
    return _documents(*conditions)


def competences_acquises(
    cle_utilisateur: int, code_referentiel: str, version: str
) -> frozenset[str]:
    """Les codes attestés à une personne pour cette version, par des documents non révoqués.

    Lus dans le registre, qui est à tout le monde : ce qu’un jury a décidé d’une compétence dont le
    bloc n’est pas acquis reste chez le certificateur.
    """
    entrees = db.session.scalars(
        select(EntreeRegistre).where(
            EntreeRegistre.cle_utilisateur == cle_utilisateur,
            EntreeRegistre.etat != EtatCertificat.REVOQUE,
        )
    )
    return frozenset(
        competence["code"]
        for entree in entrees
        if (entree.extrait["referentiel"]["code"], entree.extrait["referentiel"]["version"])
        == (code_referentiel, version)
        for competence in entree.extrait["competences"]
    )


def document_a_telecharger(acteur: Identity, certificat_id: str) -> EntreeRegistre:
    """L’entrée d’un document que cette personne a le droit de télécharger ; sinon `NotFound`."""
    entree = db.session.scalar(
        select(EntreeRegistre).where(EntreeRegistre.certificat_id == certificat_id)
    )
    if entree is None or not can(acteur, A.TELECHARGER, entree):
        raise NotFound
    return entree


def _documents(*conditions: object) -> tuple[DocumentVu, ...]:
    entrees = db.session.scalars(
        select(EntreeRegistre)
        .where(*conditions)  # type: ignore[arg-type]
        .order_by(EntreeRegistre.inscrite_a.desc(), EntreeRegistre.cle)
    )
    return tuple(_vu(entree) for entree in entrees)


def _vu(entree: EntreeRegistre) -> DocumentVu:
    extrait = entree.extrait
    return DocumentVu(
        certificat_id=entree.certificat_id,
        cle_utilisateur=entree.cle_utilisateur,
        numero=extrait["numero"],
        etat=EtatCertificat(entree.etat),
        nature=extrait["nature"],
        titulaire=extrait["titulaire"],
        metier=extrait["metier"],
        exercice=extrait["exercice"],
        code_bloc=extrait["bloc"]["code"],
        intitule_bloc=extrait["bloc"]["intitule"],
        certificateur=extrait["certificateur"],
        organisme=extrait["organisme"],
        delivre_le=date.fromisoformat(extrait["delivre_le"]),
        inscrite_a=entree.inscrite_a,
        telechargeable=entree.empreinte_pdf is not None,
    )
