"""Sizes written in a system of their own (`CH 200`, `99G`) that no device of the family has.

Readings leave out what the family can't be; a buyer who wrote it should be told all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.families import Family
from rakiza.engine.matching.lint.measures import out_of_range
from rakiza.engine.matching.lint.values import Finding
from rakiza.engine.matching.values import Requirement
from rakiza.engine.reading.fold import fold

_NUMBER = r"(?P<{}>\d{{1,4}}(?:[.,]\d)?)"
_SYSTEMS = (
    ("gauge", "G", "ga|gauges?|jauge|g"),
    ("french_size", "Fr", "ch|charrieres?|fr|french"),
)


def _written(words: str) -> re.Pattern[str]:
    before, after = _NUMBER.format("before"), _NUMBER.format("after")
    return re.compile(rf"(?<![\w.,/]){before} ?(?:{words})(?!\w)|(?<!\w)(?:{words}) ?{after}(?![\w.,/])")


_PATTERNS = tuple((name, unit, _written(words)) for name, unit, words in _SYSTEMS)


def of_sizes(text: str, requirement: Requirement, family: Family) -> Iterator[Finding]:
    """Return the sizes that the text names beyond what its family can be, and that its reading left out."""
    read = {value.name for value in requirement.attributes}
    specs = {spec.name: spec for spec in family.attributes}
    folded = fold(text)
    for name, unit, pattern in _PATTERNS:
        spec, found = specs.get(name), pattern.search(folded)
        if spec is None or name in read or found is None:
            continue
        size = float((found["before"] or found["after"]).replace(",", "."))
        yield from out_of_range(spec, [AttributeValue(name, Op.EQ, size, unit)])
