"""Which words of a text bear on what it names: those of its name, seldom those of its attributes.

`sterile` names nothing by itself, but does beside `champ`; `12` and `rouge` hardly ever do. What is named
by the words that bear on it is found out once, whatever stands between and behind them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from rakiza.engine.reading.lexemes import Lexeme

_MOST_KEPT = 100_000
_LONGEST_KEPT = 40
# A stem, its first place, how far it was mended, and whether it stands aside.
Bearing = tuple[str, int, int, bool]


class _Bears(NamedTuple):
    """When a stem bears on the name: always, as the first word, beside some other stems, among two of some."""

    stem: str
    always: bool
    leading: bool
    beside: frozenset[str]
    among: frozenset[str]


_stem = attrgetter("stem")


class Bearings(dict[str, _Bears | None]):
    """When each stem met bears on what is named; None for one that never does."""

    def __init__(
        self,
        alone: Mapping[str, bool],
        beside: Mapping[str, Collection[str]],
        among: Mapping[str, Collection[str]],
        signs: Mapping[str, object],
    ) -> None:
        """Know the stems that name something `alone`, anywhere (True) or as the first word only.

        `beside` has the stems that each stem means something with, `among` those of which it takes two;
        `signs` tells of any stem whether it is a sign of a medicine.
        """
        super().__init__()
        self._alone = alone
        self._beside = beside
        self._among = among
        self._signs = signs

    def of(self, words: Sequence[Lexeme]) -> tuple[Bearing, ...]:
        """Return the stems that bear on the name, in the order of the text."""
        places: dict[str, int] = {}
        bears: list[_Bears] = []
        for place, bearing in enumerate(map(self.__getitem__, map(_stem, words))):
            if bearing is not None and bearing[0] not in places:
                places[bearing[0]] = place
                bears.append(bearing)
        return tuple(
            [
                (stem, place := places[stem], (word := words[place]).distance, word.aside)
                for stem, always, leading, beside, among in bears
                if always
                or not beside.isdisjoint(places)
                or (leading and not places[stem])
                or (among and sum(map(among.__contains__, places)) > 1)
            ]
        )

    def __missing__(self, stem: str) -> _Bears | None:
        always = bool(self._alone.get(stem)) or bool(self._signs[stem])
        leading = stem in self._alone
        beside = self._beside.get(stem)
        among = self._among.get(stem)
        bears = None
        if always or leading or beside or among:
            bears = _Bears(stem, always, leading, frozenset(beside or ()), frozenset(among or ()))
        if len(stem) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[stem] = bears
        return bears
