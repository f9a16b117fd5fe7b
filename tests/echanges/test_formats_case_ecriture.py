"""Un paquet CASE écrit : valide dans le schéma officiel, relu à l’identique, pertes annoncées."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import datetime
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from coopmetiers import paths
from coopmetiers.echanges.formats.case import (
    VERSIONS,
    CFItem,
    PaquetCase,
    ecrire,
    lire,
    pertes,
)
from tests.fabriques.case import (
    LE,
    document,
    item,
    lien,
    objet,
    octets,
    paquet,
    paquet_complet,
    relation,
)

_SCHEMAS = paths.ROOT.parent / "shared" / "interop" / "case"
_OFFICIELS = {
    "1.0": _SCHEMAS / "case-v1p0-cfpackage.schema.json",
    "1.1": _SCHEMAS / "case-v1p1-cfpackage.schema.json",
}
_FORMATS = jsonschema.FormatChecker(["uuid", "date"])
# jsonschema ne vérifie ces deux-là qu’avec des paquets de plus : la RFC 3339 tient en une ligne.
_FORMATS.checks("date-time")(
    lambda v: bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", v))
)
_FORMATS.checks("uri")(
    lambda v: bool(re.fullmatch(r"[a-z][a-z0-9+.\-]*:[\w.\-~:/?#@!$&'()*+,;=%]+", v, re.ASCII))
)


def fautes_officielles(contenu: bytes, version: str) -> list[str]:
    schema = json.loads(_OFFICIELS[version].read_text("utf-8"))
    validateur = jsonschema.Draft201909Validator(schema, format_checker=_FORMATS)
    return [erreur.message for erreur in validateur.iter_errors(json.loads(contenu))]


a_portee = pytest.mark.skipif(not _SCHEMAS.is_dir(), reason="../shared/interop n’est pas là")


def tolere() -> dict[str, Any]:
    """Un paquet plein de ce que la lecture arrange."""
    return paquet(
        item("A", lastChangeDateTime="2026-11-22T10:30:00", educationLevel="6", couleur="verte",
             notes=None, subject=[], uri="https://exemple.coop/à la carte", statusStartDate=LE),
        item("B", uri="B", CFDocumentURI=lien("doc")),
        relations=[
            relation("A", "doc", sequenceNumber=1.0),
            relation("A", "B", "isCousinOf"),
            relation("A", "B", "precedes", destinationNodeURI=lien("B", targetType="?", x=1)),
        ],
        CFDefinitions={"CFItemTypes": [objet("t", title="t", hierarchyCode="1")]},
        CFRubrics=[objet("g", CFRubricCriteria=[objet(
            "c", CFRubricCriterionLevels=[objet("n", couleur="verte")])])],
        CFDocument=document(subject="s", caseVersion="1.0", officialSourceURL="www.exemple.coop"),
        inconnu=1,
    )  # fmt: skip


CONTENUS = {"complet": paquet_complet, "tolere": tolere, "nu": paquet}


@a_portee
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("contenu", CONTENUS)
def test_le_paquet_ecrit_est_valide_dans_le_schema_officiel(contenu, version):
    assert fautes_officielles(ecrire(lire(octets(CONTENUS[contenu]())), version), version) == []


@a_portee
def test_le_schema_officiel_refuse_ce_que_nous_arrangeons():
    """Le validateur employé ici voit les formats : sans quoi les essais ne diraient rien."""
    dites = " ".join(fautes_officielles(octets(tolere()), "1.1"))
    assert "'2026-11-22T10:30:00' is not a 'date-time'" in dites
    assert "'couleur' was unexpected" in dites
    sans_schema = octets(paquet(item("A", uri="sans schéma")))
    assert "is not a 'uri'" in " ".join(fautes_officielles(sans_schema, "1.0"))


@pytest.mark.parametrize("contenu", ["complet", "nu"])
def test_relire_ce_qu_on_a_ecrit_rend_le_meme_paquet(contenu):
    recu = lire(octets(CONTENUS[contenu]()))
    assert pertes(recu, "1.1") == ()
    assert lire(ecrire(recu)) == recu
    assert ecrire(lire(ecrire(recu))) == ecrire(recu)


def test_le_paquet_complet_s_ecrit_comme_il_est_venu():
    assert json.loads(ecrire(lire(octets(paquet_complet())))) == paquet_complet()


@pytest.mark.parametrize("version", VERSIONS)
def test_rien_de_nul_ni_de_vide_et_des_dates_en_z(version):
    texte = ecrire(lire(octets(tolere())), version).decode()
    assert "null" not in texte
    assert "[]" not in texte
    assert set(re.findall(r'"lastChangeDateTime":"[^"]*?(.)"', texte)) == {"Z"}
    assert '"statusStartDate":"2026-11-22"' in texte


def test_une_fraction_de_seconde_et_un_autre_fuseau_s_ecrivent_en_temps_universel():
    recu = lire(octets(paquet(item("A", lastChangeDateTime="2026-11-22T10:30:00.25+02:00"))))
    (ecrit,) = json.loads(ecrire(recu))["CFItems"]
    assert ecrit["lastChangeDateTime"] == "2026-11-22T08:30:00.250000Z"


def test_en_1_0_il_ne_reste_rien_de_1_1():
    texte = ecrire(lire(octets(paquet_complet())), "1.0").decode()
    for mot in ("extensions", "targetType", "caseVersion", "frameworkType", "ext:", "Translation"):
        assert mot not in texte
    lu = json.loads(texte)
    assert "subject" not in lu["CFItems"][1]
    assert "notes" not in lu["CFAssociations"][1]
    assert lu["CFDocument"]["subject"] == ["Coopération"]


def test_ce_que_1_0_ne_porte_pas_est_annonce():
    dites = [str(perte) for perte in pertes(lire(octets(paquet_complet())), "1.0")]
    champ = "CASE 1.0 ne porte pas"
    for attendue in (
        "feuille « CFDocument », colonne « frameworkType » : CASE 1.0 ne porte pas le type du",
        f"feuille « CFItems », ligne 2, colonne « subject » : {champ} le sujet d’un élément",
        f"feuille « CFAssociations », ligne 2, colonne « notes » : {champ} les notes d’une",
        "« ext:apparente » : 1 ne partent pas.",
        "« isTranslationOf » : 1 ne partent pas.",
        "feuille « CFAssociations », ligne 5, colonne « targetType » : CASE 1.0 ne dit pas qu’une",
        "feuille « CFRubrics », ligne 1, colonne « extensions » :",
        "feuille « CFDefinitions », colonne « extensions » :",
    ):
        assert sum(attendue in dite for dite in dites) == 1, attendue


def test_sans_perte_annoncee_1_0_se_relit_a_l_identique():
    recu = lire(octets(paquet(item("A"), relations=[relation("A", "doc", sequenceNumber=1)])))
    assert pertes(recu, "1.0") == ()
    assert lire(ecrire(recu, "1.0")) == recu


def test_une_relation_hors_norme_est_annoncee_perdue_en_1_1_aussi():
    recu = lire(octets(tolere()))
    (perte,) = pertes(recu, "1.1")
    assert (perte.feuille, perte.ligne) == ("CFAssociations", 2)
    assert [r["associationType"] for r in json.loads(ecrire(recu))["CFAssociations"]] == [
        "isChildOf",
        "precedes",
    ]


def test_une_version_inconnue_est_une_erreur_de_qui_appelle():
    recu = lire(octets(paquet()))
    for fonction in (ecrire, pertes):
        with pytest.raises(ValueError, match=r"2\.0"):
            fonction(recu, "2.0")


@pytest.mark.parametrize(
    "ecart",
    [
        {"inconnu": 1},
        {"lastChangeDateTime": datetime(2026, 1, 1)},  # noqa: DTZ001 — sans fuseau, justement
        {"lastChangeDateTime": "2026-01-01T00:00:00"},
        {"uri": "à côté"},
        {"identifier": "A"},
        {"notes": 3},
    ],
)
def test_un_objet_construit_par_nous_n_est_jamais_arrange(ecart):
    CFItem(**item("A"))
    with pytest.raises(ValidationError):
        CFItem(**item("A") | ecart)


def test_les_remarques_ne_font_pas_partie_du_paquet():
    recu = lire(octets(tolere()))
    assert recu.remarques
    nu = PaquetCase(**{c: getattr(recu, c) for c in vars(recu) if c != "remarques"})
    assert recu == nu


def test_l_application_demarre_sans_pydantic():
    programme = (
        "import sys, coopmetiers.app, coopmetiers.echanges.formats; "
        "print('pydantic' in sys.modules)"
    )
    dit = subprocess.run(
        [sys.executable, "-c", programme], capture_output=True, text=True, check=True
    )
    assert dit.stdout.strip() == "False"
