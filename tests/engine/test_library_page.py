"""The library's page says what happens: its examples are executed."""

from __future__ import annotations

import doctest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs/library.md"


def test_every_example_of_the_library_page_gives_what_it_shows() -> None:
    failed, attempted = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert failed == 0
    assert attempted > 20
