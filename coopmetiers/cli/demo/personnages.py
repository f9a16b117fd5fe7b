"""Les personnes et organisations de la démonstration : fictives, toujours les mêmes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coopmetiers.comptes.enums import NatureOrganisation, Role
from coopmetiers.comptes.rules import SaisieOrganisation
from coopmetiers.referentiel.enums import Exercice

_N = NatureOrganisation
#: Quatorze zéros : aucun établissement ne le porte.
SIRET_FICTIF = "0" * 14

RESEAU = SaisieOrganisation(
    nom="Réseau Canevas (fictif)",
    sigle="RC",
    natures=frozenset({_N.RESEAU}),
    ville="Ville-Modèle",
)
PARCELLES = SaisieOrganisation(
    nom="Les Sept Parcelles (fictif)",
    sigle="SP",
    natures=frozenset({_N.ORGANISME}),
    siret=SIRET_FICTIF,
    ville="Ville-Modèle",
    representant_nom="Ada Exemple",
    representant_fonction="Directrice",
)
ETABLI = SaisieOrganisation(
    nom="L’Établi du Val d’Essai (fictif)",
    sigle="EVE",
    natures=frozenset({_N.ORGANISME}),
    siret=SIRET_FICTIF,
    ville="Val-d’Essai",
    representant_nom="Perle Maille",
    representant_fonction="Gérante",
)
CERTIFICATEUR = SaisieOrganisation(
    nom="Certif’ Confluences (fictif)",
    sigle="CC",
    natures=frozenset({_N.CERTIFICATEUR}),
    siret=SIRET_FICTIF,
    ville="Port-Spécimen",
    representant_nom="Aline Cartouche",
    representant_fonction="Directrice générale",
)


@dataclass(frozen=True)
class Personnage:
    """Une personne de la démonstration : son nom, son organisation (sigle), son rôle."""

    prenom: str
    nom: str
    sigle: str
    role: Role

    @property
    def courriel(self) -> str:
        """Une adresse qui n’existe pas (RFC 6761)."""
        return f"{self.prenom}.{self.nom}@exemple.test".lower().replace(" ", "-")


EQUIPE = {
    "samir": Personnage("Samir", "Liminaire", "RC", Role.ADMINISTRATION),
    "ines": Personnage("Inès", "Trame", "RC", Role.RESEAU),
    "ada": Personnage("Ada", "Exemple", "SP", Role.RESPONSABLE),
    "noe": Personnage("Noé", "Gabarit", "SP", Role.FORMATEUR),
    "basile": Personnage("Basile", "Pochoir", "SP", Role.EVALUATEUR),
    "perle": Personnage("Perle", "Maille", "EVE", Role.RESPONSABLE),
    "abel": Personnage("Abel", "Tracé", "EVE", Role.FORMATEUR),
    "aline": Personnage("Aline", "Cartouche", "CC", Role.RESPONSABLE),
    "octave": Personnage("Octave", "Filigrane", "CC", Role.JURE),
    "helene": Personnage("Hélène", "Croquis", "CC", Role.JURE),
    "said": Personnage("Saïd", "Décor", "CC", Role.JURE),
}


@dataclass(frozen=True)
class Apprenante:
    """Une personne inscrite : exercice visé, naissance, et les blocs qu’elle maîtrise déjà."""

    prenom: str
    nom: str
    exercice: Exercice
    naissance_le: date
    naissance_lieu: str
    #: Blocs au niveau attendu, preuves à l’appui.
    solides: tuple[str, ...] = ()
    #: Blocs commencés : une partie des compétences, pas toutes au seuil.
    en_chemin: tuple[str, ...] = ()

    @property
    def courriel(self) -> str:
        """Une adresse qui n’existe pas (RFC 6761)."""
        return f"{self.prenom}.{self.nom}@exemple.test".lower().replace(" ", "-")


_I, _E = Exercice.INTERNE, Exercice.EXTERNE

ANIMATRICES = (
    Apprenante(
        "Zélie",
        "Modèle",
        _E,
        date(1988, 3, 14),
        "Ville-Modèle",
        ("BC1", "BC2"),
        ("BC3", "BC4", "BC6", "BC7"),
    ),
    Apprenante(
        "Youssef",
        "Spécimen",
        _I,
        date(1991, 7, 2),
        "Port-Spécimen",
        ("BC2",),
        ("BC1", "BC3", "BC6"),
    ),
    Apprenante("Noémie", "Essai", _I, date(1979, 11, 30), "Val-d’Essai", (), ("BC1", "BC2", "BC7")),
    Apprenante("Malo", "Fictif", _I, date(1995, 1, 9), "Bourg-Fictif", ("BC1",), ("BC2",)),
    Apprenante(
        "Anouk",
        "Maquette",
        _I,
        date(1984, 5, 21),
        "Ville-Modèle",
        ("BC1", "BC2", "BC3", "BC4", "BC6", "BC7"),
        (),
    ),
    Apprenante(
        "Gaspard", "Patron", _E, date(1990, 9, 17), "Port-Spécimen", ("BC1",), ("BC2", "BC4")
    ),
    Apprenante(
        "Fatou",
        "Prototype",
        _I,
        date(1987, 12, 5),
        "Bourg-Fictif",
        ("BC1", "BC4"),
        ("BC2", "BC3", "BC7"),
    ),
    Apprenante("Ilan", "Démo", _E, date(1993, 4, 26), "Val-d’Essai", (), ("BC1", "BC4")),
    Apprenante("Rosa", "Ébauche", _I, date(1982, 8, 8), "Ville-Modèle", ("BC1",), ("BC3", "BC6")),
    Apprenante(
        "Karim", "Épure", _E, date(1989, 2, 19), "Port-Spécimen", ("BC2",), ("BC1", "BC6", "BC7")
    ),
    Apprenante("Lina", "Canevas", _I, date(1996, 10, 12), "Bourg-Fictif", ("BC7",), ("BC2",)),
    Apprenante(
        "Tom",
        "Brouillon",
        _E,
        date(1985, 6, 3),
        "Val-d’Essai",
        ("BC6", "BC7"),
        ("BC1", "BC2", "BC4"),
    ),
)

FACILITATRICES = (
    Apprenante("Jade", "Calque", _I, date(1992, 3, 3), "Val-d’Essai", ("BC1",), ("BC2",)),
    Apprenante("Oscar", "Pastiche", _E, date(1980, 1, 27), "Bourg-Fictif", ("BC2",), ("BC7",)),
    Apprenante("Mei", "Épreuve", _I, date(1994, 6, 15), "Port-Spécimen", ("BC1", "BC2"), ("BC4",)),
    Apprenante("Bruno", "Croquille", _E, date(1977, 9, 9), "Ville-Modèle", (), ("BC1", "BC2")),
)

DEVELOPPEUSES = (
    Apprenante("Aïcha", "Gabion", _E, date(1986, 2, 11), "Ville-Modèle", ("BC1",), ("BC5",)),
    Apprenante("Paul", "Simulacre", _E, date(1990, 5, 4), "Port-Spécimen", (), ("BC1", "BC5")),
    Apprenante("Nour", "Maquis", _E, date(1983, 10, 23), "Bourg-Fictif", (), ("BC1",)),
    Apprenante("Élise", "Spectre", _E, date(1975, 12, 12), "Val-d’Essai", ("BC1",), ("BC4", "BC5")),
    Apprenante("Hugo", "Témoin", _E, date(1998, 8, 30), "Ville-Modèle", (), ("BC1",)),
    Apprenante("Sona", "Nuance", _E, date(1981, 7, 7), "Port-Spécimen", (), ("BC1", "BC5", "BC6")),
    Apprenante("Victor", "Lambda", _E, date(1987, 4, 1), "Bourg-Fictif", (), ()),
    Apprenante("Leïla", "Étalon", _E, date(1992, 11, 18), "Val-d’Essai", (), ("BC1",)),
)
