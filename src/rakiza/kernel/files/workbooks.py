"""A stored file opened as a workbook, under the name that it was handed over with."""

from __future__ import annotations

import tempfile
from pathlib import Path

from rakiza.kernel.files.actions import path_of
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.imports.opening import open_workbook
from rakiza.kernel.imports.workbook import Workbook

_LONGEST_NAME = 60  # characters, from the end, which tells the kind; a file system counts bytes, 255 at most


def open_stored(stored: StoredFile) -> Workbook:
    """Open a stored file under its own name: messages and a csv's sheet carry it; FileRefused where it can't be used."""
    with tempfile.TemporaryDirectory() as folder:
        named = Path(folder) / stored.original_name[-_LONGEST_NAME:]
        named.symlink_to(path_of(stored))
        return open_workbook(named)
