"""Des identifiants qui ne changent pas d’un export à l’autre."""

from __future__ import annotations

import uuid


def uuid_stable(espace: uuid.UUID | str, cle: str) -> str:
    """Rend l’UUIDv5 d’une clé dans un espace de noms, en minuscules (RFC 9562 § 5.5).

    La même clé donne toujours le même UUID : un réexport garde l’identité de chaque objet.
    Lève `ValueError` si l’espace n’est pas un UUID ou si la clé est vide.
    """
    if not cle:
        raise ValueError("Une clé vide ne désigne rien.")
    return str(uuid.uuid5(uuid.UUID(str(espace)), cle))
