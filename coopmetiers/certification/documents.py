"""Dessiner une attestation de bloc à partir de son contenu figé.

Dessiner prend une fraction de seconde : jamais pendant une requête. `verifier_dessin` dit avant de
numéroter si le papier saura tout porter ; ce qu’elle accepte se dessine.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.images import drawable
from coopmetiers.base.pdf import render_pdf
from coopmetiers.base.qr import QUIET_ZONE, QrCode, qr_code
from coopmetiers.base.texts import n_
from coopmetiers.base.typesetting import Face, Setting, Step, fit, narrowed
from coopmetiers.base.typography import french, hold_end
from coopmetiers.certification import contenu as contenus
from coopmetiers.certification.contenu import CompetenceAttestee, ContenuCertificat

MAISONS = ("cooperatif", "institutionnel", "sobre")
TITRE, TEXTE, ITALIQUE = (
    Face("CoopTitre-400.otf"),
    Face("CoopSerif-400.otf"),
    Face("CoopSerif-400I.otf"),
)
DEMI_GRAS, ARABE = Face("CoopSerif-600.otf"), Face("CoopArabe-400.ttf")
ETIQUETTE, ETIQUETTE_GRASSE = Face("CoopSans-400.otf"), Face("CoopSans-700.otf")
_LATINES = (TEXTE, ITALIQUE, DEMI_GRAS, ETIQUETTE, ETIQUETTE_GRASSE)

# Paliers et places de la face (points, millimètres) : ceux des classes de `face.css`.
_PALIERS_NOM, _PLACE_NOM = (Step(38), Step(31), Step(25, 2)), 225.0
_PALIERS_INTITULE, _PLACE_INTITULE = (Step(21, 2), Step(17, 3), Step(14, 4)), 200.0
_PLACE_ENONCE, _CORPS_ENONCE, _DERNIERE_LIGNE = 122.0, 9.0, 0.35
_RETRAIT = 2.0  # millimètres, celui de toute cellule
_COTE_QR = 27.0


@dataclass(frozen=True)
class _Ligne:
    competence: CompetenceAttestee
    retrait: float
    seuil_dit: bool


@dataclass(frozen=True)
class _Activite:
    code: str
    intitule: str
    lignes: tuple[_Ligne, ...]


def dessiner(
    contenu: ContenuCertificat, *, maison: str = "cooperatif", logo: bytes | None = None
) -> bytes:
    """Le papier dit le contenu figé, tout le contenu et rien d’autre, dans la maison choisie.

    `logo` est l’image (SVG, PNG, JPEG) dont le contenu porte l’empreinte. Les mêmes entrées rendent
    les mêmes octets. Lève `RuleViolation` si le papier ne peut tout porter, `ValueError` si la
    maison est inconnue ou si le logo n’est pas celui du contenu.
    """
    if maison not in MAISONS:
        raise ValueError(f"Maison inconnue : {maison}.")
    if (logo and hashlib.sha256(logo).hexdigest()) != contenu.emetteur.logo:
        raise ValueError("Le logo n’est pas celui dont le contenu porte l’empreinte.")
    verifier_dessin(contenu)
    qr = qr_code(contenu.delivrance.adresse_verification)
    return render_pdf(
        "attestation_bloc.html",
        _contexte(contenu, maison, qr=qr),
        identifier=hashlib.sha256(maison.encode() + contenus.canonique(contenu)).digest()[:16],
        assets={"qr": qr.svg} | ({"logo": drawable(logo)} if logo else {}),
    )


def verifier_dessin(contenu: ContenuCertificat) -> None:
    """Refuse un contenu que le papier tronquerait ou écrirait avec des carrés vides.

    Lève `RuleViolation` : nom ou intitulé qui ne tient pas à sa place, signe que les polices n’ont
    pas. Le nom d’origine n’est pas en cause : voir `nom_origine_omis`.
    """
    verifier_nom(contenu.titulaire.prenom, contenu.titulaire.nom)
    if _intitule(contenu) is None:
        raise RuleViolation(
            "intitule_trop_long",
            n_("L’intitulé du bloc %(bloc)s ne tient pas en quatre lignes."),
            {"bloc": contenu.bloc.code},
        )
    valeurs = contenus.vers_json(contenu)
    valeurs["titulaire"].pop("nom_origine")
    for texte in _textes(valeurs):
        _verifier_signes(texte)


def verifier_nom(prenom: str, nom: str) -> None:
    """Un nom s’imprime entier, en caractères latins, sur deux lignes au plus ; jamais plus petit.

    Lève `RuleViolation` : au-delà, on demande le nom d’usage.
    """
    complet = french(unicodedata.normalize("NFC", f"{prenom} {nom}"))
    _verifier_signes(complet, champ="nom")
    for police in (TITRE, ETIQUETTE):
        if fit(complet, police, steps=_PALIERS_NOM, place=_PLACE_NOM) is None:
            raise RuleViolation(
                "nom_trop_long",
                n_(
                    "« %(nom)s » ne tient pas sur l’attestation. "
                    "Demandez à la personne son nom d’usage."
                ),
                {"nom": complet},
                field="nom",
            )


def nom_origine_omis(contenu: ContenuCertificat) -> bool:
    """Vrai si le nom d’origine ne sera pas imprimé, faute de police : à dire à qui délivre."""
    nom = contenu.titulaire.nom_origine
    return nom is not None and _sens(nom) is None


def _verifier_signes(texte: str, champ: str | None = None) -> None:
    absents = "".join(dict.fromkeys(s for police in _LATINES for s in police.missing(texte)))
    if absents:
        raise RuleViolation(
            "signe_absent",
            n_("Les documents ne savent pas écrire « %(signes)s » (dans « %(texte)s »)."),
            {"signes": absents, "texte": texte},
            field=champ,
        )


def _textes(valeur: Any) -> Iterator[str]:
    if isinstance(valeur, str):
        yield valeur
    elif isinstance(valeur, dict | list):
        for partie in valeur.values() if isinstance(valeur, dict) else valeur:
            yield from _textes(partie)


def _sens(nom: str) -> str | None:
    """Le sens d’écriture d’un nom d’origine (« ltr », « rtl »), `None` si aucune police ne l’a."""
    if not TEXTE.missing(nom):
        return "ltr"
    return None if ARABE.missing(nom) else "rtl"


def _intitule(contenu: ContenuCertificat) -> Setting | None:
    intitule = french(contenu.bloc.intitule)
    return fit(intitule, DEMI_GRAS, steps=_PALIERS_INTITULE, place=_PLACE_INTITULE)


def _contexte(contenu: ContenuCertificat, maison: str, *, qr: QrCode) -> dict[str, Any]:
    nom = french(contenu.titulaire.nom_complet)
    # Quelques signes du vietnamien manquent à la police de titre : le nom entier passe au texte.
    secours = maison != "sobre" and bool(TITRE.missing(nom))
    police = ETIQUETTE if maison == "sobre" else TEXTE if secours else TITRE
    origine = contenu.titulaire.nom_origine
    codes = {code for c in contenu.bloc.competences for code in c.modalites}
    adresse = contenu.delivrance.adresse_verification
    return {
        "c": contenu,
        "maison": maison,
        "nom": fit(nom, police, steps=_PALIERS_NOM, place=_PLACE_NOM),
        "nom_secours": secours,
        "sens_origine": _sens(origine) if origine else None,
        "intitule": _intitule(contenu),
        "activites": _activites(contenu.bloc.competences),
        "modalites": [m for m in contenu.cadre.referentiel.modalites if m.code in codes],
        "adresse_lisible": adresse.partition("://")[2].rpartition("/")[0],
        "silence_qr": round(_COTE_QR * QUIET_ZONE / qr.side, 2),
    }


def _activites(competences: Iterable[CompetenceAttestee]) -> list[_Activite]:
    groupes = groupby(competences, key=lambda c: (c.activite_code, c.activite_intitule))
    return [_Activite(*activite, tuple(map(_ligne, lignes))) for activite, lignes in groupes]


def _ligne(competence: CompetenceAttestee) -> _Ligne:
    largeur = narrowed(
        hold_end(french(competence.enonce)),
        TEXTE,
        size=_CORPS_ENONCE,
        place=_PLACE_ENONCE,
        last=_DERNIERE_LIGNE,
    )
    retrait = round(_RETRAIT + _PLACE_ENONCE - largeur, 2)
    return _Ligne(competence, retrait, competence.seuil != contenus.SEUIL_ORDINAIRE)
