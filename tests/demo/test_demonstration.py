"""« coopmetiers demo » : ce qu’elle laisse à ouvrir, et qu’elle le laisse toujours pareil."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import create_engine, text

from coopmetiers.app import create_app
from coopmetiers.base import clock, tenancy
from coopmetiers.certification.enums import EtatJury, Resultat
from coopmetiers.certification.models import Candidature, Decision, Jury
from coopmetiers.certification.rules import dossier as dossiers
from coopmetiers.comptes.models import Organisation
from coopmetiers.config import Settings
from coopmetiers.formation.models import SessionFormation
from coopmetiers.parcours.models import Inscription
from tests import bases
from tests.demonstration import (
    attendre,
    commande,
    construire_une_fois,
    environnement,
    ouverte,
    preparer,
)

AILLEURS = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture(scope="session")
def reprise(racine_commune: Path) -> Path:
    """Une autre démonstration, tuée pendant qu’elle se construisait puis relancée."""
    return construire_une_fois(racine_commune, "reprise", interrompre_puis_reprendre) / "demo"


def interrompre_puis_reprendre(donnees: Path) -> None:
    chantier = donnees / "demo.en-cours"
    en_cours = subprocess.Popen(
        commande("demo", "--sans-serveur"),
        cwd=donnees,
        env=environnement(donnees),
        stdout=subprocess.DEVNULL,
    )
    attendre(lambda: any(chantier.glob("certificats/*.pdf")), "les premières attestations")
    en_cours.kill()
    en_cours.wait()
    assert not (donnees / "demo").exists()
    preparer(donnees)
    assert not chantier.exists()


@pytest.fixture(scope="session")
def certificats(demonstration: Path) -> list[dict]:
    return json.loads((demonstration / "certificats.json").read_text(encoding="utf-8"))


def lignes(app_demo, sigle, modele):
    """Toutes les lignes d’un modèle au titre d’une organisation."""
    from coopmetiers.base.db import db

    (cle,) = db.session.query(Organisation.cle).filter_by(sigle=sigle).one()
    with tenancy.bound(cle):
        return db.session.query(modele).all()


def executer(*mots: str | Path) -> str:
    return subprocess.run(mots, capture_output=True, text=True, check=True).stdout


def arbre(dossier: Path) -> dict[str, tuple[str, int]]:
    """Chaque fichier d’un dossier, ses octets et sa date."""
    return {
        str(chemin.relative_to(dossier)): (
            hashlib.sha256(chemin.read_bytes()).hexdigest(),
            chemin.stat().st_mtime_ns,
        )
        for chemin in sorted(dossier.rglob("*"))
        if chemin.is_file()
    }


# --- Ce qu’on ouvre sans serveur ---------------------------------------------------------------


def test_douze_attestations_au_moins_chacune_de_plusieurs_competences(demonstration, certificats):
    assert len(certificats) >= 12
    assert len(list((demonstration / "certificats").glob("*.pdf"))) == len(certificats)
    assert all(len(c["competences"]) >= 2 for c in certificats)
    assert len({c["bloc"] for c in certificats}) >= 3


def test_les_numeros_se_suivent_sans_trou(certificats):
    numeros = sorted(c["numero"] for c in certificats)
    annee = numeros[0].split("-")[1]
    assert numeros == [f"CC-{annee}-{rang:05d}" for rang in range(1, len(numeros) + 1)]


def test_chaque_pdf_dit_ce_que_la_liste_en_dit(demonstration, certificats):
    for certificat in certificats:
        lu = executer("pdftotext", "-layout", demonstration / certificat["fichier"], "-")
        mots = " ".join(lu.split())
        assert certificat["titulaire"] in mots, certificat
        assert certificat["numero"] in mots, certificat
        assert certificat["bloc"] in mots, certificat
        assert set(certificat["competences"]) <= set(re.findall(r"C\d\.\d\.\d", lu)), certificat


def test_un_pdf_ne_nomme_aucune_competence_de_plus(demonstration, certificats):
    for certificat in certificats:
        lu = executer("pdftotext", "-layout", demonstration / certificat["fichier"], "-")
        nommees = set(re.findall(r"C\d\.\d\.\d", lu))
        assert nommees == set(certificat["competences"]), certificat


def test_chaque_pdf_est_balise_et_porte_ses_polices(demonstration, certificats):
    for certificat in certificats:
        chemin = demonstration / certificat["fichier"]
        assert re.search(r"^Tagged:\s+yes$", executer("pdfinfo", chemin), re.MULTILINE)
        polices = executer("pdffonts", chemin).splitlines()[2:]
        assert polices
        # Les cinq dernières colonnes : incluse, réduite, lisible, objet.
        assert all(police.split()[-5] == "yes" for police in polices), polices


def test_chaque_pdf_est_intact(demonstration, certificats):
    for certificat in certificats:
        executer("qpdf", "--check", demonstration / certificat["fichier"])


@pytest.fixture(scope="session")
def feuilles_de_libreoffice(demonstration: Path, racine_commune: Path) -> Path:
    """Chaque feuille de chaque classeur, telle que LibreOffice la lit."""
    return construire_une_fois(
        racine_commune, "libreoffice", lambda ou: ouvrir_dans_libreoffice(demonstration, ou)
    )


def ouvrir_dans_libreoffice(demonstration: Path, ou: Path) -> None:
    # Séparateur, guillemet, UTF-8, dès la ligne 1, tout en texte tel qu’affiché, chaque feuille.
    filtre = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    executer(
        "soffice",
        f"-env:UserInstallation={(ou / 'profil').as_uri()}",
        "--headless",
        "--convert-to",
        filtre,
        "--outdir",
        ou,
        *sorted(demonstration.glob("*.xlsx")),
    )


def test_les_classeurs_disent_la_meme_chose_dans_libreoffice(
    demonstration, feuilles_de_libreoffice
):
    classeurs = sorted(demonstration.glob("*.xlsx"))
    assert len(classeurs) == 2
    for classeur in classeurs:
        for page in openpyxl.load_workbook(classeur).worksheets:
            relue = feuilles_de_libreoffice / f"{classeur.stem}-{page.title}.csv"
            ecrites = [[affiche(case) for case in ligne] for ligne in page.iter_rows()]
            with relue.open(encoding="utf-8", newline="") as fichier:
                assert list(csv.reader(fichier)) == ecrites, f"{classeur.name}, {page.title}"


def affiche(case) -> str:
    """Ce qu’une case montre : un texte tel quel, une date au format de la case."""
    if case.value is None:
        return ""
    if case.is_date:
        heure = " %H:%M" if "hh" in case.number_format else ""
        return case.value.strftime(f"%d/%m/%Y{heure}")
    return str(case.value)


# --- Ce que raconte la base -------------------------------------------------------------------


def test_un_bloc_est_refuse_avec_son_motif(app_demo):
    with app_demo.app_context():
        refus = [
            decision
            for decision in lignes(app_demo, "CC", Decision)
            if decision.resultat == Resultat.NON_ACQUISE and decision.remplacee_a is None
        ]
        assert any("renoncer" in decision.motif for decision in refus)
        assert all(decision.motif for decision in refus)


def test_un_second_jury_attend_quatre_candidatures_sans_decision(app_demo):
    with app_demo.app_context():
        (ouvert,) = [j for j in lignes(app_demo, "CC", Jury) if j.etat == EtatJury.OUVERT]
        candidatures = [c for c in lignes(app_demo, "CC", Candidature) if c.cle_jury == ouvert.cle]
        assert len(candidatures) == 4
        decidees = {d.cle_candidature for d in lignes(app_demo, "CC", Decision)}
        assert not decidees & {c.cle for c in candidatures}
        assert all(dossiers.depuis_json(c.dossier).blocs for c in candidatures)


def test_une_session_de_developpeurs_externes_est_en_cours(app_demo):
    with app_demo.app_context():
        (session,) = [
            s for s in lignes(app_demo, "SP", SessionFormation) if s.intitule.startswith("Dével")
        ]
        inscriptions = [
            i for i in lignes(app_demo, "SP", Inscription) if i.cle_session == session.cle
        ]
        assert len(inscriptions) == 8
        assert {i.exercice for i in inscriptions} == {"EXTERNE"}
        assert session.debut_le < clock.today() < session.fin_le


# --- Toujours la même -------------------------------------------------------------------------


def test_relancer_ne_change_rien(demonstration, tmp_path):
    donnees = tmp_path / "donnees"
    executer("cp", "-a", demonstration.parent, donnees)
    avant = arbre(donnees)
    dit = preparer(donnees)
    assert arbre(donnees) == avant
    assert "Je prépare" not in dit
    assert "attestations de bloc (PDF)" in dit


def test_interrompue_puis_relancee_elle_est_complete(demonstration, reprise):
    assert set(arbre(reprise)) == set(arbre(demonstration))


def test_deux_constructions_donnent_les_memes_identifiants_codes_et_numeros(demonstration, reprise):
    assert (reprise / "certificats.json").read_text() == (
        demonstration / "certificats.json"
    ).read_text()
    premiere, seconde = reperes(demonstration), reperes(reprise)
    assert {table for table in premiere if premiere[table] != seconde[table]} == set()
    assert sum(map(len, premiere.values())) > 1000


def reperes(demo: Path) -> dict[str, list[tuple]]:
    """Par table : identifiants publics, codes, numéros et empreintes de codes, dans l’ordre."""
    engine = create_engine(f"sqlite:///file:{demo / 'coopmetiers.db'}?immutable=1&uri=true")
    motif = re.compile(r".*_id|code.*|numero|sigle|empreinte_code")
    trouves = {}
    with engine.connect() as connexion:
        tables = connexion.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        for table in tables.all():
            colonnes = connexion.execute(text(f"PRAGMA table_info({table})")).all()
            noms = [colonne.name for colonne in colonnes if motif.fullmatch(colonne.name)]
            if noms:
                requete = f"SELECT {', '.join(noms)} FROM {table} ORDER BY rowid"
                trouves[table] = list(map(tuple, connexion.execute(text(requete))))
    engine.dispose()
    return trouves


# --- On y entre -------------------------------------------------------------------------------


def test_port_pris_elle_s_ouvre_sur_un_autre_et_le_dit(demonstration, tmp_path):
    donnees = tmp_path / "donnees"
    executer("cp", "-a", demonstration.parent, donnees)
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", 0))
        occupant.listen()
        pris = occupant.getsockname()[1]
        serveur = subprocess.Popen(
            commande("demo", "--port", str(pris)),
            cwd=donnees,
            env=environnement(donnees),
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            dit = "".join(iter(serveur.stdout.readline, "Ctrl-C pour arrêter.\n"))
            assert f"Le port {pris} est pris" in dit
            adresse = re.search(r"http://127\.0\.0\.1:\d+", dit)[0]
            assert not adresse.endswith(f":{pris}")
            attendre(lambda: repond(adresse), "la première page", secondes=30)
            assert "Ada Exemple" in dit
        finally:
            serveur.send_signal(signal.SIGINT)
            serveur.communicate(timeout=60)
    assert serveur.returncode == 0


def repond(adresse: str) -> bool:
    try:
        with urllib.request.urlopen(f"{adresse}/demonstration", timeout=10) as page:
            return page.status == 200
    except OSError:
        return False


def test_on_entre_en_un_clic_par_chaque_porte(app_demo):
    page = app_demo.test_client().get("/demonstration").get_data(as_text=True)
    portes = re.findall(r'action="(/demonstration/[a-z-]+)"', page)
    assert len(portes) == 8
    app_demo.config["WTF_CSRF_ENABLED"] = False
    for porte in portes:
        client = app_demo.test_client()
        assert client.post(porte).status_code == 303
        assert client.get("/compte").status_code == 200


@pytest.mark.parametrize("entetes", [{}, {"X-Forwarded-For": "127.0.0.1"}])
def test_on_n_entre_pas_en_un_clic_depuis_une_autre_machine(app_demo, entetes):
    app_demo.config["WTF_CSRF_ENABLED"] = False
    client = app_demo.test_client()
    page = client.get("/demonstration", environ_base=AILLEURS, headers=entetes)
    entree = client.post("/demonstration/formateur", environ_base=AILLEURS, headers=entetes)
    assert (page.status_code, entree.status_code) == (403, 403)
    assert client.get("/compte").status_code == 302


def test_hors_demonstration_ces_pages_n_existent_pas(app):
    assert not [r for r in app.url_map.iter_rules() if r.rule.startswith("/demonstration")]
    assert app.test_client().get("/demonstration").status_code == 404


def test_l_environnement_n_ouvre_pas_la_demonstration(tmp_path):
    voulus = {f"COOPMETIERS_{nom}": "1" for nom in ("DEMO", "DEMONSTRATION")}
    assert not Settings.from_environment(voulus).demo
    assert not bases.reglages(tmp_path).demo


def test_une_base_de_demonstration_servie_pour_de_vrai_n_ouvre_aucune_porte(
    demonstration, tmp_path
):
    from dataclasses import replace

    with ouverte(demonstration, tmp_path) as application:
        reglages = replace(application.extensions["coopmetiers"], demo=False)
    vraie = create_app(reglages, testing=True)
    assert vraie.test_client().get("/demonstration").status_code == 404
    assert vraie.test_client().post("/demonstration/formateur").status_code in {400, 404}
    assert "demonstration" not in vraie.test_client().get("/connexion").get_data(as_text=True)
    with vraie.app_context():
        from coopmetiers.base.db import db

        db.session.remove()
        db.engine.dispose()
    vraie.extensions["queue"].storage.close()
