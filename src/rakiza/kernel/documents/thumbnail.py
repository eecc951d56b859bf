"""A picture drawn anew, small: who can't be drawn isn't a picture, whatever its first bytes say."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typst

_PAGE = '#set page(width: {size}pt, height: {size}pt, margin: 0pt)\n#align(center + horizon, image("{name}", width: {size}pt, height: {size}pt, fit: "contain"))\n'
PIXELS_PER_INCH = 72  # one pixel a point


class Undrawable(ValueError):  # noqa: N818 - what was handed over, told to the user
    """The picture's bytes can't be decoded."""


def thumbnail(content: bytes, *, suffix: str, size: int) -> bytes:
    """Return a PNG of `size` pixels a side, the picture whole in its middle; raises Undrawable."""
    with tempfile.TemporaryDirectory() as folder:
        root, name = Path(folder), f"picture.{suffix}"
        (root / name).write_bytes(content)
        (root / "main.typ").write_text(_PAGE.format(size=size, name=name), "utf-8")
        try:
            drawn = typst.compile(
                root / "main.typ", root=root, ignore_system_fonts=True, format="png", ppi=PIXELS_PER_INCH
            )
        except RuntimeError as error:
            raise Undrawable from error
    if not isinstance(drawn, bytes):
        raise Undrawable
    return drawn
