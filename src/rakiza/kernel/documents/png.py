"""A PNG from pixels: three bytes each, rows from the top. The same pixels give the same bytes."""

from __future__ import annotations

import struct
import zlib


def png(width: int, height: int, pixels: bytes) -> bytes:
    """Return a PNG of `width` × `height` pixels, red, green and blue in turn."""
    if len(pixels) != 3 * width * height:
        raise ValueError(len(pixels))
    rows = (b"\0" + pixels[3 * width * row : 3 * width * (row + 1)] for row in range(height))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            chunk(b"IDAT", zlib.compress(b"".join(rows), 9)),
            chunk(b"IEND", b""),
        )
    )


def chunk(name: bytes, body: bytes) -> bytes:
    """Return one chunk with its length and checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
