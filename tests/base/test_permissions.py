"""Une action est permise quand une clause est vraie tout entière ; sans clause, à personne."""

import pytest

from coopmetiers.base.errors import Forbidden
from coopmetiers.base.identity import Identity
from coopmetiers.base.permissions import (
    Action,
    anyone,
    can,
    connected,
    full_map,
    kind,
    register,
    require,
    role,
    system,
)


class A(Action):
    TENIR = "essai.objet.tenir"
    FERMEE = "essai.objet.fermer"
    ABSENTE = "essai.objet.oublier"
    OUVERTE = "essai.objet.voir"
    CONNECTEE = "essai.objet.lire"
    MACHINE = "essai.objet.tourner"


CARTE = {
    A.TENIR: ((role("RESPONSABLE", "FORMATEUR"), kind("ORGANISME")), (role("ADMINISTRATION"),)),
    A.FERMEE: (),
    A.OUVERTE: ((anyone,),),
    A.CONNECTEE: ((connected,),),
    A.MACHINE: ((system,),),
}


@pytest.fixture(autouse=True)
def carte(monkeypatch):
    """Une carte d’essai, qui ne reste pas dans celle de l’application."""
    monkeypatch.setattr("coopmetiers.base.permissions._MAP", {})
    return register(CARTE)


def qui(role="", *natures):
    return Identity(user_key=1, role=role, kinds=frozenset(natures))


@pytest.mark.parametrize(
    ("acteur", "peut"),
    [
        (qui("RESPONSABLE", "ORGANISME"), True),
        (qui("FORMATEUR", "ORGANISME", "CERTIFICATEUR"), True),
        (qui("RESPONSABLE", "CERTIFICATEUR"), False),
        (qui("APPRENANT", "ORGANISME"), False),
        (qui("ADMINISTRATION", "RESEAU"), True),
        (Identity.anonymous(), False),
        (Identity.as_system("cli"), False),
    ],
)
def test_toute_une_clause_doit_etre_vraie(acteur, peut):
    assert can(acteur, A.TENIR) is peut


@pytest.mark.parametrize("action", [A.FERMEE, A.ABSENTE])
def test_une_action_sans_clause_n_est_permise_a_personne(action):
    for acteur in (qui("ADMINISTRATION"), Identity.as_system("cli"), Identity.anonymous()):
        with pytest.raises(Forbidden) as refus:
            require(acteur, action)
        assert refus.value.action == str(action)


def test_le_systeme_n_echappe_pas_a_la_carte():
    assert can(Identity.as_system("jobs"), A.MACHINE)
    assert not can(qui("ADMINISTRATION"), A.MACHINE)
    assert not can(Identity.as_system("jobs"), A.CONNECTEE)


def test_tout_le_monde_et_les_connectes():
    assert can(Identity.anonymous(), A.OUVERTE)
    assert not can(Identity.anonymous(), A.CONNECTEE)
    assert can(qui(), A.CONNECTEE)


def test_une_action_ne_s_inscrit_pas_deux_fois():
    register(CARTE)
    with pytest.raises(ValueError, match=r"essai\.objet\.voir"):
        register({A.OUVERTE: ((connected,),)})


def test_la_carte_se_lit_dans_l_ordre_des_actions():
    assert list(full_map()) == sorted(CARTE)
