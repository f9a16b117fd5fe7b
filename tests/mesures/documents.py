"""Dessiner : une attestation dans un processus chaud, contre l’appel naïf à police variable."""

from __future__ import annotations

import base64
from pathlib import Path

from coopmetiers.certification import documents
from tests.fabriques.documents import fabriquer_contenu
from tests.mesures.chronometre import Mesure, calcul, rapport

_POLICE = Path(__file__).parent / "polices" / "source-serif-4-latin-wght-normal.woff2"


def attestation() -> Mesure:
    """Un certificat au plus à la moitié de ce que coûte la façon ordinaire de faire."""
    contenu = fabriquer_contenu()
    page = _page_naive(contenu)
    valeur = rapport(
        calcul(lambda: documents.dessiner(contenu)), calcul(lambda: _naif(page)), tours=9
    )
    return Mesure("une attestation, processus chaud / WeasyPrint naïf", valeur, 0.5)


def _page_naive(contenu: object) -> str:
    """Le même texte, deux pages, mis en page comme le ferait un premier essai."""
    police = base64.b64encode(_POLICE.read_bytes()).decode()
    lignes = "".join(
        f"<tr><td>{c.code}</td><td>{c.enonce}</td><td>N{c.niveau}</td>"
        f"<td>{', '.join(c.modalites)}</td></tr>"
        for c in contenu.bloc.competences
    )
    return f"""<!DOCTYPE html><html lang="fr"><head><style>
      @font-face {{ font-family: Naive; font-weight: 200 900;
                    src: url(data:font/woff2;base64,{police}) }}
      body {{ font-family: Naive }} h1, th, b {{ font-weight: 650 }} @page {{ size: A4 }}
      h2 {{ font-weight: 500 }} table {{ break-before: page; width: 100% }}
    </style></head><body><h1>Attestation de bloc de compétences</h1>
    <p>{contenu.titulaire.nom_complet}</p><h2>{contenu.bloc.intitule}</h2>
    <p><b>{contenu.delivrance.numero}</b> {contenu.delivrance.adresse_verification}</p>
    <table><tr><th>Code</th><th>Compétence</th><th>Niveau</th><th>Évaluée par</th></tr>
    {lignes}</table>
    </body></html>"""


def _naif(page: str) -> bytes:
    from weasyprint import HTML

    return HTML(string=page).write_pdf(pdf_variant="pdf/a-3a")
