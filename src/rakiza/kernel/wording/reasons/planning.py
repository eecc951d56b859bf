"""Words of the codes in `rakiza.engine.planning.reasons`."""

from __future__ import annotations

PLANNING: dict[str, str] = {}
