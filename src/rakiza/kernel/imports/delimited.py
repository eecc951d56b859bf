"""Text files of rows: which encoding, which delimiter, then the cells.

Encodings without a mark are told apart by what their letters would be: French accents in the
middle of words, Arabic words, or rubbish.
"""

from __future__ import annotations

import codecs
import csv
import io
import re

DELIMITERS = (";", "\t", ",", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE = ("cp1252", "cp1256", "mac_roman", "mac_arabic", "iso8859_6", "iso8859_15", "latin-1", "cp850")
_FRENCH = frozenset("éèêëàâçîïôöùûüœæÉÈÊÀÂÇÎÔÙŒ°²³µ«»€’–")
_ARABIC_WORD = re.compile(r"[\u0621-\u064A]{2,}")
_SAMPLE = 200_000


def decode(content: bytes) -> str | None:
    """Return the text, or None where the bytes are no text in any known encoding."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _attempt(content, encoding)
    wide = _unmarked_utf16(content)
    if wide:
        return _attempt(content, wide)
    if b"\x00" in content:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _best_single_byte(content)


def _attempt(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def marked_encoding(start: bytes) -> str | None:
    """Return the encoding that a file's first bytes name, or show to be UTF-16; None where they don't."""
    named = next((encoding for mark, encoding in _MARKS if start.startswith(mark)), None)
    return named or _unmarked_utf16(start)


def _unmarked_utf16(content: bytes) -> str | None:
    """Tell UTF-16 without a mark: every other byte is nearly always zero (or Arabic's 06)."""
    sample = content[:4_000]
    if len(sample) < 4:
        return None
    high = (b"\x00", b"\x06")
    even = sum(sample[0::2].count(byte) for byte in high) / max(1, len(sample[0::2]))
    odd = sum(sample[1::2].count(byte) for byte in high) / max(1, len(sample[1::2]))
    if odd > 0.7 and even < 0.2:
        return "utf-16-le"
    if even > 0.7 and odd < 0.2:
        return "utf-16-be"
    return None


def _best_single_byte(content: bytes) -> str | None:
    encoding = single_byte_encoding(content[:_SAMPLE], content)
    return _attempt(content, encoding) if encoding else None


def single_byte_encoding(sample: bytes, whole: bytes = b"") -> str | None:
    """Return the encoding under which the sample reads best and the whole can be read; None where none."""
    scored = []
    for rank, encoding in enumerate(_SINGLE_BYTE):
        text = _attempt(sample, encoding)
        if text is not None and _attempt(whole, encoding) is not None:
            scored.append((_plausibility(text), -rank, encoding))
    if not scored:
        return None
    score, _, encoding = max(scored)
    return encoding if score > -0.5 else None


def _plausibility(text: str) -> float:
    """Return how much the letters beyond ASCII look like French or Arabic, in [-1, 1]."""
    beyond = [char for char in text if ord(char) > 127 and char not in "\u00a0\u202f"]
    if not beyond:
        return 0.0
    arabic = sum(len(word) for word in _ARABIC_WORD.findall(text))
    french = sum(1 for char in beyond if char in _FRENCH)
    control = sum(1 for char in text if ord(char) < 32 and char not in "\t\r\n\f") + sum(
        1 for char in beyond if 0x80 <= ord(char) < 0xA0
    )
    # A lone Arabic letter inside Latin words is an accent misread.
    alone = sum(1 for char in beyond if "\u0600" <= char <= "\u06ff") - arabic
    good = french + arabic - 2 * control - alone
    capitals_inside = len(re.findall(r"[a-z][ÀÂÇÉÈÊÎÔÙŒ][a-z]", text))
    return (good - capitals_inside) / len(beyond)


def sniff_delimiter(text: str) -> str:
    """Return the delimiter that splits the most lines into the same number (> 1) of cells."""
    best, best_score = ",", -1.0
    lines = [line for line in text[:_SAMPLE].splitlines() if line.strip()][:200]
    if lines and (hint := re.fullmatch(r"sep=(.)", lines[0].strip())):
        return hint.group(1)
    for delimiter in DELIMITERS:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        wide = [count for count in counts if count > 1]
        if not wide:
            continue
        usual = max(set(wide), key=lambda count: (wide.count(count), count))
        score = wide.count(usual) / len(counts) + min(usual, 30) / 1_000
        if score > best_score:
            best, best_score = delimiter, score
    return best


def read_delimited(text: str) -> list[list[str]]:
    """Return the rows of cells; the line `sep=;` that spreadsheets write is left out."""
    delimiter = sniff_delimiter(text)
    csv.field_size_limit(1_000_000)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    if rows and re.fullmatch(r"sep=.?", delimiter.join(rows[0]).strip().rstrip(delimiter)):
        rows[0] = []
    return rows
