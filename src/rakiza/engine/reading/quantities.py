"""Numbers in designations: with their unit, their label, as dimensions, ranges, lists and sizes.

Nothing here knows families: the schema decides later which attribute a quantity fills.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from rakiza.engine.attributes import Op
from rakiza.engine.reading.tokens import Tokens
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
    decimal: bool = False  # `6.0`: a number, or the thread 6/0
    over: tuple[float, ...] = ()  # what the last side is written over: 40 x 8/10, 5 m x 10/15 cm

    @property
    def unit(self) -> str | None:
        """Return the unit of the last number that has one."""
        if len(self.units) == 1:
            return self.units[0]
        return next((unit for unit in reversed(self.units) if unit), None)


_TIMES = frozenset({"x", "*", "sur", "par", "by"})  # 10 sur 10
_INCH_PARTS = ((1.0, 2.0), (1.0, 4.0), (3.0, 4.0), (1.0, 8.0), (3.0, 8.0), (5.0, 8.0), (7.0, 8.0))
_TENTHS = 10  # 40 x 8/10: eight tenths of a millimetre
_OF_SIDES = frozenset({"mm", "cm", "m"})
_MEASURED = {
    **dict.fromkeys(("mm", "cm", "m", "in"), "side"),
    "mL": "volume",
    "L": "volume",
    "G": "gauge",
    "Fr": "bore",
}
_GASES = frozenset({"o", "co", "spo", "sao"})  # O2 is oxygen
_HYPHENED = frozenset(
    {"inch", "inches", "in", "ml", "cc", "cm", "mm", "french", "fr", "gauge", "ga", "g", "litre", "liter"}
)  # 1-inch
_SIDES_LABELLED = frozenset({"length", "width", "height", "diameter", "inner_diameter", "outer_diameter"})
_SLASHED_LABELS = _SIDES_LABELLED | {"size"}  # L/26 cm, taille/12
_IN_LETTERS = frozenset(NUMBER_WORDS) | frozenset(GLUED_COUNTS)
_ZEROS = re.compile(r"0{2,6}")
_LATIN = "\u024f"  # beyond it, adjectives follow their noun: مجرى مزدوج
_SETS = frozenset({"jeu", "jeux", "set", "sets", "cartouche", "chargeur"})
_BESIDE = frozenset({"avec", "with", "مع", "+"})
_RANGE = frozenset({"-", "a", "to", "ou", "or", "الي"})
_UNIT_STARTS = frozenset(word[:length] for word in UNIT_WORDS for length in range(1, len(word) + 1))
_SHORT_WORD = 3
_FEWEST_GRAMS = 50  # no side or number of a large model is so high
_BEYOND = ("",) * 5  # so that a place a few tokens before or after the text reads as nothing


def weighs(number: float | None) -> bool:
    """Tell whether a number before GM, a blank between, is of grams: `500 GM` of cotton, but `10x10 GM`."""
    return number is not None and number >= _FEWEST_GRAMS


def quantities_in(tokens: Tokens, taken: frozenset[int]) -> list[Quantity]:
    """Return every quantity outside the taken tokens; most texts have none."""
    if taken.issuperset(tokens.numbered()) and _IN_LETTERS.isdisjoint(tokens.texts):
        return []
    return QuantityReader(tokens, taken).read()


class QuantityReader:
    """Reads the quantities of one text, from left to right."""

    __slots__ = ("_last", "_numbers", "_taken", "_texts", "_tokens")

    def __init__(self, tokens: Tokens, taken: frozenset[int]) -> None:
        self._tokens = tokens
        self._texts = (*tokens.texts, *_BEYOND)
        self._numbers = tokens.numbers
        if taken:
            self._numbers = [None if place in taken else value for place, value in enumerate(tokens.numbers)]
        self._taken = taken
        self._last = -1  # the last token a quantity has used

    def read(self) -> list[Quantity]:
        """Return every quantity outside the taken tokens."""
        found: list[Quantity] = []
        places: Iterable[int] = self._tokens.numbered()
        if not _IN_LETTERS.isdisjoint(self._tokens.texts):
            places = range(len(self._numbers))
        for position in places:
            if position <= self._last:
                continue
            number = self._numbers[position]
            if (number == 2 and self._is_gas(position)) or (number == 3 and self._is_maker(position)):
                continue
            quantity = self._counted_by_number(position) if number is not None else self._unnumbered(position)
            if quantity is not None:
                found.append(quantity)
                self._last = quantity.last
        return found

    def _number(self, position: int) -> float | None:
        return self._numbers[position] if 0 <= position < len(self._numbers) else None

    def _is_gas(self, position: int) -> bool:
        """Tell whether a 2 is that of O2 or SpO2."""
        tokens = self._tokens
        return self._texts[position - 1] in _GASES and tokens.end(position - 1) == tokens.start(position)

    def _is_maker(self, position: int) -> bool:
        """Tell whether a 3 is that of 3M, the maker: it starts the text, glued to its M, and a word follows."""
        texts = self._texts
        glued = position == 0 and texts[1] == "m" and self._tokens.end(0) == self._tokens.start(1)
        return glued and texts[2].isalpha() and len(texts[2]) > _SHORT_WORD and texts[2] not in _TIMES

    def _unnumbered(self, position: int) -> Quantity | None:
        """Read a list of numbers, or a number in letters."""
        text = self._texts[position]
        if text in _IN_LETTERS:
            return None if position in self._taken else self._in_letters(position)
        is_list = text[0].isdigit() and "," in text and position not in self._taken
        return self._list(position) if is_list else None

    def _counted_by_number(self, position: int) -> Quantity:
        written = self._texts[position]
        if written[0] == "0" and _ZEROS.fullmatch(written):
            return self._zeros(position)
        values, units, last, shape = self._series(position)
        over: tuple[float, ...] = ()
        if shape is Shape.DIMENSIONS and self._texts[last + 1] == "/":
            over, units, last = self._over(values[-1], units, last)
        first, label, op = self._before(position)
        if label in PREFIX_UNITS and units[0] is None:
            units = (PREFIX_UNITS[label], *units[1:])
        hyphen = self._texts[last + 1] == "-"  # 1-piece, 2-way
        counted = self._counted_at(last + 1 + hyphen) if units[-1] is None else None
        if counted is None and units[-1] is None and self._counts_beside(position, last):
            return Quantity(shape, values, units, None, "parts", op, first, last)  # AVEC 2 ESSUIE-MAINS
        if counted is None and units[-1] is None and self._of_a_set(position):
            return Quantity(shape, values, units, None, "pieces", op, first, last)
        joined = self._texts[position - 1] in _TIMES and position - 2 == self._last
        after_size = joined or (position - 1 == self._last and self._texts[position - 1] == "g")  # 22G1 1/4
        end = last + (1 + hyphen if counted is not None else 0)
        aside = "(" in self._texts[max(0, first - 6) : first]
        label = LABELS.get(label) if label is not None else None
        decimal = shape is Shape.SINGLE and units[0] is None and self._texts[position][1:] == ".0"
        if decimal and counted is None and not after_size:
            shape, values, units = Shape.RATIO, (values[0], 0.0), (None, None)
        return Quantity(
            shape, values, units, label, counted, op, first, end, aside, after_size, decimal, over
        )

    def _counted_at(self, position: int) -> str | None:
        """Return what is counted there; of `40X40 P/5` the P is a pack's."""
        return COUNTED.get(self._texts[position]) if position not in self._taken else None

    def _zeros(self, position: int) -> Quantity:
        """Read `00`: the value is how many noughts were written."""
        first, label, op = self._before(position)
        count = float(len(self._texts[position]))
        return Quantity(Shape.ZEROS, (count,), (None,), LABELS.get(label or ""), None, op, first, position)

    def _counts_beside(self, position: int, last: int) -> bool:
        """Tell whether a number counts things that come with the article: `avec 2 essuie-mains`."""
        following = self._texts[last + 1]
        return (
            self._texts[position - 1] in _BESIDE and following[:1].isalpha() and len(following) >= _SHORT_WORD
        )

    def _of_a_set(self, position: int) -> bool:
        """Tell whether a number counts the pieces of a set: `jeu de 2`, `set of 3`."""
        return self._texts[position - 1] in {"de", "of"} and self._texts[position - 2] in _SETS

    def _in_letters(self, position: int) -> Quantity | None:
        """Read `trois plis`: a number in letters counts only what may be counted."""
        word = self._texts[position]
        if word not in _IN_LETTERS:
            return None
        glued = GLUED_COUNTS.get(word)
        if glued is not None:
            return Quantity(Shape.SINGLE, (glued[1],), (None,), None, glued[0], Op.EQ, position, position)
        value = NUMBER_WORDS.get(word)
        if (
            value is not None
            and word[0] > _LATIN
            and (before := COUNTED.get(self._texts[position - 1])) is not None
        ):
            return Quantity(Shape.SINGLE, (value,), (None,), None, before, Op.EQ, position - 1, position)
        place = position + 2 if self._texts[position + 1] == "-" else position + 1
        counted = COUNTED.get(self._texts[place])
        if value is None or counted is None:
            return None
        return Quantity(Shape.SINGLE, (value,), (None,), None, counted, Op.EQ, position, place)

    def _list(self, position: int) -> Quantity:
        parts = [float(part) for part in self._texts[position].split(",") if len(part) < 9]
        unit, last = self._unit(position)
        return Quantity(Shape.LIST, tuple(parts), (unit,) * len(parts), None, None, Op.EQ, position, last)

    def _series(self, position: int) -> tuple[tuple[float, ...], tuple[str | None, ...], int, Shape]:
        """Return the numbers joined by one kind of sign, their units, the last token, the shape."""
        mixed = self._mixed(position)
        if mixed is not None:
            unit, last = self._unit(position + 3)
            return mixed, (unit, unit), last, Shape.MIXED
        values = [self._numbers[position] or 0.0]
        unit, last = self._unit(position)
        units = [unit]
        shape = Shape.SINGLE
        while len(values) < 4 and unit not in SIZE_UNITS:
            following = self._joined(last + 1, shape)
            if following is None:
                break
            shape, place = following
            if shape is Shape.RANGE and self._are_two(position, place, unit):
                shape = Shape.SINGLE
                break
            if shape is Shape.DIMENSIONS and self._counted_at(place + 1) not in {None, "parts"}:
                break  # 10x10x12 plis
            mixed = self._mixed(place) if shape is Shape.DIMENSIONS else None
            values.append(self._number(place) or 0.0 if mixed is None else sum(mixed))  # 21 x 1 1/2
            unit, last = self._unit(place if mixed is None else place + 3)
            units.append(unit)
            if shape in {Shape.RATIO, Shape.RANGE}:
                values, units, last, shape = self._continued(values, units, last, shape)
                break
        return tuple(values), tuple(units), last, shape

    def _are_two(self, position: int, place: int, unit: str | None) -> bool:
        """Tell whether a dash parts two quantities, not the ends of one: `5ml-25G`, `G27 - 90 mm`."""
        if unit is None:
            return self._is_gauge_and_side(position, place)
        first, second = _MEASURED.get(unit), _MEASURED.get(self._unit(place)[0] or "")
        return first is not None and second is not None and first != second

    def _is_gauge_and_side(self, position: int, place: int) -> bool:
        """Tell whether a dash parts a gauge from a side: `G27 - 90 mm`."""
        return (
            self._texts[position - 1] in PREFIX_UNITS
            and self._texts[place - 1] == "-"
            and self._unit(place)[0] in _OF_SIDES
        )

    def _over(
        self, side: float, units: tuple[str | None, ...], last: int
    ) -> tuple[tuple[float, ...], tuple[str | None, ...], int]:
        """Return what a last side is written over, its unit, the last token: `8/10` is tenths, `10/15 cm` a range."""
        found: list[float] = []
        end = last
        while self._texts[end + 1] == "/" and (number := self._number(end + 2)) is not None:
            before = found[-1] if found else side
            if number != _TENTHS and not before < number <= 2 * before:
                break
            found.append(number)
            end += 2
        unit, behind = self._unit(end) if found else (None, end)
        if not found or self._counted_at(behind + 1) is not None:
            return (), units, last
        if unit in _OF_SIDES:
            return tuple(found), (*units[:-1], unit), behind
        return tuple(found), units, end

    def _continued(
        self, values: list[float], units: list[str | None], last: int, shape: Shape
    ) -> tuple[list[float], list[str | None], int, Shape]:
        """Return a range or a ratio, or the list it turns out to be: `8-9-10MM`, `16/18/20`."""
        sign = "-" if shape is Shape.RANGE else "/"
        many, marks, end = list(values), list(units), last
        while self._texts[end + 1] == sign and self._number(end + 2) is not None and len(many) < 12:
            many.append(self._number(end + 2) or 0.0)
            unit, end = self._unit(end + 2)
            marks.append(unit)
        if len(many) == len(values) or any(low >= high for low, high in pairwise(many)):
            return values, units, last, shape
        return many, [marks[-1]] * len(many), end, Shape.LIST

    def _mixed(self, position: int) -> tuple[float, float] | None:
        """Return the whole and the fraction of a mixed number: `3 1/2`."""
        if self._texts[position + 2] != "/":
            return None
        top, bottom = self._number(position + 1), self._number(position + 3)
        if (
            top is None
            or bottom is None
            or not any(top == one and bottom == other for one, other in _INCH_PARTS)
        ):
            return None
        whole = self._numbers[position]
        return (whole, top / bottom) if whole is not None and whole <= 12 and whole == int(whole) else None

    def _joined(self, position: int, shape: Shape) -> tuple[Shape, int] | None:
        sign = self._texts[position]
        if self._number(position + 1) is None or (sign == "-" and self._of_a_set(position - 1)):
            return None
        if sign in _TIMES and shape in {Shape.SINGLE, Shape.DIMENSIONS}:
            return Shape.DIMENSIONS, position + 1
        if shape is not Shape.SINGLE:
            return None
        if sign == "/":
            return Shape.RATIO, position + 1
        return (Shape.RANGE, position + 1) if sign in _RANGE else None

    def _unit(self, position: int) -> tuple[str | None, int]:
        """Return the unit after a number and the last token it takes; the longest wins."""
        found: str | None = None
        end = last = position
        joined = ""
        if self._texts[position + 1] == "-" and self._is_hyphened(position):
            return UNIT_WORDS[self._texts[position + 2]], position + 2
        while last < position + 4:
            last += 1
            joined += self._texts[last]
            if joined not in _UNIT_STARTS or not self._texts[last] or self._starts_number(last):
                break
            if (
                joined == "mm"
                and last > position + 1
                and self._tokens.end(last - 1) != self._tokens.start(last)
            ):
                break  # 1 m M/F
            if joined == "gm" and self._is_model(position, last):
                break
            unit = UNIT_WORDS.get(joined)
            if unit is not None and not self._is_prefix(last):
                found, end = unit, last
        return found, end

    def _is_model(self, position: int, last: int) -> bool:
        """Tell whether GM is the large model, no grams: apart from a number too small to be weighed."""
        return self._tokens.end(last - 1) != self._tokens.start(last) and not weighs(self._number(position))

    def _is_hyphened(self, position: int) -> bool:
        """Tell whether a hyphen joins a number to its unit: `1-inch`, `10-mL`."""
        tokens = self._tokens
        return (
            self._texts[position + 2] in _HYPHENED
            and tokens.end(position) == tokens.start(position + 1)
            and tokens.end(position + 1) == tokens.start(position + 2)
            and self._number(position + 3) is None
        )

    def _starts_number(self, position: int) -> bool:
        """Tell whether digits are a number of their own: `3M 2CM` isn't 3 m2."""
        tokens = self._tokens
        return self._texts[position][0].isdigit() and tokens.end(position - 1) != tokens.start(position)

    def _is_prefix(self, position: int) -> bool:
        """Tell whether a unit-like word labels the next number instead (`18 G 22`? no; `5 CH12`, `6 L/26`: yes)."""
        tokens = self._tokens
        if self._is_slashed_label(position) and tokens.end(position - 1) != tokens.start(position):
            return True
        if self._texts[position] == "ch" and self._texts[position - 2] == "sur":
            return self._number(position + 1) is not None  # perfore sur 14 ch 10
        return (
            (self._texts[position] in PREFIX_UNITS or self._texts[position] in LABELS)
            and position + 1 < len(tokens)
            and tokens.numbers[position + 1] is not None
            and tokens.end(position) == tokens.start(position + 1)
            and tokens.end(position - 1) != tokens.start(position)
        )

    def _is_slashed_label(self, position: int) -> bool:
        """Tell whether a word labels the number behind a stroke: `L/26 cm`, `D / 30`."""
        return (
            self._texts[position + 1] == "/"
            and LABELS.get(self._texts[position]) in _SLASHED_LABELS
            and self._number(position + 2) is not None
        )

    def _before(self, position: int) -> tuple[int, str | None, Op]:
        """Return the first token of the quantity, its label and its comparison."""
        first = position
        op = Op.EQ
        label: str | None = None
        for _ in range(4):
            text = self._texts[first - 1]
            if first - 1 in self._taken or first - 1 <= self._last or not text:
                break
            if text in OPERATORS:
                op = OPERATORS[text]
            elif text == "o" and self._texts[position] == "2":
                break  # O2 is oxygen, no diameter
            elif text in LABELS or text in PREFIX_UNITS:
                label = text
                first -= 1
                break
            elif text not in {".", ":", "°", "(", "="} and not (
                text == "/" and self._is_slashed_label(first - 2)
            ):
                break
            first -= 1
        return first, label, op
