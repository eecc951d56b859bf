"""The allocation problem and its awards as documents: read, write, schema."""

from __future__ import annotations

from rakiza.engine.allocation.format.awards import awards_document
from rakiza.engine.allocation.format.problem import AWARDS_FORMAT, PROBLEM_FORMAT, read_problem, write_problem
from rakiza.engine.allocation.format.rules import read_rules
from rakiza.engine.allocation.format.start import read_start

__all__ = [
    "AWARDS_FORMAT",
    "PROBLEM_FORMAT",
    "awards_document",
    "read_problem",
    "read_rules",
    "read_start",
    "write_problem",
]
