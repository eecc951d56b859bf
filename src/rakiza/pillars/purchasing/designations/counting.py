"""How many lines are read so far, on the terminal that runs a command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from rakiza.kernel.wording.formats import number


class Counting:
    """Counts of lines by what they were read as, shown as they grow."""

    def __init__(self, progress: Progress) -> None:
        self.counts: Counter[str] = Counter()
        self._lines = 0
        self._progress = progress
        self._task = progress.add_task(_("Lecture"), total=None, shown="0")

    def add(self, counts: Counter[str], lines: int) -> None:
        """Add the lines just done."""
        self.counts += counts
        self._lines += lines
        self._progress.update(self._task, shown=number(self._lines))


@contextmanager
def counting(console: Console) -> Iterator[Counting]:
    """Show a running count until the block ends; nothing where nobody looks at a terminal."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.fields[shown]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Counting(progress)
