"""Un PostgreSQL et un Redis privés, le temps d’une commande : démarrés, donnés, arrêtés toujours.

    python -m tests.services python -m pytest

La commande reçoit les adresses dans `COOPMETIERS_TEST_POSTGRES` et `COOPMETIERS_TEST_REDIS`. Rien
n’est partagé avec les serveurs que la machine aurait déjà : dossier temporaire, prise locale pour
PostgreSQL, port libre pour Redis.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

PRET = b"ready to accept connections"  # PostgreSQL et Redis l’écrivent tous deux, à la casse près


class ServiceAbsent(Exception):
    """Un serveur manque ou n’a pas démarré ; le message dit lequel et ce qu’il a écrit."""


@contextmanager
def postgresql(dossier: Path) -> Iterator[str]:
    """Adresse SQLAlchemy d’une base vide, ouverte à un rôle ordinaire qui peut en créer d’autres.

    Le rôle n’est pas superutilisateur : les règles de lignes de PostgreSQL s’appliquent à lui.
    """
    initdb, postgres, psql = (_programme_postgresql(nom) for nom in ("initdb", "postgres", "psql"))
    compte = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuse de tourner en root
    dossier.mkdir(mode=0o700)
    if compte:
        shutil.chown(dossier, user=compte)
    donnees = dossier / "donnees"
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    _executer([initdb, "--no-sync", *options, "--pgdata", donnees], compte)
    # Une base jetée à la fin n’a rien à gagner à survivre à une coupure de courant.
    rapide = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
    reglages = (*rapide, "listen_addresses=", f"unix_socket_directories={dossier}")
    commande = [
        str(postgres),
        "-D",
        str(donnees),
        *(mot for reglage in reglages for mot in ("-c", reglage)),
    ]
    with _serveur("PostgreSQL", commande, dossier / "journal", compte=compte, arret=signal.SIGINT):
        for ordre in (
            "CREATE ROLE coopmetiers LOGIN CREATEDB",
            "CREATE DATABASE coopmetiers OWNER coopmetiers",
        ):
            _executer([psql, "-h", dossier, "-U", "postgres", "-qc", ordre], compte)
        yield f"postgresql+psycopg://coopmetiers@/coopmetiers?host={dossier}"


@contextmanager
def redis(dossier: Path) -> Iterator[str]:
    """Adresse d’un Redis vide qui n’écrit rien sur le disque."""
    programme = shutil.which("redis-server")
    if programme is None:
        raise ServiceAbsent("redis-server est introuvable (Debian : redis-server).")
    dossier.mkdir(mode=0o700)
    port = _port_libre()
    commande = [programme, "--bind", "127.0.0.1", "--port", str(port), "--dir", str(dossier)]
    commande += ["--save", "", "--appendonly", "no", "--daemonize", "no"]
    with _serveur("Redis", commande, dossier / "journal", compte=None, arret=signal.SIGTERM):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def _serveur(
    nom: str,
    commande: Sequence[str | Path],
    journal: Path,
    *,
    compte: str | None,
    arret: signal.Signals,
) -> Iterator[None]:
    """Tient un serveur au premier plan ; il s’arrête avec nous, même si nous sommes tués."""
    if (setpriv := shutil.which("setpriv")) is None:
        raise ServiceAbsent("setpriv est introuvable (Debian : util-linux).")
    droits = [f"--reuid={compte}", f"--regid={compte}", "--init-groups"] if compte else []
    with subprocess.Popen(
        [setpriv, f"--pdeathsig={arret.name.removeprefix('SIG')}", *droits, *commande],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # un Ctrl-C au clavier ne l’atteint pas avant que nous l’arrêtions
    ) as processus:
        try:
            assert processus.stdout is not None
            _attendre_pret(nom, processus.stdout, journal)
            yield
        finally:
            processus.send_signal(arret)
            try:
                processus.wait(timeout=20)
            except subprocess.TimeoutExpired:
                processus.kill()


def _attendre_pret(nom: str, sortie: IO[bytes], journal: Path) -> None:
    """Lit ce que dit le serveur jusqu’à ce qu’il soit prêt, puis vide sa sortie en arrière-plan."""
    dit: list[bytes] = []
    for ligne in sortie:
        dit.append(ligne)
        if PRET in ligne.lower():
            break
    else:
        fin = b"".join(dit[-20:]).decode(errors="replace")
        raise ServiceAbsent(f"{nom} n’a pas démarré. Il a écrit :\n{fin}")

    def vider() -> None:
        with journal.open("wb") as fichier:
            shutil.copyfileobj(sortie, fichier)

    threading.Thread(target=vider, name=f"journal {nom}", daemon=True).start()


def _executer(commande: Sequence[str | Path], compte: str | None) -> None:
    """Exécute un outil de PostgreSQL sous le bon compte ; muet, sauf en cas d’échec."""
    resultat = subprocess.run(
        commande,
        user=compte,
        group=compte,
        extra_groups=[] if compte else None,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    if resultat.returncode:
        raise ServiceAbsent(f"{Path(commande[0]).name} a échoué :\n{resultat.stderr.strip()}")


def _programme_postgresql(nom: str) -> Path:
    """Chemin d’un programme du PostgreSQL le plus récent (Debian les range par version)."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{nom}")
    trouves = sorted(versions, key=lambda chemin: int(chemin.parts[4]))
    if trouves:
        return trouves[-1]
    if (chemin := shutil.which(nom)) is None:
        raise ServiceAbsent(f"{nom} est introuvable (Debian : postgresql).")
    return Path(chemin)


def _port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return int(prise.getsockname()[1])
