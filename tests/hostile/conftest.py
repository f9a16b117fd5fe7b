"""La scène des envois forgés : la démonstration, et un objet dans l’état que chaque acte veut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from coopmetiers.base import clock, tenancy
from coopmetiers.base.db import db, transaction
from coopmetiers.base.identity import Identity
from coopmetiers.base.limits import limiter
from coopmetiers.certification.enums import EtatJury, QualiteMembre
from coopmetiers.certification.models import Presentation
from coopmetiers.certification.services import decisions, jurys
from coopmetiers.comptes.enums import Role
from coopmetiers.comptes.models import Appartenance, Organisation, Utilisateur
from coopmetiers.comptes.queries.invitations import chemin_invitation
from coopmetiers.echanges.enums import Format
from coopmetiers.echanges.services import importations
from coopmetiers.formation.models import Creneau, Formation
from coopmetiers.parcours.enums import EtatInscription
from coopmetiers.parcours.models import Apprenant, Evaluation, Inscription, Preuve
from coopmetiers.referentiel.queries import version_par_cle, versions_offertes
from coopmetiers.referentiel.services import brouillons
from tests.acces import TABLE, Terrain
from tests.demonstration import ouverte
from tests.fabriques import certification, comptes, formation, parcours
from tests.hostile.scene import Scene
from tests.objets import Objets
from tests.personnes import Personne, rassembler

#: Les sigles de celles où personne, dans ces envois, n’a rien à faire.
_ETRANGERES = ("EVE", "CX", "RX", "EMP")


@pytest.fixture(scope="module")
def scene(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """La démonstration sans jeton ni limite d’essais, l’heure arrêtée, chaque acte possible."""
    with (
        pytest.MonkeyPatch.context() as monkeypatch,
        clock.fixed(clock.now()),
        ouverte(demonstration, tmp_path_factory.mktemp("hostile")) as application,
    ):
        monkeypatch.setitem(application.config, "WTF_CSRF_ENABLED", False)
        monkeypatch.setattr(limiter, "enabled", False)
        with application.app_context():
            rangees = rassembler()
            objets = Objets.de_la_demonstration()
            personnes = {p.cle: p for p in rangees["chez elles"]}
            personnes["VOISINE"] = rangees["voisines"][0]
            ajoutes = _preparer(personnes)
            etrangeres = frozenset(
                db.session.scalars(
                    select(Organisation.cle).where(Organisation.sigle.in_(_ETRANGERES))
                )
            )
        yield Scene(Terrain(application, objets, rangees), personnes, ajoutes, etrangeres)


def _preparer(personnes: dict[str, Personne]) -> dict[str, str]:
    with transaction():
        lieux = {lieu.sigle: lieu for lieu in db.session.scalars(select(Organisation))}
        objets = _des_comptes(lieux, personnes)
        offerte, ines = versions_offertes()[0], _acteur(personnes, "RESEAU@RESEAU")
        objets["brouillon"] = brouillons.deriver(ines, offerte, "0.2").version
    with tenancy.bound(lieux["SP"].cle), transaction():
        objets |= _de_l_organisme(personnes)
    with tenancy.bound(lieux["EVE"].cle), transaction():
        objets |= _de_l_autre_organisme()
    with tenancy.bound(lieux["CX"].cle), transaction():
        objets |= {f"{nom}_cx": cle for nom, cle in _jury(personnes, EtatJury.OUVERT).items()}
    with tenancy.bound(lieux["RC"].cle), transaction():
        objets |= _du_reseau(personnes)
    return objets | _du_certificateur(lieux["CC"].cle, personnes)


def _du_reseau(personnes: dict[str, Personne]) -> dict[str, str]:
    """Un fichier repris, dont un brouillon est né."""
    ines = _acteur(personnes, "RESEAU@RESEAU")
    octets = (TABLE.parent / "moodle_referentiel.csv").read_bytes()
    repris = importations.preparer(ines, octets, nom="repris.csv", genre=Format.MOODLE)
    importations.appliquer_importation(ines, repris, lue="")
    return {"importation_appliquee": repris}


def _des_comptes(lieux: dict[str, Organisation], personnes: dict[str, Personne]) -> dict[str, str]:
    """Une invitation d’il y a huit jours, un second rôle, des personnes d’ailleurs."""
    noe = _compte("noé.gabarit")
    second = comptes.fabriquer_appartenance(noe, lieux["SP"], Role.EVALUATEUR)
    oubliee = comptes.fabriquer_utilisateur("Oubliée", "Carbone", password=None)
    il_y_a_huit_jours = clock.now() - timedelta(days=8)
    attend = comptes.fabriquer_appartenance(
        oubliee, lieux["SP"], Role.FORMATEUR, acceptee_a=None, invitee_a=il_y_a_huit_jours
    )
    with clock.fixed(il_y_a_huit_jours):
        perime = chemin_invitation(oubliee)
    perle = _compte("perle.maille")
    ailleurs = _un(select(Appartenance).where(Appartenance.cle_utilisateur == perle.id))
    return {
        **{lieu.sigle.lower(): lieu.organisation_id for lieu in lieux.values()},
        "second_role": second.appartenance_id,
        "attend": attend.appartenance_id,
        "jeton_perime": perime.rsplit("/", 1)[-1],
        "appartenance_perle": ailleurs.appartenance_id,
        "perle": perle.utilisateur_id,
        "abel": _compte("abel.tracé").utilisateur_id,
        "zelie": _compte("zélie.modèle").utilisateur_id,
        "juree_etrangere": _compte("juree.etrangere").utilisateur_id,
        "voisine": _acteur(personnes, "VOISINE").user_id,
    }


def _compte(courriel: str) -> Utilisateur:
    return _un(select(Utilisateur).where(Utilisateur.email == f"{courriel}@exemple.test"))


def _acteur(personnes: dict[str, Personne], cle: str) -> Identity:
    identite = personnes[cle].identite
    assert identite is not None
    return identite


def _un(requete: Any) -> Any:
    """La première ligne de la requête ; il doit y en avoir une."""
    return db.session.scalars(requete.limit(1)).one()


def _de_l_organisme(personnes: dict[str, Personne]) -> dict[str, str]:
    """Une session qui commence, une inscription rompue, une formation archivée."""
    suivie = _un(select(Formation))
    version, jour = version_par_cle(suivie.cle_version), clock.today()
    archivee = formation.fabriquer_formation(version, archivee_a=clock.now())
    neuve = formation.fabriquer_session(suivie, fin_le=jour + timedelta(days=9))
    formation.fabriquer_affectation(neuve, _acteur(personnes, "FORMATEUR@ORGANISME"))
    suivi = parcours.fabriquer_inscription(neuve)
    rompue = parcours.fabriquer_inscription(neuve, etat=EtatInscription.ROMPUE)
    malo = _compte("malo.fictif")
    voisin = _un(select(Inscription).where(Inscription.apprenant.has(cle_utilisateur=malo.id)))
    preuve = select(Preuve.preuve_id).where(Preuve.cle_inscription == voisin.cle)
    prete = _un(
        select(Inscription).where(
            Inscription.inscription_id.not_in(select(Presentation.inscription_id)),
            Inscription.apprenant.has(Apprenant.naissance_le.is_not(None)),
            Inscription.cle.in_(select(Evaluation.cle_inscription)),
        )
    )
    return {
        "formation_archivee": archivee.formation_id,
        "module_archive": archivee.modules[0].module_id,
        "session_neuve": neuve.session_id,
        "creneau_neuf": neuve.creneaux[-1].creneau_id,
        "jour_libre": (jour + timedelta(days=5)).isoformat(),
        "inscription_neuve": suivi.inscription_id,
        "inscription_rompue": rompue.inscription_id,
        "inscription_malo": voisin.inscription_id,
        "inscription_prete": prete.inscription_id,
        "session_prete": prete.session.session_id,
        "preuve_malo": _un(preuve),
    }


def _de_l_autre_organisme() -> dict[str, str]:
    """Ce que l’Établi du Val d’Essai a de chaque sorte."""
    suivie = _un(select(Formation))
    premier = {
        "creneau": Creneau.creneau_id,
        "inscription": Inscription.inscription_id,
        "preuve": Preuve.preuve_id,
        "evaluation": Evaluation.evaluation_id,
    }
    trouves = {f"{sorte}_eve": _un(select(colonne)) for sorte, colonne in premier.items()}
    return trouves | {"module_eve": suivie.modules[0].module_id}


def _jury(personnes: dict[str, Personne], etat: EtatJury) -> dict[str, str]:
    """Un jury que préside Octave, une candidature à son rôle."""
    jury = certification.fabriquer_jury(versions_offertes()[0], etat=etat, quorum=1)
    octave = certification.fabriquer_membre(
        jury, _acteur(personnes, "JURE@CERTIFICATEUR"), qualite=QualiteMembre.PRESIDENCE
    )
    candidature = certification.fabriquer_candidature(jury)
    return {
        "jury": jury.jury_id,
        "membre": octave.membre_id,
        "candidature": candidature.candidature_id,
    }


def _du_certificateur(cle: int, personnes: dict[str, Personne]) -> dict[str, str]:
    """Un jury de chaque état : composé, ouvert, décidé, signé ; une candidature en attente."""
    octave = _acteur(personnes, "JURE@CERTIFICATEUR")
    objets: dict[str, str] = {}
    for nom in ("compose", "ouvert", "decide", "signe"):
        etat = EtatJury.COMPOSITION if nom == "compose" else EtatJury.OUVERT
        with tenancy.bound(cle), transaction():
            faits = _jury(personnes, etat)
            objets |= {f"{sorte}_{nom}": valeur for sorte, valeur in faits.items()}
        if nom in {"decide", "signe"}:
            prises = tuple(certification.acquise(code) for code in certification.CODES)
            with tenancy.bound(cle), transaction():
                decisions.enregistrer(octave, faits["jury"], faits["candidature"], prises)
    with tenancy.bound(cle), transaction():
        jurys.signer(octave, objets["jury_signe"])
    with tenancy.bound(cle), transaction():
        attend = certification.fabriquer_candidature(version=versions_offertes()[0])
        return objets | {"candidature_en_attente": attend.candidature_id}
