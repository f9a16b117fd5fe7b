"""Les listes d’une version : ce qui y désigne une partie, et ce qu’on en compare."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from coopmetiers.base.texts import n_
from coopmetiers.referentiel.contenu import ContenuVersion
from coopmetiers.referentiel.diff.changements import Genre, Sorte
from coopmetiers.referentiel.diff.cotes import Cote
from coopmetiers.referentiel.diff.regles import (
    CODE,
    DEGRES,
    INTITULE,
    LIBELLE,
    NIVEAUX,
    REMARQUE,
    SOURCES,
    TITRE,
    Regle,
    cites,
    ecrire,
    simple,
    tel_quel,
)

Cle = Callable[[Any, Cote], Hashable]


def _par_code(partie: Any, cote: Cote) -> str:
    return str(partie.code)


def _nulle_part(partie: Any, cote: Cote) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Liste:
    """Une liste de parties : `cle` désigne la même des deux côtés, quel que soit son code.

    `noms` sont les champs qui la désignent, tels qu’on les écrit. `porteur` est l’identifiant de
    l’élément où elle se lit. `ordonnee` : l’ordre de la liste dit quelque chose ; `fratrie` sépare
    alors ce dont l’ordre ne se compare pas.
    """

    genre: Genre
    parties: Callable[[ContenuVersion], Sequence[Any]]
    regles: tuple[Regle, ...]
    libelle: str
    noms: tuple[str, ...] = ("code",)
    cle: Cle = _par_code
    porteur: Callable[[Any, Cote], str] = _nulle_part
    ordonnee: bool = True
    fratrie: Cle = _nulle_part

    def code(self, partie: Any) -> str:
        """Ce qui désigne la partie, tel qu’on le lit : « BC1 / maitrise / 3 »."""
        dits = (ecrire(getattr(partie, nom)) for nom in self.noms)
        return " / ".join(dit for dit in dits if dit)


def _du_bloc(partie: Any, cote: Cote) -> str:
    return cote.element(partie.bloc)


def _objet(partie: Any, cote: Cote) -> str:
    """Ce qu’un alignement rapproche : un métier, ou un élément de l’arbre."""
    return (cote.metier if partie.objet == "metier" else cote.element)(partie.code_objet)


def _rapprochement(partie: Any, cote: Cote) -> Hashable:
    cible = partie.code or partie.uri
    return partie.objet, _objet(partie, cote), partie.repertoire, cible


def _grilles(contenu: ContenuVersion) -> Sequence[Any]:
    grille = contenu.presentation.grille
    return (grille,) if grille else ()


LISTES = (
    Liste(
        genre=Genre.PRESENTATION,
        parties=lambda contenu: (contenu.presentation,),
        # Le numéro et la date distinguent les deux versions : ils n’en sont pas un changement.
        regles=(
            CODE,
            TITRE,
            simple("langue", n_("Langue")),
            simple("statut", n_("Statut")),
            simple("resume", n_("Résumé")),
            simple("licence", n_("Licence")),
        ),
        libelle="titre",
        cle=_nulle_part,
    ),
    Liste(
        genre=Genre.AXE,
        parties=lambda contenu: contenu.presentation.axes,
        regles=(LIBELLE, simple("valeurs", n_("Valeurs")), REMARQUE, SOURCES),
        libelle="libelle",
    ),
    Liste(
        genre=Genre.RUBRIQUE,
        parties=lambda contenu: contenu.presentation.rubriques,
        regles=(
            TITRE,
            simple("texte", n_("Texte"), Sorte.REFORMULE),
            simple("points", n_("Points"), Sorte.REFORMULE),
            SOURCES,
        ),
        libelle="titre",
    ),
    Liste(
        genre=Genre.GRILLE,
        parties=_grilles,
        regles=(
            TITRE,
            simple("definition", n_("Définition"), Sorte.REFORMULE),
            simple("usage", n_("Usage")),
            simple("construction", n_("Construction")),
            simple("reserve", n_("Réserve")),
            simple("lecture", n_("Lecture")),
            DEGRES,
            SOURCES,
        ),
        libelle="titre",
        noms=(),
        cle=_nulle_part,
    ),
    Liste(
        genre=Genre.METIER,
        parties=lambda contenu: contenu.metiers,
        regles=(
            CODE,
            LIBELLE,
            simple("libelle_feminin", n_("Libellé féminin"), Sorte.REFORMULE),
            simple("libelle_masculin", n_("Libellé masculin"), Sorte.REFORMULE),
            simple("raison_d_etre", n_("Raison d’être")),
            simple("fonctions", n_("Fonctions")),
            simple("contextes", n_("Contextes")),
            simple("exercice_dominant", n_("Exercice dominant"), Sorte.RENVOI),
            simple("remarque_exercice", n_("Remarque sur l’exercice")),
            simple("employeurs", n_("Employeurs")),
            simple("intitules_voisins", n_("Intitulés voisins")),
            simple("niveau_qualification", n_("Niveau de qualification"), Sorte.NIVEAU),
            simple("remarque_niveau", n_("Remarque sur le niveau")),
            SOURCES,
        ),
        libelle="libelle",
        cle=lambda partie, cote: partie.element_id,
    ),
    Liste(
        genre=Genre.EPREUVE,
        parties=lambda contenu: contenu.epreuves,
        regles=(
            INTITULE,
            simple("production", n_("Production")),
            simple("duree", n_("Durée")),
            simple("evaluateurs", n_("Évaluateurs")),
        ),
        libelle="intitule",
        noms=("bloc",),
        cle=_du_bloc,
        porteur=_du_bloc,
        ordonnee=False,
    ),
    Liste(
        genre=Genre.DESCRIPTEUR,
        parties=lambda contenu: contenu.descripteurs,
        regles=(simple("texte", n_("Texte"), Sorte.NIVEAU),),
        libelle="texte",
        noms=("bloc", "echelle", "niveau"),
        cle=lambda partie, cote: (_du_bloc(partie, cote), partie.echelle, partie.niveau),
        porteur=_du_bloc,
        ordonnee=False,
    ),
    Liste(
        genre=Genre.PROFIL,
        parties=lambda contenu: contenu.profils,
        regles=(
            simple("niveau", n_("Niveau attendu"), Sorte.NIVEAU),
            simple("exige", n_("Exigé"), Sorte.NIVEAU),
        ),
        libelle="",
        noms=("metier", "exercice", "bloc"),
        cle=lambda p, cote: (cote.metier(p.metier), p.exercice, cote.element(p.bloc)),
        porteur=_du_bloc,
        ordonnee=False,
    ),
    Liste(
        genre=Genre.ECHELLE,
        parties=lambda contenu: contenu.echelles,
        regles=(
            INTITULE,
            simple("seuil", n_("Seuil d’acquisition"), Sorte.NIVEAU),
            NIVEAUX,
        ),
        libelle="intitule",
    ),
    Liste(
        genre=Genre.RESSOURCE,
        parties=lambda contenu: contenu.ressources,
        regles=(LIBELLE, simple("nature", n_("Nature"))),
        libelle="libelle",
    ),
    Liste(
        genre=Genre.PHASE,
        parties=lambda contenu: contenu.phases,
        regles=(
            LIBELLE,
            simple("abrege", n_("Abrégé")),
            simple("regroupement", n_("Regroupement")),
            SOURCES,
        ),
        libelle="libelle",
    ),
    Liste(
        genre=Genre.MODALITE,
        parties=lambda contenu: contenu.modalites,
        regles=(
            LIBELLE,
            simple("description", n_("Description")),
            simple("jamais_seule", n_("Jamais seule")),
        ),
        libelle="libelle",
    ),
    Liste(
        genre=Genre.SOURCE,
        parties=lambda contenu: contenu.sources,
        regles=(
            simple("apport", n_("Apport"), Sorte.REFORMULE),
            simple("adresses", n_("Adresses")),
            simple("consultee_le", n_("Consultée le")),
        ),
        libelle="apport",
    ),
    Liste(
        genre=Genre.ALIGNEMENT,
        parties=lambda contenu: contenu.alignements,
        regles=(
            simple("libelle", n_("Libellé"), Sorte.RENVOI),
            simple("uri", n_("Adresse"), Sorte.RENVOI),
            simple("relation", n_("Relation"), Sorte.RENVOI),
            simple("niveau", n_("Niveau"), Sorte.RENVOI),
            simple("precision", n_("Précision"), Sorte.RENVOI),
            SOURCES,
            simple("reserve", n_("Réserve"), Sorte.RENVOI),
        ),
        libelle="libelle",
        noms=("objet", "code_objet", "repertoire", "code"),
        cle=_rapprochement,
        porteur=_objet,
        fratrie=lambda partie, cote: (partie.objet, _objet(partie, cote)),
    ),
    Liste(
        genre=Genre.DIMENSION,
        parties=lambda contenu: contenu.dimensions,
        regles=(
            INTITULE,
            DEGRES,
            simple("appuis", n_("Appuis"), Sorte.RENVOI),
            tel_quel("blocs", n_("Blocs"), Sorte.RENVOI, cites("blocs", Cote.element)),
        ),
        libelle="intitule",
    ),
    Liste(
        genre=Genre.AJOUT,
        parties=lambda contenu: contenu.ajouts,
        regles=(simple("valeur", n_("Valeur")),),
        libelle="nom",
        noms=("nom",),
        cle=lambda partie, cote: (partie.objet, partie.nom),
        porteur=lambda partie, cote: partie.objet,
        ordonnee=False,
    ),
)
