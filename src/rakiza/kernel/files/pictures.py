"""Pictures from outside, written anew: what a viewer needs stays, what the camera told is dropped.

A PNG or a JPEG is read chunk by chunk; places, dates, comments, other pictures behind the first and bytes
after the end aren't copied. Of a photograph's own notes only which side is up is kept. What can't be read
so is no picture. Vector pictures, which can carry programs, aren't taken.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

PNG, JPEG = "image/png", "image/jpeg"
MOST_PIXELS, LONGEST, SHORTEST = 16_000_000, 8_000, 16
PNG_MARK = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset((b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND"))
_SOI, _EOI, _SOS, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))  # markers without a length
_APPLICATION = range(0xE0, 0xF0)
_APPLICATIONS_KEPT = (0xE0, 0xEE)  # JFIF, and Adobe's, which says how colours are written
_EXIF = b"Exif\0\0"
_ORIENTATION, _SHORT = 0x0112, 3
_TURNED = (5, 6, 7, 8)  # orientations that swap width and height


class NotAPicture(ValueError):  # noqa: N818 - what was handed over, told to the user
    """The bytes are no PNG or JPEG that can be shown, or one out of bounds."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture written anew. `width` and `height` in pixels, as it is seen."""

    content: bytes
    media_type: str
    width: int
    height: int


def cleaned(content: bytes) -> Picture:
    """Return the picture without what it doesn't need; raises NotAPicture."""
    try:
        if content.startswith(PNG_MARK):
            return _png(content)
        if content.startswith(bytes((0xFF, _SOI, 0xFF))):
            return _jpeg(content)
    except (struct.error, IndexError) as broken:
        raise NotAPicture from broken
    raise NotAPicture


def _checked(content: bytes, media_type: str, width: int, height: int) -> Picture:
    if min(width, height) < SHORTEST or max(width, height) > LONGEST or width * height > MOST_PIXELS:
        raise NotAPicture
    return Picture(content, media_type, width, height)


def _png(content: bytes) -> Picture:
    kept: list[bytes] = [PNG_MARK]
    seen: list[bytes] = []
    for name, body, whole in _chunks(content):
        if not seen and (name != b"IHDR" or len(body) != 13):
            raise NotAPicture
        seen.append(name)
        if name in _PNG_KEPT:
            kept.append(whole)
    if b"IDAT" not in seen or seen[-1] != b"IEND" or seen.count(b"IHDR") != 1:
        raise NotAPicture
    width, height = struct.unpack(">II", kept[1][8:16])
    return _checked(b"".join(kept), PNG, width, height)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield name, body and whole bytes of each chunk up to the end's; each must hold its own checksum."""
    at = len(PNG_MARK)
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        whole = content[at : at + 12 + length]
        if len(whole) != 12 + length:
            raise NotAPicture
        (stated,) = struct.unpack(">I", whole[-4:])
        if zlib.crc32(whole[4:-4]) != stated:
            raise NotAPicture
        yield whole[4:8], whole[8:-4], whole
        if whole[4:8] == b"IEND":
            return
        at += len(whole)


def _jpeg(content: bytes) -> Picture:
    kept: list[bytes] = []
    size: tuple[int, int] | None = None
    up, scanned = 1, False
    for marker, whole in _segments(content):
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", whole[5:9])
            size = width, height
        if marker == 0xE1 and whole[4:].startswith(_EXIF):
            up = _orientation(whole[4 + len(_EXIF) :])
        scanned = scanned or marker == _SOS
        dropped = marker == _COMMENT or (marker in _APPLICATION and marker not in _APPLICATIONS_KEPT)
        if not dropped:
            kept.append(whole)
    if size is None or not scanned:
        raise NotAPicture
    head = bytes((0xFF, _SOI)) + (_upright(up) if up != 1 else b"")
    width, height = size[::-1] if up in _TURNED else size
    return _checked(head + b"".join(kept) + bytes((0xFF, _EOI)), JPEG, width, height)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and bytes of each segment, a scan with its data, up to the picture's end."""
    at = 2
    while True:
        while content[at] == 0xFF and content[at + 1] == 0xFF:
            at += 1
        if content[at] != 0xFF:
            raise NotAPicture
        marker = content[at + 1]
        if marker == _EOI:
            return
        if marker in _ALONE:
            yield marker, content[at : at + 2]
            at += 2
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(content):
            raise NotAPicture
        if marker == _SOS:
            end = _scan_end(content, end)
        yield marker, content[at:end]
        at = end


def _scan_end(content: bytes, at: int) -> int:
    """Return where a scan's data end: at the first marker that is neither a restart nor a stuffed byte."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise NotAPicture
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2


def _orientation(notes: bytes) -> int:
    """Return which side is up by a photograph's notes, 1 where they don't say."""
    order = {b"II": "<", b"MM": ">"}.get(notes[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", notes, 4)
        (count,) = struct.unpack_from(f"{order}H", notes, start)
        for number in range(count):
            tag, kind, _count, value = struct.unpack_from(f"{order}HHIH", notes, start + 2 + 12 * number)
            if (tag, kind) == (_ORIENTATION, _SHORT) and 1 <= value <= 8:
                return int(value)
    except struct.error:
        return 1
    return 1


def _upright(up: int) -> bytes:
    """Return notes that say which side is up and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, _SHORT, 1, up, 0)
    notes = _EXIF + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(notes) + 2) + notes
