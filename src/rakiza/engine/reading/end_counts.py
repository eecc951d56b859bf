"""How many come at once, where a designation ends with the count alone: `10*10 X100`, `/100`, `50 pc`, `36 sachets`."""

from __future__ import annotations

import re
from typing import NamedTuple

_LONGEST = 24
_DOZEN = ("douzaine", "dozen")
_THINGS = {
    **dict.fromkeys(("pieces", "piece", "pces", "pce", "pc"), "piece"),
    **dict.fromkeys(("unites", "unite"), "unite"),
    **dict.fromkeys(("prs", "pairs", "paires"), "paire"),
    **dict.fromkeys(("rouleaux", "rolls", "rlx"), "rouleau"),
    **dict.fromkeys(("sachets", "sach"), "sachet"),
    **dict.fromkeys(("flacons", "fls", "vials"), "flacon"),
    **dict.fromkeys(("ampoules", "amps"), "ampoule"),
    **dict.fromkeys(("pk", "pck", "pkt"), "paquet"),  # 10pk
    "bidons": "bidon",
}
WORDS = frozenset({*_THINGS, "s", "x", *_DOZEN})
"""The words that an ending count may be written with."""
_A_DOZEN = re.compile(rf"(?<=[^\d] )(?:(?:a|la|par|1|one|une) )?(?:{'|'.join(_DOZEN)})$")

_LAST = ("s", *_THINGS)
_NAMES = "|".join(sorted(_THINGS, key=lambda name: (-len(name), name)))
# UPP 110S is a paper of that name.
_END = re.compile(
    rf"(?<![\d.,/x*-])(?P<things>\d{{1,4}}) ?(?P<what>{_NAMES})\.?\)?$"
    r"|(?<![\w/])(?P<one>unites?|pieces?|pces?|pc|paires?|rouleaux?|rlx),? (?P<listed>\d{1,4})$"
    r"|(?<=, )(?P<bare>\d{2,4})$"
    r"|(?:(?<=\dl )|(?<=\d l )|(?<=litres )|(?<=ml )|(?<= 0\d\d ))x ?(?P<few>[1-9])$|(?<=[^ ] )x ?(?P<times>\d{2,4})$|(?<= )/ ?(?P<slash>\d{2,4})$|(?<= )c ?/ ?(?P<case>\d{2,4})$|(?<![\w.,/])(?<!upp )(?<!upp-)(?P<plural>\d{2,4})'?s$"
)
# What an X before a count may follow: a volume, the size of a thread, two sides written close together.
_BEFORE_TIMES = re.compile(r"\d ?(?:ml|cc|l)$| 0\d\d$|\d/0$|\d[x*/]\d+(?:[.,]\d+)?(?: ?cm)?$")
_BORE_BEFORE = re.compile(r"(?<!\w)(?:ch|fr) ?\d{1,2}$|\d ?(?:ch|fr)$")
_MADE_OF = ("boite", "kit", "set", "trousse", "jeu", "coffret", "plateau", "necessaire", "instrument")
_COUNTED_ONE_BY_ONE = frozenset({"piece", "unite"})
_STATED = re.compile(r"\d ?(?:cm|mm|m|ml|g|ch|fr)(?![a-z])|\d/0(?!\d)")
_TWO_SIDES = re.compile(r"\d ?(?:mm|cm|m) ?[x*] ?\d+(?:[.,]\d+)? ?(?:mm|cm|m),$")
_TWELVE = 12
_CASE = "carton"  # C/100
_FEWEST = 20
_FEWEST_BEHIND_NUMBER = 50


class EndCount(NamedTuple):
    """A count, of what if that is named, the characters that say so and its digits, if it has any."""

    size: int
    unit: str | None
    span: tuple[int, int]
    digits: tuple[int, int] | None


def end_count(folded: str) -> EndCount | None:
    """Return the count that a text ends with."""
    match = _END.search(folded, max(0, len(folded) - _LONGEST)) if _may_end(folded) else None
    if match is None:
        return _dozen(folded)
    group = str(
        next(
            name
            for name in ("things", "listed", "bare", "few", "times", "case", "slash", "plural")
            if match[name]
        )
    )
    size = int(match[group])
    named = match["what"] or match["one"]
    unit = _THINGS.get(named, named) if named else _CASE if match["case"] else None
    if not _is_count(folded, group, size, unit, match.start()):
        return None
    return EndCount(size, unit, match.span(), match.span(group))


def _may_end(folded: str) -> bool:
    """Tell whether a text ends as one with a count does: in a digit, an S or a thing that is counted."""
    return folded[-1:].isdigit() or folded.rstrip(".)").endswith(_LAST)


def _dozen(folded: str) -> EndCount | None:
    """Return the twelve that a text ends with in letters: `, la douzaine`."""
    match = _A_DOZEN.search(folded, max(0, len(folded) - _LONGEST)) if folded.endswith(_DOZEN) else None
    return EndCount(12, None, match.span(), None) if match else None


def may_end_in_count(folded: str) -> bool:
    """Tell whether another number at the end could be a count where this one isn't, or the other way."""
    match = _END.search(folded, max(0, len(folded) - _LONGEST))
    if match is None:
        return False
    before = folded[: match.start()].rstrip()
    return not match["times"] or (_BEFORE_TIMES.search(before) or _BORE_BEFORE.search(before)) is not None


def _is_count(folded: str, group: str, size: int, unit: str | None, start: int) -> bool:
    before = folded[:start].rstrip()
    if not before or group == "few":  # bid. 5 L x2
        return bool(before)
    if group in {"things", "listed", "bare"}:
        return _is_stated(before, group, size, unit)
    behind_word = group == "slash" and before[-1].isalpha()
    if not _is_round(size) or (size < _FEWEST and not behind_word):
        return False
    if group == "case":  # AEROSOL C/20 comes with something
        return size >= _FEWEST_BEHIND_NUMBER
    if group == "times":
        glued = folded[start + 1].isdigit()  # CH14 x50, but CH14 x 50 may be a length
        return bool(_BEFORE_TIMES.search(before) or (glued and _BORE_BEFORE.search(before)))
    return before[-1].isalpha() or size >= _FEWEST_BEHIND_NUMBER


def _is_stated(before: str, group: str, size: int, unit: str | None) -> bool:
    if group == "things":
        return _counts_things(before, size, unit)
    if group == "listed":  # Unité, 12: how many of them come at once
        return _is_round(size)
    return _ends_a_list(before, size)  # 10x10cm, stérile, 100


def _ends_a_list(before: str, size: int) -> bool:
    """Tell whether a bare number behind the last comma is a pack: the line states its sizes before, each with its unit."""
    if not _is_round(size):
        return False
    if _TWO_SIDES.search(before):  # BANDE 7,5cmx5m, 12
        return True
    if before.count(", ") < 2:
        return False
    return size >= _FEWEST_BEHIND_NUMBER or (size == _TWELVE and _STATED.search(before) is not None)


def _counts_things(before: str, size: int, unit: str | None) -> bool:
    """Tell whether a named count is a pack: 38 pieces make a set, 100 units are what a syringe of insulin holds."""
    if unit not in _COUNTED_ONE_BY_ONE:
        return size > 1
    if size == 1:
        return unit == "unite"
    return size >= _FEWEST and _is_round(size) and not before.startswith(_MADE_OF) and "insul" not in before


def _is_round(size: int) -> bool:
    return size % 10 == 0 or size % 12 == 0 or size % 25 == 0
