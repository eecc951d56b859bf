"""A text file as decoded lines, however large: the encoding told from the whole of it, nothing kept.

Lists put together from several programs mix encodings: in a file that is mostly UTF-8, bytes that
aren't are read as the Western letters they nearly always are (Windows 1252).
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from rakiza.kernel.imports.delimited import marked_encoding, single_byte_encoding

_BLOCK = 1 << 20
_SAMPLE = 200_000
LONGEST_LINE = 1_000_000
MIXED = "rakiza.mixed"


def _as_western(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that don't decode one by one as Windows 1252, or Latin-1 where that lacks them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(_western(byte) for byte in wrong), error.end


def _western(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


codecs.register_error(MIXED, _as_western)


def encoding_of(path: Path) -> str:
    """Return the encoding of a text file, read through once in blocks."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        start = file.read(_BLOCK)
        marked = marked_encoding(start)
        if marked:
            return marked
        block = start
        try:
            while block:
                decoder.decode(block)
                block = file.read(_BLOCK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _without_mark(path)
    return "utf-8"


def _without_mark(path: Path) -> str:
    """Tell UTF-8 with foreign lines from a single-byte encoding by the lines beyond ASCII."""
    sample = bytearray()
    utf8 = other = 0
    with path.open("rb") as file:
        for line in file:
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                utf8 += 1
            except UnicodeDecodeError:
                other += 1
                sample += line[:_SAMPLE]
            if len(sample) >= _SAMPLE:
                break
    if utf8 >= other:
        return "utf-8"
    return single_byte_encoding(bytes(sample)) or "cp1252"


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines with their ends; one beyond `LONGEST_LINE` characters comes in parts."""
    encoding = encoding_of(path)
    errors = "replace" if encoding.startswith(("utf-16", "utf-32")) else MIXED
    with path.open(encoding=encoding, errors=errors, newline="") as file:
        while line := file.readline(LONGEST_LINE):
            yield line
