from __future__ import annotations

from collections.abc import Iterator

import pytest

from rakiza.pillars.registration.public_cache import KEPT


@pytest.fixture(autouse=True)
def _no_page_kept() -> Iterator[None]:
    """Pages of one test aren't served to the next."""
    KEPT.clear()
    yield
    KEPT.clear()
