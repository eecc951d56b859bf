"""Numbers in designations: with their unit, their label, as dimensions, ranges, lists and sizes.

Nothing here knows families: the schema decides later which attribute a quantity fills.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from rakiza.engine.attributes import Op
from rakiza.engine.reading.tokens import Token
from rakiza.engine.reading.unit_words import (
    COUNTED,
    GLUED_COUNTS,
    LABELS,
    NUMBER_WORDS,
    OPERATORS,
    PREFIX_UNITS,
    SIZE_UNITS,
    UNIT_WORDS,
)


class Shape(StrEnum):
    """How the numbers were written."""

    SINGLE = "single"
    DIMENSIONS = "dimensions"  # 10*10, 7,5 x 10 cm
    RANGE = "range"  # 20-30, 30 à 50
    LIST = "list"  # 38,45,60 or 8-9-10
    ZEROS = "zeros"  # 00, 000: so many noughts, a size and not the number nought
    RATIO = "ratio"  # 1/2, 2/0, 14/17
    MIXED = "mixed"  # 3 1/2: the whole and the fraction


@dataclass(slots=True)
class Quantity:
    """One written quantity; `units` has one entry a number, None where unwritten."""

    shape: Shape
    values: tuple[float, ...]
    units: tuple[str | None, ...]
    label: str | None
    counted: str | None
    op: Op
    first: int
    last: int
    aside: bool = False  # in brackets: gives way to the same thing said outside
    after_size: bool = False  # joined to a gauge: 25G x 3 1/2

    @property
    def unit(self) -> str | None:
        """Return the unit of the last number that has one."""
        return next((unit for unit in reversed(self.units) if unit), None)


_TIMES = frozenset({"x", "*"})
_INCH_PARTS = frozenset({(1.0, 2.0), (1.0, 4.0), (3.0, 4.0), (1.0, 8.0), (3.0, 8.0), (5.0, 8.0), (7.0, 8.0)})
_IN_LETTERS = frozenset(NUMBER_WORDS) | frozenset(GLUED_COUNTS)
_ZEROS = re.compile(r"0{2,6}")
_SETS = frozenset({"jeu", "jeux", "set", "sets"})
_RANGE = frozenset({"-", "a", "to", "الى"})


class QuantityReader:
    """Reads the quantities of one token sequence, from left to right."""

    def __init__(self, tokens: Sequence[Token], taken: frozenset[int]) -> None:
        self._tokens = tokens
        self._taken = taken
        self._last = -1  # the last token a quantity has used

    def read(self) -> list[Quantity]:
        """Return every quantity outside the taken tokens."""
        found: list[Quantity] = []
        position = 0
        while position < len(self._tokens):
            quantity = None if position in self._taken else self._at(position)
            if quantity is None:
                position += 1
            else:
                found.append(quantity)
                self._last = quantity.last
                position = quantity.last + 1
        return found

    def _text(self, position: int) -> str:
        return self._tokens[position].text if 0 <= position < len(self._tokens) else ""

    def _number(self, position: int) -> float | None:
        if 0 <= position < len(self._tokens) and position not in self._taken:
            return self._tokens[position].number
        return None

    def _at(self, position: int) -> Quantity | None:
        token = self._tokens[position]
        if token.number is None:
            is_list = token.text[0].isdigit() and "," in token.text
            return self._list(position) if is_list else self._in_letters(position)
        if _ZEROS.fullmatch(token.text):
            return self._zeros(position)
        values, units, last, shape = self._series(position)
        first, label, op = self._before(position)
        if label in PREFIX_UNITS and units[0] is None:
            units = (PREFIX_UNITS[label], *units[1:])
        hyphen = self._text(last + 1) == "-"  # 1-piece, 2-way
        counted = COUNTED.get(self._text(last + 1 + hyphen)) if units[-1] is None else None
        if counted is None and units[-1] is None and self._of_a_set(position):
            return Quantity(shape, values, units, None, "pieces", op, first, last)
        after_size = self._text(position - 1) in _TIMES and position - 2 == self._last
        end = last + (1 + hyphen if counted is not None else 0)
        aside = any(token.text == "(" for token in self._tokens[max(0, first - 6) : first])
        return Quantity(
            shape,
            values,
            units,
            LABELS.get(label or ""),
            counted,
            op,
            first,
            end,
            aside=aside,
            after_size=after_size,
        )

    def _zeros(self, position: int) -> Quantity:
        """Read `00`: the value is how many noughts were written."""
        first, label, op = self._before(position)
        count = float(len(self._tokens[position].text))
        return Quantity(Shape.ZEROS, (count,), (None,), LABELS.get(label or ""), None, op, first, position)

    def _of_a_set(self, position: int) -> bool:
        """Tell whether a number counts the pieces of a set: `jeu de 2`, `set of 3`."""
        return self._text(position - 1) in {"de", "of"} and self._text(position - 2) in _SETS

    def _in_letters(self, position: int) -> Quantity | None:
        """Read `trois plis`: a number in letters counts only what may be counted."""
        word = self._tokens[position].text
        if word not in _IN_LETTERS:
            return None
        glued = GLUED_COUNTS.get(word)
        if glued is not None:
            return Quantity(Shape.SINGLE, (glued[1],), (None,), None, glued[0], Op.EQ, position, position)
        value = NUMBER_WORDS.get(word)
        place = position + 2 if self._text(position + 1) == "-" else position + 1
        counted = COUNTED.get(self._text(place))
        if value is None or counted is None:
            return None
        return Quantity(Shape.SINGLE, (value,), (None,), None, counted, Op.EQ, position, place)

    def _list(self, position: int) -> Quantity:
        parts = [float(part) for part in self._tokens[position].text.split(",") if len(part) < 9]
        unit, last = self._unit(position)
        return Quantity(Shape.LIST, tuple(parts), (unit,) * len(parts), None, None, Op.EQ, position, last)

    def _series(self, position: int) -> tuple[tuple[float, ...], tuple[str | None, ...], int, Shape]:
        """Return the numbers joined by one kind of sign, their units, the last token, the shape."""
        mixed = self._mixed(position)
        if mixed is not None:
            unit, last = self._unit(position + 3)
            return mixed, (unit, unit), last, Shape.MIXED
        values = [self._tokens[position].number or 0.0]
        unit, last = self._unit(position)
        units = [unit]
        shape = Shape.SINGLE
        while len(values) < 4 and unit not in SIZE_UNITS:
            following = self._joined(last + 1, shape)
            if following is None:
                break
            shape, place = following
            values.append(self._number(place) or 0.0)
            unit, last = self._unit(place)
            units.append(unit)
            if shape in {Shape.RATIO, Shape.RANGE}:
                values, units, last, shape = self._continued(values, units, last, shape)
                break
        return tuple(values), tuple(units), last, shape

    def _continued(
        self, values: list[float], units: list[str | None], last: int, shape: Shape
    ) -> tuple[list[float], list[str | None], int, Shape]:
        """Return a range or a ratio, or the list it turns out to be: `8-9-10MM`, `16/18/20`."""
        sign = "-" if shape is Shape.RANGE else "/"
        many, marks, end = list(values), list(units), last
        while self._text(end + 1) == sign and self._number(end + 2) is not None and len(many) < 12:
            many.append(self._number(end + 2) or 0.0)
            unit, end = self._unit(end + 2)
            marks.append(unit)
        if len(many) == len(values) or any(low >= high for low, high in pairwise(many)):
            return values, units, last, shape
        return many, [marks[-1]] * len(many), end, Shape.LIST

    def _mixed(self, position: int) -> tuple[float, float] | None:
        """Return the whole and the fraction of a mixed number: `3 1/2`."""
        top, bottom = self._number(position + 1), self._number(position + 3)
        if (
            self._text(position + 2) != "/"
            or top is None
            or bottom is None
            or (top, bottom) not in _INCH_PARTS
        ):
            return None
        whole = self._tokens[position].number
        return (whole, top / bottom) if whole is not None and whole <= 12 and whole == int(whole) else None

    def _joined(self, position: int, shape: Shape) -> tuple[Shape, int] | None:
        sign = self._text(position)
        if self._number(position + 1) is None:
            return None
        if sign in _TIMES and shape in {Shape.SINGLE, Shape.DIMENSIONS}:
            return Shape.DIMENSIONS, position + 1
        if shape is not Shape.SINGLE:
            return None
        if sign == "/":
            return Shape.RATIO, position + 1
        return (Shape.RANGE, position + 1) if sign in _RANGE else None

    def _unit(self, position: int) -> tuple[str | None, int]:
        """Return the unit after a number and the last token it takes."""
        for size in (4, 3, 2, 1):
            if position + size >= len(self._tokens):
                continue
            text = "".join(token.text for token in self._tokens[position + 1 : position + size + 1])
            unit = UNIT_WORDS.get(text)
            if unit is not None and not self._is_prefix(position + size):
                return unit, position + size
        return None, position

    def _is_prefix(self, position: int) -> bool:
        """Tell whether a unit-like word labels the next number instead (`18 G 22`? no; `5 CH12`: yes)."""
        token = self._tokens[position] if position < len(self._tokens) else None
        following = self._tokens[position + 1] if position + 1 < len(self._tokens) else None
        before = self._tokens[position - 1]
        return (
            token is not None
            and following is not None
            and following.number is not None
            and token.text in PREFIX_UNITS
            and token.end == following.start
            and before.end != token.start
        )

    def _before(self, position: int) -> tuple[int, str | None, Op]:
        """Return the first token of the quantity, its label and its comparison."""
        first = position
        op = Op.EQ
        label: str | None = None
        for _ in range(4):
            text = self._text(first - 1)
            if first - 1 in self._taken or first - 1 <= self._last or not text:
                break
            if text in OPERATORS:
                op = OPERATORS[text]
            elif text in LABELS or text in PREFIX_UNITS:
                label = text
                first -= 1
                break
            elif text not in {".", ":", "°", "(", "="}:
                break
            first -= 1
        return first, label, op
