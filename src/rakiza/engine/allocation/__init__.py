"""Lots × offers × rules → awards of least landed cost, with a proven bound."""

from __future__ import annotations

from rakiza.engine.allocation.solve import solve
from rakiza.engine.allocation.values import (
    AllocationRules,
    Award,
    Line,
    Lot,
    Offer,
    Problem,
    ProblemError,
    Remainder,
    Solution,
    Status,
    Tier,
)

__all__ = [
    "AllocationRules",
    "Award",
    "Line",
    "Lot",
    "Offer",
    "Problem",
    "ProblemError",
    "Remainder",
    "Solution",
    "Status",
    "Tier",
    "solve",
]
