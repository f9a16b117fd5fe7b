"""Les mots des comptes."""

from __future__ import annotations

from enum import StrEnum

from coopmetiers.base.texts import n_


class Role(StrEnum):
    """Ce qu’une personne fait dans une organisation."""

    RESPONSABLE = "RESPONSABLE"
    FORMATEUR = "FORMATEUR"
    EVALUATEUR = "EVALUATEUR"
    JURE = "JURE"
    APPRENANT = "APPRENANT"
    RESEAU = "RESEAU"
    ADMINISTRATION = "ADMINISTRATION"


class NatureOrganisation(StrEnum):
    """Ce qu’est une organisation ; plusieurs natures sont possibles."""

    ORGANISME = "ORGANISME"
    CERTIFICATEUR = "CERTIFICATEUR"
    RESEAU = "RESEAU"
    EMPLOYEUR = "EMPLOYEUR"


LIBELLES_ROLE = {
    Role.RESPONSABLE: n_("Responsable"),
    Role.FORMATEUR: n_("Formateur·rice"),
    Role.EVALUATEUR: n_("Évaluateur·rice"),
    Role.JURE: n_("Juré·e"),
    Role.APPRENANT: n_("Apprenant·e"),
    Role.RESEAU: n_("Réseau"),
    Role.ADMINISTRATION: n_("Administration"),
}

LIBELLES_NATURE = {
    NatureOrganisation.ORGANISME: n_("Organisme de formation"),
    NatureOrganisation.CERTIFICATEUR: n_("Certificateur"),
    NatureOrganisation.RESEAU: n_("Réseau"),
    NatureOrganisation.EMPLOYEUR: n_("Employeur"),
}

#: Le nom d’un groupe d’organisations de même nature.
LIBELLES_NATURES = {
    NatureOrganisation.ORGANISME: n_("Organismes de formation"),
    NatureOrganisation.CERTIFICATEUR: n_("Certificateurs"),
    NatureOrganisation.RESEAU: n_("Réseaux"),
    NatureOrganisation.EMPLOYEUR: n_("Employeurs"),
}

#: Les rôles qu’une organisation de chaque nature peut donner.
ROLES_PAR_NATURE = {
    NatureOrganisation.ORGANISME: (
        Role.RESPONSABLE,
        Role.FORMATEUR,
        Role.EVALUATEUR,
        Role.APPRENANT,
    ),
    NatureOrganisation.CERTIFICATEUR: (Role.RESPONSABLE, Role.JURE),
    NatureOrganisation.RESEAU: (Role.RESEAU, Role.ADMINISTRATION),
    NatureOrganisation.EMPLOYEUR: (Role.RESPONSABLE,),
}
