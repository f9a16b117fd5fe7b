"""Rendre une image propre au document : ce que PDF/A accepte, à la finesse de l’impression."""

from __future__ import annotations

import io

LARGEST = (1417, 520)  # points d’image : 60 × 22 mm, la place d’un logo, à 600 par pouce


def is_svg(content: bytes) -> bool:
    """Vrai si les octets commencent comme un dessin SVG."""
    return content.lstrip()[:5] in (b"<?xml", b"<svg ")


def drawable(content: bytes) -> bytes:
    """L’image telle que le document la porte : SVG inchangé, le reste en PNG rouge-vert-bleu.

    PDF/A refuse les couleurs d’imprimerie (CMJN) d’une photo. Lève `ValueError` si les octets ne
    sont pas une image.
    """
    if is_svg(content):
        return content
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as image:
            plain = image.convert("RGBA" if image.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError) as error:
        raise ValueError("Ces octets ne sont pas une image lisible.") from error
    plain.thumbnail(LARGEST)
    plain.info.clear()  # ni profil de couleur, ni date : les mêmes pixels, les mêmes octets
    written = io.BytesIO()
    plain.save(written, "PNG")
    return written.getvalue()
