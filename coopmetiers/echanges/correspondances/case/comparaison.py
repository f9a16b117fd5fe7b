"""Un paquet reçu, à côté de celui que la version à laquelle on le compare aurait donné."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coopmetiers.echanges.correspondances.case.adresses import NEUTRE, Sortie, code_de_l_adresse
from coopmetiers.echanges.correspondances.case.ecriture import paquet_seul, trace_du_contenu
from coopmetiers.echanges.correspondances.case.reception import ramener
from coopmetiers.echanges.correspondances.case.redites import Gardes, fondre
from coopmetiers.echanges.formats import case
from coopmetiers.echanges.formats.case import CFItem, PaquetCase
from coopmetiers.referentiel.contenu import ContenuVersion


@dataclass(frozen=True)
class Comparaison:
    """Le paquet reçu (`recu`, ramené), celui qu’on attendait, et tout ce que nous savons.

    `attendu` est `plein` tel que la version de CASE du fichier le porte. `fondus` : identifiant →
    l’élément, où n’a changé que ce que le fichier change ; `a_nous` : le document est de nous.
    """

    recu: PaquetCase
    attendu: PaquetCase
    plein: PaquetCase
    depart: ContenuVersion
    gardes: Gardes
    a_nous: bool
    fondus: Mapping[str, CFItem]

    def attendus(self) -> dict[str, CFItem]:
        """Identifiant → l’élément qu’on attendait."""
        return {item.identifier: item for item in self.attendu.CFItems}


def comparer(recu: PaquetCase, depart: ContenuVersion, *, neuf: bool) -> Comparaison:
    """Met le paquet reçu en face de celui de `depart` ; `neuf` : on n’avait pas ce référentiel."""
    gardes = Gardes.de(depart, NEUTRE)
    plein = paquet_seul(depart, Sortie(NEUTRE, recu.CFDocument.lastChangeDateTime))
    version: case.Version = "1.0"
    if recu.CFDocument.caseVersion or case.pertes(recu, "1.0"):
        version = "1.1"
    attendu = case.lire(case.ecrire(plein, version))
    if neuf:
        a_nous = code_de_l_adresse(recu) == depart.presentation.code
    else:
        a_nous = gardes.valeur("", "CFDocument.uri") != recu.CFDocument.uri
    if _change_depuis(depart, gardes):
        # Ce que nous avons changé a notre état, pas celui que son auteur lui donnait.
        recu = _dans_notre_etat(recu, attendu)
    ramene = ramener(recu, attendu, depart.presentation.code, a_nous=a_nous)
    return Comparaison(
        ramene, attendu, plein, depart, gardes, a_nous, _fondus(ramene, attendu, plein, gardes)
    )


def _change_depuis(depart: ContenuVersion, gardes: Gardes) -> bool:
    """Vrai d’un référentiel venu d’ailleurs, et changé ici depuis."""
    date = gardes.valeur("", "CFDocument.lastChangeDateTime")
    return bool(date) and date[0] != trace_du_contenu(depart)


def _dans_notre_etat(recu: PaquetCase, attendu: PaquetCase) -> PaquetCase:
    champs = ("adoptionStatus", "statusStartDate", "statusEndDate")
    etat = {champ: getattr(attendu.CFDocument, champ) for champ in champs}
    return replace(recu, CFDocument=recu.CFDocument.model_copy(update=etat))


def _fondus(
    recu: PaquetCase, attendu: PaquetCase, plein: PaquetCase, gardes: Gardes
) -> dict[str, CFItem]:
    attendus = {item.identifier: item for item in attendu.CFItems}
    pleins = {item.identifier: item for item in plein.CFItems}
    fondus = {}
    for item in recu.CFItems:
        deja = attendus.get(item.identifier)
        if deja is None:
            fondus[item.identifier] = item
            continue
        dit = item
        if gardes.valeur(item.identifier, "CFItem.uri") is None:
            # L’élément est de nous : un outil qui le republie à son adresse ne nous l’ôte pas.
            de_nous = {"uri": deja.uri, "lastChangeDateTime": deja.lastChangeDateTime}
            dit = item.model_copy(update=de_nous)
        fondus[item.identifier] = fondre(dit, deja, pleins[item.identifier])
    return fondus
