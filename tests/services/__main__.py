"""`python -m tests.services COMMANDE…` : exécute la commande entre le démarrage et l’arrêt."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType

from tests.services import ServiceAbsent, postgresql, redis


def main(commande: list[str]) -> int:
    for signe in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(signe, _interrompre)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="coopmetiers-") as dossier,
            postgresql(_traversable(dossier) / "pg") as adresse_postgres,
            redis(Path(dossier) / "redis") as adresse_redis,
        ):
            adresses = {
                "COOPMETIERS_TEST_POSTGRES": adresse_postgres,
                "COOPMETIERS_TEST_REDIS": adresse_redis,
            }
            return subprocess.run(commande, env=os.environ | adresses, check=False).returncode
    except ServiceAbsent as absence:
        print(absence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _interrompre(signe: int, cadre: FrameType | None) -> None:
    """Un arrêt demandé passe par les mêmes fermetures qu’un Ctrl-C."""
    raise KeyboardInterrupt


def _traversable(dossier: str) -> Path:
    """Laisse le compte `postgres` atteindre son sous-dossier, que lui seul peut lire."""
    Path(dossier).chmod(0o711)
    return Path(dossier)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
