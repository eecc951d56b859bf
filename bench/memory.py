"""The memory that a process and those that it starts hold together, what they share counted once."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

_EVERY = 0.2  # seconds between two looks


def most_memory(process: subprocess.Popen[str]) -> float:
    """Wait until a process ends; return the most memory seen, in MB (0 where the system doesn't tell)."""
    most = 0.0
    while process.poll() is None:
        most = max(most, sum(_held(number) for number in _family(process.pid)))
        time.sleep(_EVERY)
    return most / 1024


def _family(number: int) -> set[int]:
    """Return a process and all that it started."""
    parents = {int(path.name): parent for path in Path("/proc").glob("[0-9]*") if (parent := _parent(path))}
    found = {number}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _parent(path: Path) -> int:
    try:
        return int((path / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError, ValueError):
        return 0


def _held(number: int) -> int:
    """Return a process's proportional share, in kB: a page held by two counts half for each."""
    try:
        rollup = Path(f"/proc/{number}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
