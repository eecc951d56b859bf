"""Which declarations are audited: drawn by hash, so that anybody can draw the same ones again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from fractions import Fraction
from math import ceil


def sample(keys: Iterable[str], seed: str, rate: Fraction) -> tuple[str, ...]:
    """Return the keys drawn: a share `rate` of them, at least one, in the order of their hashes.

    A key's rank depends on itself and the seed only: adding a key never reorders the others.
    """
    ranked = sorted(set(keys), key=lambda key: (_rank(seed, key), key))
    return tuple(ranked[: ceil(len(ranked) * rate)])


def _rank(seed: str, key: str) -> str:
    return hashlib.sha256(f"{seed}\n{key}".encode()).hexdigest()
