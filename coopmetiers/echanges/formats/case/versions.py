"""Ce que chaque version de CASE sait porter.

Source : comparaison des schémas 1.0 et 1.1 du paquet. Le schéma 1.0 tolère des champs de plus sur
le document, les éléments et les relations, mais ne leur donne pas de sens : on ne les y écrit pas.
"""

from __future__ import annotations

from typing import Literal, get_args

from coopmetiers.echanges.formats.case.champs import EXTENSION

Version = Literal["1.0", "1.1"]
VERSIONS: tuple[Version, ...] = get_args(Version)

EST_ENFANT = "isChildOf"
TYPES_1_0 = frozenset(
    {
        "isChildOf",
        "isPeerOf",
        "isPartOf",
        "exactMatchOf",
        "precedes",
        "isRelatedTo",
        "replacedBy",
        "exemplar",
        "hasSkillLevel",
    }
)
TYPES_1_1 = TYPES_1_0 | {"isTranslationOf"}

#: Les champs nés avec 1.1, par classe ; « * » : toutes.
_NES_EN_1_1 = {
    "*": frozenset({"extensions"}),
    "CFDocument": frozenset({"frameworkType", "caseVersion"}),
    "CFItem": frozenset({"subject", "subjectURI"}),
    "CFAssociation": frozenset({"notes"}),
    "LinkGenURI": frozenset({"targetType"}),
}


def verifier(version: str) -> None:
    """Lève `ValueError` d’une version que ce traducteur n’écrit pas."""
    if version not in VERSIONS:
        raise ValueError(f"Version de CASE inconnue : {version!r}.")


def champs_tus(classe: type, version: Version) -> frozenset[str]:
    """Les champs d’une classe que la version ne connaît pas."""
    if version == "1.1":
        return frozenset()
    return _NES_EN_1_1["*"] | _NES_EN_1_1.get(classe.__name__, frozenset())


def porte_le_type(type_relation: str, version: Version) -> bool:
    """Vrai si la version connaît ce type de relation (`ext:…` depuis 1.1)."""
    if version == "1.0":
        return type_relation in TYPES_1_0
    return type_relation in TYPES_1_1 or EXTENSION.fullmatch(type_relation) is not None
