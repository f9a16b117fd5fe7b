"""Une version retouchée d’un geste à la fois, et ce que sa comparaison doit en dire.

Chaque retouche ne touche qu’une partie ; elle rend le contenu retouché, la partie et les sortes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from coopmetiers.referentiel.contenu import CompetenceLue, ContenuVersion, CritereLu
from coopmetiers.referentiel.diff import Genre, Sorte

Attendu = tuple[Genre, str, frozenset[Sorte]]
Retouche = Callable[[ContenuVersion, int], tuple[ContenuVersion, Attendu]]


def changer(contenu: ContenuVersion, liste: str, rang: int, /, **champs: Any) -> ContenuVersion:
    """Le contenu, où la partie de ce rang dans cette liste a ces champs."""
    parties = getattr(contenu, liste)
    neuve = replace(parties[rang], **champs)
    return replace(contenu, **{liste: (*parties[:rang], neuve, *parties[rang + 1 :])})


def recoder(contenu: ContenuVersion, avant: str, apres: str) -> ContenuVersion:
    """Le contenu, où ce code est devenu celui-là partout où il est écrit."""

    def neuf(valeur: Any) -> Any:
        if isinstance(valeur, tuple):
            return tuple(map(neuf, valeur))
        if hasattr(valeur, "__dataclass_fields__"):
            champs = ("code", "parent", "bloc", "blocs", "activite", "competence", "code_objet")
            cites = (*champs, "metier", "metiers", "rangs")
            return replace(
                valeur, **{n: neuf(getattr(valeur, n)) for n in cites if n in dir(valeur)}
            )
        return apres if valeur == avant else valeur

    listes = ("metiers", "blocs", "activites", "situations", "competences", "criteres", "autres")
    suivantes = ("descripteurs", "epreuves", "profils", "alignements", "dimensions")
    return replace(contenu, **{nom: neuf(getattr(contenu, nom)) for nom in (*listes, *suivantes)})


def porter(contenu: ContenuVersion, liste: str, de: int, a: int) -> ContenuVersion:
    """Le contenu, où une partie d’une liste est portée à un autre rang."""
    parties = list(getattr(contenu, liste))
    parties.insert(a, parties.pop(de))
    return replace(contenu, **{liste: tuple(parties)})


def retirer_competence(contenu: ContenuVersion, rang: int) -> ContenuVersion:
    """Le contenu sans cette compétence, ni rien de ce qu’elle porte."""
    retiree = contenu.competences[rang]
    return replace(
        contenu,
        competences=tuple(c for c in contenu.competences if c is not retiree),
        criteres=tuple(c for c in contenu.criteres if c.competence != retiree.code),
        alignements=tuple(a for a in contenu.alignements if a.code_objet != retiree.code),
    )


def criteres_de(contenu: ContenuVersion, competence: CompetenceLue) -> list[str]:
    return [c.enonce for c in contenu.criteres if c.competence == competence.code]


def avec_criteres(contenu: ContenuVersion, code: str, enonces: list[str]) -> ContenuVersion:
    """Le contenu, où cette compétence a ces critères, numérotés depuis 1."""
    autres = (c for c in contenu.criteres if c.competence != code)
    siens = (CritereLu(competence=code, rang=r, enonce=e) for r, e in enumerate(enonces, start=1))
    return replace(contenu, criteres=(*autres, *siens))


def _de_competence(
    geste: Callable[[ContenuVersion, int, CompetenceLue], ContenuVersion], *sortes: Sorte
) -> Retouche:
    def retouche(contenu: ContenuVersion, rang: int) -> tuple[ContenuVersion, Attendu]:
        touchee = contenu.competences[rang]
        attendu = (Genre.COMPETENCE, touchee.element_id, frozenset(sortes))
        return geste(contenu, rang, touchee), attendu

    return retouche


def _champ(sorte: Sorte, **champs: Callable[[CompetenceLue], object]) -> Retouche:
    return _de_competence(
        lambda contenu, rang, c: changer(
            contenu, "competences", rang, **{nom: valeur(c) for nom, valeur in champs.items()}
        ),
        sorte,
    )


def _criteres(geste: Callable[[list[str]], list[str]]) -> Retouche:
    return _de_competence(
        lambda contenu, rang, c: avec_criteres(contenu, c.code, geste(criteres_de(contenu, c))),
        Sorte.CRITERE,
    )


def _ailleurs(contenu: ContenuVersion, rang: int, c: CompetenceLue) -> ContenuVersion:
    place = next(a.code for a in contenu.activites if a.code != c.parent)
    return changer(contenu, "competences", rang, parent=place)


def _ajouter(contenu: ContenuVersion, rang: int) -> tuple[ContenuVersion, Attendu]:
    modele = contenu.competences[rang]
    neuf = str(uuid5(NAMESPACE_URL, f"{modele.element_id}/neuve"))
    neuve = replace(modele, element_id=neuf, code=f"{modele.code}.neuve")
    competences = (*contenu.competences[:rang], neuve, *contenu.competences[rang:])
    ajoutee = avec_criteres(replace(contenu, competences=competences), neuve.code, ["Se voit."])
    return ajoutee, (Genre.COMPETENCE, neuf, frozenset({Sorte.AJOUTE}))


#: Ce qu’on fait à une compétence, et ce que sa comparaison en dit.
RETOUCHES: dict[str, Retouche] = {
    "énoncé": _champ(Sorte.REFORMULE, enonce=lambda c: f"{c.enonce} Toujours."),
    "libellé court": _champ(Sorte.REFORMULE, libelle_court=lambda c: f"{c.libelle_court} mieux"),
    "échelle": _champ(Sorte.NIVEAU, echelle=lambda c: "autre"),
    "ressources": _champ(Sorte.RENVOI, ressources=lambda c: (*c.ressources, "SV99")),
    "ordre des phases": _champ(Sorte.RENVOI, phases=lambda c: (*c.phases, "veille")[::-1]),
    "exercice": _champ(Sorte.RENVOI, interne=lambda c: not c.interne),
    "rangs": _champ(Sorte.RENVOI, rangs=lambda c: ()),
    "sources": _champ(Sorte.RENVOI, sources=lambda c: ()),
    "remarque": _champ(Sorte.AUTRE, remarque=lambda c: f"{c.remarque} À revoir."),
    "code": _de_competence(lambda v, _, c: recoder(v, c.code, f"{c.code}.bis"), Sorte.RECODE),
    "activité": _de_competence(_ailleurs, Sorte.DEPLACE),
    "retrait": _de_competence(lambda v, rang, _: retirer_competence(v, rang), Sorte.RETIRE),
    "ajout": _ajouter,
    "critère ajouté": _criteres(lambda dits: [*dits, "Un tiers absent s’y retrouve."]),
    "critère retiré": _criteres(lambda dits: dits[1:]),
    "critère reformulé": _criteres(lambda dits: [f"{dits[0]} Vraiment.", *dits[1:]]),
    "critères mêlés": _criteres(lambda dits: [*dits, "Premier."][::-1]),
}
