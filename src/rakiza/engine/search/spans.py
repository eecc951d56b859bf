"""Measures in a query: `volume ≥ 10 mL`, `>= 10ml`, `ch 16..20`, `g21`, `5 ml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rakiza.engine.reading.fold import fold
from rakiza.engine.reading.unit_words import LABELS, PREFIX_UNITS, UNIT_WORDS
from rakiza.engine.search.values import Span
from rakiza.engine.units import UNITS

_NUMBER = r"\d+(?:[.,]\d+)?"
_UNIT = r"(?:[^\W\d_]+[23]?(?:/[^\W\d_]+[23]?)?|%|°c?)"
_LABEL = r"(?P<label>(?:[^\W\d_]+\s+){0,2}[^\W\d_]+)?\s*"
_BOUND = re.compile(rf"{_LABEL}(?P<op>>=|<=|=>|=<|>|<|=)\s*(?P<low>{_NUMBER})\s*(?P<unit>{_UNIT})?")
_RANGE = re.compile(rf"{_LABEL}(?P<low>{_NUMBER})\s*(?:\.\.+|…)\s*(?P<high>{_NUMBER})\s*(?P<unit>{_UNIT})?")
_UNFINISHED = re.compile(rf"{_LABEL}(?:[<>=]=?)\s*$")
_BEFORE = re.compile(rf"(?<![^\W_])(?P<unit>[^\W\d_]+)\s*(?P<low>{_NUMBER})(?![^\W_])")
_AFTER = re.compile(rf"(?<![\w.,/])(?P<low>{_NUMBER})\s*(?P<unit>{_UNIT})(?![^\W_])")
_STRICT = frozenset({">", "<"})


@dataclass(frozen=True, slots=True)
class Named:
    """What words name: attributes by folded label, and the attributes measured in each unit."""

    labels: Mapping[str, str]
    measuring: Mapping[str, tuple[str, ...]]  # canonical unit → attributes
    implied: Mapping[str, str]  # attribute → the unit of a number that has none


def spans_of(text: str, named: Named) -> tuple[tuple[Span, ...], str]:
    """Return the measures of a query and the rest of it, folded.

    Firm measures leave the text; a plain one (`5 ml`) stays in it, for names hold such words too.
    """
    folded = fold(text)
    found: list[Span] = []
    for pattern in (_RANGE, _BOUND):
        folded = pattern.sub(lambda match: _firm(match, named, found), folded)
    folded = _UNFINISHED.sub(lambda match: _words_before(match.group("label"), named)[0], folded)
    for pattern, units in ((_AFTER, UNIT_WORDS), (_BEFORE, PREFIX_UNITS)):
        for match in pattern.finditer(folded):
            span = _plain(match, units, named)
            if span is not None:
                found.append(span)
    return tuple(found), " ".join(folded.split())


def _firm(match: re.Match[str], named: Named, found: list[Span]) -> str:
    """Take one measure with an operator out of the text; what stood before its label stays."""
    rest, attribute, unit = _words_before(match.group("label"), named)
    after = ""
    if match.group("unit"):
        written = UNIT_WORDS.get(match.group("unit"))
        unit, after = (written, "") if written else (unit, match.group("unit"))
    if unit is None and attribute is not None:
        unit = named.implied.get(attribute)
    canonical = UNITS[unit].canonical if unit else None
    attributes = (attribute,) if attribute else named.measuring.get(canonical or "", ())
    if not attributes:
        return match.group(0)
    low, high = _ends(match.groupdict())
    factor = UNITS[unit].factor if unit else 1.0
    found.append(
        Span(
            attributes,
            None if low is None else _scaled(low, factor),
            None if high is None else _scaled(high, factor),
            canonical,
            strict=match.groupdict().get("op") in _STRICT,
            written=match.group(0)[len(rest) :].strip(),
        )
    )
    return f"{rest} {after} "


def _ends(groups: Mapping[str, str | None]) -> tuple[float | None, float | None]:
    low = _number(groups["low"] or "0")
    if "high" in groups:
        high = _number(groups["high"] or "0")
        return min(low, high), max(low, high)
    operator = groups["op"] or "="
    if operator == "=":
        return low, low
    return (low, None) if ">" in operator else (None, low)


def _words_before(label: str | None, named: Named) -> tuple[str, str | None, str | None]:
    """Part the words before an operator: what isn't a label, the attribute, the unit that it names."""
    words = (label or "").split()
    for first in range(len(words)):
        candidate = " ".join(words[first:])
        rest = " ".join(words[:first])
        attribute = named.labels.get(candidate)
        if attribute is None and candidate in PREFIX_UNITS:
            return rest, None, PREFIX_UNITS[candidate]
        attribute = attribute or LABELS.get(candidate)
        if attribute is not None:
            return rest, attribute, None
    return " ".join(words), None, None


def _plain(match: re.Match[str], units: Mapping[str, str], named: Named) -> Span | None:
    unit = units.get(match.group("unit"))
    if unit is None:
        return None
    attributes = named.measuring.get(UNITS[unit].canonical, ())
    if not attributes:
        return None
    value = _scaled(_number(match.group("low")), UNITS[unit].factor)
    return Span(attributes, value, value, UNITS[unit].canonical, firm=False, written=match.group(0))


def _number(written: str) -> float:
    return float(written.replace(",", "."))


def _scaled(value: float, factor: float) -> float:
    return float(f"{value * factor:.12g}")
