"""The demonstration's data folder: what state it is in, and how it is emptied, never another's."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_MARK = "demonstration"
_DATABASE = "rakiza.sqlite3"


class FolderState(StrEnum):
    """What was found in the folder."""

    EMPTY = "empty"
    HALF_MADE = "half_made"  # a first run was interrupted
    READY = "ready"
    FOREIGN = "foreign"  # a database that the demonstration didn't make


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """The data folder; a small file in it says how far the demonstration came."""

    path: Path

    @property
    def _mark(self) -> Path:
        return self.path / _MARK

    def state(self) -> FolderState:
        """Return what the folder holds."""
        said = self._mark.read_text("ascii").strip() if self._mark.is_file() else ""
        if said == FolderState.READY and (self.path / _DATABASE).is_file():
            return FolderState.READY
        if said:
            return FolderState.HALF_MADE
        return FolderState.FOREIGN if (self.path / _DATABASE).exists() else FolderState.EMPTY

    def begin(self) -> None:
        """Note that loading began: an interruption from here on is found by the next run."""
        self.path.mkdir(parents=True, exist_ok=True)
        self._mark.write_text(FolderState.HALF_MADE, "ascii")

    def finish(self) -> None:
        """Note that all is loaded."""
        self._mark.write_text(FolderState.READY, "ascii")

    def clear(self) -> None:
        """Remove the database and files of the demonstration; refuse another's."""
        if self.state() is FolderState.FOREIGN:
            raise PermissionError(str(self.path))
        for name in (_DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm"):
            (self.path / name).unlink(missing_ok=True)
        shutil.rmtree(self.path / "files", ignore_errors=True)
        self._mark.unlink(missing_ok=True)
