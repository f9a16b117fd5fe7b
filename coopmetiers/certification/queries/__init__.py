"""Ce qu’on voit : jurys, délibération, certificats, registre, acquisitions."""

from coopmetiers.certification.queries.registre import documents_de, documents_presentes

__all__ = ["documents_de", "documents_presentes"]
