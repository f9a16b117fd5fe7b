"""Des contenus d’attestation tirés du référentiel du dépôt ; on n’écrit que l’écart qui compte."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import replace
from datetime import date
from functools import cache

from coopmetiers.certification import contenu
from coopmetiers.certification.contenu import ContenuCertificat
from coopmetiers.paths import REFERENTIEL

CODE = "7KQ2-M9XD-4TJH-P6WR"
ADRESSE = "https://preuves.exemple.fr"
NOM_LONG = ("Anne-Françoise-Éléonore", "Œuvrard de Saint-Ÿved-Çelik-Kergélen")  # 60 signes
INTITULE_LONG = (
    "Concevoir, faciliter et réguler un processus coopératif de plusieurs mois réunissant "
    "habitant·es, associations, entreprises, élu·es et services publics, jusqu’à une décision "
    "tenue par toutes les parties prenantes, sur un territoire en transition écologique juste"
)
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60">'
    b'<path fill="#0f5c4d" d="M0 60V30a30 30 0 0 1 60 0v30z"/>'
    b'<path fill="#a23d22" d="M60 60V30a30 30 0 0 1 60 0v30z"/></svg>'
)
SIGNATAIRES = (
    contenu.Signataire("La présidente du jury", "Solène Ÿvernault", "Réseau coopératif de l’Ouest"),
    contenu.Signataire("Le représentant légal du certificateur", "Ibrahim Cœurdelys", "Gérant"),
    contenu.Signataire("La responsable de la formation", "Maïwenn Le Guénédal", None),
    contenu.Signataire("Le membre du jury, employeur", "François-Noël Açıkgöz", "La Criée"),
)


@cache
def _lignes(nom: str) -> tuple[dict[str, str], ...]:
    fichier = REFERENTIEL / "cooperation-territoriale" / "0.1" / f"{nom}.csv"
    with fichier.open(encoding="utf-8-sig", newline="") as texte:
        return tuple(csv.DictReader(texte, delimiter=";"))


def fabriquer_bloc(code: str = "BC2", **ecarts: object) -> contenu.Bloc:
    activites = {a["code"]: a["intitule"] for a in _lignes("activites") if a["bloc"] == code}
    competences = tuple(
        contenu.CompetenceAttestee(
            code=ligne["code"],
            enonce=ligne["enonce"],
            niveau=4 if rang % 4 == 0 else 3,
            seuil=3,
            modalites=tuple(ligne["modalites"].replace("|", " ").split()),
            activite_code=ligne["activite"],
            activite_intitule=activites[ligne["activite"]],
        )
        for rang, ligne in enumerate(
            ligne for ligne in _lignes("competences") if ligne["activite"] in activites
        )
    )
    bloc = contenu.Bloc(
        code=code,
        intitule=next(b["intitule"] for b in _lignes("blocs") if b["code"] == code),
        nb_competences=len(competences),
        competences=competences,
        epreuve="Conception et conduite d’une séance collective de décision, 60 min et 20 min "
        "d’entretien, devant deux observateurs.",
    )
    return replace(bloc, **ecarts)


def fabriquer_cadre(**ecarts: object) -> contenu.Cadre:
    cadre = contenu.Cadre(
        referentiel=contenu.Referentiel(
            code="cooperation-territoriale",
            titre="Référentiel des métiers de la coopération territoriale",
            version="0.1",
            empreinte=hashlib.sha256(b"version 0.1").hexdigest(),
            niveaux=tuple(contenu.Niveau(int(n["rang"]), n["libelle"]) for n in _lignes("niveaux")),
            modalites=tuple(
                contenu.Modalite(m["code"], m["libelle"]) for m in _lignes("modalites")
            ),
        ),
        metier="animateur·rice de coopérations territoriales",
        exercice="interne",
        organisme_parcours="Les Ateliers du Confluent",
    )
    return replace(cadre, **ecarts)


def fabriquer_titulaire(**ecarts: object) -> contenu.Titulaire:
    titulaire = contenu.Titulaire(
        titulaire_id="k3m8q0v2x7za",
        prenom="Maëlle",
        nom="Œuvrard",
        ne_le=date(1988, 3, 14),
        ne_a="L’Haÿ-les-Roses (Val-de-Marne)",
    )
    return replace(titulaire, **ecarts)


def fabriquer_contenu(**ecarts: object) -> ContenuCertificat:
    """Une attestation délivrée à Maëlle Œuvrard ; `logo=True` met le logo de l’essai."""
    logo = hashlib.sha256(LOGO).hexdigest() if ecarts.pop("logo", False) else None
    nombre = ecarts.pop("signataires", 2)
    delivrance = contenu.Delivrance(
        numero="RCO-2026-00417",
        code_verification=CODE,
        adresse_verification=contenu.adresse_de_verification(ADRESSE, CODE),
        delivre_le=date(2026, 11, 20),
        delivre_a="Nantes",
    )
    parties = {
        "titulaire": fabriquer_titulaire(),
        "bloc": fabriquer_bloc(),
        "emetteur": contenu.Emetteur(
            nom="Réseau coopératif de l’Ouest",
            siret="55210055400012",
            nda="52 44 00000 44",
            ville="Nantes",
            logo=logo,
        ),
        "cadre": fabriquer_cadre(),
        "jury": contenu.Jury(
            numero="2026-03",
            reuni_le=date(2026, 11, 12),
            lieu="Nantes",
            president="Solène Ÿvernault",
            signataires=SIGNATAIRES[:nombre],
        ),
        "delivrance": delivrance,
    } | ecarts
    return contenu.figer(parties.pop("titulaire"), parties.pop("bloc"), **parties)
