"""Aucun test ne sort de la machine : ni connexion, ni nom à résoudre, ni courriel."""

from __future__ import annotations

import ipaddress
import smtplib
import socket
from typing import Any, NoReturn

import pytest


class ReseauFermeError(RuntimeError):
    """Un test a voulu sortir de la machine ; le message dit vers où."""


def fermer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ferme le réseau hors de la machine (les prises locales restent ouvertes) et le courriel."""
    for nom in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, nom, _garder(getattr(socket.socket, nom)))
    resoudre = socket.getaddrinfo

    def resoudre_ici(hote: Any, *reste: Any, **options: Any) -> Any:
        _verifier(hote)
        return resoudre(hote, *reste, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resoudre_ici)
    monkeypatch.setattr(smtplib.SMTP, "connect", _refuser_le_courriel)


def _garder(methode: Any) -> Any:
    def gardee(prise: socket.socket, *arguments: Any) -> Any:
        if prise.family in {socket.AF_INET, socket.AF_INET6}:
            _verifier(arguments[-1][0])
        return methode(prise, *arguments)

    return gardee


def _verifier(hote: str | bytes | None) -> None:
    nom = hote.decode() if isinstance(hote, bytes) else hote
    if nom in {None, "", "localhost"}:
        return
    try:
        dehors = not ipaddress.ip_address(str(nom)).is_loopback
    except ValueError:
        dehors = True
    if dehors:
        raise ReseauFermeError(f"Un test a voulu joindre {nom}.")


def _refuser_le_courriel(*arguments: Any, **options: Any) -> NoReturn:
    raise ReseauFermeError("Un test a voulu envoyer un courriel.")
