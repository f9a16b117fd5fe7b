"""Ce qu’on relève en lisant : ce qui fait refuser le fichier, et ce qu’on a seulement arrangé."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coopmetiers.base.texts import n_
from coopmetiers.echanges.formats.reproches import FichierRefuse, Reproche

#: Au-delà, le fichier est à refaire plutôt qu’à corriger : on s’arrête en le disant.
REPROCHES_MAX = 1000
#: Au-delà, on dit qu’il y en a d’autres.
REMARQUES_MAX = 1000

DE_TROP = n_("Plus de %(nombre)d fautes : la lecture s’arrête ici.")
ENCORE = n_("Et %(nombre)d autres remarques.")


@dataclass
class Carnet:
    """Le relevé d’une lecture, situé par `feuille` et `ligne` (0 : tout le fichier).

    Une remarque répétée sur le même champ n’est gardée qu’une fois, à sa première place, avec son
    nombre ; un reproche est gardé à chaque fois.
    """

    feuille: str = ""
    ligne: int = 0

    def __post_init__(self) -> None:
        self.reproches: list[Reproche] = []
        self._remarques: dict[tuple[object, ...], Reproche] = {}
        self._en_plus = 0

    @property
    def remarques(self) -> tuple[Reproche, ...]:
        """Ce qui a été arrangé, dans l’ordre de la lecture."""
        encore = [Reproche(ENCORE, {"nombre": self._en_plus})] if self._en_plus else []
        return (*self._remarques.values(), *encore)

    def se_placer(self, feuille: str, ligne: int = 0) -> None:
        self.feuille, self.ligne = feuille, ligne

    def noter(self, msgid: str, colonne: str = "", **params: object) -> None:
        """Garde une remarque ; son texte emploie `%(nombre)d`."""
        cle = (self.feuille, colonne, msgid, *params.values())
        deja = self._remarques.get(cle)
        if deja:
            nombre = int(str(deja.params["nombre"])) + 1
            self._remarques[cle] = replace(deja, params={**deja.params, "nombre": nombre})
            return
        if len(self._remarques) >= REMARQUES_MAX:
            self._en_plus += 1
            return
        valeurs = {**params, "nombre": 1}
        self._remarques[cle] = Reproche(msgid, valeurs, self.feuille, self.ligne, colonne)

    def reprocher(self, msgid: str, colonne: str = "", **params: object) -> None:
        """Garde un reproche ; lève `FichierRefuse` s’il y en a vraiment trop."""
        self.reproches.append(Reproche(msgid, params, self.feuille, self.ligne, colonne))
        if len(self.reproches) >= REPROCHES_MAX:
            self.reproches.append(Reproche(DE_TROP, {"nombre": REPROCHES_MAX}))
            raise FichierRefuse(self.reproches)
