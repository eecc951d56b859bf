"""Many lines with their specifications: each different one read once, those that begin alike after each other."""

from __future__ import annotations

from collections.abc import Iterable

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.garbage import uncollected
from rakiza.engine.reading.reader import Reader
from rakiza.engine.reading.values import Reading
from rakiza.engine.specification.reader import SpecificationReader

Line = tuple[str, str | None, str]  # a designation, the packaging stated beside it, its specification


def in_order(lines: Iterable[Line]) -> list[Line]:
    """Return different lines in the order to read them in: what is kept of one is at hand for the next."""
    return sorted(lines, key=lambda line: (line[0], line[1] or "", line[2]))


class DistinctReader:
    """Reads blocks of lines, each different one once."""

    def __init__(self, reader: Reader, knowledge: KnowledgeBase) -> None:
        """Read with `reader`, whose families are those of `knowledge`."""
        self._reader = reader
        self._specified = SpecificationReader(reader, knowledge)

    def read(self, lines: Iterable[Line]) -> dict[Line, Reading]:
        """Return the reading of each different line."""
        ordered = in_order(set(lines))
        plain = [line for line in ordered if not line[2].strip()]
        with uncollected():
            read = self._reader.readings_of([(text, packaging) for text, packaging, _ in plain])
            found = dict(zip(plain, read, strict=True))
            return {line: found.get(line) or self._specified.read(*line) for line in ordered}
