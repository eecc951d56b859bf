"""Reading designations that a person pastes: nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass

from rakiza.engine.reading.cells import COLUMNS
from rakiza.kernel.documents.safe_cells import safe_cell
from rakiza.pillars.purchasing.designations.outputs import csv_text
from rakiza.pillars.purchasing.designations.rendering import cells_of
from rakiza.pillars.purchasing.needs.knowledge import reader
from rakiza.pillars.purchasing.needs.tables.shown import ShownReading, shown_reading
from rakiza.pillars.purchasing.needs.values import needs_a_look

LINES = 100
EXPORTED = 2_000
MOST_TEXT = 200_000
LONGEST = 10_000
SHOWN = 300


@dataclass(frozen=True, slots=True)
class PastedLine:
    """One line pasted, what it was read as, and whether a person should look at it."""

    text: str
    reading: ShownReading
    to_confirm: bool


@dataclass(frozen=True, slots=True)
class PastedText:
    """The lines read; `left_out` counts those not shown, `unread` those not in the table to take away either.

    `cut` tells that the text went on beyond what is read at once.
    """

    lines: tuple[PastedLine, ...]
    left_out: int
    unread: int = 0
    cut: bool = False

    @property
    def to_confirm(self) -> int:
        """Return how many of the lines a person should look at."""
        return sum(line.to_confirm for line in self.lines)


def read_pasted(text: str, language: str) -> PastedText:
    """Return the reading of each line of a text, a hundred lines at most; what isn't read is counted."""
    written = _written(text)
    read = reader().read_many(written[:LINES])
    lines = tuple(
        PastedLine(_beginning(one.text), shown_reading(one, language), needs_a_look(one)) for one in read
    )
    return PastedText(
        lines, max(0, len(written) - LINES), max(0, len(written) - EXPORTED), cut=len(text) > MOST_TEXT
    )


def pasted_csv(text: str, language: str) -> str:
    """Return the reading of each line as `rakiza read` writes it, two thousand lines at most.

    The mark at the start tells spreadsheet programs that the file is UTF-8.
    """
    read = reader().read_many(_written(text)[:EXPORTED])
    rows = [(safe_cell(one.text), *cells_of(one, language)) for one in read]
    return "\ufeff" + csv_text([("text", *COLUMNS), *rows])


def _beginning(text: str) -> str:
    """Return what a cell can show of a text that was read whole."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _written(text: str) -> list[str]:
    return [line.strip()[:LONGEST] for line in text[:MOST_TEXT].splitlines() if line.strip()]
