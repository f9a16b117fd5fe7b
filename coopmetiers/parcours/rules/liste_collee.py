"""Une liste de personnes collée depuis un tableur, lue ligne par ligne, jugée avant d’être écrite.

Sans entête, les colonnes sont dans l’ordre de `COLONNES` ; avec une entête, dans le sien.
Rien ne s’écrit ici, et rien ne s’écrira tant qu’une ligne est fausse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.texts import n_
from coopmetiers.comptes.rules import normaliser_email
from coopmetiers.parcours.rules.cellules import lire_date, rangees, repliee
from coopmetiers.parcours.rules.inscription import (
    SaisieInscription,
    deja_inscrite,
    exercice_inconnu,
    metier_inconnu,
    verifier_identite,
)
from coopmetiers.referentiel.enums import Exercice

#: L’ordre des colonnes quand la liste n’a pas d’entête.
COLONNES = ("prenom", "nom", "email", "code_metier", "exercice", "naissance_le", "naissance_lieu")
OBLIGATOIRES = COLONNES[:3]
LIGNES_MAXIMUM = 300

_ENTETES = {
    "prenom": ("prenom", "prenoms", "firstname", "prenomusuel"),
    "nom": ("nom", "nomdefamille", "nomdusage", "lastname", "nomusuel"),
    "email": ("courriel", "email", "mail", "adressemail", "adresseelectronique", "adressecourriel",
              "adresseemail", "mel"),
    "code_metier": ("metier", "metiervise", "codemetier"),
    "exercice": ("exercice", "profil", "interneexterne"),
    "naissance_le": ("naissance", "datedenaissance", "datenaissance", "neele", "nele", "neeele"),
    "naissance_lieu": ("lieu", "lieudenaissance", "lieunaissance", "neea", "nea", "villenaissance"),
}  # fmt: skip
_COLONNE_DE = {mot: colonne for colonne, mots in _ENTETES.items() for mot in mots}


@dataclass(frozen=True)
class Cadre:
    """Ce que la session offre à la liste : métiers, valeurs par défaut, personnes déjà là."""

    #: Code du métier → ses libellés (épicène, féminin, masculin).
    metiers: Mapping[str, tuple[str, ...]]
    code_metier: str
    exercice: str
    deja_inscrits: frozenset[str]
    aujourd_hui: date


@dataclass(frozen=True)
class LigneLue:
    """Une ligne de la liste : son numéro tel que collé, la personne, ce qui ne va pas."""

    numero: int
    saisie: SaisieInscription
    fautes: tuple[RuleViolation, ...] = ()


@dataclass(frozen=True)
class ListeLue:
    """Toute la liste ; elle ne s’enregistre que si aucune ligne n’est fausse."""

    lignes: tuple[LigneLue, ...]
    #: Fautes de la liste entière : entête, longueur.
    fautes: tuple[RuleViolation, ...] = ()
    colonnes_ignorees: tuple[str, ...] = ()

    @property
    def est_juste(self) -> bool:
        """Vrai quand il y a au moins une ligne et aucune faute."""
        return bool(self.lignes) and not self.fautes and not self.nb_lignes_fausses

    @property
    def nb_lignes_fausses(self) -> int:
        """Combien de lignes sont à reprendre."""
        return sum(1 for ligne in self.lignes if ligne.fautes)

    @property
    def saisies(self) -> tuple[SaisieInscription, ...]:
        """Les personnes, dans l’ordre de la liste."""
        return tuple(ligne.saisie for ligne in self.lignes)


def lire_liste(texte: str, cadre: Cadre) -> ListeLue:
    """Lit et juge la liste ; ne lève rien : chaque faute est posée sur sa ligne."""
    lues = rangees(texte)
    if not lues:
        return ListeLue((), (_liste_vide(),))
    entete = _entete(lues[0][1])
    corps = lues[1:] if entete else lues
    if not corps:
        return ListeLue((), (_liste_vide(),))
    colonnes = entete or COLONNES
    fautes = _fautes_entete(entete) if entete else ()
    if len(corps) > LIGNES_MAXIMUM:
        fautes = (*fautes, _liste_trop_longue(len(corps)))
    if fautes:
        return ListeLue((), fautes)
    lignes = [_lire_ligne(numero, cellules, colonnes, cadre) for numero, cellules in corps]
    ignorees = _colonnes_ignorees(lues[0][1], entete) if entete else ()
    return ListeLue(_avec_doublons(lignes), (), ignorees)


def _entete(cellules: Sequence[str]) -> tuple[str, ...] | None:
    """Les colonnes que dit la première ligne, ou rien si elle est déjà une personne."""
    if any("@" in cellule for cellule in cellules):
        return None
    colonnes = tuple(_COLONNE_DE.get(repliee(cellule), "") for cellule in cellules)
    return colonnes if sum(map(bool, colonnes)) >= 2 else None


def _fautes_entete(colonnes: Sequence[str]) -> tuple[RuleViolation, ...]:
    fautes = []
    for colonne in COLONNES:
        if colonnes.count(colonne) > 1:
            fautes.append(
                RuleViolation(
                    "colonne_en_double",
                    n_("L’entête nomme deux fois la colonne « %(colonne)s »."),
                    {"colonne": _ENTETES[colonne][0]},
                )
            )
    manquantes = [_ENTETES[c][0] for c in OBLIGATOIRES if c not in colonnes]
    if manquantes:
        fautes.append(
            RuleViolation(
                "colonne_absente",
                n_("L’entête n’a pas de colonne : %(colonnes)s."),
                {"colonnes": ", ".join(manquantes)},
            )
        )
    return tuple(fautes)


def _colonnes_ignorees(cellules: Sequence[str], colonnes: Sequence[str]) -> tuple[str, ...]:
    couples = zip(cellules, colonnes, strict=True)
    return tuple(mot for mot, colonne in couples if mot and not colonne)


def _lire_ligne(
    numero: int, cellules: Sequence[str], colonnes: Sequence[str], cadre: Cadre
) -> LigneLue:
    valeurs = {
        colonne: cellule
        for colonne, cellule in zip(colonnes, cellules, strict=False)
        if colonne and cellule
    }
    fautes: list[RuleViolation] = []
    if any(cellules[len(colonnes) :]):
        fautes.append(_trop_de_cellules(len(cellules), len(colonnes)))
    try:
        naissance = lire_date(valeurs.get("naissance_le", ""))
    except RuleViolation as faute:
        naissance = None
        fautes.append(faute)
    saisie = SaisieInscription(
        prenom=valeurs.get("prenom", ""),
        nom=valeurs.get("nom", ""),
        email=normaliser_email(valeurs.get("email", "")),
        code_metier=_metier(valeurs.get("code_metier", ""), cadre, fautes),
        exercice=_exercice(valeurs.get("exercice", ""), cadre, fautes),
        naissance_le=naissance,
        naissance_lieu=valeurs.get("naissance_lieu", ""),
    )
    fautes += verifier_identite(saisie, aujourd_hui=cadre.aujourd_hui)
    if saisie.email in cadre.deja_inscrits:
        fautes.append(deja_inscrite(f"{saisie.prenom} {saisie.nom}".strip()))
    return LigneLue(numero, saisie, tuple(fautes))


def _metier(texte: str, cadre: Cadre, fautes: list[RuleViolation]) -> str:
    if not texte and cadre.code_metier:
        return cadre.code_metier
    cherche = repliee(texte)
    for code, libelles in cadre.metiers.items():
        if cherche in {repliee(mot) for mot in (code, *libelles) if mot}:
            return code
    fautes.append(metier_inconnu(texte))
    return texte


def _exercice(texte: str, cadre: Cadre, fautes: list[RuleViolation]) -> str:
    if not texte and cadre.exercice:
        return cadre.exercice
    trouve = next((mot for mot in Exercice if repliee(mot) == repliee(texte)), None)
    if trouve is None:
        fautes.append(exercice_inconnu(texte))
        return texte
    return str(trouve)


def _avec_doublons(lignes: Sequence[LigneLue]) -> tuple[LigneLue, ...]:
    """Marque chaque adresse déjà vue plus haut, en disant à quelle ligne."""
    vues: dict[str, int] = {}
    jugees = []
    for ligne in lignes:
        email = ligne.saisie.email
        premiere = vues.setdefault(email, ligne.numero) if email else ligne.numero
        if premiere != ligne.numero:
            faute = RuleViolation(
                "doublon",
                n_("Même adresse qu’à la ligne %(ligne)s."),
                {"ligne": premiere},
                field="email",
            )
            ligne = replace(ligne, fautes=(*ligne.fautes, faute))
        jugees.append(ligne)
    return tuple(jugees)


def _liste_vide() -> RuleViolation:
    return RuleViolation(
        "liste_vide",
        n_("La liste est vide : collez au moins une ligne, avec prénom, nom et courriel."),
        field="liste",
    )


def _liste_trop_longue(nombre: int) -> RuleViolation:
    return RuleViolation(
        "liste_trop_longue",
        n_("La liste compte %(nombre_lignes)s lignes ; collez-en %(maximum)s au plus à la fois."),
        {"nombre_lignes": nombre, "maximum": LIGNES_MAXIMUM},
        field="liste",
    )


def _trop_de_cellules(cellules: int, colonnes: int) -> RuleViolation:
    return RuleViolation(
        "cellules_en_trop",
        n_("Cette ligne a %(cellules)s cellules pour %(colonnes)s colonnes."),
        {"cellules": cellules, "colonnes": colonnes},
    )
