"""Attributes as one line of text, to be written to a spreadsheet and read back the same.

`volume = 10 mL ; sterile = oui ; length >= 30 cm`: names and values as identifiers, or as the
vocabulary's own words in any of its languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from rakiza.engine.attributes import AttributeScalar, AttributeSpec, AttributeType, AttributeValue, Op
from rakiza.engine.families import Family
from rakiza.engine.matching.standards import STANDARD
from rakiza.kernel.imports.numbers import parse_number
from rakiza.kernel.imports.text import fold
from rakiza.reference.vocabulary import load as load_vocabulary

_PART = re.compile(r"\s*(?P<name>[^=<>≥≤]+?)\s*(?P<op>>=|<=|=|≥|≤)\s*(?P<value>.*?)\s*", re.DOTALL)
_OPS = {"=": Op.EQ, ">=": Op.GE, "≥": Op.GE, "<=": Op.LE, "≤": Op.LE}
_MEASURE = re.compile(r"(?P<number>[-+]?[\d.,   ]*\d(?:[eE][-+]?\d+)?)\s*(?P<unit>.*)")
_FLAGS = {
    "oui": True,
    "yes": True,
    "true": True,
    "نعم": True,
    "non": False,
    "no": False,
    "false": False,
    "لا": False,
}
_BREAKS = str.maketrans({";": ",", "\n": " ", "\r": " "})


class Unreadable(ValueError):  # noqa: N818 - said to the user as it is
    """A part of the line that says nothing known; `part` is that part."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def write_attributes(attributes: Iterable[AttributeValue]) -> str:
    """Return the attributes as one line."""
    return " ; ".join(f"{one.name} {one.op.value} {_written(one)}" for one in attributes)


def _written(one: AttributeValue) -> str:
    if isinstance(one.value, bool):
        return "oui" if one.value else "non"
    if isinstance(one.value, float | int):
        figure = repr(float(one.value)).removesuffix(".0")
        return f"{figure} {one.unit}" if one.unit else figure
    return str(one.value).translate(_BREAKS)


def read_attributes(text: str, family: Family) -> tuple[AttributeValue, ...]:
    """Return the attributes of a line, by the family's schema; `Unreadable` names the first that isn't one."""
    return tuple(_read(part, family) for part in re.split(r"[;\n]", text) if part.strip())


def _read(part: str, family: Family) -> AttributeValue:
    found = _PART.fullmatch(part)
    if found is None:
        raise Unreadable(part.strip())
    spec = _spec(found["name"], family)
    if spec is None:
        raise Unreadable(part.strip())
    op, value = _OPS[found["op"]], found["value"]
    if spec.type is AttributeType.NUMBER:
        return AttributeValue(spec.name, op, *_measure(spec, value, part))
    return AttributeValue(spec.name, op, _scalar(spec, value, part))


def _measure(spec: AttributeSpec, text: str, part: str) -> tuple[float, str | None]:
    """Return a number and its unit; the schema's own units are told from the number they follow."""
    figure, unit = text, ""
    for known in (spec.implied_unit, spec.unit):
        if known and text.endswith(f" {known}"):
            figure, unit = text.removesuffix(known).strip(), known
            break
    else:
        measure = _MEASURE.fullmatch(text)
        if measure is None:
            raise Unreadable(part.strip())
        figure, unit = measure["number"], measure["unit"]
    number = parse_number(figure, lone_group_is_thousands=False)
    if number is None:
        raise Unreadable(part.strip())
    return float(number.value), unit or None


def _scalar(spec: AttributeSpec, text: str, part: str) -> AttributeScalar:
    if spec.type is AttributeType.FLAG:
        if text.casefold() not in _FLAGS:
            raise Unreadable(part.strip())
        return _FLAGS[text.casefold()]
    if not text:
        raise Unreadable(part.strip())
    if spec.type is not AttributeType.CHOICE or text in spec.choices or not spec.choices:
        return text
    token = _values().get((spec.name, fold(text)))
    if token not in spec.choices:
        raise Unreadable(part.strip())
    return token


def _spec(name: str, family: Family) -> AttributeSpec | None:
    known = _names().get(fold(name), name)
    found = family.attribute(name) or family.attribute(known)
    return STANDARD if found is None and known == STANDARD.name else found


@cache
def _names() -> Mapping[str, str]:
    return {
        fold(word): name
        for name, one in load_vocabulary().attributes.items()
        for word in (one.labels.fr, one.labels.ar, one.labels.en)
    }


@cache
def _values() -> Mapping[tuple[str, str], str]:
    return {
        (one.attribute, fold(word)): str(one.value)
        for one in load_vocabulary().values
        for word in (one.labels.fr, one.labels.ar, one.labels.en)
    }
