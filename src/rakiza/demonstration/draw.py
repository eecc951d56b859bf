"""Draws that never change: the same words always give the same number."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def share(*words: object) -> float:
    """Return a number in [0, 1) that depends on the words alone."""
    digest = hashlib.sha256("\x1f".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def between(low: float, high: float, *words: object) -> float:
    """Return a number in [low, high)."""
    return low + (high - low) * share(*words)


def pick(items: Sequence[Item], *words: object) -> Item:
    """Return one of the items."""
    return items[int(share(*words) * len(items))]
