"""Un classeur de tableur : des feuilles de données aux octets d’un fichier Excel.

Chaque feuille de données est un tableau Excel nommé, aux titres figés, filtrable ; les dates et les
nombres sont de vraies dates et de vrais nombres ; un texte reste un texte, même s’il commence par
« = ». Source : ECMA-376 (Office Open XML).
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.numbers import FORMAT_TEXT
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.classeur import (
    Classeur,
    Colonne,
    Feuille,
    Notice,
    Teinte,
    Valeur,
)

LIGNES_MAXIMUM = 1_048_575  # une feuille Excel moins sa ligne de titres
_TEXTE_MAXIMUM = 32_767  # signes d’une cellule
LISTES = "Listes"  # la feuille masquée où sont écrites les valeurs permises

#: Fond et encre, repris des jetons de l’écran : le passage du jaune au vert est le seuil.
COULEURS = {
    Teinte.N1: ("FBE9BD", "4D3200"),
    Teinte.N2: ("F2C75F", "3D2800"),
    Teinte.N3: ("22744F", "FFFFFF"),
    Teinte.N4: ("0F4530", "FFFFFF"),
    Teinte.GRIS: ("EEEAE9", "6B5E68"),
}
_PRUNE, _FILET = "3C1730", "DDD5D8"
_LARGEUR_A4 = 180  # signes, au-delà desquels une feuille paysage ne se lit plus en A4


def ecrire(classeur: Classeur) -> bytes:
    """Rend les octets du fichier `.xlsx`.

    Lève `RuleViolation` au-delà de ce qu’une feuille peut contenir, `ValueError` si deux colonnes
    d’une feuille portent le même titre (Excel « réparerait » le tableau) ou si une feuille prend le
    nom de celle des listes.
    """
    if any(feuille.nom.casefold() == LISTES.casefold() for feuille in classeur.feuilles):
        raise ValueError(f"« {LISTES} » est le nom de la feuille masquée des valeurs permises.")
    livre = Workbook()
    livre.remove(livre.active)
    livre.properties.title = classeur.titre
    livre.properties.creator = classeur.auteur
    livre.properties.created = livre.properties.modified = classeur.cree_a.replace(tzinfo=None)
    for nom, valeur in classeur.proprietes.items():
        livre.custom_doc_props.append(StringProperty(name=nom, value=valeur))
    for rang, feuille in enumerate(classeur.feuilles, start=1):
        page = livre.create_sheet(feuille.nom)
        if isinstance(feuille, Notice):
            _ecrire_notice(page, feuille)
        else:
            _ecrire_feuille(page, feuille, rang)
    _permettre(livre, classeur)
    octets = io.BytesIO()
    livre.save(octets)
    return octets.getvalue()


def _ecrire_notice(page: Worksheet, notice: Notice) -> None:
    page.sheet_view.showGridLines = False
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 30, 90
    _poser(page.cell(1, 1), notice.titre).font = Font(
        name="Calibri", size=16, bold=True, color=_PRUNE
    )
    page.row_dimensions[1].height = 28
    for rang, (intitule, valeur) in enumerate(notice.lignes, start=3):
        tete = _poser(page.cell(rang, 1), intitule)
        tete.font = Font(name="Calibri", bold=True)
        tete.alignment = Alignment(vertical="top", wrap_text=True)
        dit = _poser(page.cell(rang, 2), valeur)
        dit.alignment = Alignment(vertical="top", wrap_text=True, horizontal="left")
        page.row_dimensions[rang].height = _hauteur([(90, valeur)])
        if intitule in COULEURS:
            _teinter(tete, Teinte(intitule))
    _imprimer(page, paysage=False)


def _ecrire_feuille(page: Worksheet, feuille: Feuille, rang: int) -> None:
    _verifier(feuille)
    for numero, colonne in enumerate(feuille.colonnes, start=1):
        titre = _poser(page.cell(1, numero), colonne.titre)
        titre.font = Font(name="Calibri", bold=True, color="FFFFFF")
        titre.fill = PatternFill("solid", start_color=_PRUNE)
        titre.alignment = Alignment(
            vertical="center",
            wrap_text=not colonne.debout,
            textRotation=90 if colonne.debout else 0,
        )
        _regler(page, numero, colonne)
    page.row_dimensions[1].height = 52 if any(c.debout for c in feuille.colonnes) else 30
    filet = Border(bottom=Side(style="thin", color=_FILET))
    for ligne, valeurs in enumerate(feuille.lignes, start=2):
        for numero, (colonne, valeur) in enumerate(
            zip(feuille.colonnes, valeurs, strict=True), start=1
        ):
            cellule = _poser(page.cell(ligne, numero), _dite(colonne, valeur))
            if colonne.texte:
                cellule.number_format = FORMAT_TEXT
            cellule.border = filet
            cellule.alignment = Alignment(
                vertical="top",
                wrap_text=colonne.a_la_ligne,
                horizontal="center" if colonne.centree else None,
            )
        page.row_dimensions[ligne].height = _hauteur(
            (colonne.largeur, valeur)
            for colonne, valeur in zip(feuille.colonnes, valeurs, strict=True)
            if colonne.a_la_ligne
        )
    page.freeze_panes = page.cell(2, feuille.fige + 1)
    page.print_title_rows = "1:1"
    page.sheet_state = "hidden" if feuille.cachee else "visible"
    _faire_tableau(page, feuille, rang)
    _colorer(page, feuille)
    _imprimer(page, paysage=True)


def _regler(page: Worksheet, numero: int, colonne: Colonne) -> None:
    """Ce qui vaut pour toute la colonne, lignes à venir comprises."""
    reglage = page.column_dimensions[get_column_letter(numero)]
    reglage.width, reglage.hidden = colonne.largeur, colonne.cachee
    if colonne.texte:
        reglage.number_format = FORMAT_TEXT


def _dite(colonne: Colonne, valeur: Valeur) -> Valeur:
    ecrite = colonne.texte and isinstance(valeur, int | float) and not isinstance(valeur, bool)
    return str(valeur) if ecrite else valeur


def _permettre(livre: Workbook, classeur: Classeur) -> None:
    """Borne les colonnes à choix par des plages nommées, écrites sur une feuille masquée.

    Une liste écrite dans la règle même s’arrêterait à 255 signes (ECMA-376 partie 1 § 18.3.1.32).
    """
    noms: dict[tuple[str, ...], str] = {}
    for feuille in classeur.feuilles:
        for numero, colonne in enumerate(getattr(feuille, "colonnes", ()), start=1):
            if colonne.choix:
                nom = noms.setdefault(colonne.choix, f"Liste_{len(noms) + 1}")
                _borner(livre[feuille.nom], get_column_letter(numero), nom, colonne)
    if not noms:
        return
    page = livre.create_sheet(LISTES)
    page.sheet_state = "hidden"
    for numero, (choix, nom) in enumerate(noms.items(), start=1):
        for ligne, valeur in enumerate((nom, *choix), start=1):
            _poser(page.cell(ligne, numero), valeur)
        lettre = get_column_letter(numero)
        plage = f"{LISTES}!${lettre}$2:${lettre}${len(choix) + 1}"
        livre.defined_names[nom] = DefinedName(nom, attr_text=plage)


def _borner(page: Worksheet, lettre: str, nom: str, colonne: Colonne) -> None:
    regle = DataValidation(
        type="list",
        formula1=nom,
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Valeur inconnue",
        error=f"Choisissez dans la liste la valeur de la colonne « {colonne.titre[:60]} ».",
    )
    regle.add(f"{lettre}2:{lettre}{LIGNES_MAXIMUM + 1}")
    page.add_data_validation(regle)


def _hauteur(cellules: Iterable[tuple[int, Valeur]]) -> float:
    """La hauteur d’une ligne, en points, d’après ses textes qui vont à la ligne.

    Écrite, car un tableur ne la calcule pas à l’ouverture d’un fichier qu’il n’a pas fait.
    """
    nb_lignes = max(
        (_nb_lignes(largeur, str(valeur or "")) for largeur, valeur in cellules), default=1
    )
    return min(409.0, 15.0 * nb_lignes + 2)


def _nb_lignes(largeur: int, texte: str) -> int:
    # Un mot ne se coupe pas : une ligne ne se remplit qu’aux neuf dixièmes environ.
    signes = max(1, int(largeur * 0.92))
    return sum(max(1, -(-len(morceau) // signes)) for morceau in texte.split("\n"))


def _verifier(feuille: Feuille) -> None:
    titres = [colonne.titre.casefold() for colonne in feuille.colonnes]
    if len(set(titres)) != len(titres):
        raise ValueError(f"« {feuille.nom} » : deux colonnes portent le même titre.")
    if len(feuille.lignes) > LIGNES_MAXIMUM:
        raise RuleViolation(
            "classeur_trop_long",
            n_("La feuille « %(nom)s » dépasse ce qu’un tableur peut contenir."),
            {"nom": feuille.nom},
        )


def _faire_tableau(page: Worksheet, feuille: Feuille, rang: int) -> None:
    # Un tableau Excel a au moins une ligne de données ; vide, il en garde une, blanche.
    derniere = max(2, len(feuille.lignes) + 1)
    etendue = f"A1:{get_column_letter(len(feuille.colonnes))}{derniere}"
    tableau = Table(displayName=f"T{rang}_{_identifiant(feuille.nom)}", ref=etendue)
    tableau.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    page.add_table(tableau)


def _identifiant(nom: str) -> str:
    texte = unicodedata.normalize("NFKD", nom).encode("ascii", "ignore").decode()
    return re.sub(r"\W+", "_", texte)


def _colorer(page: Worksheet, feuille: Feuille) -> None:
    """Colore par mise en forme conditionnelle : la couleur suit la valeur si on la corrige."""
    if feuille.de_teinte is None or not feuille.lignes:
        return
    debut = get_column_letter(feuille.de_teinte + 1)
    etendue = f"{debut}2:{get_column_letter(len(feuille.colonnes))}{len(feuille.lignes) + 1}"
    for valeur, teinte in feuille.teintes:
        fond, encre = COULEURS[teinte]
        forme = {
            "fill": PatternFill("solid", start_color=fond, end_color=fond, bgColor=fond),
            "font": Font(color=encre, bold=True),
        }
        if isinstance(valeur, str):
            formule = f'EXACT({debut}2,"{valeur}")'
            page.conditional_formatting.add(etendue, FormulaRule(formula=[formule], **forme))
        else:
            page.conditional_formatting.add(
                etendue, CellIsRule(operator="equal", formula=[str(valeur)], **forme)
            )


def _poser(cellule: Cell, valeur: Valeur) -> Cell:
    """Écrit une valeur sous son type ; un texte ne devient jamais une formule ni une erreur."""
    if valeur == "":
        # Un texte sans signe se relirait autrement d’un tableur à l’autre.
        return cellule
    if isinstance(valeur, str):
        cellule.value = ILLEGAL_CHARACTERS_RE.sub("", valeur)[:_TEXTE_MAXIMUM]
        cellule.data_type = "s"
        # Excel garde ainsi « 007 » ou « =1+1 » comme du texte quand on édite la cellule.
        cellule.quotePrefix = valeur.startswith(("=", "+", "-", "@"))
    elif isinstance(valeur, datetime):
        cellule.value = valeur.replace(tzinfo=None)
        cellule.number_format = "dd/mm/yyyy hh:mm"
    elif isinstance(valeur, date):
        cellule.value = valeur
        cellule.number_format = "dd/mm/yyyy"
    elif isinstance(valeur, bool):
        return _poser(cellule, "oui" if valeur else "non")
    else:
        cellule.value = valeur
    return cellule


def _teinter(cellule: Cell, teinte: Teinte) -> None:
    fond, encre = COULEURS[teinte]
    cellule.fill = PatternFill("solid", start_color=fond)
    cellule.font = Font(name="Calibri", bold=True, color=encre)


def _imprimer(page: Worksheet, *, paysage: bool) -> None:
    page.page_setup.orientation = "landscape" if paysage else "portrait"
    largeur = sum(c.width for c in page.column_dimensions.values() if not c.hidden)
    page.page_setup.paperSize = page.PAPERSIZE_A3 if largeur > _LARGEUR_A4 else page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.center.text = "&A, page &P sur &N"
