"""Text from anywhere as a spreadsheet's cell: never a formula, nothing hidden.

A cell that starts like a formula gets an apostrophe before it, which spreadsheets read as "text
follows" (OWASP, CSV injection); their full-width twins too, for programs that fold widths. What would be
invisible or turn the reading order is shown by its name, as `<U+202E>`; line breaks and tabs
become spaces. Programs that want the very text read the JSON lines.
"""

from __future__ import annotations

import unicodedata

FORMULA_STARTS = frozenset("=+-@")
_JOINERS = "\u200c\u200d"  # Persian words and emoji need them; alone they move nothing
_BREAKS = frozenset("\t\n\x0b\x0c\r\x85\u2028\u2029")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co"})


def _is_no_character(code: int) -> bool:
    """Tell the codes that stand for nothing, which XML refuses."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


class _Shown(dict[int, str]):
    """What each character is shown as, found out once; `str.translate` asks for it."""

    def __missing__(self, code: int) -> str:
        shown = self[code] = _shown(chr(code))
        return shown


def _shown(character: str) -> str:
    if character in _BREAKS:
        return " "
    code = ord(character)
    hidden = unicodedata.category(character) in _HIDDEN and character not in _JOINERS
    return f"<U+{code:04X}>" if hidden or _is_no_character(code) else character


_SHOWN = _Shown()


def visible(text: str) -> str:
    """Return the text with everything invisible named, on one line."""
    return text if text.isprintable() else text.translate(_SHOWN)


def safe_cell(text: str) -> str:
    """Return the text as a cell that no spreadsheet takes for a formula; safe twice is safe once."""
    shown = visible(text)
    start = shown.lstrip().lstrip(_JOINERS).lstrip()[:1]
    if start and not start.isalnum() and unicodedata.normalize("NFKC", start)[:1] in FORMULA_STARTS:
        return f"'{shown}"
    return shown
