"""Dessiner un document : un gabarit et ses données deviennent un PDF/A balisé, polices incluses.

Le seul endroit qui connaît WeasyPrint, et il ne l’importe qu’au premier dessin. Rien n’est lu hors
des polices, des feuilles du dossier des documents et des octets remis par l’appelant. Le même
appel rend toujours les mêmes octets.
"""

from __future__ import annotations

import atexit
import ctypes.util
import logging
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Lock
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from coopmetiers.base.images import is_svg
from coopmetiers.base.pdf_finish import finish
from coopmetiers.base.typesetting import FONTS
from coopmetiers.base.typography import date_in_words, digits_by, french, hold_end
from coopmetiers.paths import TEMPLATES

DOCUMENTS = TEMPLATES / "documents"
SCHEME = "asset:"
LOGGER = logging.getLogger("weasyprint")
NO_ASSETS: Mapping[str, bytes] = MappingProxyType({})

# cffi demande chaque bibliothèque sous plusieurs noms ; à chaque échec, ctypes lance ldconfig, gcc
# et ld : 55 processus pour un import. Ces noms-là s’ouvrent sans rien chercher.
_SONAMES = {
    "gobject-2.0": "libgobject-2.0.so.0",
    "pango-1.0": "libpango-1.0.so.0",
    "harfbuzz": "libharfbuzz.so.0",
    "harfbuzz-subset": "libharfbuzz-subset.so.0",
    "fontconfig": "libfontconfig.so.1",
    "pangoft2-1.0": "libpangoft2-1.0.so.0",
}
_ONE_AT_A_TIME = Lock()  # Pango et le remplacement de find_library ne se partagent pas


class RenderingError(Exception):
    """Le document n’a pas pu être dessiné en entier ; mieux vaut aucun document qu’un faux."""


@dataclass(frozen=True)
class _Engine:
    """WeasyPrint chargé, et les polices enregistrées une fois pour tout le processus."""

    html: Callable[..., Any]
    css: Callable[..., Any]
    fetcher: Callable[[Mapping[str, bytes]], Any]
    refused: type[BaseException]  # dérive de BaseException : WeasyPrint ne peut pas l’avaler
    fonts: Any


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    identifier: bytes,
    assets: Mapping[str, bytes] = NO_ASSETS,
    variant: str = "pdf/a-3a",
) -> bytes:
    """Dessine `template` (dossier des documents) avec `commun.css` et la feuille du même nom.

    `identifier` distingue ce fichier de tout autre ; `assets` sont les images que le gabarit nomme
    `asset:<nom>`. Les valeurs écrites prennent la ponctuation française. Lève `RenderingError`.
    """
    html = _environment().get_template(template).render(context)
    sheets = ("commun.css", f"{template.rsplit('.', 1)[0]}.css")
    return draw(html, sheets=sheets, identifier=identifier, assets=assets, variant=variant)


def draw(
    html: str,
    *,
    identifier: bytes,
    sheets: tuple[str, ...] = ("commun.css",),
    assets: Mapping[str, bytes] = NO_ASSETS,
    variant: str = "pdf/a-3a",
) -> bytes:
    """Dessine une page déjà écrite, avec les feuilles nommées du dossier des documents.

    Lève `RenderingError` si une image manque, si une adresse est refusée ou si une feuille est
    fautive : jamais un document auquel il manquerait quelque chose.
    """
    with _ONE_AT_A_TIME, _faults() as faults, _profile_left_open():
        engine = _engine()
        try:
            drawn: bytes = engine.html(string=html, url_fetcher=engine.fetcher(assets)).write_pdf(
                stylesheets=[_stylesheet(name) for name in sheets],
                font_config=engine.fonts,
                pdf_variant=variant,
                pdf_identifier=identifier.hex().encode(),
                uncompressed_pdf=True,  # `finish` compresse, en évitant un piège des contrôles
                finisher=finish,
            )
        except (Exception, engine.refused) as error:
            raise RenderingError(str(error)) from error
    if faults:
        raise RenderingError(" ; ".join(faults))
    return drawn


@cache
def _environment() -> Environment:
    def written(value: Any) -> Any:
        plain = isinstance(value, str) and not isinstance(value, Markup)
        return french(value) if plain else value

    environment = Environment(
        loader=FileSystemLoader(DOCUMENTS),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=written,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "date_in_words": date_in_words,
        "digits_by": digits_by,
        "hold_end": lambda text: hold_end(french(text)),
    }
    return environment


@cache
def _engine() -> _Engine:
    with _known_libraries():
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class AssetFetcher(URLFetcher):
        """Ne sert que ce qui est nommé d’avance ; toute autre adresse arrête le dessin."""

        def __init__(self, assets: Mapping[str, bytes]) -> None:
            super().__init__(fail_on_errors=True)
            self._assets = assets

        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix(SCHEME)
            content = self._assets.get(name)
            if content is None and name in _files():
                content = _files()[name]
            if content is None or not url.startswith(SCHEME):
                # Dit aussi au journal : un appel qui avalerait l’exception n’y échappe pas.
                LOGGER.error("adresse refusée : %s", url)
                raise ValueError(f"adresse refusée : {url}")
            kind = "image/svg+xml" if is_svg(content) else "application/octet-stream"
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    # Le dossier où WeasyPrint copie les polices s’efface ainsi avant que Python ne se défasse.
    atexit.register(_engine.cache_clear)
    return _Engine(
        html=weasyprint.HTML,
        css=weasyprint.CSS,
        fetcher=AssetFetcher,
        refused=FatalURLFetchingError,
        fonts=FontConfiguration(),
    )


@cache
def _stylesheet(name: str) -> Any:
    """Une feuille, analysée une fois par processus."""
    engine = _engine()
    with _faults() as faults:
        sheet = engine.css(
            string=_files()[name].decode(),
            url_fetcher=engine.fetcher(NO_ASSETS),
            font_config=engine.fonts,
        )
    if faults:
        raise RenderingError(" ; ".join(faults))
    return sheet


@cache
def _files() -> Mapping[str, bytes]:
    """Ce que le dossier des documents offre aux gabarits : polices, feuilles, ornements."""
    fonts = {f"fonts/{path.name}": path.read_bytes() for path in FONTS.glob("*.?tf")}
    sheets = {
        path.name: path.read_bytes()
        for path in DOCUMENTS.iterdir()
        if path.suffix in {".css", ".svg"}
    }
    return fonts | sheets


@contextmanager
def _known_libraries() -> Iterator[None]:
    """Répond aux recherches de bibliothèques sans lancer de compilateur, le temps d’un import."""
    if sys.platform != "linux":
        yield
        return
    find = ctypes.util.find_library
    ctypes.util.find_library = lambda name: _SONAMES.get(name)
    try:
        yield
    finally:
        ctypes.util.find_library = find


@contextmanager
def _profile_left_open() -> Iterator[None]:
    """WeasyPrint 70 ne ferme pas son profil de couleur ; à ôter quand il le fera."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*sRGB2014", category=ResourceWarning)
        yield


@contextmanager
def _faults() -> Iterator[list[str]]:
    """Recueille ce que WeasyPrint ne fait que signaler : image absente, propriété inconnue."""
    faults: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            faults.append(record.getMessage())

    collector = Collector(logging.WARNING)
    LOGGER.addHandler(collector)
    try:
        yield faults
    finally:
        LOGGER.removeHandler(collector)
