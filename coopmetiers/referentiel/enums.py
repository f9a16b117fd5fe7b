"""Les mots du référentiel."""

from __future__ import annotations

from enum import StrEnum

from coopmetiers.base.texts import n_


class EtatVersion(StrEnum):
    """La vie d’une version ; publiée, son contenu ne change plus."""

    BROUILLON = "BROUILLON"
    PUBLIEE = "PUBLIEE"
    REMPLACEE = "REMPLACEE"
    RETIREE = "RETIREE"


class Exercice(StrEnum):
    """D’où l’on accompagne une coopération : de l’intérieur ou de l’extérieur."""

    INTERNE = "INTERNE"
    EXTERNE = "EXTERNE"


class RangCompetence(StrEnum):
    """La place d’une compétence dans un métier ; une secondaire est admise au niveau 2."""

    PRINCIPAL = "PRINCIPAL"
    SECONDAIRE = "SECONDAIRE"


class NatureElement(StrEnum):
    """Ce qu’est un nœud de l’arbre ; AUTRE pour les niveaux propres à un autre référentiel."""

    BLOC = "BLOC"
    ACTIVITE = "ACTIVITE"
    COMPETENCE = "COMPETENCE"
    AUTRE = "AUTRE"


class NatureRessource(StrEnum):
    """Ce qu’une compétence mobilise ; une posture la marque, sans jamais être évaluée seule."""

    SAVOIR = "SAVOIR"
    SAVOIR_FAIRE = "SAVOIR_FAIRE"
    POSTURE = "POSTURE"


class RelationAlignement(StrEnum):
    """Comment un élément se rapproche d’un autre répertoire."""

    APPARENTE = "APPARENTE"
    EQUIVALENT = "EQUIVALENT"
    PLUS_LARGE = "PLUS_LARGE"
    PLUS_ETROIT = "PLUS_ETROIT"
    PARTIE_DE = "PARTIE_DE"
    REMPLACE_PAR = "REMPLACE_PAR"


LIBELLES_ETAT = {
    EtatVersion.BROUILLON: n_("Brouillon"),
    EtatVersion.PUBLIEE: n_("Publiée"),
    EtatVersion.REMPLACEE: n_("Remplacée"),
    EtatVersion.RETIREE: n_("Retirée"),
}

LIBELLES_EXERCICE = {
    Exercice.INTERNE: n_("Interne"),
    Exercice.EXTERNE: n_("Externe"),
}

LIBELLES_RANG = {
    RangCompetence.PRINCIPAL: n_("Principale"),
    RangCompetence.SECONDAIRE: n_("Secondaire"),
}

LIBELLES_NATURE_ELEMENT = {
    NatureElement.BLOC: n_("Bloc de compétences"),
    NatureElement.ACTIVITE: n_("Activité"),
    NatureElement.COMPETENCE: n_("Compétence"),
    NatureElement.AUTRE: n_("Élément"),
}

LIBELLES_NATURE_RESSOURCE = {
    NatureRessource.SAVOIR: n_("Savoir"),
    NatureRessource.SAVOIR_FAIRE: n_("Savoir-faire"),
    NatureRessource.POSTURE: n_("Posture"),
}

LIBELLES_RELATION = {
    RelationAlignement.APPARENTE: n_("Apparenté"),
    RelationAlignement.EQUIVALENT: n_("Équivalent"),
    RelationAlignement.PLUS_LARGE: n_("Plus large"),
    RelationAlignement.PLUS_ETROIT: n_("Plus étroit"),
    RelationAlignement.PARTIE_DE: n_("Partie de"),
    RelationAlignement.REMPLACE_PAR: n_("Remplacé par"),
}
