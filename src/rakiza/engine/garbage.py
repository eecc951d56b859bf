"""Pausing the search for cyclic garbage while many objects are made that have no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 100_000  # objects, a tenth of a second's search


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the search for cyclic garbage; those made meanwhile count among the old ones after it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            _grow_old()
            gc.enable()


def _grow_old() -> None:
    """Count many objects made meanwhile among the old ones: the next search would look through all of them."""
    if gc.get_count()[0] > _MANY and not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()  # into the oldest generation
