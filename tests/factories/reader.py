"""The reader over the families that ship, built once a process: it takes most of a second."""

from __future__ import annotations

from functools import cache

from rakiza.engine.reading import Reader
from rakiza.reference.families import load


@cache
def shared_reader() -> Reader:
    """Return the one reader of the tests that only read with it."""
    return Reader(load())
