"""Une fonction par tableau : la partie figée que dit chaque ligne."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coopmetiers.referentiel.contenu import (
    ActiviteLue,
    AlignementLu,
    BlocLu,
    CompetenceLue,
    CritereLu,
    DescripteurLu,
    DimensionLue,
    EchelleLue,
    EpreuveLue,
    ModaliteLue,
    NiveauLu,
    PhaseLue,
    ProfilLu,
    RangMetier,
    RessourceLue,
    SituationLue,
    Situe,
    SourceLue,
)
from coopmetiers.referentiel.enums import (
    Exercice,
    NatureRessource,
    RangCompetence,
    RelationAlignement,
)
from coopmetiers.referentiel.files.cellules import (
    Cellules,
    booleen,
    champs,
    choix,
    choix_ou_rien,
    entier,
    entier_ou_rien,
    identite,
    jour,
)
from coopmetiers.referentiel.files.tableaux import Colonnes

PREFIXE_RANG = "rang_"
NIVEAUX_MATURITE = ("niveau_1", "niveau_2", "niveau_3", "niveau_4")


def _bloc(c: Cellules) -> BlocLu:
    return BlocLu(
        ligne=c.ligne,
        element_id=identite(c),
        code=c.code("code"),
        intitule=c.texte("intitule", maxi=300),
        libelle_court=c.texte("libelle_court", maxi=200),
        finalite=c.texte("finalite"),
        metiers=c.suite("metiers"),
        sources=c.citations("sources"),
        remarque=c.texte("remarque", requis=False),
    )


def _activite(c: Cellules) -> ActiviteLue:
    return ActiviteLue(
        ligne=c.ligne,
        element_id=identite(c),
        code=c.code("code"),
        parent=c.code("bloc", requis=False),
        intitule=c.texte("intitule", maxi=300),
    )


def _situation(c: Cellules) -> SituationLue:
    return SituationLue(
        ligne=c.ligne,
        activite=c.code("activite"),
        rang=entier(c, "rang"),
        enonce=c.texte("enonce"),
    )


def _competence(c: Cellules) -> CompetenceLue:
    return CompetenceLue(
        ligne=c.ligne,
        element_id=identite(c),
        code=c.code("code"),
        parent=c.code("activite", requis=False),
        libelle_court=c.texte("libelle_court", maxi=200),
        enonce=c.texte("enonce"),
        rangs=_rangs(c),
        interne=booleen(c, "interne"),
        externe=booleen(c, "externe"),
        phases=c.suite("phases", requis=False),
        echelle=c.code("echelle"),
        ressources=c.suite("ressources", requis=False),
        modalites=c.suite("modalites", requis=False),
        sources=c.citations("sources"),
        remarque=c.texte("remarque", requis=False),
    )


def _rangs(c: Cellules) -> tuple[RangMetier, ...]:
    """Par code de métier, pour que l’ordre des colonnes ne compte pas."""
    colonnes = sorted(nom for nom in c.valeurs if nom.startswith(PREFIXE_RANG))
    lus = (
        (nom.removeprefix(PREFIXE_RANG), choix_ou_rien(c, nom, RangCompetence)) for nom in colonnes
    )
    return tuple(RangMetier(metier, rang) for metier, rang in lus if rang)


def _critere(c: Cellules) -> CritereLu:
    return CritereLu(
        ligne=c.ligne,
        competence=c.code("competence"),
        rang=entier(c, "rang"),
        enonce=c.texte("enonce"),
    )


def _ressource(c: Cellules) -> RessourceLue:
    return RessourceLue(
        ligne=c.ligne,
        code=c.code("code", maxi=20),
        nature=choix(c, "nature", NatureRessource),
        libelle=c.texte("libelle", maxi=300),
    )


def _phase(c: Cellules) -> PhaseLue:
    return PhaseLue(
        ligne=c.ligne,
        code=c.code("code"),
        libelle=c.texte("libelle", maxi=120),
        abrege=c.code("abrege", maxi=10),
        regroupement=c.texte("regroupement", requis=False, maxi=120),
        sources=c.citations("sources"),
    )


def _modalite(c: Cellules) -> ModaliteLue:
    return ModaliteLue(
        ligne=c.ligne,
        code=c.code("code", maxi=20),
        libelle=c.texte("libelle", maxi=200),
        description=c.texte("description", requis=False),
        jamais_seule=booleen(c, "jamais_seule"),
    )


def _source(c: Cellules) -> SourceLue:
    return SourceLue(
        ligne=c.ligne,
        code=c.code("code", maxi=20),
        adresses=c.suite("adresses"),
        apport=c.texte("apport"),
        consultee_le=jour(c, "consultee_le"),
    )


def _echelle(c: Cellules) -> EchelleLue:
    return EchelleLue(
        ligne=c.ligne,
        code=c.code("code"),
        intitule=c.texte("intitule", maxi=200),
        seuil=entier_ou_rien(c, "seuil"),
    )


def _niveau(c: Cellules) -> NiveauLu:
    return NiveauLu(
        ligne=c.ligne,
        echelle=c.code("echelle"),
        rang=entier(c, "rang"),
        code=c.code("code", maxi=10),
        libelle=c.texte("libelle", maxi=120),
        autonomie=c.texte("autonomie", requis=False),
        situations=c.texte("situations", requis=False),
        reflexivite=c.texte("reflexivite", requis=False),
        rapport_aux_autres=c.texte("rapport_aux_autres", requis=False),
    )


def _descripteur(c: Cellules) -> DescripteurLu:
    return DescripteurLu(
        ligne=c.ligne,
        bloc=c.code("bloc"),
        echelle=c.code("echelle"),
        niveau=entier(c, "niveau"),
        texte=c.texte("texte"),
    )


def _epreuve(c: Cellules) -> EpreuveLue:
    return EpreuveLue(
        ligne=c.ligne,
        bloc=c.code("bloc"),
        intitule=c.texte("intitule"),
        production=c.texte("production"),
        duree=c.texte("duree", maxi=200),
        evaluateurs=c.texte("evaluateurs"),
    )


def _profil(c: Cellules) -> ProfilLu:
    return ProfilLu(
        ligne=c.ligne,
        metier=c.code("metier"),
        exercice=choix(c, "exercice", Exercice),
        bloc=c.code("bloc"),
        niveau=entier_ou_rien(c, "niveau"),
        exige=booleen(c, "exige"),
    )


def _alignement(c: Cellules) -> AlignementLu:
    return AlignementLu(
        ligne=c.ligne,
        objet=c.code("objet"),
        code_objet=c.code("code_objet"),
        repertoire=c.texte("repertoire", maxi=40),
        code=c.texte("code", requis=False, maxi=80),
        libelle=c.texte("libelle", maxi=300),
        uri=c.texte("uri", requis=False, maxi=500),
        relation=choix_ou_rien(c, "relation", RelationAlignement),
        niveau=c.texte("niveau", requis=False, maxi=80),
        precision=c.texte("precision", requis=False),
        sources=c.citations("sources"),
        reserve=c.texte("reserve", requis=False),
    )


def _dimension(c: Cellules) -> DimensionLue:
    return DimensionLue(
        ligne=c.ligne,
        code=c.code("code", maxi=20),
        intitule=c.texte("intitule", maxi=200),
        niveaux=tuple(c.texte(colonne) for colonne in NIVEAUX_MATURITE),
        appuis=c.citations("appuis"),
        blocs=c.suite("blocs", requis=False),
    )


@dataclass(frozen=True, slots=True)
class Tableau:
    """Un fichier CSV de la version : une colonne par champ, sauf exception dite ici."""

    partie: type[Situe]
    lire: Callable[[Cellules], Any]
    colonnes: Colonnes

    @property
    def fichier(self) -> str:
        return self.partie.FICHIER


def _tableau(partie: type[Situe], lire: Callable[[Cellules], Any]) -> Tableau:
    return Tableau(partie, lire, Colonnes(champs(partie)))


#: Champ de `ContenuVersion` → son tableau, dans l’ordre où un dossier se relit.
TABLEAUX: Mapping[str, Tableau] = {
    "sources": _tableau(SourceLue, _source),
    "phases": _tableau(PhaseLue, _phase),
    "ressources": _tableau(RessourceLue, _ressource),
    "modalites": _tableau(ModaliteLue, _modalite),
    "echelles": _tableau(EchelleLue, _echelle),
    "niveaux": _tableau(NiveauLu, _niveau),
    "blocs": _tableau(BlocLu, _bloc),
    "activites": Tableau(ActiviteLue, _activite, Colonnes(champs(ActiviteLue, parent="bloc"))),
    "situations": _tableau(SituationLue, _situation),
    "competences": Tableau(
        CompetenceLue,
        _competence,
        Colonnes(champs(CompetenceLue, "rangs", "niveau_arbre", parent="activite"), PREFIXE_RANG),
    ),
    "criteres": _tableau(CritereLu, _critere),
    "descripteurs": _tableau(DescripteurLu, _descripteur),
    "epreuves": _tableau(EpreuveLue, _epreuve),
    "profils": _tableau(ProfilLu, _profil),
    "alignements": _tableau(AlignementLu, _alignement),
    "dimensions": Tableau(
        DimensionLue,
        _dimension,
        Colonnes((*champs(DimensionLue, "niveaux"), *NIVEAUX_MATURITE)),
    ),
}
