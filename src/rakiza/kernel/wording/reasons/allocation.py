"""Words of the codes in `rakiza.engine.allocation.reasons`."""

from __future__ import annotations

ALLOCATION: dict[str, str] = {}
