"""La démonstration, du réseau fondé au jury de demain, dans l’ordre où on la vivrait."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from flask_security import hash_password

from coopmetiers.base import clock, identifiers, queue
from coopmetiers.cli.demo import cours, jurys, personnages, pratiques, promotions, reprises
from coopmetiers.cli.demo.fondations import fonder
from coopmetiers.cli.demo.promotions import Calendrier, Promotion
from coopmetiers.cli.demo.scene import Scene

_BLOCS_ANIMATION = ("BC1", "BC2", "BC3", "BC4", "BC6", "BC7")


def jouer(apres_le_premier_jury: Callable[[str], object]) -> Promotion:
    """Joue toute la démonstration dans une base vide ; les identifiants sont toujours les mêmes.

    Rend la session jugée. `apres_le_premier_jury` reçoit l’identifiant du certificateur dès que ses
    attestations sont dessinées : on les a sous les yeux pendant que la suite se joue.
    """
    with identifiers.reproducible("démonstration de coopmetiers"):
        scene = Scene(clock.today(), hash_password(secrets.token_urlsafe(24)))
        fonder(scene)
        session = _premiere_session(scene)
        queue.drain()
        apres_le_premier_jury(scene.organisations["CC"])
        _seconde_session(scene)
        _session_en_cours(scene)
        reprises.recevoir(scene, le=-2)
        queue.drain()
    return session


def _premiere_session(scene: Scene) -> Promotion:
    """Douze animateur·rices, jugé·es il y a trois semaines."""
    ada, noe, basile = (scene.identites[cle] for cle in ("ada", "noe", "basile"))
    formation_id = promotions.declarer(scene, ada, cours.ANIMER, le=-300)
    promotion = promotions.ouvrir(
        scene,
        formation_id,
        Calendrier(
            "Animer une coopération, groupe Épicéa",
            "Salle du Moulin-Modèle, Ville-Modèle",
            scene.mardis_et_mercredis(-26, -24, -21, -17, -13),
        ),
        equipe=(ada, (noe, basile)),
        metier="animateur",
        personnes=personnages.ANIMATRICES,
    )
    promotions.emarger(scene, promotion, jusqu_a=scene.aujourd_hui)
    jours = scene.mardis_et_mercredis(-24, -17, -13)
    pratiques.pratiquer(scene, promotion, le=jours, blocs=_BLOCS_ANIMATION)
    presentees = jurys.presenter(scene, promotion, le=-40)
    tenu, _lendemain = scene.mardis_et_mercredis(-3)
    jury_id = jurys.convoquer(scene, promotion, presentees, le=-35, tenu=tenu)
    jurys.deliberer(scene, jury_id, presentees, le=tenu)
    return promotion


def _seconde_session(scene: Scene) -> None:
    """Quatre personnes d’un autre organisme, que le jury de demain attend."""
    perle, abel = scene.identites["perle"], scene.identites["abel"]
    formation_id = promotions.declarer(scene, perle, cours.FACILITER, le=-200)
    promotion = promotions.ouvrir(
        scene,
        formation_id,
        Calendrier(
            "Faciliter un collectif, groupe Tilleul",
            "L’Établi, Val-d’Essai",
            scene.mardis_et_mercredis(-13, -11, -9),
        ),
        equipe=(perle, (abel,)),
        metier="animateur",
        personnes=personnages.FACILITATRICES,
    )
    promotions.emarger(scene, promotion, jusqu_a=scene.aujourd_hui)
    pratiques.pratiquer(
        scene,
        promotion,
        le=scene.mardis_et_mercredis(-11, -9),
        blocs=("BC1", "BC2", "BC4", "BC7"),
    )
    presentees = jurys.presenter(scene, promotion, le=-12)
    jurys.convoquer(scene, promotion, presentees, le=-10, tenu=1)


def _session_en_cours(scene: Scene) -> None:
    """Huit développeur·ses externes, à mi-chemin : il reste à émarger, à évaluer, à prouver."""
    ada, noe, basile = (scene.identites[cle] for cle in ("ada", "noe", "basile"))
    formation_id = promotions.declarer(scene, ada, cours.DEVELOPPER, le=-120)
    promotion = promotions.ouvrir(
        scene,
        formation_id,
        Calendrier(
            "Développer des coopérations, groupe Noisetier",
            "Salle du Moulin-Modèle, Ville-Modèle",
            scene.mardis_et_mercredis(-6, -4, -3, -1, 0, 2, 4),
        ),
        equipe=(ada, (noe, basile)),
        metier="developpeur",
        personnes=personnages.DEVELOPPEUSES,
    )
    promotions.emarger(scene, promotion, jusqu_a=scene.jour(-14))
    pratiques.pratiquer(scene, promotion, le=scene.mardis_et_mercredis(-4), blocs=("BC1", "BC5"))
