"""The mixed-integer model of one part of a problem, written straight into arrays."""

from __future__ import annotations

from rakiza.engine.allocation.model.compile import Model, compile_component, compile_problem
from rakiza.engine.allocation.model.draft import TIE_TOTAL
from rakiza.engine.allocation.model.rows import INFINITY, Rows

__all__ = ["INFINITY", "TIE_TOTAL", "Model", "Rows", "compile_component", "compile_problem"]
