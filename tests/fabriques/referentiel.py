"""Des versions de référentiel : la vraie, ou une petite dont on ne dit que l’écart qui compte.

À appeler dans un acte ouvert (`with transaction():`).
"""

from __future__ import annotations

from functools import cache
from uuid import NAMESPACE_URL, uuid5

from coopmetiers.base import clock
from coopmetiers.base.db import db
from coopmetiers.base.identity import Identity
from coopmetiers.paths import REFERENTIEL
from coopmetiers.referentiel import contenu, queries
from coopmetiers.referentiel.contenu import CitationLue, ContenuVersion
from coopmetiers.referentiel.enums import (
    Exercice,
    NatureRessource,
    RangCompetence,
    RelationAlignement,
)
from coopmetiers.referentiel.files import FicheRecenseeLue, lire_dossier, lire_recensement
from coopmetiers.referentiel.models import Referentiel, VersionReferentiel
from coopmetiers.referentiel.queries import VersionVue
from coopmetiers.referentiel.services import publication, recensement

SYSTEME = Identity.as_system("cli")
CODE, VERSION = "cooperation-territoriale", "0.1"
DOSSIER = REFERENTIEL / CODE / VERSION


@cache
def contenu_reel() -> ContenuVersion:
    """Le contenu du dossier du dépôt, lu une fois."""
    return lire_dossier(DOSSIER)


def publier_referentiel_reel(acteur: Identity = SYSTEME, *, porteuse: str = "") -> VersionVue:
    """La version 0.1 du dépôt, publiée (une seule fois par base)."""
    return publier_contenu(contenu_reel(), acteur, porteuse=porteuse)


def publier_contenu(
    lu: ContenuVersion, acteur: Identity = SYSTEME, *, porteuse: str = ""
) -> VersionVue:
    publiee = publication.publier(acteur, lu, porteuse=porteuse)
    db.session.flush()
    return queries.version_par_cle(publiee.cle_version)


def fabriquer_version(acteur: Identity = SYSTEME, **ecarts: object) -> VersionVue:
    """Une petite version publiée ; voir `fabriquer_contenu` pour les écarts."""
    return publier_contenu(fabriquer_contenu(**ecarts), acteur)


def fabriquer_brouillon(cle_porteuse: int | None = None, **ecarts: object) -> VersionVue:
    """Une version au brouillon, sans contenu enregistré, portée par cette organisation."""
    lu = fabriquer_contenu(**ecarts)
    referentiel = Referentiel(
        code=lu.presentation.code, titre=lu.presentation.titre, cle_porteuse=cle_porteuse
    )
    db.session.add(referentiel)
    db.session.flush()
    ligne = VersionReferentiel(
        cle_referentiel=referentiel.cle,
        version=lu.presentation.version,
        titre=lu.presentation.titre,
        langue=lu.presentation.langue,
        presentation={},
        creee_a=clock.now(),
    )
    db.session.add(ligne)
    db.session.flush()
    return queries.version_par_cle(ligne.cle)


def charger_recensement_reel(acteur: Identity = SYSTEME) -> recensement.Chargement:
    """Les formations repérées du dépôt."""
    return recensement.charger_recensement(acteur, fiches_reelles())


@cache
def fiches_reelles() -> tuple[FicheRecenseeLue, ...]:
    """Les fiches du dépôt, lues une fois."""
    return lire_recensement(REFERENTIEL / "recensement")


def fabriquer_contenu(
    *,
    code: str = "petit-referentiel",
    version: str = "1.0",
    titre: str = "Petit référentiel d’essai",
    nb_blocs: int = 2,
    nb_competences: int = 2,
    complement: str = "",
) -> ContenuVersion:
    """Un contenu qui se tient : un métier, des blocs d’une activité, deux compétences chacune.

    `complement` s’ajoute au premier énoncé : deux contenus qui diffèrent d’un mot.
    """
    blocs = [f"B{rang}" for rang in range(1, nb_blocs + 1)]
    codes = [f"C{bloc[1:]}.1.{rang}" for bloc in blocs for rang in range(1, nb_competences + 1)]
    return ContenuVersion(
        presentation=_presentation(code, version, titre),
        metiers=(_metier(code),),
        blocs=tuple(_bloc(code, bloc) for bloc in blocs),
        activites=tuple(
            contenu.ActiviteLue(
                element_id=_identite(code, f"A{bloc[1:]}.1"),
                code=f"A{bloc[1:]}.1",
                parent=bloc,
                intitule=f"Activité du bloc {bloc}",
            )
            for bloc in blocs
        ),
        situations=tuple(
            contenu.SituationLue(activite=f"A{bloc[1:]}.1", rang=1, enonce="Prise de poste")
            for bloc in blocs
        ),
        competences=tuple(
            _competence(code, nom, complement if nom == codes[0] else "") for nom in codes
        ),
        criteres=tuple(
            contenu.CritereLu(competence=nom, rang=1, enonce=f"Le résultat de {nom} se voit.")
            for nom in codes
        ),
        **_listes(blocs),
    )


