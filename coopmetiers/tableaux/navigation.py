"""Ce que le cadre de page montre : qui est là, où aller."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, has_request_context, request, url_for
from flask_babel import get_locale

from coopmetiers.base.i18n import OFFERED, _
from coopmetiers.base.identity import Identity
from coopmetiers.base.texts import n_
from coopmetiers.base.web import current_identity
from coopmetiers.comptes.enums import LIBELLES_ROLE, NatureOrganisation, Role
from coopmetiers.comptes.login import memberships

_ORGANISME = NatureOrganisation.ORGANISME
_CERTIFICATEUR = NatureOrganisation.CERTIFICATEUR
_RESEAU = NatureOrganisation.RESEAU
_TOUS = tuple(Role)


@dataclass(frozen=True)
class Porte:
    """Une page où aller : ses mots, et pour qui elle est."""

    libelle: str
    icone: str
    endpoint: str
    roles: tuple[Role, ...] = _TOUS
    #: La nature que doit avoir l’organisation active ; vide si toutes conviennent.
    nature: NatureOrganisation | None = None
    #: Débuts d’adresses qui sont de ce côté de la maison, en plus de la sienne.
    dessous: tuple[str, ...] = ()
    #: Vrai si les pages qui prolongent son adresse ont leur propre porte.
    seule: bool = False

    def est_pour(self, acteur: Identity) -> bool:
        """Vrai si le rôle actif y a à faire."""
        convient = self.nature is None or self.nature in acteur.kinds
        return acteur.role in self.roles and convient


@dataclass(frozen=True)
class Groupe:
    """Des portes sous un même titre."""

    titre: str
    portes: tuple[Porte, ...]


@dataclass(frozen=True)
class Entree:
    """Une porte telle qu’elle s’affiche."""

    libelle: str
    adresse: str
    icone: str
    active: bool
    nombre: int = 0


@dataclass(frozen=True)
class GroupeVu:
    """Un groupe tel qu’il s’affiche."""

    titre: str
    entrees: tuple[Entree, ...]


@dataclass(frozen=True)
class IdentiteVue:
    """Qui est là, pour l’en-tête."""

    est_connectee: bool
    nom_complet: str = ""
    initiales: str = ""
    role_libelle: str = ""
    organisation_nom: str = ""
    appartenances: tuple[tuple[str, str, bool], ...] = ()


#: Qui a un tableau de bord ; l’apprenant·e entre par son parcours.
_TRAVAILLENT = tuple(role for role in Role if role != Role.APPRENANT)
_ENCADRENT = (Role.RESPONSABLE, Role.FORMATEUR)

GROUPES = (
    Groupe(
        "",
        (
            Porte(n_("Accueil"), "house", "tableaux.accueil", _TRAVAILLENT, seule=True),
            Porte(
                n_("Où j’en suis"),
                "footprints",
                "parcours.moi",
                (Role.APPRENANT,),
                dessous=("/moi/situer",),
                seule=True,
            ),
            Porte(n_("Mes dates"), "calendar-days", "parcours.mes_dates", (Role.APPRENANT,)),
            Porte(
                n_("Mes preuves"),
                "folder-open",
                "parcours.mes_preuves",
                (Role.APPRENANT,),
                dessous=("/inscriptions",),
            ),
            Porte(n_("Documents"), "file-text", "parcours.mes_documents", (Role.APPRENANT,)),
            Porte(
                n_("Sessions"),
                "calendar-days",
                "formation.sessions",
                (*_ENCADRENT, Role.EVALUATEUR),
                _ORGANISME,
            ),
            Porte(
                n_("Apprenant·es"),
                "users",
                "parcours.apprenants",
                _ENCADRENT,
                _ORGANISME,
                ("/inscriptions",),
            ),
            Porte(
                n_("Jurys"),
                "gavel",
                "certification.jurys",
                (Role.RESPONSABLE, Role.JURE),
                _CERTIFICATEUR,
            ),
            Porte(
                n_("Certificats"),
                "award",
                "certification.certificats",
                (Role.RESPONSABLE,),
                _CERTIFICATEUR,
            ),
        ),
    ),
    Groupe(
        n_("Le cadre commun"),
        (
            Porte(n_("Référentiel"), "list-tree", "referentiel.liste"),
            Porte(n_("Recensement"), "map", "referentiel.recensement"),
            Porte(n_("Importer"), "upload", "echanges.liste", (Role.RESEAU,), _RESEAU),
            Porte(n_("Formations"), "book-open", "formation.liste", _ENCADRENT, _ORGANISME),
        ),
    ),
    Groupe(
        n_("L’organisation"),
        (
            Porte(
                n_("Membres"),
                "user-check",
                "comptes.membres",
                (Role.RESPONSABLE, Role.RESEAU, Role.ADMINISTRATION),
            ),
            Porte(
                n_("Organisations"), "building-2", "comptes.organisations", (Role.ADMINISTRATION,)
            ),
            Porte(
                n_("Habilitations"), "handshake", "comptes.habilitations", (Role.ADMINISTRATION,)
            ),
            Porte(
                n_("Notre fiche"),
                "building-2",
                "comptes.la_notre",
                (Role.RESPONSABLE, Role.RESEAU),
                dessous=("/organisations",),
            ),
            Porte(
                n_("Journal"),
                "scroll-text",
                "audit.journal",
                (Role.RESPONSABLE, Role.ADMINISTRATION),
            ),
        ),
    ),
)


def install(app: Flask) -> None:
    """Donne au cadre de page l’identité, la navigation et les réglages d’affichage."""
    app.context_processor(_cadre)


def _cadre() -> dict[str, object]:
    if not has_request_context():
        return {}
    acteur = current_identity()
    connectee = acteur.user_key is not None
    groupes = navigation(acteur) if connectee else ()
    demo = current_app.extensions["coopmetiers"].demo
    liens = [
        (n_("Vérifier un document"), "certification.verifier"),
        (n_("Accessibilité"), "tableaux.accessibilite"),
        (n_("Données personnelles"), "tableaux.donnees_personnelles"),
    ]
    if connectee:
        liens.insert(0, (n_("Qui peut faire quoi"), "comptes.droits_de_chacun"))
    return {
        "identite": _identite(acteur) if connectee else IdentiteVue(est_connectee=False),
        "navigation": groupes,
        "raccourcis": tuple(entree for groupe in groupes for entree in groupe.entrees),
        "demo": demo,
        "langue": str(get_locale() or "fr"),
        "adresse_accueil": url_for("tableaux.accueil"),
        "adresse_connexion": url_for("security.login"),
        "adresse_compte": url_for("comptes.compte"),
        "adresse_appartenance": url_for("comptes.choisir_appartenance"),
        "adresse_langue": url_for("tableaux.langue") if len(OFFERED) > 1 else "",
        "adresse_roles": url_for("comptes.demonstration") if demo else "",
        "liens_pied": [{"libelle": _(nom), "adresse": url_for(page)} for nom, page in liens],
    }


def navigation(acteur: Identity) -> tuple[GroupeVu, ...]:
    """Les portes du rôle actif, par groupe ; un groupe sans porte n’est pas montré."""
    vus = (
        GroupeVu(
            _(groupe.titre) if groupe.titre else "",
            tuple(_entree(porte) for porte in groupe.portes if porte.est_pour(acteur)),
        )
        for groupe in GROUPES
    )
    return tuple(vu for vu in vus if vu.entrees)


def _entree(porte: Porte) -> Entree:
    adresse = url_for(porte.endpoint)
    debuts = porte.dessous if porte.seule else (adresse, *porte.dessous)
    ici = request.path == adresse or any(
        request.path == debut or request.path.startswith(f"{debut}/") for debut in debuts
    )
    return Entree(_(porte.libelle), adresse, porte.icone, ici)


def _identite(acteur: Identity) -> IdentiteVue:
    mots = acteur.name.split()
    return IdentiteVue(
        est_connectee=True,
        nom_complet=acteur.name,
        initiales="".join(mot[0] for mot in (*mots[:1], *mots[1:][-1:])).upper(),
        role_libelle=_(LIBELLES_ROLE[Role(acteur.role)]) if acteur.role else "",
        organisation_nom=acteur.organisation_name,
        appartenances=tuple(
            (
                lien.appartenance_id,
                f"{lien.organisation_nom}, {_(LIBELLES_ROLE[lien.role])}",
                lien.appartenance_id == acteur.membership_id,
            )
            for lien in memberships()
        ),
    )
