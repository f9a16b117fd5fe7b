"""Composer le dossier d’une candidature : ce que le parcours montre, et ce qui est déjà acquis."""

from __future__ import annotations

from collections.abc import Mapping

from coopmetiers.certification.rules.dossier import (
    SCHEMA,
    AcquiseAvant,
    BlocDossier,
    CompetenceDossier,
    Dossier,
    FaitDossier,
    LibelleCode,
    ReferentielDossier,
)
from coopmetiers.parcours import queries as parcours


def composer(vu: parcours.DossierVu, avant: Mapping[str, AcquiseAvant]) -> Dossier:
    """Le dossier d’une personne : blocs exigés, faits, preuves, et ce qu’un jury a déjà décidé.

    `avant` dit, par code, ce qui est acquis devant le certificateur dans cette version. Un bloc où
    rien n’est exigé n’y figure pas.
    """
    return Dossier(
        schema=SCHEMA,
        referentiel=_referentiel(vu),
        metier=vu.metier,
        exercice=str(vu.exercice),
        blocs=tuple(_bloc(bloc, avant) for bloc in vu.blocs if bloc.competences),
    )


def _referentiel(vu: parcours.DossierVu) -> ReferentielDossier:
    return ReferentielDossier(
        code=vu.version.code,
        titre=vu.version.titre,
        version=vu.version.version,
        empreinte=vu.version.empreinte,
        niveaux=tuple(LibelleCode(n.code, n.libelle) for n in vu.echelle.niveaux),
        modalites=tuple(LibelleCode(m.code, m.libelle) for m in vu.modalites),
        jamais_seules=tuple(m.code for m in vu.modalites if m.jamais_seule),
    )


def _bloc(bloc: parcours.BlocDuDossier, avant: Mapping[str, AcquiseAvant]) -> BlocDossier:
    return BlocDossier(
        code=bloc.code,
        intitule=bloc.intitule,
        nb_competences=bloc.nb_competences_du_bloc,
        complementaire=bloc.complementaire,
        epreuve=bloc.epreuve,
        competences=tuple(_competence(c, avant.get(c.code)) for c in bloc.competences),
    )


def _competence(
    competence: parcours.CompetenceDuDossier, avant: AcquiseAvant | None
) -> CompetenceDossier:
    return CompetenceDossier(
        code=competence.code,
        enonce=competence.enonce,
        libelle_court=competence.libelle_court,
        activite_code=competence.code_activite,
        activite_intitule=competence.intitule_activite,
        seuil=competence.seuil,
        modalites=competence.modalites,
        niveau=competence.niveau,
        a_preuve=competence.a_preuve,
        faits=tuple(_fait(fait) for fait in competence.faits),
        avant=avant,
    )


def _fait(fait: parcours.FaitDuDossier) -> FaitDossier:
    return FaitDossier(
        evaluation_id=fait.evaluation_id,
        niveau=fait.niveau,
        observee_le=fait.observee_le,
        evaluateur_id=fait.evaluateur_id,
        evaluateur=fait.evaluateur_nom,
        situation=fait.situation,
        commentaire=fait.commentaire,
        modalite=fait.code_modalite,
        preuves=fait.preuves,
    )
