"""Les réglages de l’application en marche."""

from flask import current_app

from coopmetiers.config import Settings


def settings() -> Settings:
    """Les réglages avec lesquels l’application a été assemblée."""
    running: Settings = current_app.extensions["coopmetiers"]
    return running
