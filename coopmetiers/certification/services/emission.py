"""Émettre une attestation : son numéro et son contenu sont figés dans l’acte qui proclame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coopmetiers.audit.services import Reference, consigner
from coopmetiers.base import clock, identifiers, queue
from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.base.running import settings
from coopmetiers.base.security import keyed_digest, sha256_hex
from coopmetiers.base.texts import folded
from coopmetiers.certification import contenu, documents
from coopmetiers.certification.enums import EtatCertificat, NatureDocument, QualiteMembre
from coopmetiers.certification.models import (
    AcquisitionBloc,
    Candidature,
    Certificat,
    EntreeRegistre,
    Jury,
)
from coopmetiers.certification.permissions import A
from coopmetiers.certification.rules import registre
from coopmetiers.certification.rules.acquisition import niveau_acquis
from coopmetiers.certification.rules.dossier import BlocDossier, CompetenceDossier, Dossier
from coopmetiers.certification.rules.jury import DecisionVue
from coopmetiers.certification.services import numeros
from coopmetiers.comptes import queries as comptes
from coopmetiers.comptes.models import Organisation


@dataclass(frozen=True)
class Source:
    """D’où vient une attestation : le jury, la candidature, le certificateur, le bloc acquis."""

    jury: Jury
    candidature: Candidature
    certificateur: Organisation
    dossier: Dossier
    bloc: BlocDossier


def emettre(
    acteur: Identity,
    acquisition: AcquisitionBloc,
    source: Source,
    decisions: Mapping[str, DecisionVue],
) -> Certificat:
    """Donne son numéro à l’attestation d’un bloc, fige son contenu et l’inscrit au registre.

    Le papier est vérifié avant d’être numéroté. Rend un certificat « en production » : son dessin
    est annoncé à la file. Source : règles de délivrance du projet (le certificateur délivre).
    """
    jour = clock.today(source.certificateur.fuseau)
    rang = numeros.suivant(numeros.DOCUMENTS, jour.year)
    numero = registre.numero(source.certificateur.sigle, jour.year, rang)
    code = identifiers.verification_code()
    fige = _figer(source, decisions, numero=numero, code=code)
    documents.verifier_dessin(fige)
    certificat = Certificat(
        nature=NatureDocument.ATTESTATION_BLOC,
        numero=numero,
        etat=EtatCertificat.EN_PRODUCTION,
        cle_candidature=source.candidature.cle,
        cle_acquisition=acquisition.cle,
        titulaire_nom=source.candidature.nom_complet,
        recherche=folded(f"{source.candidature.nom_complet} {numero} {source.bloc.code}"),
        code_bloc=source.bloc.code,
        contenu=contenu.vers_json(fige),
        empreinte_contenu=contenu.empreinte(fige),
        empreinte_code=sha256_hex(code),
        emis_a=clock.now(),
    )
    db.session.add(certificat)
    db.session.flush()
    _inscrire_au_registre(certificat, source, fige)
    consigner(
        acteur,
        A.PROCLAMER,
        Reference("certificat", certificat.certificat_id, source.certificateur.organisation_id),
        {"numero": numero, "bloc": source.bloc.code},
    )
    _annoncer(certificat, source.certificateur)
    return certificat


def _annoncer(certificat: Certificat, certificateur: Organisation) -> None:
    queue.enqueue(
        "certification.produire_certificat",
        organisation_id=certificateur.organisation_id,
        certificat_id=certificat.certificat_id,
    )


def _figer(
    source: Source, decisions: Mapping[str, DecisionVue], *, numero: str, code: str
) -> contenu.ContenuCertificat:
    """Réunit ce que dit le papier ; les signataires sont la présidence et le représentant."""
    certificateur, candidature = source.certificateur, source.candidature
    ville = certificateur.ville or source.jury.lieu
    return contenu.figer(
        contenu.Titulaire(
            titulaire_id=comptes.identifiants_publics([candidature.cle_utilisateur])[
                candidature.cle_utilisateur
            ],
            prenom=candidature.prenom,
            nom=candidature.nom,
            ne_le=candidature.naissance_le,
            ne_a=candidature.naissance_lieu,
        ),
        _bloc(source.bloc, decisions),
        emetteur=contenu.Emetteur(
            nom=certificateur.nom,
            siret=certificateur.siret or "",
            nda=certificateur.nda,
            ville=ville,
            logo=certificateur.logo,
        ),
        cadre=_cadre(source),
        jury=_jury(source.jury, certificateur),
        delivrance=contenu.Delivrance(
            numero=numero,
            code_verification=identifiers.grouped(code),
            adresse_verification=contenu.adresse_de_verification(settings().public_url, code),
            delivre_le=clock.today(certificateur.fuseau),
            delivre_a=ville,
        ),
    )


def _bloc(bloc: BlocDossier, decisions: Mapping[str, DecisionVue]) -> contenu.Bloc:
    return contenu.Bloc(
        code=bloc.code,
        intitule=bloc.intitule,
        nb_competences=bloc.nb_competences,
        epreuve=bloc.epreuve,
        competences=tuple(
            contenu.CompetenceAttestee(
                code=competence.code,
                enonce=competence.enonce,
                niveau=niveau_acquis(competence, decisions) or 0,
                seuil=competence.seuil,
                modalites=_modalites(competence),
                activite_code=competence.activite_code,
                activite_intitule=competence.activite_intitule,
            )
            for competence in bloc.competences
        ),
    )


def _modalites(competence: CompetenceDossier) -> tuple[str, ...]:
    """Celles qui ont servi ; à défaut, celles que prévoit le référentiel."""
    servies = dict.fromkeys(fait.modalite for fait in competence.faits if fait.modalite)
    return tuple(servies) or competence.modalites


def _cadre(source: Source) -> contenu.Cadre:
    referentiel = source.dossier.referentiel
    utiles = {code for c in source.bloc.competences for code in _modalites(c)}
    return contenu.Cadre(
        referentiel=contenu.Referentiel(
            code=referentiel.code,
            titre=referentiel.titre,
            version=referentiel.version,
            empreinte=referentiel.empreinte,
            niveaux=tuple(
                contenu.Niveau(rang, niveau.libelle)
                for rang, niveau in enumerate(referentiel.niveaux, start=1)
            ),
            modalites=tuple(
                contenu.Modalite(m.code, m.libelle)
                for m in referentiel.modalites
                if m.code in utiles
            ),
        ),
        metier=source.dossier.metier,
        exercice=source.dossier.exercice.lower(),
        organisme_parcours=source.candidature.organisme_nom,
    )


def _jury(jury: Jury, certificateur: Organisation) -> contenu.Jury:
    presidence = next(m for m in jury.membres if m.qualite == QualiteMembre.PRESIDENCE)
    signataires = [
        contenu.Signataire("Présidence du jury", presidence.nom, presidence.fonction or None)
    ]
    if certificateur.representant_nom:
        signataires.append(
            contenu.Signataire(
                "Pour le certificateur",
                certificateur.representant_nom,
                certificateur.representant_fonction,
            )
        )
    return contenu.Jury(
        numero=jury.numero,
        reuni_le=jury.tenu_le,
        lieu=jury.lieu,
        president=presidence.nom,
        signataires=tuple(signataires),
    )


def _inscrire_au_registre(
    certificat: Certificat, source: Source, fige: contenu.ContenuCertificat
) -> None:
    db.session.add(
        EntreeRegistre(
            certificat_id=certificat.certificat_id,
            empreinte_code=certificat.empreinte_code,
            etat=certificat.etat,
            extrait=registre.extrait(fige, source.certificateur.organisation_id),
            empreinte_nom=keyed_digest(registre.nom_replie(fige.titulaire.nom_complet)),
            cle_utilisateur=source.candidature.cle_utilisateur,
            organisme_id=source.candidature.organisme_id,
            inscrite_a=certificat.emis_a,
        )
    )
