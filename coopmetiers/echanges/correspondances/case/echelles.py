"""Les échelles de maîtrise : des grilles CASE à un seul critère, dans les deux sens.

Les quatre façons dont nous décrivons un niveau sont quatre lignes de sa description. Le seuil est
dit dans la description de la grille, pour que 1.0 le porte aussi ; notre code et l’échelle que
toutes les compétences emploient sont dans ses `extensions` (1.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coopmetiers.base.texts import n_
from coopmetiers.echanges.correspondances.case.adresses import (
    NOUS,
    Sortie,
    a_nous,
    abreger,
    identifiant,
)
from coopmetiers.echanges.correspondances.case.redites import Gardes, trace_de, valeurs
from coopmetiers.echanges.formats.case import CFRubric, Palier, echelle, paliers
from coopmetiers.echanges.formats.reproches import Reproche
from coopmetiers.referentiel.contenu import ContenuVersion, EchelleLue, NiveauLu

GARDEES = "CFRubrics"
#: Au-delà, une grille est gardée sans devenir une échelle.
ECHELLES_MAX = 100
AUTRE_NOMBRE = n_(
    "L’échelle « %(echelle)s » du fichier a un autre nombre de niveaux : la nôtre est gardée."
)
_CODE_MAX, _TITRE_MAX, _LIBELLE_MAX = 20, 200, 120
_DESCRIPTIONS = ("autonomie", "situations", "reflexivite", "rapport_aux_autres")
_SEUIL = re.compile(r"Seuil d’acquisition : niveau (\d{1,4})\.")


@dataclass(frozen=True)
class EchellesLues:
    """Le contenu avec les échelles du fichier, et qui emploie laquelle.

    `par_element` : identifiant → code de l’échelle ; `defaut` : celle que toutes emploient.
    `grilles` : code de l’échelle → la grille telle que le fichier la dit, à redire ; `autres` : les
    grilles qui ne sont pas des échelles.
    """

    contenu: ContenuVersion
    par_element: Mapping[str, str]
    defaut: str
    grilles: Mapping[str, CFRubric]
    autres: tuple[CFRubric, ...]
    remarques: tuple[Reproche, ...]


def grilles(contenu: ContenuVersion, sortie: Sortie, gardes: Gardes) -> tuple[CFRubric, ...]:
    """La grille de chaque échelle, redite si rien n’y a changé, puis les grilles d’ailleurs."""
    rendues = []
    for une in contenu.echelles:
        nue = grille(contenu, une, sortie)
        garde = gardes.valeur("", f"{GARDEES}.{une.code}")
        if garde and garde["trace"] == trace(nue):
            rendues.append(CFRubric.model_validate(garde["objet"]))
        else:
            soi = garde["objet"] if garde else {}
            rendues.append(grille(contenu, une, sortie, soi.get("identifier"), soi.get("uri")))
    autres = (CFRubric.model_validate(g) for g in gardes.valeur("", GARDEES, ()))
    return (*rendues, *autres)


def grille(
    contenu: ContenuVersion,
    une: EchelleLue,
    sortie: Sortie,
    soi: str | None = None,
    uri: str | None = None,
) -> CFRubric:
    """La grille d’une échelle, comme nous la disons."""
    niveaux = [n for n in contenu.niveaux if n.echelle == une.code]
    nue = echelle(
        soi or identifiant("echelle", contenu.presentation.code, une.code),
        uri or sortie.echelle(une.code),
        une.intitule,
        sortie.le,
        [_palier(rang, n) for rang, n in enumerate(niveaux, start=1)],
    )
    exact: dict[str, Any] = {"code": une.code}
    codes = [n.code for n in niveaux]
    if codes != [f"N{rang}" for rang, _ in enumerate(niveaux, start=1)]:
        exact["niveaux"] = codes
    if contenu.competences and all(c.echelle == une.code for c in contenu.competences):
        exact["defaut"] = True
    seuil = f"Seuil d’acquisition : niveau {une.seuil}." if une.seuil is not None else None
    return nue.model_copy(update={"description": seuil, "extensions": {NOUS: exact}})


def trace(une: CFRubric) -> str:
    """L’empreinte de ce que dit une grille, sans ses dates, ses adresses, ni qui l’emploie."""
    exact = {c: v for c, v in a_nous(une.extensions).items() if c != "defaut"}
    niveaux = [
        (n.position, n.quality, n.description)
        for critere in une.CFRubricCriteria
        for n in critere.CFRubricCriterionLevels
    ]
    return trace_de([une.title, une.description, exact, niveaux])


def lire(
    depart: ContenuVersion, recues: Sequence[CFRubric], dites: Sequence[CFRubric]
) -> EchellesLues:
    """Les échelles que disent les grilles reçues ; `dites` : celles qu’on attendait de `depart`.

    Une échelle que le fichier ne redit pas est gardée : beaucoup d’outils taisent les grilles.
    """
    codes = {d.identifier: e.code for d, e in zip(dites, depart.echelles, strict=False)}
    attendues = {d.identifier: d for d in dites}
    contenu, remarques, gardees, autres = depart, [], {}, []
    for recue in recues:
        code = codes.get(recue.identifier, "")
        if not code and (not paliers(recue) or len(contenu.echelles) >= ECHELLES_MAX):
            autres.append(recue)
        elif not code:
            code = _code_neuf(recue, {e.code for e in contenu.echelles})
            codes[recue.identifier] = code
            contenu = _poser(contenu, _echelle_lue(recue, code), _niveaux(recue, code))
            gardees[code] = recue
        elif recue != attendues[recue.identifier]:
            reprise = _reprendre(contenu, code, recue, attendues[recue.identifier])
            if reprise is None:
                remarques.append(Reproche(AUTRE_NOMBRE, {"echelle": recue.title or code}))
            else:
                contenu, gardees[code] = reprise, recue
    return EchellesLues(
        contenu,
        _employees(recues, codes),
        _defaut(recues, codes),
        gardees,
        tuple(autres),
        tuple(remarques),
    )


def _palier(rang: int, niveau: NiveauLu) -> Palier:
    lignes = [getattr(niveau, nom) for nom in _DESCRIPTIONS]
    description = "\n".join(lignes) if any(lignes[1:]) else lignes[0]
    return Palier(rang, niveau.libelle, score=float(rang), description=description or None)


def _titre(recue: CFRubric, sinon: str) -> str:
    premiers = (critere.category for critere in recue.CFRubricCriteria[:1])
    return recue.title or next(premiers, None) or sinon


def _code_neuf(recue: CFRubric, pris: set[str]) -> str:
    dit = a_nous(recue.extensions).get("code")
    code = dit if isinstance(dit, str) else ""
    code = abreger(code or _titre(recue, ""), _CODE_MAX, "echelle")
    code, rang, choisi = code[:_CODE_MAX], 1, code[:_CODE_MAX]
    while choisi in pris:
        rang += 1
        suite = f"-{rang}"
        choisi = code[: _CODE_MAX - len(suite)] + suite
    return choisi


def _echelle_lue(recue: CFRubric, code: str) -> EchelleLue:
    dit = _SEUIL.search(recue.description or "")
    seuil = int(dit[1]) if dit and 1 <= int(dit[1]) <= len(paliers(recue)) else None
    return EchelleLue(code=code, intitule=_titre(recue, code)[:_TITRE_MAX], seuil=seuil)


def _niveaux(recue: CFRubric, code: str) -> tuple[NiveauLu, ...]:
    noms = a_nous(recue.extensions).get("niveaux")
    ranges = sorted(paliers(recue), key=lambda palier: palier.position)
    surs = isinstance(noms, list) and len(noms) == len(ranges)
    return tuple(
        NiveauLu(
            echelle=code,
            rang=rang,
            code=str(noms[rang - 1])[:10] if surs and noms else f"N{rang}",
            libelle=palier.quality[:_LIBELLE_MAX],
            **_decrit(palier),
        )
        for rang, palier in enumerate(ranges, start=1)
    )


def _decrit(palier: Palier) -> dict[str, Any]:
    dite = palier.description if palier.description != palier.quality else ""
    lignes = (dite or "").split("\n")
    if len(lignes) != len(_DESCRIPTIONS):
        lignes = [dite or "", "", "", ""]
    return dict(zip(_DESCRIPTIONS, lignes, strict=True))


def _poser(contenu: ContenuVersion, une: EchelleLue, niveaux: Iterable[NiveauLu]) -> ContenuVersion:
    """Le contenu avec cette échelle, à sa place si elle y était."""
    if une.code in {e.code for e in contenu.echelles}:
        echelles = tuple(une if e.code == une.code else e for e in contenu.echelles)
    else:
        echelles = (*contenu.echelles, une)
    par_code = {e.code: [n for n in contenu.niveaux if n.echelle == e.code] for e in echelles}
    par_code[une.code] = list(niveaux)
    return replace(
        contenu, echelles=echelles, niveaux=tuple(n for e in par_code.values() for n in e)
    )


def _reprendre(
    contenu: ContenuVersion, code: str, recue: CFRubric, attendue: CFRubric
) -> ContenuVersion | None:
    """L’échelle telle que le fichier la change ; rien s’il n’a pas les niveaux qu’on y cite."""
    avant = next(e for e in contenu.echelles if e.code == code)
    lue, dite = _echelle_lue(recue, code), _echelle_lue(attendue, code)
    niveaux = [n for n in contenu.niveaux if n.echelle == code]
    lus, dits = _niveaux(recue, code), _niveaux(attendue, code)
    if len(lus) != len(dits):
        if contenu.descripteurs or contenu.profils or not lus:
            return None
        seuil = avant.seuil if avant.seuil and avant.seuil <= len(lus) else None
        return _poser(contenu, replace(avant, seuil=lue.seuil or seuil), lus)
    apres = [_change(n, d, lu) for n, d, lu in zip(niveaux, dits, lus, strict=True)]
    return _poser(contenu, _change(avant, dite, lue), apres)


def _change(avant: Any, attendu: Any, lu: Any) -> Any:
    """`avant`, où seul a changé ce que le fichier dit autrement que ce qu’on en attendait."""
    noms = [nom for nom in type(avant).__dataclass_fields__ if nom != "ligne"]
    return replace(
        avant,
        **{n: getattr(lu, n) for n in noms if getattr(lu, n) != getattr(attendu, n)},
    )


def _employees(recues: Sequence[CFRubric], codes: Mapping[str, str]) -> dict[str, str]:
    """Identifiant d’un élément → l’échelle dont le critère le nomme."""
    return {
        critere.CFItemURI.identifier: codes[recue.identifier]
        for recue in recues[::-1]
        for critere in recue.CFRubricCriteria
        if critere.CFItemURI and codes.get(recue.identifier)
    }


def _defaut(recues: Sequence[CFRubric], codes: Mapping[str, str]) -> str:
    for recue in recues:
        if a_nous(recue.extensions).get("defaut") is True:
            return codes.get(recue.identifier, "")
    return ""


def a_garder(
    lues: EchellesLues, contenu: ContenuVersion, sortie: Sortie
) -> dict[str, dict[str, Any]]:
    """Nom de garde → ce qu’il faut redire, pour les grilles qui ne sont pas de notre main."""
    return {
        f"{GARDEES}.{une.code}": {
            "trace": trace(grille(contenu, une, sortie)),
            "objet": valeurs(lues.grilles[une.code]),
        }
        for une in contenu.echelles
        if une.code in lues.grilles and not lues.grilles[une.code].uri.startswith(sortie.adresse)
    }
