"""Le référentiel de compétences de Moodle : ce qu’on lui dit, ce qu’on en reprend."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from coopmetiers.base.texts import n_
from coopmetiers.echanges.correspondances.arbre_recu import Recu, poser
from coopmetiers.echanges.correspondances.lecture import Lecture, contenu_vide
from coopmetiers.echanges.formats import moodle
from coopmetiers.echanges.formats.moodle import (
    CadreMoodle,
    CompetenceMoodle,
    EchelleMoodle,
    RegleMoodle,
)
from coopmetiers.echanges.formats.reproches import Reproche
from coopmetiers.referentiel.contenu import ContenuVersion, EchelleLue, NiveauLu
from coopmetiers.referentiel.contenu.noeuds import Noeud, noeuds
from coopmetiers.referentiel.enums import NatureElement

NOM_MAX = 100  # signes d’un « short name »
_PREFIXE = "moodle."
_TAXONOMIES = {
    NatureElement.BLOC: "domain",
    NatureElement.ACTIVITE: "practice",
    NatureElement.COMPETENCE: "competency",
    NatureElement.AUTRE: "domain",
}
#: Un référentiel sans échelle n’entre pas dans Moodle : la plus simple lui en tient lieu.
_SANS_ECHELLE = EchelleMoodle(("Non acquis", "Acquis"), 1, (2,))
#: Ce que le CSV de Moodle ne porte pas.
PERTES = (
    n_("les métiers, leurs fiches, et le rang des compétences dans chacun"),
    n_("l’exercice interne ou externe, les phases, les ressources et les modalités"),
    n_("les critères, les situations de travail, les épreuves"),
    n_("les profils attendus et ce que chaque niveau veut dire par bloc"),
    n_("les sources et les rapprochements avec d’autres répertoires"),
    n_("la grille de maturité et la présentation"),
)


def cadre(contenu: ContenuVersion) -> CadreMoodle:
    """Une version comme Moodle l’importe : un cadre, une compétence par élément de l’arbre."""
    arbre = noeuds(contenu)
    dits = _ajouts(contenu)
    return CadreMoodle(
        id_number=contenu.presentation.code,
        short_name=_court(contenu.presentation.titre),
        description=moodle.en_html(contenu.presentation.resume),
        echelle=_echelle(contenu),
        taxonomies=_taxonomies(arbre),
        competences=tuple(_competence(n, dits.get(n.element_id, {})) for n in arbre),
    )


def code_annonce(recu: CadreMoodle) -> str:
    """Le code du référentiel que le fichier dit être."""
    return recu.id_number


def lecture(recu: CadreMoodle, base: ContenuVersion | None) -> Lecture:
    """Ce qu’un fichier de Moodle dit, posé sur la base ; un code inconnu fait un contenu neuf."""
    depart = base or _neuf(recu)
    dit = cadre(depart)
    deja = {c.id_number: c for c in dit.competences}
    parties = {noeud.code: noeud for noeud in noeuds(depart)}
    profondeurs = recu.profondeurs()
    echelle = depart.echelles[0].code if depart.echelles else ""
    recus = [
        _recu(
            c,
            deja.get(c.id_number),
            parties.get(c.id_number),
            recu.taxonomie(profondeurs[c.id_number]),
            echelle,
        )
        for c in recu.parents_d_abord()
    ]
    contenu = poser(depart, recus, prefixe=_PREFIXE)
    contenu, remarques = _avec_l_echelle(contenu, recu, dit)
    if recu.short_name != dit.short_name:
        titre = replace(contenu.presentation, titre=recu.short_name)
        contenu = replace(contenu, presentation=titre)
    return Lecture(contenu, remarques)


def _court(texte: str) -> str:
    """Un texte qui tient dans un nom de Moodle, coupé entre deux mots."""
    texte = " ".join(texte.split())
    if len(texte) <= NOM_MAX:
        return texte
    return texte[: NOM_MAX - 1].rpartition(" ")[0].rstrip(" ,;:") + "…"


def _echelle(contenu: ContenuVersion) -> EchelleMoodle:
    if not contenu.echelles:
        return _SANS_ECHELLE
    echelle = contenu.echelles[0]
    niveaux = [n for n in contenu.niveaux if n.echelle == echelle.code]
    noms = tuple((n.libelle or n.code).replace(",", " ·") for n in niveaux)
    seuil = echelle.seuil or len(noms)
    return EchelleMoodle(noms, 1, tuple(range(seuil, len(noms) + 1)))


def _taxonomies(arbre: tuple[Noeud, ...]) -> tuple[str, ...]:
    """Le mot de Moodle pour chaque profondeur, d’après le premier élément qui s’y trouve."""
    mots: dict[int, str] = {}
    for noeud in arbre:
        niveau = getattr(noeud.partie, "niveau_arbre", "").lower()
        mot = niveau if niveau in moodle.TAXONOMIES else _TAXONOMIES[noeud.nature]
        mots.setdefault(noeud.profondeur, mot)
    return tuple(mots[profondeur] for profondeur in sorted(mots))[:4]


def _ajouts(contenu: ContenuVersion) -> Mapping[str, dict[str, str]]:
    dits: dict[str, dict[str, str]] = {}
    for ajout in contenu.ajouts:
        if ajout.nom.startswith(_PREFIXE):
            dits.setdefault(ajout.objet, {})[ajout.nom.removeprefix(_PREFIXE)] = ajout.valeur
    return dits


def _competence(noeud: Noeud, ajouts: Mapping[str, str]) -> CompetenceMoodle:
    propre = json.loads(ajouts.get("echelle", "null"))
    regle = json.loads(ajouts.get("regle", "null"))
    return CompetenceMoodle(
        id_number=noeud.code,
        short_name=_court(getattr(noeud.partie, "libelle_court", "") or noeud.texte),
        parent=noeud.parent.code if noeud.parent else "",
        description=moodle.en_html(noeud.texte),
        echelle=EchelleMoodle(tuple(propre[0]), propre[1], tuple(propre[2])) if propre else None,
        regle=RegleMoodle(*regle) if regle else None,
        croisees=tuple(json.loads(ajouts.get("croisees", "[]"))),
        exported_id=noeud.element_id,
    )


def _recu(
    c: CompetenceMoodle,
    deja: CompetenceMoodle | None,
    noeud: Noeud | None,
    taxonomie: str,
    echelle: str,
) -> Recu:
    """Ce qui n’est pas redit autrement garde notre écriture : Moodle n’en porte qu’une partie."""
    dit = moodle.texte_brut(c.description, c.description_format).strip()
    texte = dit or c.short_name
    court: str | None = c.short_name if dit and c.short_name != dit else ""
    if deja is not None and noeud is not None:
        if (c.description, c.short_name) == (deja.description, deja.short_name):
            texte = noeud.texte
        if c.short_name == deja.short_name:
            court = None
    return Recu(
        cle=c.id_number,
        parent=c.parent,
        code=c.id_number,
        texte=texte,
        niveau=taxonomie,
        libelle_court=court,
        identite=c.exported_id if len(c.exported_id) == 36 else "",
        echelle=echelle,
        ajouts=_en_plus(c),
    )


def _en_plus(c: CompetenceMoodle) -> dict[str, str]:
    dits: dict[str, object] = {}
    if c.echelle is not None:
        dits["echelle"] = (c.echelle.niveaux, c.echelle.par_defaut, c.echelle.acquis)
    if c.regle is not None:
        dits["regle"] = (c.regle.type, c.regle.resultat, c.regle.configuration)
    if c.croisees:
        dits["croisees"] = c.croisees
    return {_PREFIXE + nom: json.dumps(dit, ensure_ascii=False) for nom, dit in dits.items()}


def _neuf(recu: CadreMoodle) -> ContenuVersion:
    vide = contenu_vide(recu.id_number, recu.short_name)
    resume = moodle.texte_brut(recu.description, recu.description_format).strip()
    echelle = EchelleLue(
        code="moodle", intitule=recu.short_name[:NOM_MAX], seuil=min(recu.echelle.acquis)
    )
    return replace(
        vide,
        presentation=replace(vide.presentation, resume=resume),
        echelles=(echelle,),
        niveaux=tuple(
            _niveau("moodle", rang, nom) for rang, nom in enumerate(recu.echelle.niveaux, start=1)
        ),
    )


def _niveau(echelle: str, rang: int, nom: str) -> NiveauLu:
    return NiveauLu(
        echelle=echelle,
        rang=rang,
        code=f"N{rang}",
        libelle=nom,
        autonomie="",
        situations="",
        reflexivite="",
        rapport_aux_autres="",
    )


def _avec_l_echelle(
    contenu: ContenuVersion, recu: CadreMoodle, dit: CadreMoodle
) -> tuple[ContenuVersion, tuple[Reproche, ...]]:
    """Une échelle du même nombre de niveaux reprend leurs noms et le seuil ; une autre est dite."""
    if recu.echelle == dit.echelle or not contenu.echelles:
        return contenu, ()
    if len(recu.echelle.niveaux) != len(dit.echelle.niveaux):
        message = n_("L’échelle du fichier a un autre nombre de niveaux : la nôtre est gardée.")
        return contenu, (Reproche(message, {}, "", recu.ligne, "Scale values"),)
    echelle = contenu.echelles[0]
    noms = dict(enumerate(zip(recu.echelle.niveaux, dit.echelle.niveaux, strict=True), start=1))
    return (
        replace(
            contenu,
            echelles=(replace(echelle, seuil=min(recu.echelle.acquis)), *contenu.echelles[1:]),
            niveaux=tuple(
                replace(n, libelle=noms[n.rang][0])
                if n.echelle == echelle.code and noms[n.rang][0] != noms[n.rang][1]
                else n
                for n in contenu.niveaux
            ),
        ),
        (),
    )
