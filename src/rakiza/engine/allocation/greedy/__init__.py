"""A plan at once, without any solver: what is told where time is far too short for a search."""

from __future__ import annotations

from rakiza.engine.allocation.greedy.plans import plans

__all__ = ["plans"]