def _identite(*noms: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(noms)))


def _presentation(code: str, version: str, titre: str) -> contenu.PresentationLue:
    return contenu.PresentationLue(
        code=code,
        version=version,
        titre=titre,
        langue="fr",
        date=clock.today(),
        statut="Proposition de travail",
        resume="Un référentiel d’essai.",
        licence="",
        axes=(),
        rubriques=(),
        grille=None,
    )


def _metier(code: str) -> contenu.MetierLu:
    return contenu.MetierLu(
        element_id=_identite(code, "tisseur"),
        code="tisseur",
        libelle="Tisseur·se de liens",
        libelle_feminin="Tisseuse de liens",
        libelle_masculin="Tisseur de liens",
        raison_d_etre="Relier des personnes qui s’ignorent.",
        fonctions=("mise en relation",),
        contextes=("atelier",),
        exercice_dominant=Exercice.INTERNE,
        remarque_exercice="",
        employeurs=("associations",),
        intitules_voisins=(),
        niveau_qualification=5,
        remarque_niveau="",
        sources=(CitationLue("S1"),),
    )


def _bloc(referentiel: str, code: str) -> contenu.BlocLu:
    return contenu.BlocLu(
        element_id=_identite(referentiel, code),
        code=code,
        intitule=f"Intitulé du bloc {code}",
        libelle_court=f"Bloc {code}",
        finalite="Tenir un bloc entier.",
        metiers=("tisseur",),
        sources=(),
        remarque="",
    )


def _competence(referentiel: str, code: str, complement: str) -> contenu.CompetenceLue:
    return contenu.CompetenceLue(
        element_id=_identite(referentiel, code),
        code=code,
        parent=f"A{code.split('.')[0][1:]}.1",
        libelle_court=f"Tenir {code}",
        enonce=f"Tenir {code}, avec d’autres, afin d’essayer{complement}.",
        rangs=(contenu.RangMetier("tisseur", RangCompetence.PRINCIPAL),),
        interne=True,
        externe=True,
        phases=("essai",),
        echelle="maitrise",
        ressources=("SV01", "PO01"),
        modalites=("ME1",),
        sources=(CitationLue("S1", "page 3"),),
        remarque="",
    )


def _listes(blocs: list[str]) -> dict[str, tuple[object, ...]]:
    niveaux = ("Découvre", "Pratique accompagné·e", "Exerce en autonomie", "Fait référence")
    return {
        "ressources": (
            contenu.RessourceLue(code="SV01", nature=NatureRessource.SAVOIR, libelle="Un savoir"),
            contenu.RessourceLue(code="PO01", nature=NatureRessource.POSTURE, libelle="Écoute"),
        ),
        "phases": (
            contenu.PhaseLue(
                code="essai", libelle="Essai", abrege="ES", regroupement="", sources=()
            ),
        ),
        "modalites": (
            contenu.ModaliteLue(
                code="ME1", libelle="Mise en situation", description="", jamais_seule=False
            ),
        ),
        "sources": (
            contenu.SourceLue(
                code="S1",
                adresses=("https://source.exemple.test/",),
                apport="Une idée.",
                consultee_le=clock.today(),
            ),
        ),
        "echelles": (contenu.EchelleLue(code="maitrise", intitule="Échelle de maîtrise", seuil=3),),
        "niveaux": tuple(
            contenu.NiveauLu(
                echelle="maitrise",
                rang=rang,
                code=f"N{rang}",
                libelle=libelle,
                autonomie="",
                situations="",
                reflexivite="",
                rapport_aux_autres="",
            )
            for rang, libelle in enumerate(niveaux, start=1)
        ),
        "descripteurs": tuple(
            contenu.DescripteurLu(bloc=bloc, echelle="maitrise", niveau=3, texte="Tient le bloc.")
            for bloc in blocs
        ),
        "epreuves": tuple(
            contenu.EpreuveLue(
                bloc=bloc,
                intitule="Épreuve",
                production="Un écrit",
                duree="30 min",
                evaluateurs="1 pair",
            )
            for bloc in blocs
        ),
        "profils": tuple(
            contenu.ProfilLu(metier="tisseur", exercice=exercice, bloc=bloc, niveau=3, exige=True)
            for exercice in Exercice
            for bloc in blocs
        ),
        "alignements": (
            contenu.AlignementLu(
                objet="bloc",
                code_objet=blocs[0],
                repertoire="ROME",
                code="K1802",
                libelle="Développement local",
                uri="",
                relation=RelationAlignement.APPARENTE,
                niveau="",
                precision="",
                sources=(CitationLue("S1"),),
                reserve="À revérifier",
            ),
        ),
        "dimensions": (),
    }
