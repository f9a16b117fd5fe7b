"""L’attestation dessinée : elle dit tout, tient toujours, et passe les contrôles d’archivage."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace

import page
import pikepdf
import pytest

from coopmetiers.base.errors import RuleViolation
from coopmetiers.base.pdf import DOCUMENTS
from coopmetiers.base.typography import french
from coopmetiers.certification import documents
from tests.fabriques.documents import (
    CODE,
    INTITULE_LONG,
    LOGO,
    NOM_LONG,
    fabriquer_bloc,
    fabriquer_cadre,
    fabriquer_contenu,
    fabriquer_titulaire,
)


def outil(pdf: bytes, *commande: str) -> str:
    fait = subprocess.run(commande, input=pdf, capture_output=True, check=True)
    return fait.stdout.decode()


def mots(texte: str) -> str:
    """Le texte sans ses blancs : les coupes de ligne ne comptent pas."""
    return re.sub(r"\s", "", texte)


def lire(pdf: bytes) -> str:
    return mots(outil(pdf, "pdftotext", "-", "-"))


def quarante() -> object:
    modele = fabriquer_bloc().competences
    competences = tuple(
        replace(
            modele[rang % 13],
            code=f"C2.{rang // 10 + 1}.{rang % 10 + 1}",
            activite_code=f"A{rang // 10}",
        )
        for rang in range(40)
    )
    return fabriquer_bloc(nb_competences=45, competences=competences)


CAS = {
    "ordinaire": ({}, {}),
    "institutionnel": (
        {"logo": True, "signataires": 3},
        {"maison": "institutionnel", "logo": LOGO},
    ),
    "sobre": ({"signataires": 1}, {"maison": "sobre"}),
    "nom et intitulé longs": (
        {
            "signataires": 4,
            "titulaire": fabriquer_titulaire(prenom=NOM_LONG[0], nom=NOM_LONG[1]),
            "bloc": fabriquer_bloc(intitule=INTITULE_LONG),
        },
        {},
    ),
    "deux compétences": (
        {"bloc": fabriquer_bloc(competences=fabriquer_bloc().competences[:2])},
        {},
    ),
    "quarante compétences": ({"bloc": quarante()}, {}),
    "nom arabe": (
        {"titulaire": fabriquer_titulaire(prenom="Rym", nom="Belkacem", nom_origine="ريم بلقاسم")},
        {},
    ),
    "nom vietnamien et cyrillique": (
        {"titulaire": fabriquer_titulaire(prenom="Hồng", nom="Vựng", nom_origine="Ґалаґан")},
        {},
    ),
}


@pytest.fixture(scope="module", params=CAS, ids=list(CAS))
def cas(request):
    ecarts, options = CAS[request.param]
    contenu = fabriquer_contenu(**ecarts)
    return contenu, documents.dessiner(contenu, **options)


def test_le_papier_dit_tout_le_contenu(cas):
    contenu, pdf = cas
    lu = lire(pdf)
    attendus = [
        contenu.titulaire.nom_complet,
        "14 mars 1988",
        contenu.titulaire.ne_a,
        contenu.bloc.intitule,
        contenu.delivrance.numero,
        CODE,
        contenu.emetteur.nom,
        "552 100 554 00012",
        contenu.cadre.metier,
        f"exercice {contenu.cadre.exercice}",
        f"{len(contenu.bloc.competences)} compétences exigées sur {contenu.bloc.nb_competences}",
        "Parcours suivi à : Les Ateliers du Confluent",
        contenu.cadre.referentiel.empreinte,
        contenu.cadre.referentiel.mention,
        contenu.jury.president,
        *(s.nom for s in contenu.jury.signataires),
        *(c.code for c in contenu.bloc.competences),
        *(c.enonce for c in contenu.bloc.competences),
    ]
    for attendu in attendus:
        assert mots(french(attendu)) in lu, attendu


def test_le_papier_ne_dit_jamais_ce_qu_il_n_est_pas(cas):
    _, pdf = cas
    lu = outil(pdf, "pdftotext", "-", "-").lower()
    assert not re.search(r"\btitre\b|diplôme|certification professionnelle", lu)


def test_le_papier_passe_les_controles_d_archive_et_d_accessibilite(cas, tmp_path):
    _, pdf = cas
    for profil in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        constat = page.validate_pdf_bytes(pdf, profile=profil)
        assert constat.is_compliant, [f.message for f in constat.failures]
    fichier = tmp_path / "a.pdf"
    fichier.write_bytes(pdf)
    subprocess.run(["qpdf", "--check", str(fichier)], capture_output=True, check=True)


def test_toutes_les_polices_sont_les_notres_et_incorporees(cas, tmp_path):
    _, pdf = cas
    fichier = tmp_path / "a.pdf"
    fichier.write_bytes(pdf)
    lignes = outil(b"", "pdffonts", str(fichier)).splitlines()[2:]
    assert lignes
    for ligne in lignes:
        assert re.match(r"[A-Z]{6}\+Coop-(Serif|Titre|Sans|Arabe)", ligne), ligne
        assert re.search(r"yes yes yes", ligne), ligne


def test_le_papier_est_balise(cas):
    contenu, pdf = cas
    with pikepdf.open(io.BytesIO(pdf)) as lu:
        assert "/StructTreeRoot" in lu.Root
        assert lu.Root.MarkInfo.Marked
        assert lu.Root.Lang == "fr"
        assert contenu.titulaire.nom_complet in str(lu.docinfo.Title)
        roles = {str(o.S) for o in lu.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o}
        assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= roles


def test_le_nom_et_le_bloc_tiennent_sur_la_face_et_le_detail_commence_page_2(cas):
    contenu, pdf = cas
    face = mots(outil(pdf, "pdftotext", "-l", "1", "-", "-"))
    assert mots(contenu.titulaire.nom_complet) in face
    assert mots(french(contenu.bloc.intitule)) in face
    assert "C2.1.1" not in face
    assert "C2.1.1" in mots(outil(pdf, "pdftotext", "-f", "2", "-", "-"))


@pytest.mark.parametrize(("nombre", "pages"), [(2, 2), (13, 2), (40, 4)])
def test_le_tableau_prend_les_pages_qu_il_lui_faut(nombre, pages):
    bloc = quarante()
    contenu = fabriquer_contenu(bloc=replace(bloc, competences=bloc.competences[:nombre]))
    with pikepdf.open(io.BytesIO(documents.dessiner(contenu))) as lu:
        assert len(lu.pages) == pages


def test_le_seuil_se_dit_la_ou_il_s_ecarte_de_l_ordinaire():
    ordinaire = lire(documents.dessiner(fabriquer_contenu()))
    assert "seuilexigé:N2" not in ordinaire
    competences = fabriquer_bloc("BC4").competences[:7]
    abaisse = tuple(replace(c, niveau=2, seuil=2) for c in competences)
    bloc = fabriquer_bloc("BC4", competences=abaisse)
    lu = lire(documents.dessiner(fabriquer_contenu(bloc=bloc)))
    assert "7compétencesexigéessur9dubloc;seuilexigé:N2" in lu
    assert lu.count("seuilexigé:N2") == 1 + 7
    assert "Seuilexigé:N2." in lu


def test_le_code_qr_et_le_lien_menent_a_la_verification():
    contenu = fabriquer_contenu()
    with pikepdf.open(io.BytesIO(documents.dessiner(contenu))) as lu:
        liens = [str(a.A.URI) for a in lu.pages[0].Annots]
    assert liens == [contenu.delivrance.adresse_verification]


def test_les_memes_entrees_rendent_les_memes_octets():
    contenu = fabriquer_contenu(logo=True)
    premier = documents.dessiner(contenu, logo=LOGO)
    documents.dessiner(fabriquer_contenu(signataires=4), maison="sobre")
    assert documents.dessiner(contenu, logo=LOGO) == premier
    assert documents.dessiner(contenu, maison="sobre", logo=LOGO) != premier


def test_deux_attestations_n_ont_pas_le_meme_identifiant_de_fichier():
    identifiants = set()
    for contenu in (fabriquer_contenu(), fabriquer_contenu(signataires=1)):
        with pikepdf.open(io.BytesIO(documents.dessiner(contenu))) as lu:
            identifiants.add(bytes(lu.trailer.ID[0]))
    assert len(identifiants) == 2


def test_un_nom_qui_ne_tient_pas_est_refuse_avant_d_etre_numerote():
    contenu = fabriquer_contenu(titulaire=fabriquer_titulaire(nom="W" * 60))
    for acte in (documents.verifier_dessin, documents.dessiner):
        with pytest.raises(RuleViolation) as refus:
            acte(contenu)
        assert (refus.value.code, refus.value.field) == ("nom_trop_long", "nom")


def test_un_intitule_trop_long_est_refuse():
    contenu = fabriquer_contenu(bloc=fabriquer_bloc(intitule=f"{INTITULE_LONG} {INTITULE_LONG}"))
    with pytest.raises(RuleViolation) as refus:
        documents.verifier_dessin(contenu)
    assert refus.value.code == "intitule_trop_long"


@pytest.mark.parametrize("nom", ["王", "Ⓜarie", "😀"])
def test_un_signe_que_les_polices_n_ont_pas_est_refuse_et_nomme(nom):
    with pytest.raises(RuleViolation) as refus:
        documents.verifier_nom("Lin", nom)
    assert refus.value.code == "signe_absent"
    assert nom[0] in refus.value.text()


def test_un_signe_absent_d_un_enonce_est_refuse_aussi():
    premiere, *autres = fabriquer_bloc().competences
    bloc = fabriquer_bloc(competences=(replace(premiere, enonce="Animer 王."), *autres))
    with pytest.raises(RuleViolation) as refus:
        documents.verifier_dessin(fabriquer_contenu(bloc=bloc))
    assert refus.value.code == "signe_absent"


def test_un_nom_d_origine_sans_police_est_omis_et_signale_jamais_en_carres():
    titulaire = fabriquer_titulaire(prenom="Lin", nom="Wang", nom_origine="王林")
    contenu = fabriquer_contenu(titulaire=titulaire)
    assert documents.nom_origine_omis(contenu)
    pdf = documents.dessiner(contenu)
    assert "王" not in lire(pdf)
    assert "LinWang" in lire(pdf)
    for origine in (None, "ريم", "Ґалаґан", "Ελένη"):
        ecrit = replace(contenu, titulaire=replace(titulaire, nom_origine=origine))
        assert not documents.nom_origine_omis(ecrit)


def test_un_logo_qui_n_est_pas_celui_du_contenu_est_refuse():
    for contenu, logo in ((fabriquer_contenu(logo=True), b"<svg />"), (fabriquer_contenu(), LOGO)):
        with pytest.raises(ValueError, match="empreinte"):
            documents.dessiner(contenu, logo=logo)
    with pytest.raises(ValueError, match="empreinte"):
        documents.dessiner(fabriquer_contenu(logo=True))


def test_une_maison_inconnue_est_refusee():
    with pytest.raises(ValueError, match="Maison inconnue"):
        documents.dessiner(fabriquer_contenu(), maison="baroque")


def test_rien_de_saisi_ne_devient_du_balisage():
    piege = '<img src="file:///etc/passwd">&amp;'
    contenu = fabriquer_contenu(
        titulaire=fabriquer_titulaire(ne_a=piege), cadre=fabriquer_cadre(metier=piege)
    )
    assert mots(piege) in lire(documents.dessiner(contenu))


@pytest.mark.parametrize("maison", documents.MAISONS)
def test_chaque_texte_contraste_assez_sur_son_papier(maison):
    feuille = (
        (DOCUMENTS / "commun.css")
        .read_text(encoding="utf-8")
        .partition("/* --- trois maisons")[2]
        .partition("* {")[0]
    )
    blocs = re.findall(r":root(?:\[data-maison=\"(\w+)\"\])? \{([^}]*)\}", feuille)
    variables = {
        nom or "cooperatif": dict(re.findall(r"(--[\w-]+): *(#\w+)", c)) for nom, c in blocs
    }
    couleurs = variables[maison]
    for encre in ("--encre", "--gris", "--accent", "--accent-2"):
        assert contraste(couleurs[encre], couleurs["--papier"]) >= 4.5, encre


def contraste(encre: str, papier: str) -> float:
    """Rapport de contraste des règles d’accessibilité du web (WCAG 2.1, 1.4.3)."""

    def clarte(couleur: str) -> float:
        chiffres = couleur[1:] if len(couleur) == 7 else "".join(2 * c for c in couleur[1:])
        parts = [int(chiffres[rang : rang + 2], 16) / 255 for rang in (0, 2, 4)]
        lineaires = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
        return sum(p * v for p, v in zip((0.2126, 0.7152, 0.0722), lineaires, strict=True))

    clair, sombre = sorted((clarte(encre), clarte(papier)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)
