"""La grille d’évaluation, ligne par ligne.

Une case par gabarit ou par macro coûte trois fois plus cher que la ligne jointe ici (mesuré) : une
grille en a des centaines. Tout texte est échappé une fois, puis recollé.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from urllib.parse import quote

from flask import url_for
from markupsafe import Markup, escape

from coopmetiers.base.i18n import _
from coopmetiers.parcours.queries import CaseVue, ColonneVue, GroupeVu, LigneVue


@dataclass(frozen=True)
class ActiviteVue:
    """Une activité en tête de ses colonnes."""

    code: str
    intitule: str
    largeur: int


@dataclass(frozen=True)
class _Mots:
    """Ce qui se lit dans chaque case, traduit et échappé une fois."""

    au_seuil: Markup
    sans_preuve: Markup
    disputee: Markup
    modifiee: Markup
    non_evaluee: Markup
    non_exigee: Markup


def activites(colonnes: Sequence[ColonneVue]) -> tuple[ActiviteVue, ...]:
    """Les activités, dans l’ordre des colonnes."""
    suites = groupby(colonnes, key=lambda c: (c.code_activite, c.intitule_activite))
    return tuple(ActiviteVue(code, nom, len(list(suite))) for (code, nom), suite in suites)


def lignes(
    groupe: GroupeVu, adresse: str, *, ici: str, revenir: bool, modifiee_depuis: datetime
) -> tuple[Markup, ...]:
    """Une ligne de tableau par personne ; `adresse` précède l’identifiant de la case choisie.

    `revenir` rend le clavier à la case choisie (`ici`) quand la page s’ouvre.
    """
    traits = _Traits(adresse, ici, revenir, modifiee_depuis, _mots())
    premieres = _premieres(groupe.colonnes)
    return tuple(_ligne(ligne, groupe.colonnes, premieres, traits) for ligne in groupe.lignes)


@dataclass(frozen=True)
class _Traits:
    """Ce que toutes les cases ont en commun."""

    adresse: str
    ici: str
    revenir: bool
    modifiee_depuis: datetime
    mots: _Mots


def _ligne(
    ligne: LigneVue, colonnes: Sequence[ColonneVue], premieres: frozenset[str], traits: _Traits
) -> Markup:
    nom = escape(ligne.nom)
    fiche = escape(url_for("parcours.inscription", inscription_id=ligne.inscription_id))
    morceaux = [f'<tr><th scope="row"><a href="{fiche}">{nom}</a></th>']
    for colonne in colonnes:
        bord = ' class="grp"' if colonne.code in premieres else ""
        morceaux.append(f"<td{bord}>{_case(ligne, colonne, nom, traits)}</td>")
    compte = f"{ligne.k}\u00a0/\u00a0{ligne.n}" if ligne.n else "–"
    morceaux.append(f'<td class="tot grp">{compte}</td></tr>')
    return Markup("".join(morceaux))  # noqa: S704 — chaque texte vient d’être échappé


def _case(ligne: LigneVue, colonne: ColonneVue, nom: Markup, traits: _Traits) -> str:
    code = escape(colonne.code)
    if colonne.code not in ligne.seuils:
        dit = f"{nom}, {code}\u00a0: {traits.mots.non_exigee}"
        return f'<span class="case niveau-x" role="img" aria-label="{dit}">/</span>'
    case = ligne.cases.get(colonne.code)
    designee = f"{ligne.inscription_id}:{colonne.code}"
    classes, dites = _lecture(case, ligne.seuils[colonne.code], traits)
    choisie = designee == traits.ici
    courante = (' aria-current="true"' + " autofocus" * traits.revenir) if choisie else ""
    if choisie:
        classes += " case--ici"
    adresse = escape(traits.adresse + quote(designee, safe=":") + "#fiche")
    return (
        f'<a class="case {classes}" href="{adresse}" data-case="{escape(designee)}" '
        f'aria-label="{nom}, {code}\u00a0: {dites}"{courante}>'
        f"{f'N{case.niveau}' if case else '·'}</a>"
    )


def _lecture(case: CaseVue | None, seuil: int, traits: _Traits) -> tuple[str, str]:
    """Les classes d’une case, et ce qu’elle dit à qui ne la voit pas."""
    mots = traits.mots
    if case is None:
        return "niveau-0", str(mots.non_evaluee)
    classes, dites = [f"niveau-{case.niveau}"], [f"N{case.niveau}"]
    marques = (
        (case.niveau >= seuil, "", mots.au_seuil),
        (not case.a_preuve, "sans-preuve", mots.sans_preuve),
        (case.en_desaccord, "case--avis", mots.disputee),
        (case.mis_a_jour_a >= traits.modifiee_depuis, "case--modif", mots.modifiee),
    )
    for vraie, classe, mot in marques:
        if vraie:
            classes += [classe] if classe else []
            dites.append(str(mot))
    return " ".join(classes), ", ".join(dites)


def _premieres(colonnes: Sequence[ColonneVue]) -> frozenset[str]:
    """Les colonnes qui ouvrent une activité."""
    suites = groupby(colonnes, key=lambda c: c.code_activite)
    return frozenset(next(iter(suite)).code for _code, suite in suites)


def _mots() -> _Mots:
    return _Mots(
        au_seuil=escape(_("au seuil")),
        sans_preuve=escape(_("sans preuve")),
        disputee=escape(_("avis différents")),
        modifiee=escape(_("modifiée à l’instant")),
        non_evaluee=escape(_("non évaluée")),
        non_exigee=escape(_("non exigée")),
    )
