"""How many come at once, where a designation ends with the count alone: `10*10 X100`, `/100`, `50 pc`, `36 sachets`."""

from __future__ import annotations

import re
from typing import NamedTuple

_LONGEST = 24
_THINGS = {
    **dict.fromkeys(("pieces", "piece", "pces", "pce", "pc"), "piece"),
    **dict.fromkeys(("unites", "unite"), "unite"),
    **dict.fromkeys(("prs", "pairs", "paires"), "paire"),
    **dict.fromkeys(("rouleaux", "rolls", "rlx"), "rouleau"),
    **dict.fromkeys(("sachets", "sach"), "sachet"),
    **dict.fromkeys(("flacons", "fls", "vials"), "flacon"),
    **dict.fromkeys(("ampoules", "amps"), "ampoule"),
    "bidons": "bidon",
}
WORDS = frozenset({*_THINGS, "s", "x"})
"""The words that an ending count may be written with."""

_NAMES = "|".join(sorted(_THINGS, key=lambda name: (-len(name), name)))
# UPP 110S is a paper of that name.
_END = re.compile(
    rf"(?<![\d.,/x*-])(?P<things>\d{{1,4}}) ?(?P<what>{_NAMES})\.?\)?$"
    r"|(?<=[^ ] )x ?(?P<times>\d{2,4})$|(?<= )/ ?(?P<slash>\d{2,4})$|(?<= )c ?/ ?(?P<case>\d{2,4})$|(?<![\w.,/])(?<!upp )(?<!upp-)(?P<plural>\d{2,4})'?s$"
)
# What an X before a count may follow: a volume, the size of a thread, two sides written close together.
_BEFORE_TIMES = re.compile(r"\d ?(?:ml|cc|l)$|\d/0$|\d[x*/]\d+(?:[.,]\d+)?(?: ?cm)?$")
_MADE_OF = ("boite", "kit", "set", "trousse", "jeu", "coffret", "plateau", "necessaire", "instrument")
_COUNTED_ONE_BY_ONE = frozenset({"piece", "unite"})
_CASE = "carton"  # C/100
_FEWEST = 20
_FEWEST_BEHIND_NUMBER = 50


class EndCount(NamedTuple):
    """A count, of what if that is named, the characters that say so and its digits."""

    size: int
    unit: str | None
    span: tuple[int, int]
    digits: tuple[int, int]


def end_count(folded: str) -> EndCount | None:
    """Return the count that a text ends with."""
    match = _END.search(folded, max(0, len(folded) - _LONGEST))
    if match is None:
        return None
    group = str(next(name for name in ("things", "times", "case", "slash", "plural") if match[name]))
    size = int(match[group])
    unit = _THINGS[match["what"]] if match["what"] else _CASE if match["case"] else None
    if not _is_count(folded, group, size, unit, match.start()):
        return None
    return EndCount(size, unit, match.span(), match.span(group))


def may_end_in_count(folded: str) -> bool:
    """Tell whether another number at the end could be a count where this one isn't, or the other way."""
    match = _END.search(folded, max(0, len(folded) - _LONGEST))
    if match is None:
        return False
    return not match["times"] or _BEFORE_TIMES.search(folded[: match.start()].rstrip()) is not None


def _is_count(folded: str, group: str, size: int, unit: str | None, start: int) -> bool:
    before = folded[:start].rstrip()
    if not before:
        return False
    if group == "things":
        return _counts_things(before, size, unit)
    if not _is_round(size) or size < _FEWEST:
        return False
    if group == "case":  # AEROSOL C/20 comes with something
        return size >= _FEWEST_BEHIND_NUMBER
    if group == "times":
        return _BEFORE_TIMES.search(before) is not None
    return before[-1].isalpha() or size >= _FEWEST_BEHIND_NUMBER


def _counts_things(before: str, size: int, unit: str | None) -> bool:
    """Tell whether a named count is a pack: 38 pieces make a set, 100 units are what a syringe of insulin holds."""
    if unit not in _COUNTED_ONE_BY_ONE:
        return size > 1
    if size == 1:
        return unit == "unite"
    return size >= _FEWEST and _is_round(size) and not before.startswith(_MADE_OF) and "insul" not in before


def _is_round(size: int) -> bool:
    return size % 10 == 0 or size % 12 == 0 or size % 25 == 0
