"""A requirement or a device's attribute in words: `Volume : 5 mL`, `Longueur : au moins 30 cm`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rakiza.engine.attributes import AttributeScalar, AttributeValue, Op
from rakiza.kernel.wording.counted import COUNTED
from rakiza.kernel.wording.formats import number
from rakiza.kernel.wording.language import base_language, isolate
from rakiza.kernel.wording.language import translate as _
from rakiza.kernel.wording.vocabulary import Vocabulary, vocabulary

_UNITS = {"um": "µm", "m2": "m²", "g/m2": "g/m²", "cm2": "cm²", "mm2": "mm²", "cm3": "cm³", "1/min": "tr/min"}
_UNITS_ABROAD = {**_UNITS, "1/min": "rpm", "UI": "IU"}
# (from this value, in multiples of this one, divided by this one, said in this unit)
_LARGER = {
    "mm": ((1000.0, 100.0, 1000.0, "m"), (50.0, 5.0, 10.0, "cm")),
    "mL": ((1000.0, 100.0, 1000.0, "L"),),
    "g": ((1000.0, 100.0, 1000.0, "kg"),),
}
_TIGHT = frozenset({"°"})
_SIDES = ("length", "width", "height")
NBSP = "\u00a0"


def say_unit(unit: str | None, language: str | None = None) -> str:
    """Return the symbol of a unit as it is printed; where French has its own, the other languages share one."""
    if unit is None:
        return ""
    return (_UNITS if base_language(language) == "fr" else _UNITS_ABROAD).get(unit, unit)


def readable(value: float, unit: str | None) -> tuple[float, str | None]:
    """Return a measure in the unit that people use for its size: 4,000 mm is 4 m, 500 mm 50 cm."""
    for least, step, factor, larger in _LARGER.get(unit or "", ()):
        if abs(value) >= least and value % step == 0:
            return value / factor, larger
    return value, unit


def readable_together(values: Sequence[float], unit: str) -> tuple[tuple[float, ...], str]:
    """Return measures of one sentence in the one unit that people use for the largest of them."""
    greatest = max((abs(value) for value in values), default=0.0)
    for least, step, factor, larger in _LARGER.get(unit, ()):
        if greatest >= least and all(value % step == 0 for value in values):
            return tuple(value / factor for value in values), larger
    return tuple(values), unit


def say_measure(value: float, unit: str | None, language: str | None = None) -> str:
    """Write a measure with its unit (`5 mL`), held together by a no-break space."""
    shown = _measured(value, unit, language)
    return isolate(shown, language) if unit else shown


def _measured(value: float, unit: str | None, language: str | None) -> str:
    joint = "" if not unit or unit in _TIGHT else NBSP
    return f"{number(value, language)}{joint}{say_unit(unit, language)}"


def say_scalar(
    name: str,
    value: AttributeScalar,
    unit: str | None = None,
    language: str | None = None,
    words: Vocabulary | None = None,
) -> str:
    """Write one value of the attribute `name`, without the name."""
    if isinstance(value, bool):
        return _("oui", language) if value else _("non", language)
    if isinstance(value, str) and name == "size":
        return value.upper()  # requirements are compared, and kept, in lower case
    if isinstance(value, str):
        return (words or vocabulary()).value(name, value, base_language(language))
    return say_measure(*readable(value, unit), language)


def say_attribute(
    attribute: AttributeValue, words: Vocabulary | None = None, language: str | None = None
) -> str:
    """Write one attribute with its name: `Volume : 5 mL`, `Stérile : oui`, `Taille : M`."""
    words = words or vocabulary()
    name = words.attribute(attribute.name, base_language(language))
    value = say_scalar(attribute.name, attribute.value, attribute.unit, language, words)
    return _("%(name)s\u202f: %(value)s", language) % {
        "name": name,
        "value": bound(attribute.op, value, language),
    }


def bound(op: Op, value: str, language: str | None = None) -> str:
    """Put `au moins` or `au plus` before a bounded value."""
    if op is Op.GE:
        return _("au moins %(value)s", language) % {"value": value}
    if op is Op.LE:
        return _("au plus %(value)s", language) % {"value": value}
    return value


def say_values(
    attributes: Iterable[AttributeValue], words: Vocabulary | None = None, language: str | None = None
) -> str:
    """Write a specification in short: `25 × 10 cm · 3 moteurs`; flags say nothing without their name.

    A number without a unit says what it counts; the sides of one article are joined by a cross.
    """
    shown = [attribute for attribute in attributes if not isinstance(attribute.value, bool)]
    sides = {one.name: one for one in shown if one.name in _SIDES and one.op is Op.EQ and one.unit}
    joined = _cross([sides[name] for name in _SIDES if name in sides], language) if len(sides) > 1 else ""
    said: list[str] = []
    for attribute in shown:
        if not joined or sides.get(attribute.name) is not attribute:
            said.append(_short(attribute, words or vocabulary(), language))
        elif joined not in said:
            said.append(joined)
    return " · ".join(said)


def _cross(sides: Sequence[AttributeValue], language: str | None) -> str:
    """Write `25 × 10 cm`; `10 cm × 4 m` where the sides are told in different units."""
    measures = [readable(float(side.value), side.unit) for side in sides]
    units = [unit for _value, unit in measures]
    last = len(measures) - 1
    parts = [
        _measured(value, unit if rank == last or len(set(units)) > 1 else None, language)
        for rank, (value, unit) in enumerate(measures)
    ]
    return isolate(f"{NBSP}×{NBSP}".join(parts), language)


def _short(attribute: AttributeValue, words: Vocabulary, language: str | None) -> str:
    """Write one value so that it is understood without the name of its attribute."""
    value = say_scalar(attribute.name, attribute.value, attribute.unit, language, words)
    if not _is_bare(attribute):
        return bound(attribute.op, value, language)
    counted = COUNTED.get(attribute.name)
    base = base_language(language)
    if counted is None or base not in counted:
        return say_attribute(attribute, words, language)
    one, many = counted[base]
    noun = one if _is_singular(attribute.value, base) else many
    return bound(attribute.op, f"{value}{NBSP}{noun}", language)


def _is_bare(attribute: AttributeValue) -> bool:
    """Tell whether the value is a number that no unit explains (`3`, a glove's `7.5`)."""
    if isinstance(attribute.value, str):
        return attribute.name == "size" and attribute.value[:1].isdigit()
    return attribute.unit is None


def _is_singular(value: AttributeScalar, language: str) -> bool:
    """Tell whether a noun after the number stands in the singular: under two in French, one in English."""
    number_of = abs(float(value))
    return number_of < 2 if language == "fr" else number_of == 1


def say_attributes(
    attributes: Iterable[AttributeValue], words: Vocabulary | None = None, language: str | None = None
) -> str:
    """Write a specification as one line, attributes parted by a middle dot."""
    return " · ".join(say_attribute(attribute, words, language) for attribute in attributes)
