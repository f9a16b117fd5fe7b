"""Un paquet CASE 1.0 ou 1.1, reçu de n’importe quel outil."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.case.carnet import Carnet
from coopmetiers.echanges.formats.case.controle import (
    identifiant_de,
    reproche_de_doublon,
    reproches_de_boucles,
)
from coopmetiers.echanges.formats.case.objets import (
    DEFINITIONS,
    CFAssociation,
    CFDefinition,
    CFDocument,
    CFItem,
    CFRubric,
    PaquetCase,
)
from coopmetiers.echanges.formats.case.octets import objet_json
from coopmetiers.echanges.formats.case.socle import Objet, fondre, sans_vides, trier_inconnus
from coopmetiers.echanges.formats.case.versions import porte_le_type
from coopmetiers.echanges.formats.reproches import FichierRefuse, Reproche

_O = TypeVar("_O", bound=Objet)

FORME_INTERNE = n_(
    "Ce fichier a la forme interne d’OpenCASE (« sourcedId », « document », « items »), pas celle"
    " d’un paquet CASE : demandez à l’outil un export « CFPackage »."
)
OBJET_SEUL = n_(
    "Ce fichier est la réponse « %(champ)s » d’un service CASE, pas un paquet : demandez-lui"
    " « CFPackages » suivi de l’identifiant du référentiel."
)
SANS_DOCUMENT = n_("« CFDocument » manque : ce fichier n’est pas un paquet CASE.")
ABSENT = n_("Champ obligatoire absent.")
LISTE_ATTENDUE = n_("Une liste est attendue, entre crochets.")
DEUX_FOIS_PAREIL = n_("Objet écrit deux fois à l’identique : gardé une fois (%(nombre)d fois).")
TYPE_INCONNU = n_("« %(champ)s » n’est pas une relation de CASE : gardée (%(nombre)d fois).")
INVALIDE = n_("Valeur refusée.")
ATTENDUS = {
    "missing": ABSENT,
    "string_type": n_("Un texte est attendu, entre guillemets."),
    "int_type": n_("Un nombre entier est attendu."),
    "greater_than_equal": n_("Ce nombre est trop petit."),
    "less_than": n_("Ce nombre est trop grand."),
    "float_type": n_("Un nombre est attendu."),
    "datetime_type": n_("Une date suivie d’une heure est attendue, entre guillemets."),
    "date_type": n_("Une date est attendue, entre guillemets."),
    "tuple_type": LISTE_ATTENDUE,
    "model_type": n_("Un objet est attendu, entre accolades."),
    "dict_type": n_("Un objet est attendu, entre accolades."),
    "literal_error": n_("Seul « 1.1 » a un sens ici."),
}
#: Ce qu’a un fichier d’OpenCASE, et qu’un paquet n’a jamais.
_INTERNES = frozenset({"sourcedId", "document", "items"})
#: Ce que répondent les autres adresses d’un service CASE (CASE 1.1 § 3).
_REPONSES = ("CFDocuments", "CFItem", "CFPackageURI", "CFDocumentURI", "imsx_codeMajor")


@dataclass
class _Lus(Generic[_O]):
    """Les objets d’une liste, par leur ligne dans le fichier."""

    par_ligne: dict[int, _O] = field(default_factory=dict)

    @property
    def objets(self) -> tuple[_O, ...]:
        return tuple(self.par_ligne.values())


def lire(octets: bytes) -> PaquetCase:
    """Rend le paquet d’un fichier CASE 1.0 ou 1.1.

    Ce qui se comprend est arrangé et dit dans `remarques` : dates sans fuseau (lues en temps
    universel), champs inconnus (gardés tels quels dans `extensions`), champs d’objet envoyé seul,
    adresses mal écrites. Les valeurs nulles et les listes vides valent absence ; les relations
    d’un type inconnu et les parents en trop sont gardés.

    Lève `FichierRefuse`, toutes raisons à la fois, situées (`feuille` : la liste du paquet ;
    `ligne` : la place dans celle-ci, dès 1 ; `colonne` : le champ) : illisible, champ obligatoire
    absent, nature d’un champ, identifiant repris, boucle dans l’arbre.
    """
    brut = objet_json(octets)
    _reconnaitre(brut)
    recu = sans_vides(brut)
    carnet = Carnet()
    document = _document(recu.pop("CFDocument"), carnet)
    items = _liste(recu.pop("CFItems", []), "CFItems", CFItem, carnet)
    _sans_reprise(items, "CFItems", carnet, identifiant_de(document) if document else "")
    relations = _liste(recu.pop("CFAssociations", []), "CFAssociations", CFAssociation, carnet)
    _sans_reprise(relations, "CFAssociations", carnet)
    _noter_types(relations, carnet)
    definitions = _definitions(recu.pop("CFDefinitions", {}), carnet)
    grilles = _liste(recu.pop("CFRubrics", []), "CFRubrics", CFRubric, carnet)
    _sans_reprise(grilles, "CFRubrics", carnet)
    extensions = _extensions(recu, "", carnet)
    carnet.reproches.extend(reproches_de_boucles(items.objets, relations.par_ligne))
    if carnet.reproches or document is None:
        raise FichierRefuse(carnet.reproches)
    return PaquetCase(
        document,
        items.objets,
        relations.objets,
        definitions,
        grilles.objets,
        extensions,
        carnet.remarques,
    )


def _reconnaitre(recu: Mapping[str, Any]) -> None:
    if recu.get("CFDocument") not in (None, []):
        return
    if len(_INTERNES & recu.keys()) > 1:
        raise FichierRefuse([Reproche(FORME_INTERNE)])
    for champ in _REPONSES:
        if champ in recu:
            raise FichierRefuse([Reproche(OBJET_SEUL, {"champ": champ})])
    raise FichierRefuse([Reproche(SANS_DOCUMENT, colonne="CFDocument")])


def _document(recu: Any, carnet: Carnet) -> CFDocument | None:
    carnet.se_placer("CFDocument")
    return _objet(recu, CFDocument, carnet)


def _definitions(recu: Any, carnet: Carnet) -> CFDefinition:
    carnet.se_placer("CFDefinitions")
    if not isinstance(recu, dict):
        carnet.reprocher(ATTENDUS["dict_type"])
        return CFDefinition()
    reste = sans_vides(recu)
    lues: dict[str, Any] = {}
    for nom, classe in DEFINITIONS.items():
        objets = _liste(reste.pop(nom, []), nom, classe, carnet)
        _sans_reprise(objets, nom, carnet)
        lues[nom] = objets.objets
    lues["extensions"] = _extensions(reste, "CFDefinitions", carnet)
    return CFDefinition(**lues)


def _extensions(reste: dict[str, Any], feuille: str, carnet: Carnet) -> dict[str, Any]:
    """Les extensions d’un contenant, avec ses champs inconnus."""
    carnet.se_placer(feuille)
    propres = reste.pop("extensions", {})
    if not isinstance(propres, dict):
        carnet.reprocher(ATTENDUS["dict_type"], "extensions")
        return {}
    return fondre(trier_inconnus(reste, carnet), propres, carnet)


def _liste(recu: Any, nom: str, classe: type[_O], carnet: Carnet) -> _Lus[_O]:
    carnet.se_placer(nom)
    lus: _Lus[_O] = _Lus()
    if not isinstance(recu, list):
        carnet.reprocher(LISTE_ATTENDUE)
        return lus
    for ligne, valeur in enumerate(recu, start=1):
        carnet.se_placer(nom, ligne)
        objet = _objet(valeur, classe, carnet)
        if objet is not None:
            lus.par_ligne[ligne] = objet
    return lus


def _objet(recu: Any, classe: type[_O], carnet: Carnet) -> _O | None:
    try:
        return classe.model_validate(recu, context=carnet)
    except ValidationError as erreurs:
        for erreur in erreurs.errors(include_url=False):
            msgid, params = _dire(erreur)
            carnet.reprocher(msgid, _colonne(erreur["loc"]), **params)
        return None


def _dire(erreur: ErrorDetails) -> tuple[str, dict[str, object]]:
    if erreur["type"] == "case":
        contexte = erreur["ctx"]
        return contexte["msgid"], {"valeur": contexte["valeur"]}
    return ATTENDUS.get(erreur["type"], INVALIDE), {}


def _colonne(chemin: Iterable[str | int]) -> str:
    """Le chemin d’un champ : « originNodeURI.uri », « subject[2] » (dès 1)."""
    texte = ""
    for partie in chemin:
        texte += f"[{partie + 1}]" if isinstance(partie, int) else f".{partie}"
    return texte.removeprefix(".")


def _sans_reprise(lus: _Lus[Any], nom: str, carnet: Carnet, document: str = "") -> None:
    """Ôte les objets écrits deux fois à l’identique ; reproche un identifiant repris."""
    premiers: dict[str, int] = {document: 0} if document else {}
    for ligne, objet in list(lus.par_ligne.items()):
        premier = premiers.setdefault(objet.identifier, ligne)
        if premier == ligne:
            continue
        if premier and lus.par_ligne[premier] == objet:
            carnet.se_placer(nom, ligne)
            carnet.noter(DEUX_FOIS_PAREIL)
            del lus.par_ligne[ligne]
        else:
            carnet.reproches.append(reproche_de_doublon(nom, ligne, objet.identifier, premier))


def _noter_types(relations: _Lus[CFAssociation], carnet: Carnet) -> None:
    for ligne, relation in relations.par_ligne.items():
        if not porte_le_type(relation.associationType, "1.1"):
            carnet.se_placer("CFAssociations", ligne)
            carnet.noter(TYPE_INCONNU, "associationType", champ=relation.associationType)
