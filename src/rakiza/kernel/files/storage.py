"""Bytes on the disk at the address of their content, written so that a power cut leaves all or nothing."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from rakiza.kernel.files.media import HEAD_BYTES, sniff


class TooLarge(ValueError):  # noqa: N818  # named as FileRefused is
    """More bytes arrived than the limit allows."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Content:
    """What was written: address, size in bytes, sniffed type."""

    sha256: str
    size: int
    media_type: str


Inspection = Callable[[Path, Content], None]
_TOGETHER: ContextVar[bool] = ContextVar("contents are flushed together", default=False)


def path_of(sha256: str) -> Path:
    """Return where the content of that hash lives (two levels of folders keep each one short)."""
    root = Path(settings.RAKIZA_FILES_DIR)
    return root / sha256[:2] / sha256[2:4] / sha256


@contextmanager
def flushed_together() -> Iterator[None]:
    """Write many contents and flush them at the end, in one go: for what is made anew after a power cut."""
    mark = _TOGETHER.set(True)
    try:
        yield
    finally:
        _TOGETHER.reset(mark)
        os.sync()


def write(chunks: Iterable[bytes], *, limit: int, inspect: Inspection = lambda *_: None) -> Content:
    """Write the bytes to their content address: temporary file, flush to disk, `inspect`, rename.

    Raises `TooLarge` beyond `limit` bytes, and what `inspect` raises; nothing is left then.
    """
    root = Path(settings.RAKIZA_FILES_DIR)
    root.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=root, prefix=".incoming-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            content = _copy(chunks, file.write, limit)
            file.flush()
            _flush(file.fileno())
        inspect(temporary, content)
        _publish(temporary, path_of(content.sha256))
    finally:
        temporary.unlink(missing_ok=True)
    return content


def _copy(chunks: Iterable[bytes], sink: Callable[[bytes], int], limit: int) -> Content:
    digest, size, head = hashlib.sha256(), 0, b""
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLarge(limit)
        if len(head) < HEAD_BYTES:
            head += chunk[: HEAD_BYTES - len(head)]
        digest.update(chunk)
        sink(chunk)
    return Content(digest.hexdigest(), size, sniff(head))


def _flush(handle: int) -> None:
    if not _TOGETHER.get():
        os.fsync(handle)


def _publish(temporary: Path, target: Path) -> None:
    """Rename into place and make the new name durable, with the names of the folders made for it."""
    if target.exists():
        return
    made = [folder for folder in (target.parent, target.parent.parent) if not folder.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary.replace(target)
    for holding in (target.parent, *(folder.parent for folder in made)):
        folder = os.open(holding, os.O_RDONLY)
        try:
            _flush(folder)
        finally:
            os.close(folder)
