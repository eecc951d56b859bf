"""How a command on designations ends, and what it says where it can do nothing."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.markup import escape

from rakiza.kernel.imports.refusals import FileRefused
from rakiza.pillars.purchasing.designations.lines import NoDesignationsError
from rakiza.pillars.purchasing.designations.outputs import OutputError

DONE: Final = 0
NOTHING_DONE: Final = 2
REFUSALS: Final = (FileRefused, NoDesignationsError, OutputError)


def refuse(errors: Console, refusal: Exception) -> int:
    """Say why nothing was done; return the exit code."""
    said = refusal.message() if isinstance(refusal, FileRefused) else str(refusal)
    errors.print(f"[bold]{escape(said)}[/bold]", soft_wrap=True)
    return NOTHING_DONE
