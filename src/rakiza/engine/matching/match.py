"""Needs against a whole catalogue: for each, the best devices, with verdicts and reasons when asked.

Equal requirements are judged once, a family at a time, on arrays; the reasons of a candidate are only
made when it is looked at, by the same judgement as one requirement against one device.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.families import Kind
from rakiza.engine.matching import reasons
from rakiza.engine.matching.catalogue import Catalogue, typed
from rakiza.engine.matching.judge import judge
from rakiza.engine.matching.ranking import NO_KEY, best_of_family, merged
from rakiza.engine.matching.values import MatchResult, Requirement
from rakiza.engine.reading.distinct import DistinctReadings
from rakiza.engine.reading.values import Reading
from rakiza.engine.reading.workers import uncollected
from rakiza.engine.reasons import Reason

Need = Reading | Requirement
Choice = tuple[int, float]  # a distinct requirement and the probability that it is what is meant
LEAST_PROBABILITY = 0.1  # a family less likely isn't looked at
NONE = -1
_MATCHED = frozenset({Kind.DEVICE, Kind.IVD})


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


class Matches:
    """The candidates of every need, in the order of the needs."""

    def __init__(
        self,
        catalogue: Catalogue,
        requirements: Sequence[Requirement],
        plans: Sequence[tuple[Choice, ...]],
        index: NDArray[np.int32],
        best: tuple[NDArray[np.int32], NDArray[np.int8]],
    ) -> None:
        """Hold what `match` found: for each plan its best devices and which of its choices each serves."""
        self._catalogue = catalogue
        self._requirements = requirements
        self._plans = plans
        self._index = index
        self._best, self._choices = best

    def __len__(self) -> int:
        """Return the number of needs."""
        return len(self._index)

    def __getitem__(self, need: int) -> tuple[Candidate, ...]:
        """Return the candidates of one need, best first, with their verdicts and reasons."""
        plan = int(self._index[need])
        found = zip(self._best[plan].tolist(), self._choices[plan].tolist(), strict=True)
        return tuple(
            self._candidate(place, position, self._plans[plan][choice])
            for place, (position, choice) in enumerate(found, start=1)
            if position != NONE
        )

    def __iter__(self) -> Iterator[tuple[Candidate, ...]]:
        """Iterate over the needs."""
        return (self[need] for need in range(len(self)))

    @property
    def positions(self) -> NDArray[np.int32]:
        """Positions in `catalogue.devices`, of shape (needs, k), -1 where there are no more."""
        return self._best[self._index]

    def _candidate(self, place: int, position: int, choice: Choice) -> Candidate:
        requirement, probability = self._requirements[choice[0]], choice[1]
        device = self._catalogue.devices[position]
        result = judge(requirement, device, self._catalogue.families[requirement.family])
        doubt = None
        if probability < 1.0:
            doubt = Reason.of(
                reasons.ALTERNATIVE_FAMILY, family=requirement.family, probability=round(probability, 3)
            )
        return Candidate(place, device.device, device.family, probability, result, doubt)


def match(needs: Iterable[Need] | DistinctReadings, catalogue: Catalogue, k: int = 10) -> Matches:
    """Return the `k` best devices of the catalogue for each need.

    Needs are readings or requirements. Passing devices come first, then those of which something isn't
    stated, then those that fail, nearest first, all in the order of `judge.rank`. Where a reading names
    other families too, theirs come after those of its own that may do.
    """
    with uncollected():
        book = _Book(catalogue)
        if isinstance(needs, DistinctReadings):
            own = np.array([book.plan_of(reading) for reading in needs.readings], dtype=np.int32)
            index = own[needs.index]
        else:
            index = np.array(book.plans_of(needs), dtype=np.int32)
        positions, keys = _best_of_all(catalogue, book.requirements, k)
        best = merged(positions, keys, book.plans, k)
        return Matches(catalogue, book.requirements, book.plans, index, best)


class _Book:
    """Distinct requirements, and distinct plans: which requirements a need may stand for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.requirements: list[Requirement] = []
        self.plans: list[tuple[Choice, ...]] = []
        self._requirement_at: dict[object, int] = {}
        self._plan_at: dict[tuple[Choice, ...], int] = {}

    def plans_of(self, needs: Iterable[Need]) -> list[int]:
        """Return the plan of each need; one that comes again as the same object is looked at once."""
        seen: dict[int, tuple[Need, int]] = {}
        found = []
        for need in needs:
            kept = seen.get(id(need))
            if kept is None:
                kept = seen[id(need)] = (need, self.plan_of(need))
            found.append(kept[1])
        return found

    def plan_of(self, need: Need) -> int:
        """Return the number of a need's plan."""
        choices = self._choices(need)
        at = self._plan_at.get(choices)
        if at is None:
            at = self._plan_at[choices] = len(self.plans)
            self.plans.append(choices)
        return at

    def _choices(self, need: Need) -> tuple[Choice, ...]:
        indexes = self._catalogue.indexes
        if isinstance(need, Requirement):
            own = need.family in indexes
            return ((self._at(need.family, need.attributes, need.pack_size), 1.0),) if own else ()
        if need.family is None or need.kind not in _MATCHED:
            return ()
        shares = _families(need) if need.alternatives else ((need.family, 1.0),)
        pack = need.packaging.size
        return tuple(
            [
                (self._at(family, need.attributes, pack), share)
                for family, share in shares
                if family in indexes
            ]
        )

    def _at(self, family: str, attributes: tuple[AttributeValue, ...], pack_size: int | None) -> int:
        """Return the number of a distinct requirement."""
        key = (family, typed(attributes), pack_size)
        at = self._requirement_at.get(key)
        if at is None:
            at = self._requirement_at[key] = len(self.requirements)
            self.requirements.append(Requirement(family, attributes, pack_size))
        return at


def _families(reading: Reading) -> tuple[tuple[str, float], ...]:
    """Return the families that a reading may mean, its own first, with their probabilities."""
    others = [
        (other.family, round(other.probability, 3))
        for other in reading.alternatives
        if other.family is not None and other.probability >= LEAST_PROBABILITY
    ]
    own = max(0.0, 1.0 - sum(probability for _, probability in others))
    return ((reading.family or "", round(own, 3)), *others)


def _best_of_all(
    catalogue: Catalogue, requirements: Sequence[Requirement], k: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return positions and ranking keys of shape (requirements, k)."""
    positions = np.full((len(requirements), k), NONE, dtype=np.int32)
    keys = np.full((len(requirements), k), NO_KEY, dtype=np.int64)
    by_family: dict[str, list[int]] = defaultdict(list)
    for at, requirement in enumerate(requirements):
        by_family[requirement.family].append(at)
    for family, rows in by_family.items():
        found = best_of_family(catalogue.indexes[family], [requirements[row].attributes for row in rows], k)
        width = found[0].shape[1]
        positions[rows, :width], keys[rows, :width] = found
    return positions, keys
