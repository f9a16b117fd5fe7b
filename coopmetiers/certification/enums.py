"""Les mots de la certification."""

from __future__ import annotations

from enum import StrEnum

from coopmetiers.base.texts import n_


class EtatJury(StrEnum):
    """Où en est un jury."""

    COMPOSITION = "COMPOSITION"
    OUVERT = "OUVERT"
    PROCLAME = "PROCLAME"


class QualiteMembre(StrEnum):
    """À quel titre une personne siège."""

    PRESIDENCE = "PRESIDENCE"
    PRATICIEN = "PRATICIEN"
    FORMATEUR_HORS_PARCOURS = "FORMATEUR_HORS_PARCOURS"
    EMPLOYEUR = "EMPLOYEUR"
    PAIR = "PAIR"


class Resultat(StrEnum):
    """Ce que le jury décide d’une compétence."""

    ACQUISE = "ACQUISE"
    NON_ACQUISE = "NON_ACQUISE"


class ResultatBloc(StrEnum):
    """Ce qui découle des décisions pour un bloc ; jamais saisi."""

    EN_ATTENTE = "EN_ATTENTE"
    ACQUIS = "ACQUIS"
    AJOURNE = "AJOURNE"
    NON_ACQUIS = "NON_ACQUIS"


class EtatCandidature(StrEnum):
    """Où en est une candidature chez le certificateur."""

    PRESENTEE = "PRESENTEE"
    PROCLAMEE = "PROCLAMEE"


class NatureDocument(StrEnum):
    """La famille des certificats ; chaque papier porte son nom propre."""

    ATTESTATION_BLOC = "ATTESTATION_BLOC"
    PARCHEMIN = "PARCHEMIN"


class EtatCertificat(StrEnum):
    """Où en est un certificat : annoncé, délivré, remplacé, révoqué."""

    EN_PRODUCTION = "EN_PRODUCTION"
    DELIVRE = "DELIVRE"
    REMPLACE = "REMPLACE"
    REVOQUE = "REVOQUE"


LIBELLES_JURY = {
    EtatJury.COMPOSITION: n_("En composition"),
    EtatJury.OUVERT: n_("En délibération"),
    EtatJury.PROCLAME: n_("Proclamé"),
}
LIBELLES_QUALITE = {
    QualiteMembre.PRESIDENCE: n_("Présidence du jury"),
    QualiteMembre.PRATICIEN: n_("Praticien·ne"),
    QualiteMembre.FORMATEUR_HORS_PARCOURS: n_("Formateur·rice hors parcours"),
    QualiteMembre.EMPLOYEUR: n_("Employeur ou membre d’instance"),
    QualiteMembre.PAIR: n_("Pair"),
}
LIBELLES_RESULTAT = {
    Resultat.ACQUISE: n_("Acquise"),
    Resultat.NON_ACQUISE: n_("Non acquise"),
}
LIBELLES_BLOC = {
    ResultatBloc.EN_ATTENTE: n_("À délibérer"),
    ResultatBloc.ACQUIS: n_("Acquis"),
    ResultatBloc.AJOURNE: n_("Ajourné"),
    ResultatBloc.NON_ACQUIS: n_("Non acquis"),
}
LIBELLES_DOCUMENT = {
    NatureDocument.ATTESTATION_BLOC: n_("Attestation de bloc de compétences"),
    NatureDocument.PARCHEMIN: n_("Parchemin"),
}
LIBELLES_CERTIFICAT = {
    EtatCertificat.EN_PRODUCTION: n_("En production"),
    EtatCertificat.DELIVRE: n_("Délivré"),
    EtatCertificat.REMPLACE: n_("Remplacé"),
    EtatCertificat.REVOQUE: n_("Révoqué"),
}
