"""D’où part un référentiel : son adresse publique, et les identifiants qu’on en tire.

L’adresse d’une version est celle de sa page, « …/referentiels/<code>/<version> » ; un élément a la
sienne dessous, une relation ou une échelle un repère dans la page. Le même contenu exporté d’un
autre serveur a d’autres adresses et les mêmes identifiants : on le compare donc à une adresse
neutre, qui n’existe nulle part.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote

from coopmetiers.base.texts import folded
from coopmetiers.echanges.formats.case import PaquetCase, uuid_stable
from coopmetiers.referentiel.enums import EtatVersion

#: L’espace de noms de nos identifiants CASE ; il ne change jamais.
ESPACE = uuid.UUID("0d6d1c0e-6d0a-5f43-8a54-7c1d3a3c2b61")
#: L’adresse de personne (RFC 6761 : « .invalid » ne mène à rien), celle des comparaisons.
NEUTRE = "https://coopmetiers.invalid/referentiels/code/version"
#: Le nom de ce que nous ajoutons dans les « extensions » de CASE 1.1.
NOUS = "coopmetiers"
CODE_MAX = 80

_NOTRE = re.compile(r"https?://[^\s?#]+/referentiels/([^/?#\s]+)/[^/?#\s]+/?")
_CODE = re.compile(r"[\w.\-]+")


@dataclass(frozen=True)
class Sortie:
    """Ce que CASE dit d’une version et que son contenu ne dit pas.

    `adresse` : celle de sa page publique ; `porteuse` : le nom de l’organisation qui la porte ;
    `le` : l’instant de son dernier changement, avec son fuseau.
    """

    adresse: str
    le: datetime
    porteuse: str = ""
    etat: EtatVersion = EtatVersion.BROUILLON
    publiee_a: datetime | None = None

    def element(self, code: str) -> str:
        """L’adresse de la page d’un élément."""
        return f"{self.adresse}/elements/{quote(code, safe='')}"

    def repere(self, identifiant: str) -> str:
        """L’adresse, dans la page de la version, de ce qui n’a pas la sienne."""
        return f"{self.adresse}#{identifiant}"

    def echelle(self, code: str) -> str:
        """L’adresse d’une échelle ; ses niveaux y ajoutent leur repère."""
        return f"{self.adresse}?echelle={quote(code, safe='')}"


def code_annonce(paquet: PaquetCase) -> str:
    """Le code du référentiel que le paquet dit être ; pour un étranger, son titre abrégé."""
    dit = a_nous(paquet.CFDocument.extensions).get("code")
    if isinstance(dit, str) and _CODE.fullmatch(dit) and len(dit) <= CODE_MAX:
        return dit
    return code_de_l_adresse(paquet) or _abrege(paquet)


def code_de_l_adresse(paquet: PaquetCase) -> str:
    """Le code écrit dans l’adresse du document, quand elle a la forme des nôtres."""
    for adresse in (paquet.CFDocument.uri, paquet.CFDocument.officialSourceURL):
        trouve = _NOTRE.fullmatch(adresse or "")
        code = unquote(trouve[1]) if trouve else ""
        if _CODE.fullmatch(code) and len(code) <= CODE_MAX:
            return code
    return ""


def a_nous(extensions: object) -> dict[str, Any]:
    """Ce que nous avions ajouté dans ces extensions."""
    dites = extensions.get(NOUS) if isinstance(extensions, dict) else None
    return dites if isinstance(dites, dict) else {}


def prefixe_a_nous(codes: frozenset[str]) -> re.Pattern[str]:
    """Le début d’une adresse d’une version de l’un de ces référentiels, où qu’elle soit servie."""
    noms = "|".join(sorted(re.escape(quote(code, safe="")) for code in codes if code)) or r"(?!)"
    return re.compile(rf"https?://[^\s?#]+/referentiels/(?:{noms})/[^/?#\s]+(?=/elements/|[?#]|$)")


def identifiant(*cle: str) -> str:
    """L’identifiant, toujours le même, de ce que désigne cette clé."""
    return uuid_stable(ESPACE, "/".join(cle))


def identifiant_du_document(code: str, version: str) -> str:
    """L’identifiant du document d’une version."""
    return identifiant("document", code, version)


def abreger(texte: str, signes: int, sinon: str) -> str:
    """Un texte en minuscules, chiffres et tirets ; `sinon` quand il n’en reste rien."""
    mots = re.sub(r"[^a-z0-9]+", "-", folded(texte)).strip("-")
    return mots[:signes].rstrip("-") or sinon


def _abrege(paquet: PaquetCase) -> str:
    return abreger(paquet.CFDocument.title, CODE_MAX, f"case-{paquet.CFDocument.identifier[:8]}")
