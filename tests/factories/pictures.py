"""Pictures made of bytes: a PNG of one colour, a JPEG as small as one can be drawn, and what cameras add."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode

from rakiza.kernel.documents.png import chunk, png

# The smallest grey picture of 16 pixels a side that a common program writes.
GREY = b64decode(
    "/9j/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/"
    "wAALCAAQABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAj/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAA/AKpAAf/Z"
)


def a_png(side: int = 64, *extra: tuple[bytes, bytes]) -> bytes:
    """Return a PNG, with further chunks before its data."""
    drawn = png(side, side, bytes((30, 120, 110)) * side * side)
    head = 8 + 25
    return drawn[:head] + b"".join(chunk(name, body) for name, body in extra) + drawn[head:]


def a_jpeg(up: int = 1, *, comment: bytes = b"") -> bytes:
    """Return a JPEG of 16 pixels a side whose notes say which side is up, and where it was taken."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, up, 0)
    notes = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0) + b"GPS 33.5731"
    head = b"\xff\xd8\xff\xe1" + struct.pack(">H", len(notes) + 2) + notes
    said = b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment if comment else b""
    return head + said + GREY[2:]


def a_bomb() -> bytes:
    """Return a PNG that says it is of more pixels than anybody shows."""
    body = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    data = zlib.compress(bytes(7_501) * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", body) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
