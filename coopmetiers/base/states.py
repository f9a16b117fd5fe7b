"""Les mots d’état de l’écran, une fois pour toutes : le ton de leur pastille et son pictogramme.

Un état se dit toujours par une couleur, un pictogramme et un mot ; les tons sont ceux de
`static/css/statut.css` (`ok`, `warn`, `bad`, `info`, `brand`, `draft`, vide pour le gris).
"""

from __future__ import annotations

from coopmetiers.base.texts import n_

STATES: dict[str, tuple[str, str]] = {
    n_("À faire"): ("warn", "circle-dashed"),
    n_("En acquisition"): ("warn", "trending-up"),
    n_("Arbitrage"): ("warn", "scale"),
    n_("Réserve"): ("warn", "message-square-warning"),
    n_("Ajourné"): ("warn", "calendar-clock"),
    n_("Pas évaluée"): ("warn", "triangle-alert"),
    n_("Sans preuve"): ("warn", "triangle-alert"),
    n_("Suspendu"): ("warn", "pause"),
    n_("Incomplet"): ("warn", "circle-dashed"),
    n_("En cours"): ("info", "loader"),
    n_("En production"): ("info", "loader"),
    n_("En discussion"): ("info", "messages-square"),
    n_("Déposée"): ("info", "send"),
    n_("En délibération"): ("info", "gavel"),
    n_("Remplacé"): ("info", "arrow-right-left"),
    n_("Remplacée"): ("info", "arrow-right-left"),
    n_("Fait"): ("ok", "check"),
    n_("Complet"): ("ok", "check"),
    n_("Présent·e"): ("ok", "check"),
    n_("Acquis"): ("ok", "check"),
    n_("Acquise"): ("ok", "check"),
    n_("Appliquée"): ("ok", "check"),
    n_("Délivré"): ("ok", "check"),
    n_("Signé"): ("ok", "pencil-line"),
    n_("Favorable"): ("ok", "thumbs-up"),
    n_("Intégrée"): ("ok", "check"),
    n_("Authentique"): ("ok", "badge-check"),
    n_("En vigueur"): ("ok", "badge-check"),
    n_("Proclamé"): ("ok", "flag"),
    n_("En retard"): ("bad", "clock-alert"),
    n_("Bloqué"): ("bad", "octagon-alert"),
    n_("Absent·e"): ("bad", "x"),
    n_("Non acquis"): ("bad", "x"),
    n_("Non acquise"): ("bad", "x"),
    n_("Défavorable"): ("bad", "thumbs-down"),
    n_("Révoqué"): ("bad", "ban"),
    n_("Trou"): ("bad", "circle-slash"),
    n_("Prêt"): ("brand", "circle-check"),
    n_("Publiée"): ("brand", "flag"),
    n_("À venir"): ("brand", "calendar-clock"),
    n_("En attente"): ("", "hourglass"),
    n_("À décider"): ("warn", "circle-dashed"),
    n_("Non évaluée"): ("", "minus"),
    n_("Non exigé"): ("", "minus"),
    n_("Retirée"): ("", "archive"),
    n_("Archivée"): ("", "archive"),
    n_("Passée"): ("", "history"),
    n_("Écartée"): ("", "archive"),
    n_("Annulé"): ("", "x"),
    n_("Annulée"): ("", "undo-2"),
    n_("Rompue"): ("", "unlink"),
    n_("À délibérer"): ("", "circle-dashed"),
    n_("En composition"): ("", "users"),
    n_("Brouillon"): ("draft", "pencil-line"),
}

#: Noms sous lesquels les gabarits appellent ce module.
JINJA_GLOBALS = {"etats": STATES}
