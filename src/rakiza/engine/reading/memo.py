"""A memo of bounded size: what was asked for lately stays, the rest goes."""

from __future__ import annotations

from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memo(Generic[K, V]):
    """Keeps between `most` and twice as many values; the ones not asked for go first.

    Values live in two generations: when the young one is full it grows old, and the old one goes
    but for what was asked for meanwhile.
    """

    __slots__ = ("_most", "_old", "_young")

    def __init__(self, most: int) -> None:
        """Start empty; `most` is how many values a generation holds."""
        self._most = most
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}

    def __len__(self) -> int:
        """Return how many values are kept, those of both generations counted twice."""
        return len(self._young) + len(self._old)

    def get(self, key: K) -> V | None:
        """Return the value kept under a key, None where there is none."""
        value = self._young.get(key)
        if value is None:
            value = self._old.get(key)
            if value is not None:
                self.keep(key, value)
        return value

    def keep(self, key: K, value: V) -> V:
        """Keep a value, and return it."""
        if len(self._young) >= self._most:
            self._young, self._old = {}, self._young
        self._young[key] = value
        return value

    def clear(self) -> None:
        """Drop every value."""
        self._young, self._old = {}, {}
