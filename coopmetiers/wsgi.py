"""Pour un serveur WSGI : `gunicorn coopmetiers.wsgi:app`."""

from coopmetiers.base.startup import assembling

with assembling():
    from coopmetiers.app import create_app

    app = create_app()
