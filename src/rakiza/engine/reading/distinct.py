"""Many readings in little memory: each distinct one once, and where every line finds its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rakiza.engine.garbage import uncollected
from rakiza.engine.reading.reader import Reader
from rakiza.engine.reading.values import Reading


@dataclass(frozen=True, slots=True)
class DistinctReadings:
    """`readings[index[n]]` is the reading of line n; equal texts share one reading."""

    readings: list[Reading]
    index: NDArray[np.int32]

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self.index)

    def __getitem__(self, line: int) -> Reading:
        """Return the reading of one line."""
        return self.readings[int(self.index[line])]

    def __iter__(self) -> Iterator[Reading]:
        """Iterate over the readings of all lines, in order."""
        return (self.readings[place] for place in self.index.tolist())


def read_distinct(texts: Iterable[str], reader: Reader) -> DistinctReadings:
    """Read each distinct text once."""
    places: dict[str, int] = {}
    index = np.fromiter((places.setdefault(text, len(places)) for text in texts), dtype=np.int32)
    with uncollected():
        return DistinctReadings(reader.readings(list(places)), index)
