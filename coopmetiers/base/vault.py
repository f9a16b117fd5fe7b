"""Le coffre : des octets rangés sous leur empreinte, écrits une fois, jamais modifiés."""

from __future__ import annotations

import hashlib
import os
import uuid

import fsspec
from fsspec import AbstractFileSystem

from coopmetiers.base.errors import NotFound
from coopmetiers.base.running import settings


def digest(content: bytes) -> str:
    """L’empreinte SHA-256, en 64 chiffres hexadécimaux."""
    return hashlib.sha256(content).hexdigest()


def store(content: bytes) -> str:
    """Range les octets et rend leur empreinte ; ranger deux fois les mêmes ne fait rien."""
    name = digest(content)
    filesystem, path = _place(name)
    if filesystem.exists(path):
        return name
    filesystem.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
    # Un fichier apparaît entier ou pas du tout : écrit à côté, puis renommé.
    temporary = f"{path}.{uuid.uuid4().hex}.part"
    with filesystem.open(temporary, "wb") as target:
        target.write(content)
        target.flush()
        if hasattr(target, "fileno"):
            os.fsync(target.fileno())
    filesystem.mv(temporary, path)
    return name


def fetch(name: str) -> bytes:
    """Rend les octets rangés sous cette empreinte.

    Lève `NotFound` s’ils manquent, `ValueError` s’ils ne correspondent plus à leur empreinte.
    """
    filesystem, path = _place(name)
    try:
        content: bytes = filesystem.cat_file(path)
    except FileNotFoundError:
        raise NotFound from None
    if digest(content) != name:
        raise ValueError(f"Le document {name} a été altéré dans le coffre.")
    return content


def _place(name: str) -> tuple[AbstractFileSystem, str]:
    filesystem, base = fsspec.core.url_to_fs(settings().documents_url)
    return filesystem, f"{base}/{name[:2]}/{name}"
