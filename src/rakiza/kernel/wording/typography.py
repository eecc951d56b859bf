"""French spaces: the ones that must not break are written as plain spaces in the sources, and set here.

Sources, and those who search them, keep the space bar; what is read gets U+00A0 inside guillemets, before a
colon and before a percentage, and the narrow U+202F before the high marks, as the Imprimerie nationale sets them.
"""

from __future__ import annotations

import re

WIDE, NARROW = "\u00a0", "\u202f"
_INSIDE = re.compile(r"(?<=«) | (?=»)")
_COLON = re.compile(r"(?<=\S) (?=:(?:\s|$))")
_HIGH = re.compile(r"(?<=\S) (?=[;?!](?:\s|[»)]|$))")
# A percentage, in plain sentences (20 %) and in those that hold places to fill (%(share)s %%, %s %%).
_PERCENT = re.compile(r"(?<=[\ds]) (?=%%|%(?:[\s.,;)»]|$))")


def typeset(sentence: str) -> str:
    """Return a French sentence with the spaces that keep marks, guillemets and percentages at their word."""
    wide = _PERCENT.sub(WIDE, _COLON.sub(WIDE, _INSIDE.sub(WIDE, sentence)))
    return _HIGH.sub(NARROW, wide)
