"""Ce que dit une attestation, figé une fois : le papier, le badge et le registre en sont tirés.

Le contenu est fait de textes, de nombres et de dates, sans lien vers la base : il se relit et
se vérifie dans vingt ans, que le référentiel, l’organisme ou le logiciel aient changé ou non.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coopmetiers.base import frozen
from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.identifiers import grouped, is_code, normalize_code
from coopmetiers.base.texts import n_

SCHEMA = 1
ATTESTATION_BLOC = "ATTESTATION_BLOC"
NON_INSCRIT = "Référentiel non inscrit aux répertoires nationaux (RNCP, RS)."
SEUIL_ORDINAIRE = 3  # N3 ; le papier ne dit le seuil que là où il s’en écarte
COMPETENCES_MINIMUM = 2  # un bloc d’une seule compétence exigée ne donne pas d’attestation
SIGNATAIRES_MAXIMUM = 4  # la face n’a que quatre places de signature

_EMPREINTE = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Emetteur:
    """L’organisme certificateur qui délivre le document ; `logo` est l’empreinte de l’image."""

    nom: str
    siret: str
    nda: str | None
    ville: str
    logo: str | None


@dataclass(frozen=True)
class Titulaire:
    """La personne, telle que son état civil la nomme le jour de la délivrance."""

    titulaire_id: str
    prenom: str
    nom: str
    ne_le: date
    ne_a: str
    nom_origine: str | None = None
    """Nom complet dans son écriture d’origine ; le nom latin fait foi."""

    @property
    def nom_complet(self) -> str:
        """Prénom puis nom, comme ils s’impriment."""
        return f"{self.prenom} {self.nom}"


@dataclass(frozen=True)
class Niveau:
    """Un niveau de maîtrise et ce qu’il veut dire, pour la légende."""

    rang: int
    libelle: str

    @property
    def code(self) -> str:
        """N1 à N4."""
        return f"N{self.rang}"


@dataclass(frozen=True)
class Modalite:
    """Une modalité d’évaluation (ME1…) et son libellé, pour la légende."""

    code: str
    libelle: str


@dataclass(frozen=True)
class Referentiel:
    """La version du référentiel qui a servi : `empreinte` est celle de la version publiée."""

    code: str
    titre: str
    version: str
    empreinte: str
    niveaux: tuple[Niveau, ...]
    modalites: tuple[Modalite, ...]
    mention: str = NON_INSCRIT


@dataclass(frozen=True)
class Cadre:
    """Le métier et l’exercice (« interne », « externe ») visés, et où le parcours a été suivi."""

    referentiel: Referentiel
    metier: str
    exercice: str
    organisme_parcours: str | None


@dataclass(frozen=True)
class CompetenceAttestee:
    """Une compétence exigée, le niveau retenu par le jury et le seuil qu’il devait atteindre."""

    code: str
    enonce: str
    niveau: int
    seuil: int
    modalites: tuple[str, ...]
    activite_code: str
    activite_intitule: str


@dataclass(frozen=True)
class Bloc:
    """Le bloc acquis ; `nb_competences` compte tout le bloc, `competences` les seules exigées."""

    code: str
    intitule: str
    nb_competences: int
    competences: tuple[CompetenceAttestee, ...]
    epreuve: str | None

    @property
    def seuil_commun(self) -> int | None:
        """Le seuil, s’il est le même pour toutes les compétences et n’est pas l’ordinaire (N3)."""
        seuils = {c.seuil for c in self.competences}
        return seuils.pop() if len(seuils) == 1 and SEUIL_ORDINAIRE not in seuils else None


@dataclass(frozen=True)
class Signataire:
    """Une signature : la qualité (« La présidente du jury »), le nom, la fonction."""

    qualite: str
    nom: str
    fonction: str | None


@dataclass(frozen=True)
class Jury:
    """Le jury qui a décidé, et qui signe ; `reuni_le` est le jour de la décision."""

    numero: str
    reuni_le: date
    lieu: str
    president: str
    signataires: tuple[Signataire, ...]


@dataclass(frozen=True)
class Delivrance:
    """Le numéro public, le code secret de vérification et l’adresse qu’ouvre le code QR.

    Le code s’écrit par groupes de quatre ; `adresse_de_verification` fait l’adresse.
    """

    numero: str
    code_verification: str
    adresse_verification: str
    delivre_le: date
    delivre_a: str


@dataclass(frozen=True)
class ContenuCertificat:
    """Tout ce que dit l’attestation, dans la forme `schema`."""

    schema: int
    nature: str
    langue: str
    delivrance: Delivrance
    emetteur: Emetteur
    titulaire: Titulaire
    cadre: Cadre
    bloc: Bloc
    jury: Jury


def figer(
    titulaire: Titulaire,
    bloc: Bloc,
    *,
    emetteur: Emetteur,
    cadre: Cadre,
    jury: Jury,
    delivrance: Delivrance,
) -> ContenuCertificat:
    """Une attestation dit un bloc d’au moins deux compétences exigées, toutes à leur seuil.

    Les textes sont mis en forme Unicode composée (NFC) et débarrassés de leurs blancs de bord,
    pour que la même décision donne toujours la même empreinte. Lève `RuleViolation`.
    Source : Code du travail, art. L6113-1 (un bloc est un ensemble) ; le minimum de deux est une
    règle du projet.
    """
    contenu = ContenuCertificat(
        schema=SCHEMA,
        nature=ATTESTATION_BLOC,
        langue="fr",
        delivrance=delivrance,
        emetteur=emetteur,
        titulaire=titulaire,
        cadre=cadre,
        bloc=bloc,
        jury=jury,
    )
    fige = depuis_json(frozen.composed(vers_json(contenu)))
    _verifier_bloc(fige.bloc)
    _verifier_papier(fige)
    _verifier_references(fige)
    return fige


def adresse_de_verification(adresse_publique: str, code: str) -> str:
    """L’adresse imprimée et portée par le code QR : `<adresse publique>/v/<code sans tiret>`."""
    return f"{adresse_publique.rstrip('/')}/v/{normalize_code(code)}"


def vers_json(contenu: ContenuCertificat) -> dict[str, Any]:
    """Le contenu en valeurs JSON : dates en AAAA-MM-JJ, suites en listes."""
    valeurs: dict[str, Any] = frozen.to_values(contenu)
    return valeurs


def depuis_json(valeurs: Mapping[str, Any]) -> ContenuCertificat:
    """Relit un contenu figé, sans rien y ajouter ni en taire.

    Lève `ValueError` si la forme n’est pas celle de `SCHEMA` : champ manquant, inconnu, mal typé.
    """
    if valeurs.get("schema") != SCHEMA:
        raise ValueError(f"Contenu de forme inconnue : {valeurs.get('schema')!r}.")
    return frozen.from_values(ContenuCertificat, valeurs)


def canonique(contenu: ContenuCertificat) -> bytes:
    """La seule écriture du contenu en octets : UTF-8, clés triées, sans espace (RFC 8785)."""
    return frozen.canonical(vers_json(contenu))


def empreinte(contenu: ContenuCertificat) -> str:
    """L’empreinte SHA-256 du contenu canonique, en 64 chiffres hexadécimaux."""
    return hashlib.sha256(canonique(contenu)).hexdigest()


def _verifier_bloc(bloc: Bloc) -> None:
    exigees = len(bloc.competences)
    if exigees < COMPETENCES_MINIMUM:
        raise RuleViolation(
            "bloc_complementaire",
            n_("Le bloc %(bloc)s exige moins de deux compétences : il ne donne pas d’attestation."),
            {"bloc": bloc.code},
        )
    if exigees > bloc.nb_competences:
        raise ValueError(f"{bloc.code} : {exigees} exigées sur {bloc.nb_competences}.")
    sous_le_seuil = [c.code for c in bloc.competences if c.niveau < c.seuil]
    if sous_le_seuil:
        raise RuleViolation(
            "niveau_sous_le_seuil",
            n_("Ces compétences n’atteignent pas leur seuil : %(codes)s."),
            {"codes": ", ".join(sous_le_seuil)},
        )


def _verifier_papier(contenu: ContenuCertificat) -> None:
    """Refuse un papier sans émetteur identifié, ou qui n’a pas la place de ses signatures."""
    if not contenu.emetteur.siret:
        raise RuleViolation(
            "siret_absent",
            n_("« %(nom)s » n’a pas de SIRET : complétez sa fiche avant de délivrer."),
            {"nom": contenu.emetteur.nom},
        )
    if not 1 <= len(contenu.jury.signataires) <= SIGNATAIRES_MAXIMUM:
        raise RuleViolation(
            "signataires", n_("Une attestation porte une à quatre signatures."), field="signataires"
        )


def _verifier_references(contenu: ContenuCertificat) -> None:
    """Refuse un code, une adresse, une légende ou une empreinte qui ne mènerait nulle part."""
    delivrance, referentiel = contenu.delivrance, contenu.cadre.referentiel
    code = normalize_code(delivrance.code_verification)
    if not is_code(code) or delivrance.code_verification != grouped(code):
        raise ValueError("Le code de vérification n’a pas seize symboles groupés par quatre.")
    if not delivrance.adresse_verification.endswith(f"/v/{code}"):
        raise ValueError("L’adresse de vérification ne mène pas au code de l’attestation.")
    legendes = {m.code for m in referentiel.modalites}
    sans_legende = {m for c in contenu.bloc.competences for m in c.modalites} - legendes
    if sans_legende:
        raise ValueError(f"Modalités sans libellé : {sorted(sans_legende)}.")
    rangs = {n.rang for n in referentiel.niveaux}
    if not {r for c in contenu.bloc.competences for r in (c.niveau, c.seuil)} <= rangs:
        raise ValueError("Un niveau attesté manque à l’échelle du référentiel.")
    for nom, valeur in (("référentiel", referentiel.empreinte), ("logo", contenu.emetteur.logo)):
        if valeur is not None and not _EMPREINTE.fullmatch(valeur):
            raise ValueError(f"Empreinte mal formée ({nom}).")
