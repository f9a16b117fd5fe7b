"""Le registre : le numéro public, ce que la vérification montre, et rien de plus."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.texts import n_
from coopmetiers.certification.contenu import ContenuCertificat

_SIGLE = re.compile(r"[A-Z0-9]{2,8}")


def numero(sigle: str, annee: int, rang: int) -> str:
    """Le numéro d’un document : sigle, année de proclamation, rang sans trou (`CC-2026-00001`).

    Lève `RuleViolation` si le sigle ne peut ouvrir un numéro.
    """
    if not _SIGLE.fullmatch(sigle):
        raise RuleViolation(
            "sigle",
            n_("Le sigle « %(sigle)s » doit compter 2 à 8 capitales ou chiffres."),
            {"sigle": sigle},
        )
    return f"{sigle}-{annee}-{rang:05d}"


def verifier_emetteur(*, nom: str, siret: str | None, representant: str | None) -> None:
    """Un certificateur délivre sous son nom et son SIRET, signé par qui le représente.

    À vérifier avant de délibérer : un jury ne s’ouvre pas si ses attestations ne peuvent paraître.
    Lève `RuleViolation`. Source : règles de délivrance du projet.
    """
    if not siret or not representant:
        raise RuleViolation(
            "emetteur_incomplet",
            n_(
                "« %(nom)s » doit d’abord compléter sa fiche : SIRET et nom de qui le représente "
                "s’impriment sur les attestations."
            ),
            {"nom": nom},
        )


def numero_jury(annee: int, rang: int) -> str:
    """Le numéro d’un jury chez son certificateur : `J-2026-003`."""
    return f"J-{annee}-{rang:03d}"


def nom_public(prenom: str, nom: str) -> str:
    """Le prénom et l’initiale du nom : ce que la vérification montre d’une personne."""
    return f"{prenom} {nom[:1]}."


def extrait(contenu: ContenuCertificat, certificateur_id: str) -> dict[str, Any]:
    """Ce que la page de vérification peut dire : ni nom entier, ni naissance, ni adresse."""
    return {
        "titulaire": nom_public(contenu.titulaire.prenom, contenu.titulaire.nom),
        "nature": contenu.nature,
        "numero": contenu.delivrance.numero,
        "delivre_le": contenu.delivrance.delivre_le.isoformat(),
        "jury_le": contenu.jury.reuni_le.isoformat(),
        "certificateur_id": certificateur_id,
        "certificateur": contenu.emetteur.nom,
        "organisme": contenu.cadre.organisme_parcours,
        "metier": contenu.cadre.metier,
        "exercice": contenu.cadre.exercice,
        "referentiel": {
            "code": contenu.cadre.referentiel.code,
            "titre": contenu.cadre.referentiel.titre,
            "version": contenu.cadre.referentiel.version,
        },
        "bloc": {"code": contenu.bloc.code, "intitule": contenu.bloc.intitule},
        "nb_competences": contenu.bloc.nb_competences,
        "competences": [
            {"code": c.code, "enonce": c.enonce, "niveau": f"N{c.niveau}"}
            for c in contenu.bloc.competences
        ],
    }


def nom_replie(texte: str) -> str:
    """Un nom complet ramené à ses lettres, quel que soit l’ordre du prénom et du nom.

    « Modèle Zélie », « ZELIE MODELE » et « Zélie Modèle » se replient pareil.
    """
    # Écrit ici, et non dans `base.texts` : le registre garde l’empreinte de ce pli, qui ne doit
    # plus changer d’un signe.
    texte = texte.casefold().replace("œ", "oe").replace("æ", "ae")
    lettres = unicodedata.normalize("NFKD", texte)
    mots = re.findall(r"[^\W\d_]+", "".join(s for s in lettres if not unicodedata.combining(s)))
    return " ".join(sorted(mots))
