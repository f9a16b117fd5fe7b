"""Les retouches d’un PDF avant son écriture : ce que le moteur omet et que les contrôles exigent.

On y arrive par `base.pdf`, qui les applique à tout document.
"""

from __future__ import annotations

import base64
import zlib
from typing import Any

_POINTS_PER_PIXEL = 0.75
_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF>"""


def finish(document: Any, pdf: Any) -> None:
    """Situe les figures, déclare l’accessibilité (PDF/UA-1) et compresse les flux, un à un.

    `document` est celui de WeasyPrint, `pdf` celui de pydyf, pas encore écrit.
    """
    metadata = _object(pdf, pdf.catalog["Metadata"])
    if "StructTreeRoot" in pdf.catalog:
        _declare_accessible(metadata)
        _place_figures(pdf)
    for item in pdf.objects:
        if hasattr(item, "stream") and item is not metadata:
            _compress(item)


def _declare_accessible(metadata: Any) -> None:
    """Ajoute la marque PDF/UA-1, et la description que PDF/A exige de toute marque étrangère."""
    metadata.stream = [b"".join(metadata.stream).replace(b"</rdf:RDF>", _UA, 1)]


def _place_figures(pdf: Any) -> None:
    """WeasyPrint 70 compte la boîte des figures en pixels et du haut ; PDF, en points et du bas."""
    for item in pdf.objects:
        if not isinstance(item, dict) or item.get("S") != "/Figure":
            continue
        height = _object(pdf, item["Pg"])["MediaBox"][3]
        left, top, right, bottom = (side * _POINTS_PER_PIXEL for side in item["A"]["BBox"])
        item["A"]["BBox"][:] = [
            round(side, 3) for side in (left, height - bottom, right, height - top)
        ]


def _compress(stream: Any) -> None:
    """Compresse un flux sans que ses octets finissent par une fin de ligne.

    Ce dernier octet est celui d’une somme de contrôle, donc au hasard : une fois sur 128, les
    contrôles PDF/A le prennent pour la fin de ligne qui précède `endstream`.
    """
    stream.compress = False
    content = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    filters = [stream.extra["Filter"]] if "Filter" in stream.extra else []
    if not filters:
        content, filters = zlib.compress(content, 9), ["/FlateDecode"]
    if content[-1:] in b"\r\n":
        content, filters = base64.a85encode(content) + b"~>", ["/ASCII85Decode", *filters]
        if "DecodeParms" in stream.extra:
            stream.extra["DecodeParms"] = b"[null " + stream.extra["DecodeParms"].data + b"]"
    stream.stream = [content]
    stream.extra["Filter"] = filters[0] if len(filters) == 1 else f"[{' '.join(filters)}]"


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
