"""QR codes as SVG, for the permanent address of a printed document."""

from __future__ import annotations

import zxingcpp


def qr_svg(text: str) -> str:
    """Return the QR code of `text` as an SVG document, quiet zone included."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return str(zxingcpp.write_barcode_to_svg(barcode, add_quiet_zones=True))
