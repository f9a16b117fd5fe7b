"""Toute la chaîne, d’une base vide à la page qui dit qu’une attestation est authentique."""

from tests.recits.fonder import la_plateforme
from tests.recits.former import la_formation
from tests.recits.juger import le_jury
from tests.recits.pratiquer import la_pratique
from tests.recits.verifier import relire, telecharger, verifier


def test_du_referentiel_a_la_verification(plateforme, arriver, tmp_path):
    equipe = la_plateforme(plateforme, arriver)
    la_formation(plateforme, arriver, equipe)
    codes = la_pratique(equipe)
    le_jury(plateforme, arriver, equipe, len(codes))
    pdf = telecharger(equipe["Zélie"], tmp_path)
    numero, code = relire(pdf, codes)
    verifier(arriver(plateforme.adresse), pdf, numero, code)
