"""Lists of any length against a catalogue: texts in, ranked devices out, a block at a time.

Of a line only the number of what it asks is kept: neither its reading nor its verdicts, which are made
for the candidates that are looked at. Reading, the larger part, is shared among processes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from rakiza.engine.garbage import uncollected
from rakiza.engine.matching.book import PlainlyMeant, meant_by_line
from rakiza.engine.matching.catalogue import Catalogue
from rakiza.engine.matching.match import Matcher, Matches
from rakiza.engine.reading.reader import Reader
from rakiza.engine.reading.settled import Plainly
from rakiza.engine.reading.workers import portions, usable

BLOCK = 250_000  # lines matched together
_MOST_TEXTS = 500_000  # distinct lines known from block to block, some 150 MB


class LineMatcher:
    """Reads and matches blocks of lines; equal lines are read once, equal questions matched once."""

    def __init__(self, reader: Reader, catalogue: Catalogue, k: int = 10, processes: int | None = 1) -> None:
        """Match with this reader; so many `processes` may work (None: as many as there are cores)."""
        self._reader = reader
        self._matcher = Matcher(catalogue, k, processes=processes)
        self._processes = processes
        self._plan_of_text: dict[str, int] = {}

    def match(self, texts: Sequence[str]) -> Matches:
        """Return the best devices of each line; any number of processes gives the same."""
        with uncollected():
            if self._matcher.forgot() or len(self._plan_of_text) > _MOST_TEXTS:
                self._plan_of_text.clear()
            self._read([text for text in dict.fromkeys(texts) if text not in self._plan_of_text])
            plans = np.fromiter(map(self._plan_of_text.__getitem__, texts), dtype=np.int32, count=len(texts))
            return self._matcher.found(plans)

    def _read(self, texts: Sequence[str]) -> None:
        """Keep the plan of each text. Lines that begin alike are read after each other: much is at hand."""
        ordered = sorted(texts, key=str.lower)
        done = 0
        for distinct, places in portions(ordered, self._meanings, usable(self._processes)):
            plans = [self._matcher.book.plan_of_line(asked) for asked in distinct]
            own = ordered[done : done + len(places)]
            self._plan_of_text.update(zip(own, map(plans.__getitem__, places), strict=True))
            done += len(places)

    def _meanings(self, texts: Sequence[str]) -> tuple[list[PlainlyMeant], list[int]]:
        """Return what some texts ask for, each meaning once, and which is whose.

        Equal attributes are one object, so that they cross between processes once.
        """
        same: dict[Plainly, Plainly] = {}
        found: dict[PlainlyMeant, int] = {}
        distinct: list[PlainlyMeant] = []
        places: list[int] = []
        with uncollected():
            for line in self._reader.settle([(text, None) for text in texts]):
                key = meant_by_line(line)
                place = found.get(key)
                if place is None:
                    shares, stated, pack = key
                    place = found[key] = len(distinct)
                    distinct.append((shares, same.setdefault(stated, stated), pack))
                places.append(place)
        return distinct, places


def match_lines(
    lines: Iterable[str],
    reader: Reader,
    catalogue: Catalogue,
    k: int = 10,
    *,
    processes: int | None = 1,
    block: int = BLOCK,
) -> Iterator[Matches]:
    """Yield the best devices of lines as they come, a block at a time, in the order of the lines."""
    matcher = LineMatcher(reader, catalogue, k, processes)
    left = iter(lines)
    while some := list(islice(left, block)):
        yield matcher.match(some)
