"""What is read of a line but for its numbers and the words it quotes, and how those are put in."""

from __future__ import annotations

from typing import NamedTuple

from rakiza.engine.attributes import AttributeScalar, AttributeValue, Op
from rakiza.engine.families import Kind
from rakiza.engine.reading.cells import (
    PlainCells,
    Row,
    alternatives_cell,
    attribute_json,
    quote_json,
    reason_json,
)
from rakiza.engine.reading.noted import Noted, Numbers
from rakiza.engine.reading.told import Quote, Telling
from rakiza.engine.reading.values import Alternative, PackReading, Reading


class Stated(NamedTuple):
    """One attribute stated; a `Noted` value stands for the number that its expression gives."""

    name: str
    op: Op
    value: AttributeScalar
    unit: str | None = None


# An attribute as plain as it can be: name, comparison, value, unit, and the type of the value, for 1 isn't `True`.
Plain = tuple[str, Op, AttributeScalar, str | None, type]
Plainly = tuple[Plain, ...]


class Settled(NamedTuple):
    """A reading of all texts of an outline whose numbers answer alike.

    `others` are the families that the words may name too; what the nomenclature adds to them is `telling`'s.
    """

    kind: Kind
    family: str | None
    code: str | None
    others: tuple[Alternative, ...]
    values: tuple[Stated, ...]
    telling: Telling

    @property
    def confidence(self) -> float:
        """Return how sure the reading is."""
        return self.telling.sure.confidence

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Return what else the texts may mean, by families and by the nomenclature."""
        return self.telling.sure.alternatives

    def reading(self, text: str, folded: str, numbers: Numbers, pack: PackReading) -> Reading:
        """Return the reading of one text."""
        return Reading(
            text,
            self.kind,
            self.family,
            self.code,
            self.attributes(numbers),
            pack,
            self.confidence,
            self.alternatives,
            tuple([each.reason(folded) if isinstance(each, Quote) else each for each in self.telling.all()]),
        )

    def attributes(self, numbers: Numbers) -> tuple[AttributeValue, ...]:
        """Return what one text states."""
        return tuple(
            [AttributeValue(name, op, _number(value, numbers), unit) for name, op, value, unit in self.values]
        )

    def stated(self, numbers: Numbers) -> Plainly:
        """Return what one text states, as a key: cheaper to make and to compare than attributes."""
        return tuple(
            [
                (name, op, said, unit, said.__class__)
                for name, op, value, unit in self.values
                for said in (_number(value, numbers),)
            ]
        )

    def row(self, folded: str, numbers: Numbers, pack: PackReading) -> Row:
        """Return the cells of one text's reading."""
        reasons = [
            quote_json(each.code, each.others, folded[each.start : each.end])
            if isinstance(each, Quote)
            else reason_json(each)
            for each in self.telling.all()
        ]
        return (*self.cells(numbers, pack), f"[{', '.join(reasons)}]")

    def cells(self, numbers: Numbers, pack: PackReading) -> PlainCells:
        """Return the cells of one text's reading but for the reasons, the last of them."""
        attributes = [
            attribute_json(name, op, _number(value, numbers), unit) for name, op, value, unit in self.values
        ]
        sure = self.telling.sure
        return (
            self.kind.value,
            self.family,
            self.code,
            alternatives_cell(sure.alternatives, self.code) if sure.alternatives else "",
            sure.confidence,
            f"[{', '.join(attributes)}]",
            pack.size,
            pack.unit,
        )


def _number(value: AttributeScalar, numbers: Numbers) -> AttributeScalar:
    return value.expression(numbers) if isinstance(value, Noted) else value


class ReadLine(NamedTuple):
    """What was read of one text: what it settles, and what is to be put in."""

    settled: Settled
    folded: str
    numbers: Numbers
    pack: PackReading
