"""Numbers that note every question asked of them, so that what was found of them holds for others too.

A computation is run once with such numbers. What comes out of it then holds for any numbers that give
the same answers (`Notes`), with those put into its expressions. What can't be noted as a comparison
or as arithmetic (a text made of the number, a set it is looked up in) is noted as its very value.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

Numbers = Sequence[float]
Expression = Callable[[Numbers], float]
_Key = tuple[Any, ...]
_raw = float.__float__


class Note(NamedTuple):
    """One question and its answer; questions with the same `key` are the same question."""

    key: _Key
    ask: Expression
    answer: float


class Notes:
    """The questions asked of some numbers, in order, each once."""

    def __init__(self) -> None:
        """Start with no question asked."""
        self.asked: list[Note] = []
        self._keys: set[_Key] = set()

    def number(self, place: int, value: float) -> Noted:
        """Return the number of that place among `Numbers`, as one that notes here what it is asked."""
        return Noted.of(self, value, (place,), operator.itemgetter(place))

    def note(self, key: _Key, ask: Expression, answer: float) -> None:
        """Note a question unless it was asked before."""
        if key not in self._keys:
            self._keys.add(key)
            self.asked.append(Note(key, ask, answer))


class Noted(float):
    """A number that notes what it is asked; arithmetic with it gives another such number."""

    notes: Notes
    key: _Key
    expression: Expression

    @classmethod
    def of(cls, notes: Notes, value: float, key: _Key, expression: Expression) -> Noted:
        """Return a number found by an expression of the numbers noted about."""
        number = cls(value)
        number.notes, number.key, number.expression = notes, key, expression
        return number

    def pinned(self) -> float:
        """Return the plain number; what follows holds for this very value."""
        value = _raw(self)
        self.notes.note(("is", self.key), self.expression, value)
        return value

    def _asked(self, other: float, compare: Callable[[float, float], bool]) -> bool:
        answer = compare(_raw(self), _plain(other))
        mine, theirs = self.expression, _expressed(other)
        ask: Expression = lambda numbers: compare(mine(numbers), theirs(numbers))  # noqa: E731 - it is kept
        if not isinstance(other, Noted):
            ask = lambda numbers: compare(mine(numbers), other)  # noqa: E731
        self.notes.note((compare.__name__, self.key, _keyed(other)), ask, answer)
        return answer

    def __lt__(self, other: float) -> bool:
        return self._asked(other, operator.lt)

    def __le__(self, other: float) -> bool:
        return self._asked(other, operator.le)

    def __gt__(self, other: float) -> bool:
        return self._asked(other, operator.gt)

    def __ge__(self, other: float) -> bool:
        return self._asked(other, operator.ge)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, float | int) and self._asked(other, operator.eq)

    def __ne__(self, other: object) -> bool:
        return not isinstance(other, float | int) or self._asked(other, operator.ne)

    def __bool__(self) -> bool:
        return self._asked(0.0, operator.ne)

    def __hash__(self) -> int:
        return hash(self.pinned())

    def _found(self, one: float, other: float, reckon: Callable[[float, float], float]) -> Noted:
        """Return what two numbers, one of them this one, are reckoned to."""
        value = reckon(_plain(one), _plain(other))
        left, right = _expressed(one), _expressed(other)
        key = (reckon.__name__, _keyed(one), _keyed(other))
        return Noted.of(self.notes, value, key, lambda numbers: reckon(left(numbers), right(numbers)))

    def __add__(self, other: float) -> Noted:
        return self._found(self, other, operator.add)

    def __radd__(self, other: float) -> Noted:
        return self._found(other, self, operator.add)

    def __sub__(self, other: float) -> Noted:
        return self._found(self, other, operator.sub)

    def __rsub__(self, other: float) -> Noted:
        return self._found(other, self, operator.sub)

    def __mul__(self, other: float) -> Noted:
        return self._found(self, other, operator.mul)

    def __rmul__(self, other: float) -> Noted:
        return self._found(other, self, operator.mul)

    def __truediv__(self, other: float) -> Noted:
        return self._found(self, other, operator.truediv)

    def __rtruediv__(self, other: float) -> Noted:
        return self._found(other, self, operator.truediv)


def _plain(number: float) -> float:
    return _raw(number) if isinstance(number, Noted) else number


def _keyed(number: float) -> _Key:
    return number.key if isinstance(number, Noted) else ("plain", number)


def _expressed(number: float) -> Expression:
    return number.expression if isinstance(number, Noted) else lambda _: number


def _by_value(name: str) -> Callable[..., object]:
    """Return a method that asks for the very value."""

    def asked(self: Noted, *others: float) -> object:
        answer: object = getattr(self.pinned(), name)(*(_plain(other) for other in others))
        return answer

    return asked


# Whatever else a number can be asked: the answer is good for that number alone.
for _name in (
    "__abs__", "__ceil__", "__divmod__", "__float__", "__floor__", "__floordiv__", "__format__", "__int__",
    "__mod__", "__neg__", "__pos__", "__pow__", "__rdivmod__", "__repr__", "__rfloordiv__", "__rmod__",
    "__round__", "__rpow__", "__str__", "__trunc__", "as_integer_ratio", "conjugate", "hex", "is_integer",
    "imag", "real",
):  # fmt: skip
    setattr(Noted, _name, _by_value(_name) if _name not in {"imag", "real"} else property(Noted.pinned))
