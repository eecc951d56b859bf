"""The order of names as a reader looks them up: É stands with E, Œ with OE, أ with ا."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ACCENTS = re.compile(
    "[\u0300-\u036f\u064b-\u065f\u0670\u0640]+"
)  # Latin accents, Arabic vowel signs, kashida
_APART = (("œ", "oe"), ("æ", "ae"), ("ø", "o"), ("ł", "l"), ("ٱ", "ا"), ("ى", "ي"), ("ة", "ه"))


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Return what a name is ordered by: no accent, no vowel sign, no case; equal keys go by the name itself."""
    small = name.casefold()
    return f"{small if small.isascii() else _bare(small)}\0{small}\0{name}"


def _bare(name: str) -> str:
    for letter, said in _APART:
        name = name.replace(letter, said)
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", name))
