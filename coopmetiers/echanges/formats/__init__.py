"""Traducteurs purs : des octets aux dataclasses, et retour ; aucun mot d’une autre pièce."""
