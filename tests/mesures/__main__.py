"""`make mesures` : le tableau des chiffres."""

from tests.mesures import comparaison, demarrage, documents, tableurs

MESURES = (
    demarrage.aide,
    demarrage.application,
    demarrage.modules_lourds,
    documents.attestation,
    comparaison.versions,
    tableurs.lecture_du_referentiel,
    tableurs.lecture_de_mille_competences,
    demarrage.premier_certificat,
)

if __name__ == "__main__":
    for mesurer in MESURES:
        print(mesurer().ligne, flush=True)
