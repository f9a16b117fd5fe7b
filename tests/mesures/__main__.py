"""`make mesures` : le tableau des chiffres."""

from tests.mesures import demarrage, documents

MESURES = (
    demarrage.aide,
    demarrage.application,
    demarrage.modules_lourds,
    documents.attestation,
    demarrage.premier_certificat,
)

if __name__ == "__main__":
    for mesurer in MESURES:
        print(mesurer().ligne, flush=True)
