"""The print sheet of a product: one A4 page with a QR code to its page."""

from __future__ import annotations

import tempfile
from importlib.resources import files
from pathlib import Path

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from rakiza.kernel.documents.pdf import write_pdf
from rakiza.kernel.documents.qr import qr_svg
from rakiza.kernel.files.pictures import PNG_MARK
from rakiza.kernel.wording.formats import number
from rakiza.pillars.industry.showcase.queries import Product


def product_pdf(product: Product, *, address: str, language: str, picture: bytes = b"") -> bytes:
    """Return the sheet as PDF; `address` is the product's permanent page, `picture` its first, a PNG or a JPEG."""
    drawing = {f"picture.{'png' if picture.startswith(PNG_MARK) else 'jpg'}": picture} if picture else {}
    facts = [
        (_("Fabricant"), product.maker, False),
        (_("Région"), product.region, False),
        (_("Référence"), product.reference, True),
        (_("Famille"), product.family, False),
        (_("Classe de risque"), product.risk_class, True),
        ("GTIN (UDI-DI)", product.gtin, True),
        *(
            (
                capfirst(pack.unit),
                _("%(size)s unités de base") % {"size": number(pack.size)}
                + (f" · {pack.gtin}" if pack.gtin else ""),
                False,
            )
            for pack in product.packs
        ),
    ]
    content = {
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "name": product.name,
        "maker": product.maker,
        "family": product.family,
        "facts": [{"name": name, "value": value, "code": code} for name, value, code in facts if value],
        "attributes": list(product.attributes),
        "attributes_title": _("Caractéristiques"),
        "footer": _("Vitrine des fabricants du cluster"),
        "address": address,
        "picture": next(iter(drawing), ""),
        "picture_alt": product.pictures[0].alt if product.pictures else "",
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.pdf"
        write_pdf(
            path, files(__package__) / "sheet.typ", content, assets={"qr.svg": qr_svg(address), **drawing}
        )
        return path.read_bytes()
