"""Ce qu’on voit : jurys, délibération, certificats, registre, acquisitions."""

from coopmetiers.certification.queries.bilan import Bilan, bilan
from coopmetiers.certification.queries.candidatures import (
    CandidatureVue,
    candidature_vue,
    piece_du_dossier,
)
from coopmetiers.certification.queries.certificats import (
    CertificatVu,
    certificat_vu,
    certificats,
    certificats_du_jury,
)
from coopmetiers.certification.queries.jurys import (
    CandidatureEnAttente,
    JuryVu,
    LigneJury,
    candidatures_en_attente,
    entete_du_jury,
    jury_vu,
    jurys_visibles,
    page_des_jurys_proclames,
)
from coopmetiers.certification.queries.presentations import (
    PersonneAPresenter,
    presentations_de_session,
)
from coopmetiers.certification.queries.registre import (
    DocumentVu,
    competences_acquises,
    document_a_telecharger,
    documents_de,
    documents_presentes,
)
from coopmetiers.certification.queries.visees import Visee, visees

__all__ = [
    "Bilan",
    "CandidatureEnAttente",
    "CandidatureVue",
    "CertificatVu",
    "DocumentVu",
    "JuryVu",
    "LigneJury",
    "PersonneAPresenter",
    "Visee",
    "bilan",
    "candidature_vue",
    "candidatures_en_attente",
    "certificat_vu",
    "certificats",
    "certificats_du_jury",
    "competences_acquises",
    "document_a_telecharger",
    "documents_de",
    "documents_presentes",
    "entete_du_jury",
    "jury_vu",
    "jurys_visibles",
    "page_des_jurys_proclames",
    "piece_du_dossier",
    "presentations_de_session",
    "visees",
]
