"""Reading authored TOML files, with an error that names the file and what to mend."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Table = dict[str, Any]


class AuthoredFileError(ValueError):
    """An authored file is unusable: which one, and why."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path.name}: {problem}")
        self.path = path
        self.problem = problem


def read_toml(path: Path) -> Table:
    """Return the content of one file; AuthoredFileError where it isn't TOML or isn't UTF-8."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise AuthoredFileError(path, str(error)) from error


def toml_files(directory: Path, pattern: str = "*.toml") -> list[Path]:
    """Return the files of a directory in a stable order; none where it doesn't exist."""
    return sorted(directory.glob(pattern)) if directory.is_dir() else []


def digest(paths: Iterable[Path]) -> str:
    """Return a short hash of the files' names and bytes: the version of what they say."""
    content = hashlib.sha256()
    for path in sorted(paths):
        content.update(path.name.encode())
        content.update(path.read_bytes())
    return content.hexdigest()[:16]
