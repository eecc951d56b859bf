"""The mixed-integer model of one part of a problem, written straight into arrays."""

from __future__ import annotations

from rakiza.engine.allocation.model.compile import (
    Choices,
    Model,
    OutOfTimeError,
    choices_of,
    compile_component,
    compile_problem,
)
from rakiza.engine.allocation.model.draft import TIE_TOTAL
from rakiza.engine.allocation.model.rows import INFINITY, Rows

__all__ = [
    "INFINITY",
    "TIE_TOTAL",
    "Choices",
    "Model",
    "OutOfTimeError",
    "Rows",
    "choices_of",
    "compile_component",
    "compile_problem",
]
