"""Folding of headers and words: case, accents, Arabic letter forms and punctuation don't count."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ة": "ه", "ى": "ي", "ـ": "", "ٱ": "ا", "ک": "ك", "ی": "ي"}
)
_DIGITS = str.maketrans({chr(base + digit): str(digit) for base in (0x0660, 0x06F0) for digit in range(10)})
_NOT_A_WORD = re.compile(r"[\W_]+")


def western_digits(text: str) -> str:
    """Replace Arabic-Indic and Persian digits with 0 to 9."""
    return text.translate(_DIGITS)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return lower-case words without accents, split by one space."""
    decomposed = unicodedata.normalize("NFKD", western_digits(text).casefold().translate(_LETTERS))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NOT_A_WORD.sub(" ", bare).strip()


def clean(text: str) -> str:
    """Return the text on one line: no control or invisible characters, single spaces."""
    if text.isprintable():
        return " ".join(text.split())
    visible = "".join(
        char if unicodedata.category(char) not in {"Cc", "Cf", "Zl", "Zp"} else " " for char in text
    )
    return " ".join(visible.split())
