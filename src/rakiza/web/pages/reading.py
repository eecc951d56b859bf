"""Reading designations that a person pastes: nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass

from rakiza.pillars.purchasing.needs.knowledge import reader
from rakiza.pillars.purchasing.needs.tables.shown import ShownReading, shown_reading
from rakiza.pillars.purchasing.needs.values import needs_a_look

LINES = 100
LONGEST = 500


@dataclass(frozen=True, slots=True)
class PastedLine:
    """One line pasted, what it was read as, and whether a person should look at it."""

    text: str
    reading: ShownReading
    to_confirm: bool


@dataclass(frozen=True, slots=True)
class PastedText:
    """The lines read; `left_out` counts those beyond the limit."""

    lines: tuple[PastedLine, ...]
    left_out: int


def read_pasted(text: str, language: str) -> PastedText:
    """Return the reading of each line of a text, a hundred lines at most."""
    written = [line.strip()[:LONGEST] for line in text.splitlines() if line.strip()]
    read = reader().read_many(written[:LINES])
    lines = tuple(PastedLine(one.text, shown_reading(one, language), needs_a_look(one)) for one in read)
    return PastedText(lines, max(0, len(written) - LINES))
