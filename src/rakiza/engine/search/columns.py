"""The attributes of devices as columns: which devices state which values, counted and filtered fast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rakiza.engine.attributes import AttributeScalar, AttributeSpec, AttributeValue, Op
from rakiza.engine.families import KnowledgeBase
from rakiza.engine.matching.measure import measured
from rakiza.engine.matching.values import CLOSE
from rakiza.engine.search.values import Facet, SearchRecord, Span, ValueCount

Mask = NDArray[np.bool_]
Known = tuple[AttributeScalar, str | None]  # a value and its canonical unit


class Column:
    """One attribute: `places[i]` states `values[codes[i]]`; a device may state several values."""

    def __init__(self, name: str, stated: Sequence[tuple[int, Known]]) -> None:
        """Index (place, value) pairs, places ascending."""
        self.name = name
        codes: dict[tuple[str, AttributeScalar, str | None], int] = {}
        self.values: list[Known] = []
        found = []
        for _, known in stated:
            key = (type(known[0]).__name__, *known)
            if key not in codes:
                codes[key] = len(self.values)
                self.values.append(known)
            found.append(codes[key])
        self._codes = np.array(found, dtype=np.int32)
        self.places = np.fromiter((place for place, _ in stated), np.int32, len(stated))
        self._numbers = np.array([_number(value) for value, _ in self.values])
        self._folded = [str(value).casefold() for value, _ in self.values]

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return self._codes.nbytes + self.places.nbytes + self._numbers.nbytes

    def measures(self, unit: str | None) -> bool:
        """Tell whether some value is a number in that canonical unit."""
        return any(own == unit and _is_number(value) for value, own in self.values)

    def within(self, span: Span) -> NDArray[np.int32]:
        """Return the places that state a number in a span; a value without unit fits any."""
        units = np.array([span.unit in {own, None} or own is None for _, own in self.values], dtype=bool)
        return self._stating(units & _inside(self._numbers, span))

    def equal(self, value: AttributeScalar) -> NDArray[np.int32]:
        """Return the places that state a word or a flag."""
        if isinstance(value, bool):
            return self._stating(np.array([known is value for known, _ in self.values], dtype=bool))
        wanted = str(value).casefold()
        return self._stating(
            np.array(
                [
                    own == wanted and isinstance(known, str)
                    for own, (known, _) in zip(self._folded, self.values, strict=True)
                ],
                dtype=bool,
            )
        )

    def counted(self, mask: Mask) -> Facet | None:
        """Return how many devices of `mask` state each value, None where none does."""
        counts = np.bincount(self._codes[mask[self.places]], minlength=len(self.values))
        kept = [ValueCount(*self.values[at], int(counts[at])) for at in np.flatnonzero(counts)]
        return Facet(self.name, tuple(sorted(kept, key=facet_order))) if kept else None

    def _stating(self, accepted: Mask) -> NDArray[np.int32]:
        return self.places[accepted[self._codes]] if len(self._codes) else self.places


class Columns:
    """Every attribute that some device states."""

    def __init__(self, records: Sequence[SearchRecord], knowledge: KnowledgeBase) -> None:
        """Index the attributes of records; the place of a record is its position."""
        schemas = {
            family.id: {spec.name: spec for spec in family.attributes} for family in knowledge.families
        }
        empty: Mapping[str, AttributeSpec] = {}
        stated: dict[str, list[tuple[int, Known]]] = defaultdict(list)
        for place, record in enumerate(records):
            schema = schemas.get(record.family, empty)
            for value in record.attributes:
                known = measured(value, schema.get(value.name))
                stated[value.name].append((place, (known.value, known.unit)))
        self.by_name = {name: Column(name, pairs) for name, pairs in sorted(stated.items())}
        self._count = len(records)

    def filtered(self, wanted: Iterable[AttributeValue]) -> Mask:
        """Return the devices that hold every attribute chosen; see `Query.attributes`."""
        mask = np.ones(self._count, dtype=bool)
        by_name: dict[str, list[AttributeValue]] = defaultdict(list)
        for value in wanted:
            by_name[value.name].append(value)
        for name, values in by_name.items():
            column = self.by_name.get(name)
            if column is None:
                return np.zeros(self._count, dtype=bool)
            mask &= self._column_mask(column, values)
        return mask

    def _column_mask(self, column: Column, values: Sequence[AttributeValue]) -> Mask:
        low, high = _bounds(values)
        mask = np.ones(self._count, dtype=bool)
        if low is not None or high is not None:
            unit = next(measured(value).unit for value in values if value.op is not Op.EQ)
            mask = self.places_mask(column.within(Span((column.name,), low, high, unit)))
        equal = [value for value in values if value.op is Op.EQ]
        if not equal:
            return mask
        either = np.zeros(self._count, dtype=bool)
        for value in equal:
            either[_stating(column, value)] = True
        return mask & either

    def places_mask(self, places: NDArray[np.int32]) -> Mask:
        """Return a mask that holds at `places`."""
        mask = np.zeros(self._count, dtype=bool)
        mask[places] = True
        return mask

    def stating(self, names: Iterable[str]) -> Mask:
        """Return the devices that state one of the attributes, whatever they say."""
        mask = np.zeros(self._count, dtype=bool)
        for name in names:
            if name in self.by_name:
                mask[self.by_name[name].places] = True
        return mask

    def spanning(self, span: Span) -> Mask:
        """Return the devices that state a number in a span, under any of its attributes."""
        mask = np.zeros(self._count, dtype=bool)
        for name in span.attributes:
            column = self.by_name.get(name)
            if column is not None:
                mask[column.within(span)] = True
        return mask

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return sum(column.nbytes for column in self.by_name.values())


def _stating(column: Column, value: AttributeValue) -> NDArray[np.int32]:
    known = measured(value)
    if _is_number(known.value):
        number = float(known.value)
        return column.within(Span((column.name,), number, number, known.unit))
    return column.equal(known.value)


def _bounds(values: Iterable[AttributeValue]) -> tuple[float | None, float | None]:
    """The tightest bounds asked for, in canonical units."""
    lows: list[float] = []
    highs: list[float] = []
    for value in values:
        known = measured(value)
        if value.op is Op.EQ or not _is_number(known.value):
            continue
        (lows if value.op is Op.GE else highs).append(float(known.value))
    return max(lows, default=None), min(highs, default=None)


def _inside(numbers: NDArray[np.float64], span: Span) -> Mask:
    slack = CLOSE * np.maximum(np.abs(numbers), 1e-12)
    if span.strict:
        slack = -slack
    with np.errstate(invalid="ignore"):
        mask: Mask = np.isfinite(numbers)
        if span.low is not None:
            mask &= numbers >= span.low - slack
        if span.high is not None:
            mask &= numbers <= span.high + slack
    return mask


def _number(value: AttributeScalar) -> float:
    """The number a value is, or that a size is written as; NaN for words and flags."""
    if isinstance(value, bool):
        return float("nan")
    try:
        return float(str(value).replace(",", "."))
    except ValueError:
        return float("nan")


def _is_number(value: AttributeScalar) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def facet_order(found: ValueCount) -> tuple[bool, float, int, str]:
    number = _number(found.value)
    if np.isnan(number):
        return True, 0.0, -found.count, str(found.value)
    return False, number, 0, ""
