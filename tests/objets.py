"""Un objet de la démonstration pour chaque paramètre d’adresse, par organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import select

from coopmetiers.base import tenancy
from coopmetiers.base.db import db, read_only
from coopmetiers.base.identifiers import normalize_code
from coopmetiers.certification.models import Candidature, Certificat, Jury, PieceCandidature
from coopmetiers.comptes.models import Appartenance, Habilitation, Organisation, Utilisateur
from coopmetiers.comptes.queries.invitations import chemin_invitation
from coopmetiers.echanges.models import Importation
from coopmetiers.formation.models import Affectation, SessionFormation
from coopmetiers.parcours.models import Evaluation, Inscription, Preuve
from coopmetiers.referentiel.models import FicheRecensee
from tests.personnes import INVITEE

#: Qui est regardée : son parcours, sa candidature, son attestation.
_REGARDEE = "zélie.modèle@exemple.test"
#: Le même mot désigne des choses différentes selon l’adresse.
_PAR_ADRESSE = {
    ("/recensement/", "code"): "fiche",
    ("/referentiels/", "code"): "referentiel",
    ("/v/", "code"): "verification",
}


@dataclass(frozen=True)
class Objets:
    """Sigle → paramètre → valeur ; « * » pour ce qui est à tout le monde."""

    par_sigle: Mapping[str, Mapping[str, str]]

    def valeur(self, parametre: str, adresse: str, devant: str) -> str:
        """La valeur du paramètre, prise dans cette organisation, à défaut chez une autre."""
        for (debut, mot), precis in _PAR_ADRESSE.items():
            if adresse.startswith(debut) and mot == parametre:
                parametre = precis
        for sigle in (devant, "SP", "CC", "*"):
            if parametre in self.par_sigle[sigle]:
                return self.par_sigle[sigle][parametre]
        raise AssertionError(f"Aucun objet de la démonstration pour « {parametre} » ({adresse}).")

    @classmethod
    def de_la_demonstration(cls) -> Objets:
        """Relève un objet de chaque sorte."""
        with read_only():
            lieux = {lieu.sigle: lieu for lieu in db.session.scalars(select(Organisation))}
            regardee = _un(select(Utilisateur).where(Utilisateur.email == _REGARDEE))
            par_sigle = {sigle: _comptes(lieu) for sigle, lieu in lieux.items()}
            par_sigle["*"] = _communs()
            with tenancy.bound(lieux["RC"].cle):
                par_sigle["*"]["importation_id"] = _un(select(Importation.importation_id))
            with tenancy.bound(lieux["SP"].cle):
                par_sigle["SP"] |= _organisme(regardee)
            with tenancy.bound(lieux["CC"].cle):
                par_sigle["CC"] |= _certificateur(regardee)
                par_sigle["*"]["verification"] = par_sigle["CC"].pop("verification")
        return cls(par_sigle)


def _un(requete):
    """La première ligne de la requête ; il doit y en avoir une."""
    return db.session.scalars(requete.limit(1)).one()


def _comptes(lieu: Organisation) -> dict[str, str]:
    objets = {"organisation_id": lieu.organisation_id}
    membre = db.session.scalars(
        select(Appartenance)
        .where(Appartenance.cle_organisation == lieu.cle, Appartenance.terminee_a.is_(None))
        .order_by(Appartenance.cle.desc())
    ).first()
    return objets | ({"appartenance_id": membre.appartenance_id} if membre else {})


def _communs() -> dict[str, str]:
    invitee = _un(select(Utilisateur).where(Utilisateur.nom == INVITEE))
    return {
        "habilitation_id": _un(select(Habilitation.habilitation_id)),
        "jeton": chemin_invitation(invitee).rsplit("/", 1)[-1],
        "token": generate_reset_password_token(invitee),
        "role": "formateur",
        "filename": "css/jetons.css",
        "referentiel": "cooperation-territoriale",
        "version": "0.1",
        "code_element": "C1.1.1",
        "code_competence": "C1.1.1",
        "code": "C1.1.1",
        "code_bloc": "BC1",
        "code_metier": "animateur",
        "fiche": _un(select(FicheRecensee.code)),
    }


def _organisme(regardee: Utilisateur) -> dict[str, str]:
    inscription = _un(
        select(Inscription).where(Inscription.apprenant.has(cle_utilisateur=regardee.id))
    )
    session = db.session.get(SessionFormation, inscription.cle_session)
    formation = session.formation
    affectee = select(Affectation.cle_utilisateur).where(Affectation.cle_session == session.cle)
    siennes = Preuve.cle_inscription == inscription.cle
    return {
        "formation_id": formation.formation_id,
        "module_id": formation.modules[0].module_id,
        "session_id": session.session_id,
        "creneau_id": session.creneaux[0].creneau_id,
        "utilisateur_id": _un(
            select(Utilisateur.utilisateur_id).where(Utilisateur.id.in_(affectee))
        ),
        "inscription_id": inscription.inscription_id,
        "preuve_id": _un(select(Preuve.preuve_id).where(siennes)),
        "evaluation_id": _un(
            select(Evaluation.evaluation_id).where(Evaluation.cle_inscription == inscription.cle)
        ),
    }


def _certificateur(regardee: Utilisateur) -> dict[str, str]:
    candidature = _un(select(Candidature).where(Candidature.cle_utilisateur == regardee.id))
    jury = db.session.get(Jury, candidature.cle_jury)
    certificat = _un(select(Certificat).where(Certificat.cle_candidature == candidature.cle))
    code = certificat.contenu["delivrance"]["code_verification"]
    return {
        "jury_id": jury.jury_id,
        "membre_id": jury.membres[0].membre_id,
        "candidature_id": candidature.candidature_id,
        "piece_id": _un(
            select(PieceCandidature.piece_id).where(
                PieceCandidature.cle_candidature == candidature.cle
            )
        ),
        "certificat_id": certificat.certificat_id,
        "verification": normalize_code(code),
    }
