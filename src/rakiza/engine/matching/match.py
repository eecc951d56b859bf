"""Needs against a whole catalogue: for each, the best devices, with verdicts and reasons when asked.

Equal questions are judged once, a family at a time, on arrays; the reasons of a candidate are only
made when it is looked at, by the same judgement as one requirement against one device.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rakiza.engine.garbage import uncollected
from rakiza.engine.matching import reasons
from rakiza.engine.matching.book import Book, Choice, Need, Question, meant, unfamiliar
from rakiza.engine.matching.catalogue import Catalogue
from rakiza.engine.matching.hubs import asked
from rakiza.engine.matching.judge import judge
from rakiza.engine.matching.ranking import NO_KEY, Merged, best_of_family, merged
from rakiza.engine.matching.values import MatchResult
from rakiza.engine.reading.distinct import DistinctReadings
from rakiza.engine.reading.values import Reading
from rakiza.engine.reading.workers import portions, usable
from rakiza.engine.reasons import Reason

NONE = -1
_MANY = 4_000  # new questions, a tenth of a second's ranking: below, another process costs what it saves
_FAMILIES = 16  # ranked together


@dataclass(frozen=True, slots=True)
class Candidate:
    """One device for one need: its place from 1, and the whole comparison.

    `probability` is that of the family under which it was compared; `doubt` says so where the need may
    be of another one.
    """

    place: int
    device: str
    family: str
    probability: float
    result: MatchResult
    doubt: Reason | None = None


class Words(Protocol):
    """What finds devices by words; see `rakiza.engine.search.ByWords`."""

    def candidates(self, reading: Reading, k: int) -> tuple[Candidate, ...]:
        """Return at most `k` devices that hold the words of a reading, best first, none of them judged."""
        ...


@dataclass(frozen=True, slots=True)
class Unfamiliar:
    """The needs of a list that no family covers, by their place, and what finds devices for them."""

    words: Words
    readings: Mapping[int, Reading]
    k: int

    def candidates(self, need: int) -> tuple[Candidate, ...]:
        """Return what is found by words; nothing for a need that some family covers."""
        reading = self.readings.get(need)
        return self.words.candidates(reading, self.k) if reading is not None else ()


class Matches:
    """The candidates of every need, in the order of the needs."""

    def __init__(
        self,
        catalogue: Catalogue,
        book: Book,
        index: NDArray[np.int32],
        best: Merged,
        by_words: Unfamiliar | None = None,
    ) -> None:
        """Hold the plan of each need and, for each way of meaning, its best devices; see `merged`."""
        self._by_words = by_words
        self._catalogue = catalogue
        self._book = book
        self.plans = index
        self._best, self._choices, self._keys = best

    def __len__(self) -> int:
        """Return the number of needs."""
        return len(self.plans)

    def __getitem__(self, need: int) -> tuple[Candidate, ...]:
        """Return the candidates of one need, best first, with their verdicts and reasons."""
        if self._by_words is not None and need in self._by_words.readings:
            return self._by_words.candidates(need)
        way, pack = self._book.plans[int(self.plans[need])]
        found = zip(self._best[way].tolist(), self._choices[way].tolist(), strict=True)
        return tuple(
            self._candidate(place, position, self._book.ways[way][choice], pack)
            for place, (position, choice) in enumerate(found, start=1)
            if position != NONE
        )

    def __iter__(self) -> Iterator[tuple[Candidate, ...]]:
        """Iterate over the needs."""
        return (self[need] for need in range(len(self)))

    @property
    def positions(self) -> NDArray[np.int32]:
        """Positions in `catalogue.devices`, of shape (needs, k), -1 where there are no more.

        What is found by words alone has none: it isn't ranked with what was judged.
        """
        return self._best[self._ways()]

    @property
    def keys(self) -> NDArray[np.int64]:
        """Ranking keys, of the shape of `positions`: equal where only identifiers part two devices."""
        return self._keys[self._ways()]

    def _ways(self) -> NDArray[np.int32]:
        ways = np.array([way for way, _ in self._book.plans], dtype=np.int32)
        found: NDArray[np.int32] = ways[self.plans]
        return found

    def _candidate(self, place: int, position: int, choice: Choice, pack: int | None) -> Candidate:
        requirement, probability = self._book.requirement(choice[0], pack), choice[1]
        device = self._catalogue.devices[position]
        result = judge(requirement, device, self._catalogue.families[requirement.family])
        doubt = None
        if probability < 1.0:
            doubt = Reason.of(
                reasons.ALTERNATIVE_FAMILY, family=requirement.family, probability=round(probability, 3)
            )
        return Candidate(place, device.device, device.family, probability, result, doubt)


def match(
    needs: Iterable[Need] | DistinctReadings,
    catalogue: Catalogue,
    k: int = 10,
    words: Words | None = None,
) -> Matches:
    """Return the `k` best devices of the catalogue for each need.

    Needs are readings or requirements. Passing devices come first, then those of which something isn't
    stated, then those that fail, nearest first, all in the order of `judge.rank`. Where a reading names
    other families too, theirs come after those of its own that may do. A need that no family covers gets
    the devices that `words` finds, where given, their verdict unknown.
    """
    return Matcher(catalogue, k, words).match(needs)


class Matcher:
    """Matches needs a block at a time; what a block asked is known to the next."""

    def __init__(
        self, catalogue: Catalogue, k: int = 10, words: Words | None = None, processes: int | None = 1
    ) -> None:
        """Rank the `k` best devices of `catalogue` for whatever is asked; see `match`.

        So many `processes` may rank (None: as many as there are cores).
        """
        self._processes = processes
        self.catalogue = catalogue
        self._words = words
        self._k = k
        self._start_over()

    def match(self, needs: Iterable[Need] | DistinctReadings) -> Matches:
        """Return the best devices of each need of a block; see `match`."""
        with uncollected():
            self.forgot()
            if isinstance(needs, DistinctReadings):
                own = np.array(self._plans(needs.readings), dtype=np.int32)
                return self.found(own[needs.index], self._unfamiliar(needs))
            listed = list(needs)
            return self.found(np.array(self._plans(listed), dtype=np.int32), self._unfamiliar(listed))

    def found(self, plans: NDArray[np.int32], by_words: Unfamiliar | None = None) -> Matches:
        """Return the best devices of needs whose plans are in the book, ranking what is new there."""
        self._rank_new_questions()
        self._merge_new_ways()
        return Matches(self.catalogue, self.book, plans, self._best, by_words)

    def _unfamiliar(self, needs: Iterable[Need]) -> Unfamiliar | None:
        if self._words is None:
            return None
        readings = {
            at: need for at, need in enumerate(needs) if isinstance(need, Reading) and unfamiliar(need)
        }
        return Unfamiliar(self._words, readings, self._k)

    def forgot(self) -> bool:
        """Start a new book where this one is full, and tell so: its numbers say nothing in the new one."""
        if not self.book.full:
            return False
        self._start_over()
        return True

    def _start_over(self) -> None:
        self.book = Book(self.catalogue.indexes)
        self._positions = np.empty((0, self._k), dtype=np.int32)
        self._keys = np.empty((0, self._k), dtype=np.int64)
        self._best: Merged = merged(self._positions, self._keys, (), self._k)

    def _plans(self, needs: Iterable[Need]) -> list[int]:
        """Return the plan of each need; one that comes again as the same object is looked at once."""
        seen: dict[int, tuple[Need, int]] = {}
        found = []
        for need in needs:
            kept = seen.get(id(need))
            if kept is None:
                kept = seen[id(need)] = (need, self.book.plan_of(meant(need)))
            found.append(kept[1])
        return found

    def _rank_new_questions(self) -> None:
        new = self.book.questions[len(self._positions) :]
        if new:
            processes = usable(self._processes) if len(new) >= _MANY else 1
            positions, keys = _best_of_all(self.catalogue, new, self._k, processes)
            self._positions = np.concatenate([self._positions, positions])
            self._keys = np.concatenate([self._keys, keys])

    def _merge_new_ways(self) -> None:
        known = self._best
        new = self.book.ways[len(known[0]) :]
        if new:
            found = merged(self._positions, self._keys, new, self._k)
            self._best = (
                np.concatenate([known[0], found[0]]),
                np.concatenate([known[1], found[1]]),
                np.concatenate([known[2], found[2]]),
            )


def _best_of_all(
    catalogue: Catalogue, questions: Sequence[Question], k: int, processes: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return positions and ranking keys of shape (questions, k)."""
    positions = np.full((len(questions), k), NONE, dtype=np.int32)
    keys = np.full((len(questions), k), NO_KEY, dtype=np.int64)
    by_family: dict[str, list[int]] = defaultdict(list)
    for at, (family, _) in enumerate(questions):
        by_family[family].append(at)

    def best(families: Sequence[tuple[str, list[int]]]) -> list[tuple[bytes, bytes]]:
        """Return the positions and keys of some families, as bytes: they may come from another process."""
        found = []
        for family, rows in families:
            index = catalogue.indexes[family]
            own = best_of_family(index, [asked(questions[row][1], index.family) for row in rows], k)
            found.append((own[0].tobytes(), own[1].tobytes()))
        return found

    ordered = list(by_family.items())
    ranked = chain.from_iterable(portions(ordered, best, processes, _FAMILIES))
    for (_, rows), (own, ranks) in zip(ordered, ranked, strict=True):
        best_positions = np.frombuffer(own, dtype=np.int32).reshape(len(rows), -1)
        width = best_positions.shape[1]
        positions[rows, :width] = best_positions
        keys[rows, :width] = np.frombuffer(ranks, dtype=np.int64).reshape(len(rows), -1)
    return positions, keys
